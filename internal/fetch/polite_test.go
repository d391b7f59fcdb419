package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// inMemory is a network of pipes, for tests in a synctest bubble, where time
// passes only when everybody waits for it. Every address leads to one server.
type inMemory struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (n *inMemory) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case n.conns <- there:
		return here, nil
	case <-n.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *inMemory) Accept() (net.Conn, error) {
	select {
	case c := <-n.conns:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *inMemory) Close() error   { close(n.closed); return nil }
func (n *inMemory) Addr() net.Addr { return &net.IPAddr{} }

// bubble runs a test on an in-memory network with a clock of its own.
func bubble(t *testing.T, o Options, h http.HandlerFunc, test func(t *testing.T, c *Client)) {
	synctest.Test(t, func(t *testing.T) {
		n := &inMemory{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: h}
		go func() { _ = server.Serve(n) }()
		o.testOnlyDial = n.dial
		c := New(o)
		test(t, c)
		c.roads.closeIdle()
		server.Close()
		time.Sleep(time.Minute) // handlers end; a goroutine of ours that does not fails the test
	})
}

// visitors notes who came when, and how many were there at once.
type visitors struct {
	mu    sync.Mutex
	begun time.Time
	came  []string
	now   map[string]int
	most  map[string]int
}

func newVisitors() *visitors {
	return &visitors{now: map[string]int{}, most: map[string]int{}}
}

// staying answers after a while.
func (v *visitors) staying(d time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v.enter(r)
		time.Sleep(d)
		v.leave(r)
		sayFeed(w, r)
	}
}

func (v *visitors) enter(r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.begun.IsZero() {
		v.begun = time.Now()
	}
	v.came = append(v.came, fmt.Sprintf("%s%s %s", r.Host, r.URL.Path, time.Since(v.begun)))
	for _, where := range []string{"all", r.Host} {
		v.now[where]++
		v.most[where] = max(v.most[where], v.now[where])
	}
}

func (v *visitors) leave(r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now["all"]--
	v.now[r.Host]--
}

func feedsOf(host string, n int) []Request {
	reqs := make([]Request, n)
	for i := range reqs {
		reqs[i].URL = fmt.Sprintf("http://%s/%d", host, i)
	}
	return reqs
}

func TestOneHostIsAskedOneThingAtATimeWithAGapBetween(t *testing.T) {
	v := newVisitors()
	bubble(t, Options{}, v.staying(100*time.Millisecond), func(t *testing.T, c *Client) {
		if err := c.All(t.Context(), feedsOf("blog.example", 3), func(_ int, o Outcome) {
			if o.Status != OK {
				t.Error(o.Err)
			}
		}); err != nil {
			t.Error(err)
		}
	})
	want := "[blog.example/0 0s blog.example/1 600ms blog.example/2 1.2s]"
	if got := fmt.Sprint(v.came); got != want {
		t.Errorf("came %s, want %s", got, want)
	}
}

func TestTheGapIsKeptBetweenRedirectsToo(t *testing.T) {
	v := newVisitors()
	h := func(w http.ResponseWriter, r *http.Request) {
		v.enter(r)
		maze(w, r)
	}
	bubble(t, Options{}, h, func(t *testing.T, c *Client) { c.Get(t.Context(), Request{URL: "http://blog.example/301/feed"}) })
	if got := fmt.Sprint(v.came); got != "[blog.example/301/feed 0s blog.example/feed 500ms]" {
		t.Errorf("came %s", got)
	}
}

func TestAPrivateHostIsAskedOneThingAtATimeWithoutAGap(t *testing.T) {
	v := newVisitors()
	reqs := feedsOf("intranet.example", 3)
	for i := range reqs {
		reqs[i].Network = NetworkPrivate
	}
	bubble(t, Options{}, v.staying(100*time.Millisecond), func(t *testing.T, c *Client) { _ = c.All(t.Context(), reqs, func(int, Outcome) {}) })
	want := "[intranet.example/0 0s intranet.example/1 100ms intranet.example/2 200ms]"
	if got := fmt.Sprint(v.came); got != want {
		t.Errorf("came %s, want %s", got, want)
	}
}

func TestMoreAtOnceAtOneHostCanBeAllowed(t *testing.T) {
	v := newVisitors()
	bubble(t, Options{PerHost: 4, Gap: -1}, v.staying(time.Second), func(t *testing.T, c *Client) {
		_ = c.All(t.Context(), feedsOf("blog.example", 12), func(int, Outcome) {})
	})
	if v.most["blog.example"] != 4 || len(v.came) != 12 || !strings.HasSuffix(v.came[11], " 2s") {
		t.Errorf("%d at once, came %v", v.most["blog.example"], v.came)
	}
}

