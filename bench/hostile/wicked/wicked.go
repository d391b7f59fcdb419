// Package wicked has servers and documents that mean a feed reader ill: what a
// stranger may send who wants to stop it, fill its memory, lead it into a
// private network, or write into other people's pages.
//
// It promises that all of it stays on this machine's loopback addresses and
// ends with the program. It knows nothing of weft.
package wicked

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
)

// A Behaviour is one thing that is done to whoever asks for a feed.
type Behaviour struct {
	ID, What string
	// Kept is how many entries must be taken in; -1: any number, or a failure.
	Kept int
	// Fails says that it must be reported as a failure.
	Fails bool
	// Twice says that it is another thing to be asked for a second time.
	Twice bool
	// Slow says that it takes as long as it is let.
	Slow bool
	// Body makes a document, which is sent as Type; or
	Body func() []byte
	Type string
	// Answer writes what goes over the wire, from the status line on, for the
	// n-th request, counted from 1.
	Answer func(c net.Conn, r *http.Request, n int)
	// Shows are titles that must read so, letter for letter.
	Shows []string
}

// answer gives what the behaviour does, also where it is but a document.
func (b Behaviour) answer(c net.Conn, r *http.Request, n int) {
	if b.Answer != nil {
		b.Answer(c, r, n)
		return
	}
	kind := b.Type
	if kind == "" {
		kind = "application/rss+xml; charset=utf-8"
	}
	reply(c, kind, b.Body())
}

// All gives every behaviour: what servers do, then what documents hold.
func All() []Behaviour {
	var out []Behaviour
	for _, some := range [][]Behaviour{wires(), answers(), encodings(), redirects(), sizes(), characters(), markup(), titles(), names(), numbers()} {
		out = append(out, some...)
	}
	return out
}

// A Host serves one feed at a loopback address of its own, well until it is
// turned.
type Host struct {
	URL    string
	l      net.Listener
	mu     sync.Mutex
	turned *Behaviour
	good   []byte
	asked  int
}

// Serve starts a host whose feed holds two entries that bear the name.
func Serve(name string) (*Host, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h := &Host{URL: "http://" + l.Addr().String() + "/" + name, l: l, good: Good(name)}
	go h.accept()
	return h, nil
}

// Turn makes the host behave so from now on.
func (h *Host) Turn(b Behaviour) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.turned, h.asked = &b, 0
}

// Restore makes it serve its good feed again.
func (h *Host) Restore() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.turned, h.asked = nil, 0
}

// Asked is how often it was asked since it turned.
func (h *Host) Asked() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.asked
}

// Close ends it.
func (h *Host) Close() { h.l.Close() }

func (h *Host) accept() {
	for {
		c, err := h.l.Accept()
		if err != nil {
			return
		}
		go h.serve(c)
	}
}

func (h *Host) serve(c net.Conn) {
	defer c.Close()
	r, err := readRequest(c)
	if err != nil {
		return
	}
	h.mu.Lock()
	h.asked++
	turned, n := h.turned, h.asked
	h.mu.Unlock()
	if turned != nil {
		turned.answer(c, r, n)
		return
	}
	reply(c, "application/rss+xml", h.good)
}

// Good is a feed with two entries that bear the name.
func Good(name string) []byte {
	return rss(item("One of "+name, "https://wicked.example/"+name+"/1", "") + item("Two of "+name, "https://wicked.example/"+name+"/2", ""))
}

const channel = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Feed</title><link>https://wicked.example/</link><description>d</description>
`

func rss(items string) []byte { return []byte(channel + items + "</channel></rss>\n") }

// item is an entry of the week the site is about; more is what else stands in it.
func item(title, link, more string) string {
	return fmt.Sprintf("<item><title>%s</title><link>%s</link><pubDate>Fri, 20 Nov 2026 1%d:00:00 GMT</pubDate>%s</item>\n", title, link, len(title)%10, more)
}

// plain stands beside what is wicked: an entry that must come through.
const plainTitle = "A plain entry"

func plain(n int) string {
	return item(plainTitle, fmt.Sprintf("https://wicked.example/plain/%d", n), "<description>Plain words.</description>")
}

func escaped(s string) string {
	var b bytes.Buffer
	for _, r := range s {
		switch r {
		case '<', '>', '&', '"', '\'':
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func repeat(s string, n int) string { return strings.Repeat(s, n) }
