package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"runtime"

	"github.com/andybalholm/brotli"
)

// A hand unfolds one answer after the other. A brotli answer may ask for a
// window of 16 MiB before it has said a word (RFC 7932 §9.1), so there are few.
type hand struct {
	gzip   gzip.Reader
	brotli *brotli.Reader
	out    bytes.Buffer
}

type hands chan *hand

// newHands gives as many as can work at the same time, but not so many that
// their windows would be a burden.
func newHands() hands {
	h := make(hands, max(2, min(runtime.GOMAXPROCS(0), 4)))
	for range cap(h) {
		h <- &hand{}
	}
	return h
}

// A coding is the way in which an answer is compressed.
type coding int

const (
	plain coding = iota
	gzipped
	deflated
	brotlied
)

// codingOf finds out how an answer is compressed. Its bytes are believed before
// its header: no feed begins like a gzip file, and servers label plain text
// "gzip" as well as serve feed.xml.gz for what it is.
func codingOf(whole []byte, names []string) (coding, error) {
	switch {
	case len(names) > 1:
		return plain, failf(ReasonEncoding, "the answer is compressed more than once")
	case len(names) == 1 && names[0] == "br":
		if len(whole) == 0 || plainText(whole) {
			return plain, nil
		}
		return brotlied, nil
	case len(names) == 1 && names[0] == "deflate":
		return deflated, nil
	case len(names) == 1 && names[0] != "gzip":
		return plain, failf(ReasonEncoding, "the answer is compressed in a way that was not asked for (%s)", quoteAddress(names[0]))
	case isGzip(whole):
		return gzipped, nil
	}
	return plain, nil
}

// unfold gives what an answer holds, at most the limit.
func (b *bodies) unfold(whole []byte, h http.Header, claim func(*room) error) ([]byte, error) {
	c, err := codingOf(whole, codings(h))
	if err != nil || c == plain {
		return bytes.Clone(whole), err
	}
	if err := claim(b.unfolding); err != nil {
		return nil, err
	}
	hand := b.hand()
	defer b.done(hand)
	grow := func(w *bytes.Buffer, r io.Reader) error { return b.grow(w, r, b.unfolded, claim) }
	err = hand.unfold(c, whole, grow)
	if c == brotlied && isDamage(err) && isGzip(whole) {
		hand.out.Reset()
		err = hand.unfold(gzipped, whole, grow)
	}
	if isDamage(err) {
		return nil, failf(ReasonEncoding, "the answer cannot be decompressed: it is cut off or damaged")
	}
	return bytes.Clone(hand.out.Bytes()), err
}

// isBomb reports whether the beginning of an answer holds more than all of it
// may: there is no use in receiving the rest.
func (b *bodies) isBomb(start []byte, h http.Header) bool {
	c, err := codingOf(start, codings(h))
	if err != nil || c == plain {
		return false
	}
	hand := b.hand()
	defer b.done(hand)
	n := counter(0)
	// That the beginning breaks off is no news: what it held so far counts.
	_ = hand.unfold(c, start, func(_ *bytes.Buffer, r io.Reader) error {
		_, err := io.Copy(&n, io.LimitReader(r, b.limit+1))
		return err
	})
	return int64(n) > b.limit
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// damage is what a decoder says of an answer, told from all else.
type damage struct{ error }

func (d damage) Unwrap() error { return d.error }

func isDamage(err error) bool { return errors.As(err, &damage{}) }

// unfold hands on what is compressed to grow, which writes it to h.out.
func (h *hand) unfold(c coding, whole []byte, grow func(*bytes.Buffer, io.Reader) error) error {
	decoded, err := h.decoder(c, whole)
	if err != nil {
		return damage{err}
	}
	err = grow(&h.out, decoder{decoded})
	if isDamage(err) && (errors.Is(err, gzip.ErrHeader) || says(err, "excessive input")) {
		return nil // something after the end: padding, ignored as browsers do
	}
	return err
}

// A decoder says which errors are its own.
type decoder struct{ r io.Reader }

func (d decoder) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err != nil && err != io.EOF {
		err = damage{err}
	}
	return n, err
}

func (h *hand) decoder(c coding, whole []byte) (io.Reader, error) {
	r := bytes.NewReader(whole)
	switch {
	case c == gzipped:
		return &h.gzip, h.gzip.Reset(r)
	case c == brotlied && h.brotli == nil:
		h.brotli = brotli.NewReader(r)
		return h.brotli, nil
	case c == brotlied:
		return h.brotli, h.brotli.Reset(r)
	case isZlib(whole):
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

func (b *bodies) hand() *hand { return <-b.hands }

// done keeps what is small for the next answer. A brotli decoder's window is as
// large as what it unfolded, or more.
func (b *bodies) done(h *hand) {
	if h.out.Len() > light {
		h.brotli = nil
	}
	if h.out.Cap() > 2*light {
		h.out = bytes.Buffer{}
	}
	h.out.Reset()
	b.hands <- h
}

func isGzip(start []byte) bool { return len(start) >= 2 && start[0] == 0x1f && start[1] == 0x8b }

// isZlib tells what is called deflate by the book (RFC 1950) from bare deflate
// (RFC 1951), which comes from servers that took the name at its word.
func isZlib(start []byte) bool {
	return len(start) >= 2 && start[0]&0x0f == 8 && (int(start[0])<<8|int(start[1]))%31 == 0
}

// plainText reports whether an answer begins as feeds do. No brotli stream can:
// in each of these first bytes a bit is set that must not be (RFC 7932 §9.2).
func plainText(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	switch b[0] {
	case '<', '{', 0xef, 0xfe, 0xff: // the last three begin byte order marks
		return true
	}
	b = bytes.TrimLeft(b, " \t\r\n")
	return bytes.HasPrefix(b, []byte("<?xml")) || bytes.HasPrefix(b, []byte("<rss")) || bytes.HasPrefix(b, []byte("<feed"))
}
