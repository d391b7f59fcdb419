package gather

import (
	"cmp"
	"context"
	"runtime"
	"sync"
	"time"

	"weft/internal/archive"
	"weft/internal/feed"
	"weft/internal/fetch"
	"weft/internal/roster"
)

// An answer is what came of one feed, on its way from the asking by the reading
// to the recording. Each step adds to it.
type answer struct {
	feed   roster.Feed
	before archive.Feed // what was remembered of the feed
	res    Result       // what became of it so far; Good: there are bytes to read

	// Of a good one:
	etag, modified, validated string         // its validators, and the address that gave them
	fresh                     time.Time      // until then it holds
	body                      []byte         // to be read; nil when that is done
	src                       feed.Source    // where the body is from
	links                     []string       // what came with it of the header Link
	pieces                    func() reading // instead, when the body is that of a folder
	hash                      string         // of the body; empty: never the same

	got reading // when it was read
}

func (r *run) answer(f roster.Feed, res Result) *answer {
	a := &answer{feed: f, before: r.before(f), res: res}
	a.res.Feed, a.res.Contributor = f.Key, f.Contributor
	return a
}

// web asks for the feeds that are not files, at most as many at once as the
// client allows, while others read and record what has arrived.
func (r *run) web(ctx context.Context, feeds []roster.Feed) error {
	asked := r.due(feeds)
	reqs := make([]fetch.Request, len(asked))
	for i, f := range asked {
		reqs[i] = request(f, r.before(f))
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	q := newQueue(len(asked), r.Scratch)
	defer q.spool.close()
	var ended error
	var hands sync.WaitGroup
	hands.Go(func() {
		defer q.end()
		ended = r.Client.All(ctx, reqs, func(i int, o fetch.Outcome) {
			r.heard(asked[i])
			q.put(i, r.answered(asked[i], o))
		})
	})
	for range runtime.GOMAXPROCS(0) {
		hands.Go(func() { q.readAll(r.finder()) })
	}
	// What has arrived is recorded even while the run is being ended.
	broken := r.recordAll(q)
	if broken != nil {
		stop()
		q.leave()
	}
	hands.Wait()
	return cmp.Or(broken, ended)
}

// request is how a feed is asked for, given what is remembered of it.
func request(f roster.Feed, state archive.Feed) fetch.Request {
	return fetch.Request{URL: f.Key, Network: f.Network, Auth: f.Auth,
		ETag: state.ETag, LastModified: state.LastModified, ValidatedURL: state.Validated}
}

// answered makes an answer of what a server said.
func (r *run) answered(f roster.Feed, o fetch.Outcome) *answer {
	a := r.answer(f, Result{Status: statusOf(o), MovedTo: o.Permanent, Err: o.Err, Requests: o.Requests, Elapsed: o.Elapsed, NextAt: o.RetryAfter})
	a.fresh = o.FreshUntil
	if a.res.Status != Good {
		return a
	}
	a.etag, a.modified, a.validated = o.Header.Get("Etag"), o.Header.Get("Last-Modified"), o.FinalURL
	a.body, a.links = o.Body, o.Header.Values("Link")
	a.src = feed.Source{Address: o.FinalURL, ContentType: o.Header.Get("Content-Type"), ContentLocation: o.Header.Get("Content-Location"), Identity: f.Identity}
	return a
}

func statusOf(o fetch.Outcome) Status {
	switch o.Status {
	case fetch.OK:
		return Good
	case fetch.NotModified:
		return Unchanged
	case fetch.Gone:
		return Gone
	case fetch.Deferred:
		return Deferred
	}
	return Failed
}