func TestNoMoreThanConcurrencyAreUnderWay(t *testing.T) {
	v := newVisitors()
	var reqs []Request
	for i := range 100 {
		reqs = append(reqs, feedsOf(fmt.Sprintf("blog%d.example", i), 1)...)
	}
	bubble(t, Options{Concurrency: 10}, v.staying(time.Second), func(t *testing.T, c *Client) { _ = c.All(t.Context(), reqs, func(int, Outcome) {}) })
	if v.most["all"] != 10 || len(v.came) != 100 || !strings.HasSuffix(v.came[99], " 9s") {
		t.Errorf("%d at once, the last came %s", v.most["all"], v.came[99])
	}
}

func TestASlowHostHoldsUpNobodyElse(t *testing.T) {
	v := newVisitors()
	reqs := append(feedsOf("slow.example", 20), feedsOf("quick.example", 1)...)
	bubble(t, Options{}, v.staying(5*time.Second), func(t *testing.T, c *Client) {
		begun := time.Now()
		_ = c.All(t.Context(), reqs, func(i int, o Outcome) {
			if i == 20 && time.Since(begun) != 5*time.Second {
				t.Errorf("the quick one came after %s", time.Since(begun))
			}
			if o.Status != OK {
				t.Errorf("%d: waiting for its turn counted: %v", i, o.Err)
			}
		})
	})
	if v.most["slow.example"] != 1 || len(v.came) != 21 {
		t.Errorf("%d at once, %d came", v.most["slow.example"], len(v.came))
	}
}

func TestHostsThatRedirectToEachOtherDoNotLockUp(t *testing.T) {
	h := func(w http.ResponseWriter, r *http.Request) {
		other := map[string]string{"a.example": "b.example", "b.example": "a.example"}[r.Host]
		if strings.HasSuffix(r.URL.Path, "/end") {
			sayFeed(w, r)
			return
		}
		http.Redirect(w, r, "http://"+other+r.URL.Path+"/end", http.StatusFound)
	}
	var reqs []Request
	for i := range 4 {
		reqs = append(reqs, feedsOf("a.example", i+1)[i], feedsOf("b.example", i+1)[i])
	}
	bubble(t, Options{Concurrency: 1}, h, func(t *testing.T, c *Client) {
		n := 0
		_ = c.All(t.Context(), reqs, func(_ int, o Outcome) {
			if o.Status == OK {
				n++
			}
		})
		if n != len(reqs) {
			t.Errorf("%d of %d came", n, len(reqs))
		}
	})
}

func TestASlowServerIsGivenUpWhenTheTimeIsOver(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"says nothing": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"drips": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte("x"))
				_ = http.NewResponseController(w).Flush()
				time.Sleep(2 * time.Second)
			}
		},
		"drips while redirecting": func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(7 * time.Second)
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		},
	}
	for name, h := range tests {
		t.Run(name, func(t *testing.T) {
			bubble(t, Options{Gap: -1}, h, func(t *testing.T, c *Client) {
				begun := time.Now()
				o := c.Get(t.Context(), Request{URL: "http://slow.example/"})
				f := failure(t, o)
				if f.Text != "took longer than 30s" || f.Reason != ReasonTimeout || time.Since(begun) != 30*time.Second || o.Elapsed != 30*time.Second {
					t.Errorf("after %s: %s", time.Since(begun), f)
				}
			})
		})
	}
}

func TestAHostThatLetsConnectionsTimeOutIsNotTriedByItsOtherFeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dials atomic.Int32
		c := New(Options{testOnlyDial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			dials.Add(1)
			time.Sleep(connectTimeout)
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: timeoutError{}}
		}})
		begun := time.Now()
		var said []string
		_ = c.All(t.Context(), feedsOf("dead.example", 50), func(_ int, o Outcome) { said = append(said, failure(t, o).Error()) })
		if dials.Load() != 3 || len(said) != 50 || time.Since(begun) > time.Minute {
			t.Errorf("%d dials, %d outcomes, %s", dials.Load(), len(said), time.Since(begun))
		}
		if !strings.HasPrefix(said[0], "no connection to dead.example:80 could be made in time; ") || !strings.HasSuffix(said[49], "not tried again in this run") {
			t.Errorf("says %q, then %q", said[0], said[49])
		}
		time.Sleep(downFor)
		if c.Get(t.Context(), feedsOf("dead.example", 1)[0]); dials.Load() == 3 {
			t.Error("not tried again after a minute")
		}
		time.Sleep(time.Minute)
	})
}

type timeoutError struct{}

func (timeoutError) Error() string   { return "i/o timeout" }
func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }
