package health

import (
	"fmt"
	"math"
	"time"
)

// Pace says in words how often a feed writes: "about every 9 days".
func (f *Feed) Pace() string {
	gap, enough := PaceOf(f.Held.Newest)
	if !enough {
		return "not enough to say"
	}
	return every(gap)
}

func every(gap time.Duration) string {
	days := gap.Hours() / 24
	switch {
	case days < 0.75:
		return fmt.Sprintf("about %.0f a day", math.Max(2, 1/days))
	case days < 1.5:
		return "about every day"
	case days < 6.5, days >= 7.5 && days < 45:
		return fmt.Sprintf("about every %.0f days", days)
	case days < 7.5:
		return "about every week"
	case days < 365:
		return fmt.Sprintf("about every %.0f months", math.Max(2, days/30.4))
	}
	return "less than once a year"
}

// PaceDays is the usual number of days between entries, to a tenth; 0 when
// there is not enough to say.
func (f *Feed) PaceDays() float64 {
	gap, enough := PaceOf(f.Held.Newest)
	if !enough {
		return 0
	}
	return math.Max(0.1, math.Round(gap.Hours()/2.4)/10)
}

// Notices are what a curator should know beside the state, each with what to do.
func (f *Feed) Notices() []string {
	notices := []string{}
	say := func(format string, args ...any) { notices = append(notices, fmt.Sprintf(format, args...)) }
	if f.GoesOn != "" {
		say("goes on from %s at the next fetch; its %d entries stay what they are", f.GoesOn, f.Held.Entries)
	}
	if f.Feed.Notice != "" {
		say("%s", f.Feed.Notice)
	}
	switch since := f.MovedSince.Format("2 January 2006"); {
	case f.Moved != "" && f.MovedTimes > 1:
		say("has moved to %s: said %d times since %s; `weft check` shows the change, `weft check --fix` puts it into the list", f.Moved, f.MovedTimes, since)
	case f.Moved != "":
		say("has moved to %s: said once so far; wait for another fetch before you change the list", f.Moved)
	}
	if f.OptedOut {
		say("opted out: nothing of theirs is shown; take the feed off the list and it is asked no more")
	}
	return append(notices, f.emptiness()...)
}

// emptiness says of a feed that answers well that nothing of it is here.
func (f *Feed) emptiness() []string {
	switch {
	case f.Good.IsZero() || f.Held.Entries > 0:
		return nil
	case f.Local:
		return []string{"holds no entries: it is empty, or what it holds belongs to another feed"}
	}
	return []string{"holds no entries of its own: it is empty, or all it has is known from another feed; look at it with `weft inspect " + f.Key + "`"}
}
