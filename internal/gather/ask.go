package gather

import (
	"context"
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
	etag, modified, validated string    // its validators, and the address that gave them
	fresh                     time.Time // until then it holds
	hash                      string    // of its bytes; empty: never the same
	parse                     func() (reading, error)

	got reading // when it was read
}

func (r *run) answer(f roster.Feed, res Result) *answer {
	a := &answer{feed: f, before: r.before(f), res: res}
	a.res.Feed, a.res.Contributor = f.Key, f.Contributor
	return a
}

// web asks for the feeds that are not files, at most as many at once as the
// client allows.
func (r *run) web(ctx context.Context, feeds []roster.Feed) error {
	asked := r.due(feeds)
	reqs := make([]fetch.Request, len(asked))
	for i, f := range asked {
		reqs[i] = request(f, r.before(f))
	}
	var broken error
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	err := r.Client.All(ctx, reqs, func(i int, o fetch.Outcome) {
		if broken == nil {
			// What has arrived is recorded even while the run is being ended.
			broken = r.take(context.WithoutCancel(ctx), r.answered(asked[i], o))
		}
		if broken != nil {
			stop()
		}
	})
	if broken != nil {
		return broken
	}
	return err
}

// request is how a feed is asked for, given what is remembered of it.
func request(f roster.Feed, state archive.Feed) fetch.Request {
	return fetch.Request{URL: f.Key, Network: f.Network, Auth: f.Auth,
		ETag: state.ETag, LastModified: state.LastModified, ValidatedURL: state.Validated}
}

// answered makes an answer of what a server said.
func (r *run) answered(f roster.Feed, o fetch.Outcome) *answer {
	a := r.answer(f, Result{Status: statusOf(o), MovedTo: o.Permanent, Err: barred(o), Requests: o.Requests, Elapsed: o.Elapsed, NextAt: o.RetryAfter})
	a.fresh = o.FreshUntil
	if a.res.Status != Good {
		return a
	}
	a.etag, a.modified, a.validated = o.Header.Get("Etag"), o.Header.Get("Last-Modified"), o.FinalURL
	a.hash = digestOf(o.Body)
	src := feed.Source{Address: o.FinalURL, ContentType: o.Header.Get("Content-Type"), ContentLocation: o.Header.Get("Content-Location"), Identity: f.Identity}
	a.parse = parser(o.Body, src, o.Header.Values("Link")...)
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
