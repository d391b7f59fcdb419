package wicked

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/andybalholm/brotli"
)

// answers are headers and statuses that promise what they should not.
func answers() []Behaviour {
	good := rss(plain(1))
	with := func(headers ...string) func(net.Conn, *http.Request, int) {
		return func(c net.Conn, _ *http.Request, _ int) { reply(c, xmlKind, good, headers...) }
	}
	says := func(status string, headers string) func(net.Conn, *http.Request, int) {
		return raw("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n" + headers + "\r\n")
	}
	return []Behaviour{
		{ID: "retry-negative", What: "429 with Retry-After: -5", Fails: true, Kept: -1, Answer: says("429 X", "Retry-After: -5\r\n")},
		{ID: "retry-overflow", What: "429 with more seconds than a number holds", Fails: true, Kept: -1, Answer: says("429 X", "Retry-After: 99999999999999999999999\r\n")},
		{ID: "retry-words", What: "503 with Retry-After: soon", Fails: true, Kept: -1, Answer: says("503 X", "Retry-After: soon\r\n")},
		{ID: "retry-past", What: "503 with a date long gone, each time", Fails: true, Kept: -1, Answer: says("503 X", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n")},
		{ID: "etag-control", What: "an ETag with control characters", Kept: -1, Twice: true, Answer: with("ETag: \"a\x01\x1bb\"")},
		{ID: "etag-long", What: "an ETag of 60 kB", Kept: 1, Twice: true, Answer: with("ETag: \"" + repeat("e", 60_000) + "\"")},
		{ID: "etag-words", What: "an ETag that is none", Kept: 1, Twice: true, Answer: with("ETag: a, \"b\", *")},
		{ID: "modified-words", What: "Last-Modified: yesterday", Kept: 1, Twice: true, Answer: with("Last-Modified: yesterday <script>")},
		{ID: "modified-future", What: "Last-Modified in the year 9999", Kept: 1, Twice: true, Answer: with("Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT")},
		{ID: "cache-forever", What: "max-age of a thousand years", Kept: 1, Answer: with("Cache-Control: max-age=31536000000, immutable")},
		{ID: "cache-negative", What: "max-age=-1, and one that overflows", Kept: 1, Answer: with("Cache-Control: max-age=-1", "Cache-Control: max-age=99999999999999999999")},
		{ID: "refresh-header", What: "a Refresh header to a private address", Kept: 1, Answer: with("Refresh: 0; url=http://127.0.0.2:8900/")},
		{ID: "link-header", What: "Link headers to preload from private addresses", Kept: 1, Answer: with(`Link: <http://127.0.0.2:8900/>; rel=preload, <http://127.0.0.2:8900/h>; rel=hub`)},
		{ID: "cookie-wall", What: "sends in circles until a cookie comes back", Fails: true, Kept: -1, Answer: func(c net.Conn, r *http.Request, _ int) {
			if r.Header.Get("Cookie") != "" {
				reply(c, xmlKind, good)
				return
			}
			fmt.Fprintf(c, "HTTP/1.1 302 X\r\nSet-Cookie: a=b\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", r.URL.Path)
		}},
		{ID: "304-body", What: "304 with a body, unasked", Fails: true, Kept: -1, Answer: raw("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello")},
		{ID: "not-modified-lie", What: "304 the second time, though nothing was conditional", Kept: -1, Twice: true, Answer: func(c net.Conn, r *http.Request, n int) {
			if n > 1 {
				io.WriteString(c, "HTTP/1.1 304 Not Modified\r\n\r\n")
				return
			}
			reply(c, xmlKind, good)
		}},
		{ID: "type-charset-path", What: "a charset that is a path", Kept: 1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, "application/rss+xml; charset=../../../../etc/passwd", good)
		}},
		{ID: "type-long", What: "a content type of 100 kB", Kept: 1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, "application/rss+xml; x="+repeat("y", 100_000), good)
		}},
		{ID: "location-elsewhere", What: "Content-Location at somebody else's, with relative links", Kept: 1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, xmlKind, rss(item("Relative", "/relative", "")), "Content-Location: javascript:alert(1)//")
		}},
		{ID: "meta-refresh", What: "a page that leads on by itself", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, "text/html", []byte(`<html><head><meta http-equiv="refresh" content="0;url=http://127.0.0.2:8900/"></head><body>x</body></html>`))
		}},
		{ID: "error-endless", What: "404 with a page that never ends", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, "HTTP/1.1 404 X\r\nContent-Type: text/html\r\n\r\n", func(int) string { return repeat("<p>no</p>", 1000) }, never)
		}},
	}
}

