package fetch

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Each bound at its edge: what is within passes, what is one over does not.

// asked asks once in a bubble, and says what came and how long it took there.
func asked(t *testing.T, o Options, h http.HandlerFunc, path string) (out Outcome, took time.Duration) {
	o.Gap = -1
	bubble(t, o, h, func(t *testing.T, c *Client) {
		begun := time.Now()
		out = c.Get(t.Context(), Request{URL: "http://blog.example" + path})
		took = time.Since(begun)
	})
	return out, took
}

// slowly answers after so long, or after so long at each of so many redirects:
// /3/5s redirects three times.
func slowly(w http.ResponseWriter, r *http.Request) {
	hops, wait, _ := strings.Cut(r.URL.Path[1:], "/")
	pause, _ := time.ParseDuration(wait)
	select {
	case <-time.After(pause):
	case <-r.Context().Done():
		return
	}
	if n, _ := strconv.Atoi(hops); n > 0 {
		http.Redirect(w, r, fmt.Sprintf("/%d/%s", n-1, wait), http.StatusFound)
		return
	}
	sayFeed(w, r)
}

func TestOneFeedTakesThirtySecondsInAll(t *testing.T) {
	for _, test := range []struct {
		path string
		want Status
		took time.Duration
	}{
		{"/0/29.9s", OK, 29900 * time.Millisecond},
		{"/0/30.1s", Failed, 30 * time.Second},
		{"/5/4.9s", OK, 6 * 4900 * time.Millisecond},
		{"/5/5.1s", Failed, 30 * time.Second},
		{"/1/29s", Failed, 30 * time.Second},
	} {
		o, took := asked(t, Options{}, slowly, test.path)
		if o.Status != test.want || took != test.took {
			t.Errorf("%s: %s after %s, want %s after %s: %v", test.path, o.Status, took, test.want, test.took, o.Err)
		}
		if test.want == Failed {
			if f := failure(t, o); f.Reason != ReasonTimeout || f.Text != "took longer than 30s" {
				t.Errorf("%s: %s: %s", test.path, f.Reason, f)
			}
		}
	}
}

func TestADripOfBytesIsNotWaitedForLonger(t *testing.T) {
	drip := func(every time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for _, c := range []byte(feedBody) {
				if _, err := w.Write([]byte{c}); err != nil {
					return
				}
				w.(http.Flusher).Flush()
				select {
				case <-time.After(every):
				case <-r.Context().Done():
					return
				}
			}
		}
	}
	pace := 29 * time.Second / time.Duration(len(feedBody))
	if o, took := asked(t, Options{}, drip(pace), "/"); o.Status != OK || took > 29*time.Second {
		t.Errorf("a drip that ends in time: %s after %s, %v", o.Status, took, o.Err)
	}
	if o, took := asked(t, Options{}, drip(2*time.Second), "/"); o.Status != Failed || took != 30*time.Second || failure(t, o).Reason != ReasonTimeout {
		t.Errorf("an endless one: %s after %s, %v", o.Status, took, o.Err)
	}
}

// Attempts, the pauses between them and the redirects within them all come out
// of the same thirty seconds.
func TestAttemptsTimesRedirectsTakeNoLonger(t *testing.T) {
	requests := 0
	broken := func(wait time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			requests++
			select {
			case <-time.After(wait):
			case <-r.Context().Done():
				return
			}
			var n int
			fmt.Sscanf(r.URL.Path, "/%d", &n)
			if n < 5 {
				http.Redirect(w, r, fmt.Sprintf("/%d", n+1), http.StatusFound)
				return
			}
			w.WriteHeader(http.StatusBadGateway)
		}
	}
	for _, test := range []struct {
		wait     time.Duration
		requests int
		took     time.Duration
		says     string
	}{
		{0, 18, 4 * time.Second, "answers 502"},                                 // three times six, and pauses of 1 s and 3 s
		{time.Second, 18, 22 * time.Second, "answers 502"},                      //
		{1400 * time.Millisecond, 18, 29200 * time.Millisecond, "answers 502"},  //
		{1500 * time.Millisecond, 18, 30 * time.Second, "took longer than 30s"}, // the last answer would be too late
		{4 * time.Second, 8, 30 * time.Second, "took longer than 30s"},          // 24 s, 1 s, and into the second attempt
		{4900 * time.Millisecond, 6, 29400 * time.Millisecond, "answers 502"},   // there is no time to try again
		{10 * time.Second, 3, 30 * time.Second, "took longer than 30s"},         //
	} {
		requests = 0
		o, took := asked(t, Options{}, broken(test.wait), "/0")
		if f := failure(t, o); took > test.took || took < test.took-time.Second || o.Requests != test.requests || requests != o.Requests || !strings.HasPrefix(f.Text, test.says) {
			t.Errorf("%s a request: %d requests, %d counted, %s: %s", test.wait, requests, o.Requests, took, f)
		}
	}
}

