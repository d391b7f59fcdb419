package fetch

import (
	"bytes"
	"compress/gzip"
	"io"

	"github.com/andybalholm/brotli"
)

// A brotli answer may ask for a window of 16 MiB before it has said a word
// (RFC 7932 §9.1), so what could be held is decided here and not by servers: an
// answer is read whole before it is unfolded, within the limit like any other,
// and so many are unfolded at once. Whoever waits for a slot waits for a
// processor and never for a server.
const unfoldedAtOnce = 2

// brotlis are the slots, each with its decoder or nil.
type brotlis chan *brotli.Reader

func newBrotlis() brotlis {
	slots := make(brotlis, unfoldedAtOnce)
	for range unfoldedAtOnce {
		slots <- nil
	}
	return slots
}

// unbrotli writes to w what r holds. What is labelled brotli and is not, is
// taken for what it is, as with gzip.
func (b *bodies) unbrotli(w *bytes.Buffer, r io.Reader) error {
	whole := b.buffer()
	defer b.putBuffer(whole)
	if _, err := whole.ReadFrom(r); err != nil {
		return err
	}
	if whole.Len() == 0 || plainText(whole.Bytes()) {
		_, err := w.Write(whole.Bytes())
		return err
	}
	err := b.unfold(w, whole.Bytes())
	if err == nil || err == errTooLarge || !isGzip(whole.Bytes()) {
		return err
	}
	w.Reset()
	z, err := gzip.NewReader(whole)
	if err != nil {
		return err
	}
	return b.copy(w, z)
}

func (b *bodies) unfold(w *bytes.Buffer, packed []byte) error {
	z := <-b.brotlis
	if z == nil {
		z = brotli.NewReader(nil)
	}
	defer func() {
		if w.Len() > pooledBuffer { // its window is as large
			z = nil
		}
		b.brotlis <- z
	}()
	if err := z.Reset(bytes.NewReader(packed)); err != nil {
		return err
	}
	err := b.copy(w, z)
	if err != nil && says(err, "excessive input") {
		return nil // something after the end: padding, ignored as browsers do
	}
	return err
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
