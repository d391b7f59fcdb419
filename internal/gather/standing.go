package gather

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/discover"
	"weft/internal/entry"
	"weft/internal/feed"
)

// What a feed's address turns out to be worth: that it leads elsewhere for good,
// that it is gone, that a page stands there. The lists are people's; here it is
// only remembered.

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

// unlike says what bytes are that are no feed.
func unlike(err error, data []byte, src feed.Source, links []string) error {
	switch {
	case src.Address == "":
		return err
	case !errors.Is(err, feed.ErrNotAFeed):
		return fmt.Errorf("answers with what cannot be read: %s; it is asked again at the next fetch; if it lasts, tell the site's owner", strings.TrimPrefix(err.Error(), "read feed: "))
	}
	instead := discover.InsteadOf(data, src.ContentType, src.Address, links)
	if instead.Kind == discover.Other { // nothing better is known of it than how it begins
		instead.Text = err.Error()
	}
	return instead
}

// emptiness says of a feed that was read what a curator would look for in vain.
func emptiness(a *answer) []string {
	if a.pieces != nil || len(a.got.deleted) > 0 {
		return nil
	}
	dated := slices.ContainsFunc(a.got.entries, func(e entry.Entry) bool { return !e.Published.IsZero() || !e.Updated.IsZero() })
	switch {
	case len(a.got.entries) == 0 && !a.before.Good.IsZero():
		return []string{"the feed holds no entries any more; those that are known stay; look whether the blog has moved"}
	case len(a.got.entries) > 0 && !dated:
		return []string{"no entry has a date that can be read; each is dated by when weft first saw it"}
	}
	return nil
}

// found gives the feed that a page in the place of one names; what was found
// before stays while something else is wrong.
func found(before archive.Feed, err error) string {
	var instead *discover.Instead
	if errors.As(err, &instead) {
		return instead.Feed
	}
	return before.Found
}

// carry lets feeds whose address was changed in the lists go on from what they
// were: at the address where redirects led, or that a page named.
func (r *run) carry(ctx context.Context) error {
	var keys []string
	for _, f := range r.Roster.Feeds(r.N) {
		keys = append(keys, f.Key)
	}
	heirs, err := r.Archive.Heirs(keys)
	if err != nil {
		return err
	}
	r.carried = map[string]string{}
	for _, to := range slices.Sorted(maps.Keys(heirs)) {
		n, err := r.Archive.Carry(ctx, heirs[to], to)
		if err != nil {
			return err
		}
		r.carried[to] = fmt.Sprintf("goes on from %s: its %d entries stay what they are", heirs[to], n)
	}
	return nil
}

// standing says what is new about a feed's address itself.
func (r *run) standing(a *answer) string {
	switch {
	case r.carried[a.feed.Key] != "":
		return r.carried[a.feed.Key]
	case !a.before.Retired.IsZero() && (a.res.Status == Good || a.res.Status == Unchanged):
		return "answers again; it was said to be gone on " + a.before.Retired.Format("2 January 2006")
	}
	return ""
}
