package amend

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/discover"
	"weft/internal/feed"
	"weft/internal/fetch"
	"weft/internal/roster"
)

const (
	slow      = 10 * time.Second
	large     = 5 << 20 // bytes; half of what is read at most
	longQuiet = 365 * 24 * time.Hour
)

// OfVisit says what is wrong with a feed that was asked just now, each thing as a
// warning at its line of the list; none where it answers well. Reason is the kind
// of the first, for putting alike ones together; "" where there is none.
func OfVisit(f roster.Feed, o fetch.Outcome, now time.Time) (probs diag.List, reason string) {
	warn := func(hint, format string, args ...any) { probs.Warn(f.File, f.Line, hint, format, args...) }
	if o.Spent > slow {
		warn("after half a minute weft gives up; its owner may want to know", "the feed is slow: it took %.0f seconds", o.Spent.Seconds())
	}
	switch o.Status {
	case fetch.NotModified:
		reason = ofMove(f, o, warn)
	case fetch.OK:
		read := false
		if read, reason = ofBody(o, f.Identity, now, warn); read { // a page is no new address of the feed
			reason = cmp.Or(ofMove(f, o, warn), reason)
		}
	default:
		var failure *fetch.Failure
		if !errors.As(o.Err, &failure) {
			return probs, "interrupted"
		}
		warn(failure.Next(), "the feed %s", subject(failure.Text))
		reason = string(failure.Reason)
	}
	return probs, reason
}

// subject makes the words of a failure those of a sentence about the feed.
func subject(text string) string {
	for _, verb := range []string{"answers ", "redirects ", "took "} {
		if len(text) > len(verb) && text[:len(verb)] == verb {
			return text
		}
	}
	return "cannot be had: " + text
}

func ofMove(f roster.Feed, o fetch.Outcome, warn func(hint, format string, args ...any)) (reason string) {
	if o.Permanent == "" || o.Permanent == f.Key {
		return ""
	}
	warn("`weft fetch` counts how often that is said; once it was said at two fetches, `weft check --fix` puts the new address in", "the feed has moved for good to %s", o.Permanent)
	return "moved"
}

// ofBody looks at what came; read says that it is a feed.
func ofBody(o fetch.Outcome, identity string, now time.Time, warn func(hint, format string, args ...any)) (read bool, reason string) {
	media := o.Header.Get("Content-Type")
	f, err := feed.Parse(o.Body, feed.Source{Address: o.FinalURL, ContentType: media, ContentLocation: o.Header.Get("Content-Location"), Identity: identity})
	switch {
	case errors.Is(err, feed.ErrNotAFeed):
		instead := discover.InsteadOf(o.Body, media, o.FinalURL, o.Header.Values("Link"))
		if instead.Feed != "" {
			instead.Hint = "look whether that is the same blog's, and write it into this line"
		}
		warn(instead.Hint, "the feed %s", instead.Text)
		return false, string(instead.Kind)
	case err != nil:
		warn("look at the address in a browser, and tell the site's owner", "the feed cannot be read: %s", strings.TrimPrefix(err.Error(), "read feed: "))
		return false, string(discover.Other)
	}
	if len(o.Body) > large {
		warn("over 10 MiB it is not read any more; ask the site for a feed of its newest posts alone", "the feed is large: %.1f MiB", float64(len(o.Body))/(1<<20))
	}
	return true, ofEntries(f, now, warn)
}

func ofEntries(f *feed.Feed, now time.Time, warn func(hint, format string, args ...any)) (reason string) {
	var newest time.Time
	for _, e := range f.Entries {
		if at := e.Published; at.After(newest) && !at.After(now) {
			newest = at
		}
	}
	switch {
	case len(f.Entries) == 0:
		warn("it may be new, or another feed of the same blog may have its posts: look on its page", "the feed holds no entries")
		return "empty"
	case newest.IsZero():
		warn("weft dates them by when it first sees them; its owner may want to know", "no entry of the feed has a date that can be read")
		return "dates"
	case now.Sub(newest) > longQuiet:
		warn("look whether the blog has moved; if it rests, leave the line", "the feed's newest entry is of %s", day(newest))
		return "silent"
	}
	return ""
}
