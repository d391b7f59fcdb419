package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A talkative server goes on after the end of its answer, with what it was
// sent. net/http would write that to the standard log.
func talkative(t *testing.T) (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				for {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					body := `<rss version="2.0"><channel><title>A</title><item><title>One</title><link>https://a.example/1</link></item></channel></rss>`
					fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%sand it was sent %s", len(body), body, r.Header.Get("Authorization"))
				}
			}()
		}
	}()
	return l.Addr().String()
}

// Run as a process of its own, for the standard log is one a process.
func TestWhatAServerSendsUnaskedIsSaidNowhere(t *testing.T) {
	b := newBench(t)
	var list strings.Builder
	address := talkative(t)
	for i := range 3 { // one after the other, since they are of one host
		fmt.Fprintf(&list, "[[contributor]]\nid = \"a%[1]d\"\nname = \"A%[1]d\"\nsectors = [\"housing\"]\n[[contributor.feed]]\nurl = \"http://%[2]s/%[1]d\"\nnetwork = \"private\"\nauth = \"env:UNASKED\"\n", i, address)
	}
	b.write("feeds/talkative.toml", list.String())
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-C", b.dir, "fetch", "a0", "a1", "a2")
	cmd.Env = append(os.Environ(), "WEFT_TEST_CHILD=1", "UNASKED=Bearer very-secret-token")
	said, _ := cmd.CombinedOutput()
	if !strings.Contains(string(said), "3 feeds") {
		t.Errorf("nothing was fetched: %s", said)
	}
	if strings.Contains(string(said), "very-secret-token") || strings.Contains(string(said), "nsolicited") {
		t.Errorf("what the server sent unasked is said: %s", said)
	}
}
