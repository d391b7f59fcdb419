package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// acceptEncoding is what body.go can decode. The transport's own gzip is off:
// it has no bound and no deflate.
const acceptEncoding = "gzip, deflate, br"

// pooledBuffer is the largest buffer kept for the next body, in bytes.
const pooledBuffer = 1 << 20

// bodies reads answers. Its pools spare a run over many feeds most of its
// garbage: a gzip reader alone weighs 40 KiB.
type bodies struct {
	limit   int64 // bytes, compressed as well as not
	buffers sync.Pool
	gzips   sync.Pool
	brotlis brotlis
}

func newBodies(limit int64) *bodies { return &bodies{limit: limit, brotlis: newBrotlis()} }

var errTooLarge = errors.New("larger than the limit")

// read returns the decoded body. It holds at most the limit in memory, however
// much a few compressed bytes would unfold to, and reads no more than the limit
// from the line. The error is a *Failure or one of the line's.
func (b *bodies) read(resp *http.Response) ([]byte, error) {
	if resp.ContentLength > b.limit {
		return nil, b.tooLarge()
	}
	line := &meter{r: resp.Body, left: b.limit}
	buffer := b.buffer()
	defer b.putBuffer(buffer)
	err := b.decode(buffer, bufio.NewReader(line), resp.Header)
	var ours *Failure
	switch {
	case errors.Is(err, errTooLarge):
		return nil, b.tooLarge()
	case line.err != nil && line.err != io.EOF:
		return nil, line.err // the line broke: what the decoder says of it is beside the point
	case errors.As(err, &ours):
		return nil, ours
	case err != nil:
		return nil, failf(ReasonEncoding, "the answer cannot be decompressed: it is cut off or damaged")
	case len(bytes.TrimSpace(buffer.Bytes())) == 0:
		return nil, failf(ReasonEmpty, "the answer is empty").hint("look at the address in a browser")
	}
	return bytes.Clone(buffer.Bytes()), nil
}

func (b *bodies) tooLarge() *Failure {
	return failf(ReasonSize, "the answer is larger than %s", bytesInWords(b.limit)).hint("ask the site for a feed of its newest posts alone")
}

// decode writes the decoded body to w, at most the limit.
func (b *bodies) decode(w *bytes.Buffer, r *bufio.Reader, h http.Header) error {
	coding := codings(h)
	if len(coding) == 1 && coding[0] == "br" {
		return b.unbrotli(w, r)
	}
	decoded, done, err := b.decoder(r, coding)
	if err != nil {
		return err
	}
	defer done()
	err = b.copy(w, decoded)
	if errors.Is(err, gzip.ErrHeader) {
		return nil // something after the last gzip member: padding, ignored as browsers do
	}
	return err
}

// copy writes at most the limit to w, and says where there is more.
func (b *bodies) copy(w *bytes.Buffer, decoded io.Reader) error {
	n, err := io.Copy(w, io.LimitReader(decoded, b.limit+1))
	if n > b.limit {
		return errTooLarge
	}
	return err
}

// decoder undoes one content coding. The bytes are believed before the header:
// no feed begins like a gzip file, and servers label plain text "gzip" as well
// as serve feed.xml.gz for what it is.
func (b *bodies) decoder(r *bufio.Reader, coding []string) (io.Reader, func(), error) {
	nothing := func() {}
	if len(coding) > 1 {
		return nil, nothing, failf(ReasonEncoding, "the answer is compressed more than once")
	}
	start, _ := r.Peek(2)
	switch {
	case len(coding) == 1 && coding[0] == "deflate":
		return deflated(r, start), nothing, nil
	case len(coding) == 1 && coding[0] != "gzip":
		return nil, nothing, failf(ReasonEncoding, "the answer is compressed in a way that was not asked for (%s)", quoteAddress(coding[0]))
	case isGzip(start):
		z, err := b.gzip(r)
		return z, func() { b.gzips.Put(z) }, err
	}
	return r, nothing, nil
}

func isGzip(start []byte) bool { return len(start) >= 2 && start[0] == 0x1f && start[1] == 0x8b }

// codings lists the content codings of an answer in lower case, without those
// that do nothing (RFC 9110 §8.4.1).
func codings(h http.Header) []string {
	var list []string
	for _, value := range h["Content-Encoding"] {
		for name := range strings.SplitSeq(value, ",") {
			switch name = strings.ToLower(strings.TrimSpace(name)); name {
			case "", "identity", "none", "utf-8":
			case "x-gzip":
				list = append(list, "gzip")
			default:
				list = append(list, name)
			}
		}
	}
	return list
}

// deflated reads what is called deflate: zlib by the book (RFC 1950), bare
// deflate (RFC 1951) from servers that took the name at its word.
func deflated(r io.Reader, start []byte) io.Reader {
	if len(start) == 2 && start[0]&0x0f == 8 && (int(start[0])<<8|int(start[1]))%31 == 0 {
		z, err := zlib.NewReader(r)
		if err != nil {
			return failing{err}
		}
		return z
	}
	return flate.NewReader(r)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (b *bodies) gzip(r io.Reader) (*gzip.Reader, error) {
	if z, ok := b.gzips.Get().(*gzip.Reader); ok {
		return z, z.Reset(r)
	}
	z := new(gzip.Reader)
	return z, z.Reset(r)
}

func (b *bodies) buffer() *bytes.Buffer {
	if w, ok := b.buffers.Get().(*bytes.Buffer); ok {
		w.Reset()
		return w
	}
	return new(bytes.Buffer)
}

func (b *bodies) putBuffer(w *bytes.Buffer) {
	if w.Cap() <= pooledBuffer {
		b.buffers.Put(w)
	}
}

// meter reads from the line and stops after so many bytes. Compressed data can
// also be endless without unfolding to anything.
type meter struct {
	r    io.Reader
	left int64
	err  error // what the line said last
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > m.left+1 {
		p = p[:m.left+1]
	}
	n, err := m.r.Read(p)
	m.left -= int64(n)
	m.err = err
	if m.left < 0 {
		return n, errTooLarge
	}
	return n, err
}
