package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// BenchmarkAll asks 1,000 hosts, all one server on loopback, for a feed of
// 100 KB each: new ones compressed and plain, and ones that did not change.
func BenchmarkAll(b *testing.B) {
	body := []byte(strings.Repeat("<item><title>Weave</title><link>https://example.org/</link></item>\n", 1500))
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	_, _ = w.Write(body)
	_ = w.Close()
	s := serve(b, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/unchanged":
			w.WriteHeader(http.StatusNotModified)
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(gz.Bytes())
		default:
			_, _ = w.Write(body)
		}
	})
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", s.Listener.Addr().String())
	}
	for _, path := range []string{"plain", "gzip", "unchanged"} {
		b.Run(path, func(b *testing.B) {
			var reqs []Request
			for i := range 1000 {
				reqs = append(reqs, Request{URL: fmt.Sprintf("http://blog%d.example/%s", i, path), ETag: `"a"`})
			}
			b.ReportAllocs()
			for b.Loop() {
				c := New(Options{Concurrency: 32, Timeout: time.Minute, testOnlyDial: dial})
				_ = c.All(b.Context(), reqs, func(i int, o Outcome) {
					if o.Err != nil {
						b.Fatal(o.Err)
					}
				})
			}
		})
	}
}
