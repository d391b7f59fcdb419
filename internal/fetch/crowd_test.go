package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// moody answers in all ways that take room, seats or time, as the address says.
func moody() http.HandlerFunc {
	large := []byte(strings.Repeat(feedBody, 3*light/2/len(feedBody)))
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(large)
	_ = w.Close()
	return func(w http.ResponseWriter, r *http.Request) {
		switch mood := strings.Split(r.URL.Path, "/")[1]; mood {
		case "large":
			_, _ = w.Write(large[:2*light/3])
			time.Sleep(time.Second)
			_, _ = w.Write(large[2*light/3:])
		case "packed":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed.Bytes())
		case "torn":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed.Bytes()[:packed.Len()/2])
		case "stuck":
			_, _ = w.Write(large[:len(large)-1])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "elsewhere":
			http.Redirect(w, r, "http://host0.example/large/moved", http.StatusFound)
		case "busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			sayFeed(w, r)
		}
	}
}

// crowd is a list of requests to few hosts, of which some are in a bad mood.
func crowd(rnd *rand.Rand, n int) []Request {
	moods := []string{"large", "packed", "torn", "stuck", "elsewhere", "busy"}
	reqs := make([]Request, n)
	for i := range reqs {
		mood := "well"
		if rnd.IntN(12) == 0 {
			mood = moods[rnd.IntN(len(moods))]
		}
		reqs[i].URL = fmt.Sprintf("http://host%d.example/%s/%d", rnd.IntN(17), mood, i)
	}
	return reqs
}

// Two thousand requests to few hosts, in two lists at once, some broken off: all
// that are not are answered once, and every seat and place is given back.
func TestACrowdGivesBackWhatItTook(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("crowd ", seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 5))
			lists := [][]Request{crowd(rnd, 1500), crowd(rnd, 500)}
			until := time.Duration(1000+rnd.IntN(9000)) * time.Millisecond
			bubble(t, Options{Concurrency: 9, Gap: -1, Timeout: 10 * time.Second, Attempts: 2}, moody(), func(t *testing.T, c *Client) {
				var all sync.WaitGroup
				for n, reqs := range lists {
					ctx, cancel := t.Context(), context.CancelFunc(func() {})
					if cut := seed%2 == 1 && n == 0; cut {
						ctx, cancel = context.WithTimeout(ctx, until)
					}
					all.Go(func() {
						defer cancel()
						told := map[int]bool{}
						err := c.All(ctx, reqs, func(i int, o Outcome) {
							if told[i] || o.Request.URL != reqs[i].URL {
								t.Errorf("%d told twice, or as %s", i, o.Request.URL)
							}
							if told[i] = true; o.Status != OK && strings.Contains(reqs[i].URL, "/well/") {
								t.Errorf("%s: %s, %v", reqs[i].URL, o.Status, o.Err)
							}
						})
						if err == nil && len(told) != len(reqs) {
							t.Errorf("%d of %d told", len(told), len(reqs))
						}
					})
				}
				all.Wait()
				wantNothingTaken(t, c)
			})
		})
	}
}

func wantNothingTaken(t *testing.T, c *Client) {
	t.Helper()
	for name, r := range map[string]*room{"seats": c.seats, "received": c.bodies.received, "unfolding": c.bodies.unfolding, "unfolded": c.bodies.unfolded} {
		if r.taken != 0 || len(r.waiting) != 0 {
			t.Errorf("%s: %d taken, %d wait", name, r.taken, len(r.waiting))
		}
	}
	for key, l := range c.hosts.lanes {
		if len(l.seats) != 0 {
			t.Errorf("%s: %d are there", key, len(l.seats))
		}
	}
	if len(c.bodies.hands) != cap(c.bodies.hands) {
		t.Errorf("%d hands of %d", len(c.bodies.hands), cap(c.bodies.hands))
	}
}
