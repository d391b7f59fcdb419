package gather

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/fetch"
	"weft/internal/markdown"
	"weft/internal/policy"
	"weft/internal/roster"
)

// markdownFolder is the format of a feed that is a folder of the site.
const markdownFolder = "markdown"

func newConverter() *markdown.Converter { return markdown.New() }

// local reads a feed that is a file or folder of the site.
func (r *run) local(ctx context.Context, f roster.Feed) error {
	info, err := fs.Stat(r.Layer.FS, f.Key)
	if err != nil {
		return r.failed(ctx, f, Result{Status: Failed, Err: err}, fetch.Outcome{})
	}
	if info.IsDir() {
		entries, data, whole := r.pieces.folder(r.Layer.FS, f.Key, r.Layer.Name)
		return r.folder(ctx, f, entries, data, whole)
	}
	data, err := fs.ReadFile(r.Layer.FS, f.Key)
	if err != nil {
		return r.failed(ctx, f, Result{Status: Failed, Err: err}, fetch.Outcome{})
	}
	return r.record(ctx, f, digestOf(data), Result{}, archive.Feed{}, r.parser(f, data, feed.Source{Identity: f.Identity}))
}

// folder records the pieces of a folder. What could not be read of it whole is
// read again the next time, whatever its bytes.
func (r *run) folder(ctx context.Context, f roster.Feed, entries []entry.Entry, data []byte, whole bool) error {
	hash := ""
	if whole {
		hash = digestOf(data)
	}
	read := func() (reading, error) { return reading{entries: entries, complete: whole}, nil }
	return r.record(ctx, f, hash, Result{Format: markdownFolder}, archive.Feed{}, read)
}

