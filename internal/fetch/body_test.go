package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
)

func packed(t testing.TB, text string, pack func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := pack(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asGzip(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
func asZlib(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
func asFlate(w io.Writer) io.WriteCloser {
	z, _ := flate.NewWriter(w, flate.BestSpeed)
	return z
}

// answering is an answer as the transport would hand it over.
func answering(body io.Reader, coding ...string) *http.Response {
	return &http.Response{Body: io.NopCloser(body), ContentLength: -1, Header: http.Header{"Content-Encoding": coding}}
}

func TestABodyIsDecodedOnce(t *testing.T) {
	gz := packed(t, feedBody, asGzip)
	tests := []struct{ name, coding, body string }{
		{"plain", "", feedBody},
		{"said to be plain", "identity", feedBody},
		{"gzip", "gzip", gz},
		{"gzip in capitals", " GZIP ", gz},
		{"by its old name", "x-gzip", gz},
		{"gzip nobody mentioned", "", gz},
		{"gzip in two members", "gzip", packed(t, feedBody[:20], asGzip) + packed(t, feedBody[20:], asGzip)},
		{"gzip with padding after it", "gzip", gz + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"},
		{"plain text labelled gzip", "gzip", feedBody},
		{"deflate by the book", "deflate", packed(t, feedBody, asZlib)},
		{"bare deflate", "deflate", packed(t, feedBody, asFlate)},
	}
	for _, test := range tests {
		for _, slow := range []bool{false, true} {
			var r io.Reader = strings.NewReader(test.body)
			if slow {
				r = iotest.OneByteReader(r)
			}
			got, err := newBodies(1<<10).read(answering(r, test.coding), anyRoom)
			if err != nil || string(got) != feedBody {
				t.Errorf("%s: got %q, %v", test.name, got, err)
			}
		}
	}
}

func TestWhatCannotBeDecodedFailsInWords(t *testing.T) {
	gz := packed(t, feedBody, asGzip)
	bad := []byte(gz)
	bad[len(bad)-6] ^= 1 // in the checksum
	tests := []struct {
		name, coding, body string
		want               Reason
	}{
		{"compressed twice", "gzip, gzip", packed(t, gz, asGzip), ReasonEncoding},
		{"in two headers", "gzip\x00gzip", packed(t, gz, asGzip), ReasonEncoding},
		{"zstd, which was not asked for", "zstd", "\x28\xb5\x2f\xfd", ReasonEncoding},
		{"cut off", "gzip", gz[:len(gz)/2], ReasonEncoding},
		{"cut off in its header", "gzip", gz[:5], ReasonEncoding},
		{"with a wrong checksum", "gzip", string(bad), ReasonEncoding},
		{"deflate that is none", "deflate", feedBody, ReasonEncoding},
		{"empty", "", "", ReasonEmpty},
		{"blank", "", " \n\t\r\n", ReasonEmpty},
		{"blank when unpacked", "gzip", packed(t, "   ", asGzip), ReasonEmpty},
	}
	for _, test := range tests {
		got, err := newBodies(1<<10).read(answering(strings.NewReader(test.body), strings.Split(test.coding, "\x00")...), anyRoom)
		var f *Failure
		if !errors.As(err, &f) || f.Reason != test.want || got != nil {
			t.Errorf("%s: got %q, %v", test.name, got, err)
		}
	}
}

func TestABodyMayBeAsLargeAsTheLimitAndNoLarger(t *testing.T) {
	const limit = 1000
	for _, coding := range []string{"", "gzip", "deflate"} {
		for size, want := range map[int]bool{limit - 1: true, limit: true, limit + 1: false, 5 * limit: false} {
			text := strings.Repeat("x", size)
			switch coding {
			case "gzip":
				text = packed(t, text, asGzip)
			case "deflate":
				text = packed(t, text, asZlib)
			}
			got, err := newBodies(limit).read(answering(strings.NewReader(text), coding), anyRoom)
			if ok := err == nil && len(got) == size; ok != want {
				t.Errorf("%q, %d bytes: got %d, %v", coding, size, len(got), err)
			}
			if err != nil && err.Error() != "the answer is larger than 1000 bytes; ask the site for a feed of its newest posts alone" {
				t.Errorf("says %q", err)
			}
		}
	}
}

// endless repeats a block for ever and counts what was read of it.
type endless struct {
	block []byte
	read  int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.block[e.read%len(e.block):])
	e.read += n
	return n, nil
}

func TestABombIsPutDownUnread(t *testing.T) {
	const limit = 1 << 20
	tests := []struct {
		name   string
		block  string
		coding string
		most   int // bytes read of the line
	}{
		{"text without end", strings.Repeat("<item/>", 1000), "", limit + 64<<10},
		{"gzip members of 10 MiB each", packed(t, strings.Repeat(" ", 10<<20), asGzip), "gzip", light + 64<<10},
		{"gzip members that hold nothing", packed(t, "", asGzip), "gzip", limit + 64<<10},
	}
	for _, test := range tests {
		e := &endless{block: []byte(test.block)}
		_, err := newBodies(limit).read(answering(e, test.coding), anyRoom)
		var f *Failure
		if !errors.As(err, &f) || f.Reason != ReasonSize || e.read > test.most {
			t.Errorf("%s: read %d bytes, %v", test.name, e.read, err)
		}
	}
}

func TestASizeThatIsAnnouncedIsBelieved(t *testing.T) {
	resp := answering(iotest.ErrReader(errors.New("it was read")))
	resp.ContentLength = 99999999999
	var f *Failure
	if _, err := newBodies(10<<20).read(resp, anyRoom); !errors.As(err, &f) || f.Text != "the answer is larger than 10 MiB" {
		t.Errorf("got %v", err)
	}
}

func TestABrokenLineIsNotBlamedOnTheCompression(t *testing.T) {
	half := packed(t, strings.Repeat(feedBody, 100), asGzip)
	broken := io.MultiReader(strings.NewReader(half[:len(half)/2]), iotest.ErrReader(io.ErrUnexpectedEOF))
	if _, err := newBodies(1<<20).read(answering(broken, "gzip"), anyRoom); err != io.ErrUnexpectedEOF {
		t.Errorf("got %v", err)
	}
}

func TestABodyIsTheCallersOwn(t *testing.T) {
	b := newBodies(1 << 10)
	first, _ := b.read(answering(strings.NewReader(feedBody)), anyRoom)
	second, _ := b.read(answering(strings.NewReader(strings.Repeat("x", len(feedBody)))), anyRoom)
	if string(first) != feedBody || bytes.Equal(first, second) {
		t.Errorf("the second body is written over the first: %q", first)
	}
}

// FuzzBody checks that whatever comes, no more is held or read than the limit,
// and that there is either a body with something in it or an error.
func FuzzBody(f *testing.F) {
	f.Add([]byte(feedBody), "")
	f.Add([]byte(packed(f, feedBody, asGzip)), "gzip")
	f.Add([]byte(packed(f, strings.Repeat(" ", 1<<16), asGzip)), "x-gzip")
	f.Add([]byte(packed(f, feedBody, asZlib)), "deflate")
	f.Add([]byte(packed(f, feedBody, asFlate)), "deflate")
	f.Add([]byte("\x1f\x8b"), "gzip, br")
	f.Add([]byte(packed(f, feedBody, asBrotli)), "br")
	f.Add([]byte(packed(f, strings.Repeat(" ", 1<<16), widest)), "br")
	f.Add([]byte(packed(f, feedBody, asGzip)), "br")
	b := newBodies(1 << 12) // shared, so that the pools are fuzzed too
	f.Fuzz(func(t *testing.T, data []byte, coding string) {
		line := bytes.NewReader(data)
		got, err := b.read(answering(line, coding), anyRoom)
		if int64(len(got)) > b.limit || (err == nil) != (len(bytes.TrimSpace(got)) > 0) {
			t.Errorf("got %d bytes and %v", len(got), err)
		}
		if err != nil && !printable(err.Error()) {
			t.Errorf("control characters in %q", err)
		}
		if read := len(data) - line.Len(); int64(read) > b.limit+1 {
			t.Errorf("read %d bytes", read)
		}
	})
}

// anyRoom lets everybody in.
func anyRoom(*room) error { return nil }
