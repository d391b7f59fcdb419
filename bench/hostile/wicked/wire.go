package wicked

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

func readRequest(c net.Conn) (*http.Request, error) {
	_ = c.SetDeadline(time.Now().Add(5 * time.Minute))
	return http.ReadRequest(bufio.NewReader(c))
}

func reply(c net.Conn, kind string, body []byte, headers ...string) {
	fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n", kind, len(body))
	for _, h := range headers {
		fmt.Fprintf(c, "%s\r\n", h)
	}
	fmt.Fprint(c, "\r\n")
	c.Write(body)
}

const xmlKind = "application/rss+xml"

// raw sends bytes as they are.
func raw(s string) func(net.Conn, *http.Request, int) {
	return func(c net.Conn, _ *http.Request, _ int) { io.WriteString(c, s) }
}

// again sends a piece until nobody listens or the time is up.
func again(c net.Conn, head string, piece func(n int) string, most int) {
	io.WriteString(c, head)
	for n := range most {
		if _, err := io.WriteString(c, piece(n)); err != nil {
			return
		}
	}
}

// never is more pieces than anybody waits for.
const never = 1 << 40

// reset ends a connection as a fault of the network does.
func reset(c net.Conn) {
	if t, ok := c.(*net.TCPConn); ok {
		t.SetLinger(0)
	}
}

// wires are faults of the protocol itself.
func wires() []Behaviour {
	ok := "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
	body := string(rss(plain(1)))
	length := fmt.Sprintf("Content-Length: %d\r\n", len(body))
	chunked := ok + "Transfer-Encoding: chunked\r\n\r\n"
	return []Behaviour{
		{ID: "endless-header", What: "headers that never end", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, ok, func(n int) string { return fmt.Sprintf("X-%d: %s\r\n", n, repeat("a", 1000)) }, never)
		}},
		{ID: "early-hints-endless", What: "1xx answers without end", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, "", func(int) string { return "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" }, never)
		}},
		{ID: "early-hints-3", What: "three early hints, then the feed", Kept: 1, Answer: raw(repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 3) + ok + length + "\r\n" + body)},
		{ID: "switching", What: "101 to a protocol nobody asked for", Fails: true, Kept: -1, Answer: raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n" + body)},
		{ID: "chunk-tiny", What: "a body of one-byte chunks", Kept: 1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			w := bufio.NewWriter(c)
			defer w.Flush()
			io.WriteString(w, chunked)
			for i := range len(body) {
				fmt.Fprintf(w, "1\r\n%s\r\n", body[i:i+1])
			}
			io.WriteString(w, "0\r\n\r\n")
		}},
		{ID: "chunk-extensions", What: "endless chunk extensions", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, chunked+"5;", func(int) string { return repeat("x=y;", 1000) }, never)
		}},
		{ID: "chunk-negative", What: "a chunk of negative length", Fails: true, Kept: -1, Answer: raw(chunked + "-5\r\nhello\r\n0\r\n\r\n")},
		{ID: "chunk-huge", What: "a chunk longer than a number holds", Fails: true, Kept: -1, Answer: raw(chunked + "fffffffffffffffff\r\nhello\r\n")},
		{ID: "trailers-endless", What: "trailers that never end", Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, chunked+fmt.Sprintf("%x\r\n%s\r\n0\r\n", len(body), body), func(n int) string { return fmt.Sprintf("X-%d: y\r\n", n) }, never)
		}},
		{ID: "header-control", What: "headers with control characters", Kept: -1, Answer: raw("HTTP/1.1 200 OK\r\nContent-Type: a\x1b[31m\x00b\r\nX: \x07\r\n" + length + "\r\n" + body)},
		{ID: "header-bare-cr", What: "a header that hides another behind a bare CR", Kept: -1, Answer: raw(ok + "X: a\rLocation: http://127.0.0.2:8900/\r\n" + length + "\r\n" + body)},
		{ID: "two-lengths", What: "two Content-Lengths that differ", Kept: -1, Answer: raw(ok + "Content-Length: 5\r\n" + length + "\r\n" + body)},
		{ID: "length-negative", What: "Content-Length: -1", Kept: -1, Answer: raw(ok + "Content-Length: -1\r\n\r\n" + body)},
		{ID: "length-and-chunked", What: "a length and chunks", Kept: -1, Answer: raw(ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body))},
		{ID: "http-0.9", What: "a body without a status line", Fails: true, Kept: -1, Answer: raw(body)},
		{ID: "http-2-clear", What: "an HTTP/2 frame for an answer", Fails: true, Kept: -1, Answer: raw("\x00\x00\x12\x04\x00\x00\x00\x00\x00PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")},
		{ID: "status-1000", What: "status 1000", Fails: true, Kept: -1, Answer: raw("HTTP/1.1 1000 OK\r\n" + length + "\r\n" + body)},
		{ID: "status-endless", What: "a status line that never ends", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, "HTTP/1.1 200 ", func(int) string { return repeat("a", 4096) }, never)
		}},
		{ID: "one-byte", What: "one byte, then the end", Fails: true, Kept: -1, Answer: raw("H")},
		{ID: "reset-mid-body", What: "a reset half-way", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			io.WriteString(c, ok+length+"\r\n"+body[:len(body)/2])
			reset(c)
		}},
		{ID: "reset-at-once", What: "a reset at once", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) { reset(c) }},
		{ID: "after-the-end", What: "a second answer behind the first, to poison the connection", Kept: 1, Twice: true, Answer: raw(ok + length + "\r\n" + body + ok + "Content-Length: 8\r\n\r\nPOISONED")},
		{ID: "slow-header", What: "a header that drips", Fails: true, Kept: -1, Slow: true, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, "HTTP/1.1 200 OK\r\nX: ", func(int) string { time.Sleep(time.Second); return "a" }, 300)
		}},
		{ID: "slow-body", What: "a body that drips", Fails: true, Kept: -1, Slow: true, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, ok+length+"\r\n", func(n int) string { time.Sleep(time.Second); return body[n : n+1] }, len(body))
		}},
		{ID: "silence", What: "nothing at all", Fails: true, Kept: -1, Slow: true, Answer: func(c net.Conn, _ *http.Request, _ int) {
			again(c, "", func(int) string { time.Sleep(time.Second); return "" }, 300)
		}},
		{ID: "endless-body", What: "entries without end", Fails: true, Kept: -1, Answer: func(c net.Conn, _ *http.Request, _ int) {
			piece := func(n int) string {
				s := repeat(item("x", "https://wicked.example/x", ""), 100)
				return fmt.Sprintf("%x\r\n%s\r\n", len(s), s)
			}
			again(c, chunked, piece, never)
		}},
		{ID: "length-lie", What: "a length of 10^17", Fails: true, Kept: -1, Answer: raw(ok + "Content-Length: 99999999999999999\r\n\r\n" + body)},
	}
}
