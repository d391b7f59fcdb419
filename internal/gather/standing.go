package gather

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/discover"
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
	if !errors.Is(err, feed.ErrNotAFeed) || src.Address == "" {
		return err
	}
	instead := discover.InsteadOf(data, src.ContentType, src.Address, links)
	if instead.Kind == discover.Other { // nothing better is known of it than how it begins
		instead.Text = err.Error()
	}
	return instead
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