func TestAServerThatAsksForPatienceEveryTimeTakesNoLonger(t *testing.T) {
	o, took := asked(t, Options{}, saying(503, "Retry-After", "10"), "/")
	if o.Status != Deferred || o.Requests != 3 || took != 20*time.Second {
		t.Errorf("%s after %d requests and %s", o.Status, o.Requests, took)
	}
	o, took = asked(t, Options{}, saying(503, "Retry-After", "11"), "/")
	if o.Status != Deferred || o.Requests != 1 || took != 0 {
		t.Errorf("longer than is waited for: %s after %d requests and %s", o.Status, o.Requests, took)
	}
}

func TestTenMebibytesPassAndOneByteMoreDoesNot(t *testing.T) {
	const limit = 10 << 20
	text := strings.Repeat("weft ", limit/5+1)
	for coding, pack := range map[string]func(io.Writer) io.WriteCloser{"": nil, "gzip": asGzip, "deflate": asZlib, "br": asBrotli} {
		for size, want := range map[int]Status{limit: OK, limit + 1: Failed} {
			body := text[:size]
			if pack != nil {
				body = packed(t, body, pack)
			}
			for _, announced := range []bool{true, false} {
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Encoding", coding)
					if announced {
						w.Header().Set("Content-Length", strconv.Itoa(len(body)))
					} else {
						w.(http.Flusher).Flush()
					}
					_, _ = io.WriteString(w, body)
				})
				o := hurried(Options{}).Get(t.Context(), private(s.URL))
				if o.Status != want || want == OK && len(o.Body) != size || want == Failed && failure(t, o).Reason != ReasonSize {
					t.Errorf("%q, %d bytes, announced %t: %s, %d bytes, %v", coding, size, announced, o.Status, len(o.Body), o.Err)
				}
			}
		}
	}
}

func TestEachAttemptMayRedirectFiveTimesAndNoMore(t *testing.T) {
	for hops, want := range map[int]Status{5: OK, 6: Failed} {
		o, _ := asked(t, Options{}, slowly, fmt.Sprintf("/%d/0s", hops))
		if o.Status != want || o.Requests != 6 {
			t.Errorf("%d redirects: %s after %d requests, %v", hops, o.Status, o.Requests, o.Err)
		}
	}
}

// A host that is met when the time is nearly over must not be blamed for it:
// its other feeds would not be asked.
func TestAHostThatIsMetTooLateIsNotCalledUnreachable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &inMemory{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(25 * time.Second)
			http.Redirect(w, r, "http://late.example/feed", http.StatusFound)
		})}
		go func() { _ = server.Serve(n) }()
		var dials atomic.Int32
		c := New(Options{Gap: -1, testOnlyDial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != "late.example:80" {
				return n.dial(ctx, network, address)
			}
			dials.Add(1)
			select {
			case <-time.After(connectTimeout):
			case <-ctx.Done():
			}
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: timeoutError{}}
		}})
		f := failure(t, c.Get(t.Context(), Request{URL: "http://slow.example/feed"}))
		if f.Text != "took longer than 30s" || dials.Load() != 1 {
			t.Errorf("says %s after %d dials", f, dials.Load())
		}
		f = failure(t, c.Get(t.Context(), Request{URL: "http://late.example/other"}))
		if dials.Load() != 4 || f.Text != "no connection to late.example:80 could be made in time" {
			t.Errorf("its other feed was asked %d times: %s", dials.Load()-1, f)
		}
		c.roads.closeIdle()
		server.Close()
		time.Sleep(time.Minute)
	})
}
