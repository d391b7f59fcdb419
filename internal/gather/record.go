package gather

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/discover"
	"weft/internal/fetch"
	"weft/internal/roster"
)

// How long what was recorded waits for more before it is stored.
const (
	aMoment = 50 * time.Millisecond
	aWhile  = time.Hour // with nothing to store, there is nothing to do but wait
)

// recordAll enters what a queue gives, in its order. While it waits for more,
// what was entered is stored.
func (r *run) recordAll(q *queue) error {
	for wait := aMoment; ; {
		a, more, err := q.next(wait)
		switch {
		case err != nil || !more:
			return err
		case a == nil:
			err, wait = r.recording.Flush(), aWhile
		default:
			err, wait = r.record(a), aMoment
		}
		if err != nil {
			return err
		}
	}
}

// record enters what became of a feed.
func (r *run) record(a *answer) error {
	haul := archive.Haul{At: r.Now, Unchanged: true}
	switch a.res.Status {
	case Good:
		haul = r.haul(a)
	case Unchanged:
		haul.Feed = r.kept(a)
	default:
		haul.Feed = r.failed(a)
	}
	change, err := r.recording.Record(context.Background(), haul)
	if err == nil && change.Swap != nil {
		a.res.Status, a.res.Err = Failed, swapped(a.feed, change.Swap)
		haul = archive.Haul{At: r.Now, Unchanged: true, Feed: r.failed(a)}
		change, err = r.recording.Record(context.Background(), haul)
	}
	if err != nil {
		return err
	}
	res := resultOf(a, haul, change)
	if said := r.standing(a); said != "" {
		res.Notice = strings.TrimPrefix(res.Notice+"; "+said, "; ")
	}
	r.finish(res)
	return nil
}

func resultOf(a *answer, haul archive.Haul, change archive.Change) Result {
	res := a.res
	res.MovedTimes, res.Found, res.GoneSince = haul.Feed.MovedTimes, haul.Feed.Found, haul.Feed.Retired
	switch res.Status {
	case Good:
		res.Entries, res.New, res.Updated, res.Notice = len(haul.Entries), change.New, change.Updated, change.Notice
	case Unchanged:
	default:
		res.LastGood = a.before.Good
	}
	if res.NextAt = haul.Feed.Next; res.NextAt.IsZero() {
		res.NextAt = haul.Feed.Fresh
	}
	return res
}

// haul is what a feed that was read brought.
func (r *run) haul(a *answer) archive.Haul {
	state := archive.Feed{Key: a.feed.Key, ETag: a.etag, LastModified: a.modified, Validated: a.validated, Hash: a.hash, Title: a.got.title, Page: a.got.page,
		Checked: r.Now, Good: r.Now, Next: a.res.NextAt, Fresh: a.fresh, Terms: a.before.Terms, Notice: strings.Join(slices.Concat(a.got.notices, emptiness(a)), "; ")}
	state.Moved, state.MovedSince, state.MovedTimes = moved(a.before, a.res.MovedTo, r.Now)
	return archive.Haul{Feed: state, Entries: a.got.entries, Tags: a.got.tags, Vocabulary: r.Vocabulary, At: r.Now, Complete: a.got.complete, Partial: a.got.partial, Deleted: a.got.deleted,
		Trusted: r.Trust, BadIDs: a.got.badIDs, Remedy: remedy(a.feed), Owns: r.owns(a.feed), Others: r.others(a.feed), Listed: r.listed}
}

// kept is the state of a feed that answered well and had nothing new.
func (r *run) kept(a *answer) archive.Feed {
	state := a.before
	state.Checked, state.Good, state.Failures, state.Error, state.Reason, state.Next = r.Now, r.Now, 0, "", "", time.Time{}
	state.Fresh, state.Retired, state.Found = a.fresh, time.Time{}, ""
	if a.hash != "" { // it sent its bytes again, and with them their validators
		state.ETag, state.LastModified, state.Validated = a.etag, a.modified, a.validated
	}
	state.Moved, state.MovedSince, state.MovedTimes = moved(state, a.res.MovedTo, r.Now)
	return state
}

// failed is the state of a feed that failed: its last good copy stays.
func (r *run) failed(a *answer) archive.Feed {
	state := a.before
	state.Checked, state.Next, state.Fresh = r.Now, a.res.NextAt, time.Time{}
	if a.res.Err != nil {
		state.Error, state.Reason = a.res.Err.Error(), reasonOf(a.res)
	}
	state.Found = found(state, a.res.Err)
	if a.res.Status == Deferred {
		return state
	}
	state.Failures++
	if pause := pauseAfter(state.Failures); pause > 0 && !a.feed.Local && !(a.res.Requests == 0 && slices.Contains(troubles, state.Reason)) {
		state.Next = r.Now.Add(pause)
	}
	if a.res.Status == Gone && state.Retired.IsZero() {
		state.Retired = r.Now // until it answers well: another failure is no sign of life
	}
	return state
}

// swapped says that another site's feed came, and what a curator can do.
func swapped(f roster.Feed, s *archive.Swap) error {
	return &swap{fmt.Errorf("%w, so it is kept out; if this is right, `weft fetch --force %s` takes it, else take the feed off the list (%s:%d)", s, f.Key, f.File, f.Line)}
}

type swap struct{ error }

// remedy says what a curator can write against ids that name nothing.
func remedy(f roster.Feed) string {
	if f.File == "" || f.Identity == "link" {
		return ""
	}
	return fmt.Sprintf("identity = \"link\" for this feed in %s:%d makes weft go by the addresses", f.File, f.Line)
}

// reasonOf is the kind of a failure.
func reasonOf(res Result) string {
	var failure *fetch.Failure
	var other *swap
	var instead *discover.Instead
	switch {
	case errors.As(res.Err, &other):
		return "swapped"
	case res.Status == Gone:
		return string(Gone)
	case res.Status == Deferred:
		return string(Deferred)
	case errors.As(res.Err, &failure):
		return string(failure.Reason)
	case errors.As(res.Err, &instead):
		return string(instead.Kind)
	}
	return "content" // what came is no feed, or a file cannot be read
}
