package fetch

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
)

func asBrotli(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }

// widest packs with the largest window there is.
func widest(w io.Writer) io.WriteCloser {
	return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: 5, LGWin: 24})
}

func TestBrotliIsUnfolded(t *testing.T) {
	br := packed(t, feedBody, asBrotli)
	tests := []struct{ name, coding, body, want string }{
		{"brotli", "br", br, feedBody},
		{"in capitals", "BR", br, feedBody},
		{"in the widest window", "br", packed(t, feedBody, widest), feedBody},
		{"with padding after it", "br", br + "\x00\x00\x00", feedBody},
		{"plain text labelled brotli", "br", feedBody, feedBody},
		{"JSON labelled brotli", "br", `{"version":"1"}`, `{"version":"1"}`},
		{"a byte order mark labelled brotli", "br", "\xef\xbb\xbf" + feedBody, "\xef\xbb\xbf" + feedBody},
		{"UTF-16 labelled brotli", "br", "\xff\xfe<\x00r\x00", "\xff\xfe<\x00r\x00"},
		{"blank lines, then text labelled brotli", "br", "\n\n" + feedBody, "\n\n" + feedBody},
		{"gzip labelled brotli", "br", packed(t, feedBody, asGzip), feedBody},
	}
	b := newBodies(1 << 10) // shared, so that decoders are used again
	for range 2 {
		for _, test := range tests {
			for _, r := range []io.Reader{strings.NewReader(test.body), iotest.OneByteReader(strings.NewReader(test.body))} {
				if got, err := b.read(answering(r, test.coding), anyRoom); err != nil || string(got) != test.want {
					t.Errorf("%s: got %q, %v", test.name, got, err)
				}
			}
		}
	}
}

func TestBrotliThatIsCutOffOrDamagedIsNoAnswer(t *testing.T) {
	text := strings.Repeat(feedBody, 50)
	br := packed(t, text, asBrotli)
	b := newBodies(1 << 20)
	for n := 1; n < len(br); n++ {
		if got, err := b.read(answering(strings.NewReader(br[:n]), "br"), anyRoom); err == nil {
			t.Errorf("cut off after %d of %d bytes: %d bytes taken", n, len(br), len(got))
		}
	}
	for _, test := range []struct {
		body, coding string
		want         Reason
	}{
		{"", "br", ReasonEmpty},
		{packed(t, " ", asBrotli), "br", ReasonEmpty},
		{br, "br, br", ReasonEncoding},
		{br, "gzip, br", ReasonEncoding},
		{br, "br, gzip", ReasonEncoding},
		{"<rss/>" + br, "gzip", ""}, // text with something behind it: the reader's matter
		{strings.Repeat("\x11", 99), "br", ReasonEncoding},
		{"\x1f\x8b\x08", "br", ReasonEncoding},
	} {
		_, err := b.read(answering(strings.NewReader(test.body), test.coding), anyRoom)
		var f *Failure
		if errors.As(err, &f); (f == nil) != (test.want == "") || f != nil && f.Reason != test.want {
			t.Errorf("%.10q labelled %q: %v", test.body, test.coding, err)
		}
	}
	broken := io.MultiReader(strings.NewReader(br[:len(br)/2]), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := b.read(answering(broken, "br"), anyRoom); err != io.ErrUnexpectedEOF {
		t.Errorf("a broken line is blamed on the compression: %v", err)
	}
}

// TestNoBrotliStreamBeginsAsTextDoes holds what plainText says of first bytes
// against the decoder itself.
func TestNoBrotliStreamBeginsAsTextDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tail := make([]byte, 64)
	for _, first := range []byte{'<', '{', 0xef, 0xfe, 0xff} {
		for range 2000 {
			for i := range tail {
				tail[i] = byte(random.Uint32())
			}
			z := brotli.NewReader(io.MultiReader(bytes.NewReader([]byte{first}), bytes.NewReader(tail)))
			n, err := io.Copy(io.Discard, z)
			if n > 0 || err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%#x begins a stream: %d bytes, %v", first, n, err)
			}
		}
	}
}

func TestABrotliBodyMayBeAsLargeAsTheLimitAndNoLarger(t *testing.T) {
	const limit = 1000
	random := make([]byte, 2*limit)
	for i := range random {
		random[i] = byte(rand.Uint32())
	}
	for size, want := range map[int]bool{limit - 1: true, limit: true, limit + 1: false, 50 * limit: false} {
		got, err := newBodies(limit).read(answering(strings.NewReader(packed(t, strings.Repeat("x", size), asBrotli)), "br"), anyRoom)
		if ok := err == nil && len(got) == size; ok != want {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
	}
	// What does not shrink is measured on the line as well.
	_, err := newBodies(limit).read(answering(strings.NewReader(packed(t, string(random), asBrotli)), "br"), anyRoom)
	var f *Failure
	if !errors.As(err, &f) || f.Reason != ReasonSize {
		t.Errorf("%d bytes that do not shrink: %v", len(random), err)
	}
}

func TestABrotliBombIsPutDown(t *testing.T) {
	const limit = 10 << 20
	bomb := packed(t, strings.Repeat(" ", 256<<20), widest)
	if len(bomb) > 1<<18 {
		t.Fatalf("a bomb of %d bytes is none", len(bomb))
	}
	b := newBodies(limit)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	_, err := b.read(answering(strings.NewReader(bomb), "br"), anyRoom)
	runtime.ReadMemStats(&after)
	var f *Failure
	if !errors.As(err, &f) || f.Reason != ReasonSize {
		t.Errorf("got %v", err)
	}
	// The window (16 MiB, once more half of it while it grows), and a buffer that
	// doubles until it has met the limit; twice that, because pools forget at
	// random where races are looked for. It is half of what the bomb holds.
	if took := after.TotalAlloc - before.TotalAlloc; took > 2*(24<<20+4*limit) {
		t.Errorf("it took %d MiB", took>>20)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 2<<20 {
		t.Errorf("%d MiB of it are kept", kept>>20)
	}
	runtime.KeepAlive(b)
}

func TestEndlessBrotliIsReadToTheLimit(t *testing.T) {
	const limit = 1 << 20
	// An empty block that says there is more, over and over: it unfolds to nothing.
	e := &endless{block: []byte{0x06}}
	var f *Failure
	if _, err := newBodies(limit).read(answering(e, "br"), anyRoom); !errors.As(err, &f) || f.Reason != ReasonSize || e.read > limit+64<<10 {
		t.Errorf("read %d bytes, %v", e.read, err)
	}
}

func TestManyBombsAtOnceWaitForEachOther(t *testing.T) {
	bomb := packed(t, strings.Repeat(" ", 4<<20), widest)
	b := newBodies(1 << 20)
	done := make(chan error)
	for range 20 {
		go func() {
			_, err := b.read(answering(strings.NewReader(bomb), "br"), anyRoom)
			done <- err
		}()
	}
	for range 20 {
		var f *Failure
		if err := <-done; !errors.As(err, &f) || f.Reason != ReasonSize {
			t.Errorf("got %v", err)
		}
	}
	if len(b.hands) != cap(b.hands) {
		t.Errorf("%d slots came back", len(b.hands))
	}
}
