package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOneBadFeedNeverStopsTheRest(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/lost":
			http.NotFound(w, r)
		case "/hang-up":
			hangUp(w, r)
		default:
			sayFeed(w, r)
		}
	})
	reqs := []Request{private(s.URL + "/a"), private(s.URL + "/lost"), {URL: "http://10.0.0.1/"}, {URL: "nonsense"},
		private(s.URL + "/hang-up"), private(s.URL + "/b"), private(s.URL + "/a")}
	got := make([]string, len(reqs))
	err := hurried(Options{}).All(t.Context(), reqs, func(i int, o Outcome) {
		if o.Request != reqs[i] || got[i] != "" {
			t.Errorf("%d: got %+v, after %q", i, o.Request, got[i])
		}
		got[i] = o.Status.String()
	})
	want := []string{"ok", "failed", "failed", "failed", "failed", "ok", "ok"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestNothingAskedIsNothingTold(t *testing.T) {
	if err := hurried(Options{}).All(t.Context(), nil, func(int, Outcome) { t.Error("told") }); err != nil {
		t.Error(err)
	}
}

func TestABrokenOffRunTellsWhatItHasAndNothingElse(t *testing.T) {
	var reqs []Request
	for i := range 40 {
		reqs = append(reqs, feedsOf(fmt.Sprintf("blog%d.example", i%20), 40)[i])
	}
	v := newVisitors()
	bubble(t, Options{Concurrency: 8}, v.staying(time.Second), func(t *testing.T, c *Client) {
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		begun := time.Now()
		told := 0
		err := c.All(ctx, reqs, func(_ int, o Outcome) {
			told++
			if o.Status != OK {
				t.Errorf("told %s: %v", o.Status, o.Err)
			}
		})
		if !errors.Is(err, context.DeadlineExceeded) || told != 8 || time.Since(begun) != 1500*time.Millisecond {
			t.Errorf("%v after %s, %d told", err, time.Since(begun), told)
		}
	})
}

func TestBodiesDoNotPileUpBehindASlowSink(t *testing.T) {
	var reqs []Request
	for i := range 30 {
		reqs = append(reqs, feedsOf(fmt.Sprintf("blog%d.example", i), 1)...)
	}
	v := newVisitors()
	bubble(t, Options{Concurrency: 3}, v.staying(0), func(t *testing.T, c *Client) {
		told := 0
		_ = c.All(t.Context(), reqs, func(int, Outcome) {
			told++
			time.Sleep(time.Second)
			synctest.Wait() // all that can be fetched meanwhile is
			if ahead := len(v.came) - told; ahead > 3 {
				t.Errorf("%d bodies wait", ahead)
			}
		})
	})
}

func TestRequestsAreGroupedByHostInTheirOrder(t *testing.T) {
	reqs := []Request{
		{URL: "https://a.example/1"}, {URL: "https://b.example/"}, {URL: "http://A.example:8080/2"},
		{URL: "http://127.0.0.1:1/", Network: NetworkPrivate}, {URL: "http://127.0.0.1:2/", Network: NetworkPrivate},
		{URL: "nonsense"}, {URL: "https://a.example/3"},
	}
	want := [][]int{{0, 2, 6}, {1}, {3}, {4}, {5}}
	if diff := cmp.Diff(want, groupByHost(reqs)); diff != "" {
		t.Error(diff)
	}
}