// web asks for the feeds that are not files, at most as many at once as the
// client allows.
func (r *run) web(ctx context.Context, feeds []roster.Feed) error {
	var asked []roster.Feed
	var reqs []fetch.Request
	for _, f := range feeds {
		state, err := r.Archive.Feed(f.Key)
		if err != nil {
			return err
		}
		if r.Now.Before(state.Next) {
			r.finish(Result{Feed: f.Key, Contributor: f.Contributor, Status: Deferred, NextAt: state.Next, LastGood: state.Good})
			continue
		}
		asked = append(asked, f)
		reqs = append(reqs, fetch.Request{URL: f.Key, Network: f.Network, Auth: f.Auth, ETag: state.ETag, LastModified: state.LastModified})
	}
	var broken error
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	err := r.Client.All(ctx, reqs, func(i int, o fetch.Outcome) {
		if broken == nil {
			// What has arrived is recorded even while the run is being ended.
			broken = r.outcome(context.WithoutCancel(ctx), asked[i], o)
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

func (r *run) outcome(ctx context.Context, f roster.Feed, o fetch.Outcome) error {
	res := Result{MovedTo: o.Permanent, Requests: o.Requests, Elapsed: o.Elapsed, NextAt: o.RetryAfter}
	switch o.Status {
	case fetch.OK:
		state := archive.Feed{ETag: o.Header.Get("Etag"), LastModified: o.Header.Get("Last-Modified"), Next: o.RetryAfter}
		src := feed.Source{Address: o.FinalURL, ContentType: o.Header.Get("Content-Type"), ContentLocation: o.Header.Get("Content-Location"), Identity: f.Identity}
		return r.record(ctx, f, digestOf(o.Body), res, state, r.parser(f, o.Body, src))
	case fetch.NotModified:
		return r.unchanged(ctx, f, res)
	case fetch.Gone:
		res.Status = Gone
	case fetch.Deferred:
		res.Status = Deferred
	default:
		res.Status = Failed
	}
	res.Err = o.Err
	return r.failed(ctx, f, res, o)
}

// A reading is what was read of a feed.
type reading struct {
	entries  []entry.Entry
	title    string
	complete bool // these are all there are
	notices  []string
}

// parser puts reading off until it is known that the bytes are new.
func (r *run) parser(f roster.Feed, data []byte, src feed.Source) func() (reading, error) {
	return func() (reading, error) {
		parsed, err := feed.Parse(data, src)
		if err != nil {
			return reading{}, err
		}
		for i := range parsed.Entries {
			e := &parsed.Entries[i]
			e.Opening = opening(e)
			if e.Language == "" {
				e.Language = parsed.Language
			}
		}
		return reading{entries: parsed.Entries, title: parsed.Title, notices: parsed.Notices}, nil
	}
}

// record enters a good answer, unless its bytes are those of the last one.
func (r *run) record(ctx context.Context, f roster.Feed, hash string, res Result, fresh archive.Feed, read func() (reading, error)) error {
	state, err := r.Archive.Feed(f.Key)
	if err != nil {
		return err
	}
	fresh.Moved, fresh.MovedSince, fresh.MovedTimes = moved(state, res.MovedTo, r.Now)
	if hash != "" && state.Hash == hash && state.Failures == 0 {
		state.ETag, state.LastModified = fresh.ETag, fresh.LastModified
		return r.keep(ctx, f, state, res)
	}
	got, err := read()
	if err != nil {
		res.Status, res.Err = Failed, err
		return r.failed(ctx, f, res, fetch.Outcome{})
	}
	fresh.Key, fresh.Hash, fresh.Title = f.Key, hash, got.title
	fresh.Checked, fresh.Good, fresh.Notice = r.Now, r.Now, strings.Join(got.notices, "; ")
	change, err := r.Archive.Record(ctx, archive.Haul{Feed: fresh, Entries: got.entries, At: r.Now, Complete: got.complete, Owns: r.owns(f), Others: r.others(f), Listed: r.listed})
	if err != nil {
		return err
	}
	res.Feed, res.Contributor, res.Status = f.Key, f.Contributor, Good
	res.Entries, res.New, res.Updated, res.Notice = len(got.entries), change.New, change.Updated, fresh.Notice
	if change.Notice != "" { // what a curator should know first
		res.Notice = change.Notice
	}
	r.finish(res)
	return nil
}

func (r *run) unchanged(ctx context.Context, f roster.Feed, res Result) error {
	state, err := r.Archive.Feed(f.Key)
	if err != nil {
		return err
	}
	return r.keep(ctx, f, state, res)
}

// keep notes that a feed answered well and had nothing new.
func (r *run) keep(ctx context.Context, f roster.Feed, state archive.Feed, res Result) error {
	state.Checked, state.Good, state.Failures, state.Error, state.Reason, state.Next = r.Now, r.Now, 0, "", "", time.Time{}
	state.Moved, state.MovedSince, state.MovedTimes = moved(state, res.MovedTo, r.Now)
	res.Feed, res.Contributor, res.Status = f.Key, f.Contributor, Unchanged
	r.finish(res)
	_, err := r.Archive.Record(ctx, archive.Haul{Feed: state, At: r.Now, Unchanged: true})
	return err
}

// failed notes a failure beside the last good copy, which stays.
func (r *run) failed(ctx context.Context, f roster.Feed, res Result, o fetch.Outcome) error {
	state, err := r.Archive.Feed(f.Key)
	if err != nil {
		return err
	}
	state.Checked, state.Next = r.Now, o.RetryAfter
	if res.Status != Deferred {
		state.Failures++
	}
	if res.Err != nil {
		state.Error, state.Reason = res.Err.Error(), reasonOf(res)
	}
	res.Feed, res.Contributor, res.LastGood = f.Key, f.Contributor, state.Good
	r.finish(res)
	_, err = r.Archive.Record(ctx, archive.Haul{Feed: state, At: r.Now, Unchanged: true})
	return err
}

// moved counts how often in a row permanent redirects led to one address: a
// single one may be a slip of the host's, and the list is changed by people.
func moved(state archive.Feed, to string, now time.Time) (address string, since time.Time, times int) {
	switch {
	case to == "":
		return "", time.Time{}, 0
	case to == state.Moved:
		return to, state.MovedSince, state.MovedTimes + 1
	}
	return to, now, 1
}

// reasonOf is the kind of a failure.
func reasonOf(res Result) string {
	var failure *fetch.Failure
	switch {
	case res.Status == Gone:
		return string(Gone)
	case res.Status == Deferred:
		return string(Deferred)
	case errors.As(res.Err, &failure):
		return string(failure.Reason)
	}
	return "content" // what came is no feed, or a file cannot be read
}

// owns tells whether an address lies with the feed's own contributor.
func (r *run) owns(f roster.Feed) func(string) bool {
	return func(address string) bool {
		c := r.Roster.Owner(address)
		return c != nil && c.ID == f.Contributor
	}
}

// others tells whether an address lies with another contributor. What is
// handed in here lies here, whoever else is known by the site's host.
func (r *run) others(f roster.Feed) func(string) bool {
	return func(address string) bool {
		c := r.Roster.Owner(address)
		return c != nil && c.ID != f.Contributor && f.Key != policy.Contributions
	}
}

// listed tells whether a feed is still read. What was handed in always is, or
// whoever repeats a contribution would take it over.
func (r *run) listed(key string) bool {
	_, ok := r.Roster.Feed(key)
	return ok || key == policy.Contributions
}
