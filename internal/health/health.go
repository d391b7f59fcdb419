// Package health says how feeds are doing: which are dead, which fell silent,
// and how often a feed writes. It promises that a feed is measured by its own
// pace and never by the time weft was not asked to fetch, and that with too
// few entries it says so.
//
// It is given what is remembered of a feed, and the time.
package health

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
)

// A State is how a feed is doing.
type State string

// The states, those that somebody should look at first.
const (
	Gone    State = "gone"    // its host says that it is gone for good
	Failing State = "failing" // the last attempts failed
	Silent  State = "silent"  // it answers, and nothing new came for much longer than its pace
	Never   State = "never"   // it was never asked
	Waiting State = "waiting" // its host asked to wait
	Good    State = "good"
)

var order = map[State]int{Gone: 0, Failing: 1, Silent: 2, Never: 3, Waiting: 4, Good: 5}

// Ill reports whether somebody should look at a feed in this state.
func (s State) Ill() bool { return order[s] <= order[Silent] }

// A Feed is what is known of a listed feed.
type Feed struct {
	archive.Feed
	Held        archive.Holding
	Contributor string // id
	Name        string // the contributor's
	OptedOut    bool   // nothing of it is shown
	Overlay     string // the folder that lists it, "private/"; "" for the public lists
	File        string // where it is listed
	Line        int
	GoesOn      string // the address it had until the list was changed, not asked since; "" for none
	Local       bool   // a file or folder of the site
	Network     string
	Auth        string   // a reference, never the secret
	Site        string   // the contributor's page
	Hosts       []string // the contributor's
}

// IsGone reports whether the feed's server says that it is gone for good.
func (f *Feed) IsGone() bool { return !f.Retired.IsZero() || f.Reason == string(Gone) }

// GoneSince is when that was first said; zero when it is not known.
func (f *Feed) GoneSince() time.Time { return f.Retired }

// NextAttempt is when the feed is asked again at the earliest; zero: in the
// next fetch. A feed that is gone is not, unless somebody insists.
func (f *Feed) NextAttempt(now time.Time) (at time.Time, never bool) {
	switch {
	case !f.Retired.IsZero():
		return time.Time{}, true
	case now.Before(f.Next):
		return f.Next, false
	case now.Before(f.Fresh):
		return f.Fresh, false
	}
	return time.Time{}, false
}

// Place is the feed as people look for it: its address, or its path from the
// site's folder.
func (f *Feed) Place() string {
	if f.Local {
		return f.Overlay + f.Key
	}
	return f.Key
}

// Last is the date of the newest entry; zero when there is none.
func (f *Feed) Last() time.Time {
	if len(f.Held.Newest) == 0 {
		return time.Time{}
	}
	return f.Held.Newest[0]
}

// State says how the feed is doing at a moment.
func (f *Feed) State(now time.Time) State {
	switch {
	case f.IsGone():
		return Gone
	case f.Failures > 0:
		return Failing
	case f.Checked.IsZero():
		return Never
	case now.Before(f.Next), !f.Local && f.Good.IsZero(): // it has said nothing yet but that it was asked too often
		return Waiting
	case f.silent():
		return Silent
	}
	return Good
}

const (
	quiet   = 60 * day  // nobody is called silent before
	longest = 365 * day // whoever has no known pace is, after so long
	paces   = 4         // so many of its own gaps without an entry are much
	day     = 24 * time.Hour
)

// silent measures up to the last good answer: what came after it nobody asked
// for. A file of the site is not silent; it is what it is.
func (f *Feed) silent() bool {
	last := f.Last()
	if f.Local || last.IsZero() || f.Good.IsZero() {
		return false
	}
	since := f.Good.Sub(last)
	if since > longest {
		return true
	}
	gap, enough := PaceOf(f.Held.Newest)
	return enough && since > quiet && since > paces*gap
}

// Recent is how many of a feed's newest entries its pace is taken from, and
// Fewest how many are enough to say anything.
const (
	Recent = 21
	Fewest = 5
)

// PaceOf gives the usual time between entries, from their dates, newest first:
// the median, or the mean where most came at once. False when there are too few
// to say.
func PaceOf(dates []time.Time) (gap time.Duration, enough bool) {
	if len(dates) < Fewest {
		return 0, false
	}
	dates = dates[:min(len(dates), Recent)]
	var gaps []time.Duration
	for i := range dates[1:] {
		gaps = append(gaps, dates[i].Sub(dates[i+1]))
	}
	slices.Sort(gaps)
	gap = gaps[len(gaps)/2]
	if len(gaps)%2 == 0 {
		gap = (gap + gaps[len(gaps)/2-1]) / 2
	}
	if gap < time.Hour { // several a day, or many moved in at once
		gap = dates[0].Sub(dates[len(dates)-1]) / time.Duration(len(gaps))
	}
	return gap, gap > 0
}

// Sort puts the feeds first that somebody should look at, and within a state
// those of one contributor together, by name.
func Sort(feeds []Feed, now time.Time) {
	slices.SortFunc(feeds, func(a, b Feed) int {
		return cmp.Or(cmp.Compare(order[a.State(now)], order[b.State(now)]), strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)),
			strings.Compare(a.Contributor, b.Contributor), strings.Compare(a.Key, b.Key), strings.Compare(a.Overlay, b.Overlay))
	})
}