// zipped packs n bytes of blanks around a head, in pieces.
func zipped(head []byte, n int, pack func(io.Writer) io.WriteCloser) []byte {
	var b bytes.Buffer
	w := pack(&b)
	w.Write(head)
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range n >> 20 {
		w.Write(blank)
	}
	w.Close()
	return b.Bytes()
}

func gzipped(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
func deflated(w io.Writer) io.WriteCloser {
	return zlib.NewWriter(w)
}
func brotlied(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, 5) }

// encodings are bodies packed so that unpacking them hurts.
func encodings() []Behaviour {
	packed := func(encoding string, size int, pack func(io.Writer) io.WriteCloser) func(net.Conn, *http.Request, int) {
		return func(c net.Conn, _ *http.Request, _ int) {
			reply(c, xmlKind, zipped(rss(plain(1)), size, pack), "Content-Encoding: "+encoding)
		}
	}
	return []Behaviour{
		{ID: "gzip-bomb", What: "a gigabyte of blanks in gzip", Fails: true, Kept: -1, Answer: packed("gzip", 1<<30, gzipped)},
		{ID: "deflate-bomb", What: "the same in deflate", Fails: true, Kept: -1, Answer: packed("deflate", 1<<30, deflated)},
		{ID: "brotli-bomb", What: "the same in brotli", Fails: true, Kept: -1, Answer: packed("br", 1<<30, brotlied)},
		{ID: "bomb-redirect", What: "a bomb for the body of a redirect", Fails: true, Kept: -1, Answer: func(c net.Conn, r *http.Request, _ int) {
			b := zipped(nil, 256<<20, gzipped)
			fmt.Fprintf(c, "HTTP/1.1 302 X\r\nLocation: %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", r.URL.Path, len(b))
			c.Write(b)
		}},
		{ID: "encoding-chain", What: "fifty encodings", Kept: -1, Answer: packed(repeat("gzip, ", 49)+"gzip", 0, gzipped)},
		{ID: "encoding-unknown", What: "an encoding nobody asked for", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, xmlKind, []byte("\x28\xb5\x2f\xfd\x00"), "Content-Encoding: zstd")
		}},
		{ID: "encoding-control", What: "an encoding with an escape", Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, xmlKind, rss(plain(1)), "Content-Encoding: \x1b[31mgzip")
		}},
		{ID: "gzip-undeclared", What: "a gzip file sent as it is", Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			reply(c, xmlKind, zipped(rss(plain(1)), 0, gzipped))
		}},
		{ID: "gzip-cut", What: "gzip without its end", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			b := zipped(rss(plain(1)), 1<<20, gzipped)
			reply(c, xmlKind, b[:len(b)-12], "Content-Encoding: gzip")
		}},
	}
}

// redirects lead where nobody should go.
func redirects() []Behaviour {
	to := func(id, what, location string) Behaviour {
		return Behaviour{ID: "to-" + id, What: "redirects to " + what, Fails: true, Kept: -1,
			Answer: raw("HTTP/1.1 301 X\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")}
	}
	return []Behaviour{
		to("circled", "a host in circled letters", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:8900/"),
		to("fullwidth", "an address in full-width signs", "http://１２７。０。０。２:8900/"),
		to("hex", "an address in hexadecimal", "http://0x7f000002:8900/"),
		to("dotless", "one number", "http://2130706434:8900/"),
		to("localhost-dot", "localhost with a dot", "http://localhost.:8900/"),
		to("sub-localhost", "a name below localhost", "http://a.localhost:8900/"),
		to("zone", "an address with a zone", "http://[fe80::1%25lo]:8900/"),
		to("nat64", "a translated address", "http://[64:ff9b::7f00:2]:8900/"),
		to("6to4", "an address in another", "http://[2002:7f00:2::]:8900/"),
		to("compatible", "an address in an old form", "http://[::127.0.0.2]:8900/"),
		to("multicast", "many at once", "http://224.0.0.1:8900/"),
		to("port-0", "port 0", "http://127.0.0.2:0/"),
		to("port-huge", "port 99999", "http://127.0.0.2:99999/"),
		to("backslash", "a host behind a backslash", `http://127.0.0.1\@127.0.0.2:8900/`),
		to("tab", "an address with a tab in it", "ht\ttp://127.0.0.2:8900/"),
		to("gopher", "gopher", "gopher://127.0.0.2:8900/_x"),
		to("scheme-relative", "another host by //", "//127.0.0.2:8900/"),
		to("escape", "a place with an escape in it", "http://127.0.0.2:8900/\x1b]8;;x\x07"),
		to("long", "a place of 500 kB", "http://127.0.0.2:8900/"+repeat("a", 500_000)),
		to("empty-host", "no host", "http:///x"),
	}
}
