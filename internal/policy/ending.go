package policy

import (
	"fmt"
	"time"

	"weft/internal/diag"
)

// warnBefore is how long before a rule ends its owner is told, so that they can
// look at it again in time.
const warnBefore = 30 * 24 * time.Hour

// Endings warns, by the command's clock, of the rules of a layer that end soon or
// have ended: from then on they hold nothing, without a word.
func Endings(rules []Rule, layer int, now time.Time) diag.List {
	var probs diag.List
	for i := range rules {
		r := &rules[i]
		if r.Layer != layer {
			continue
		}
		switch left := r.Expires.Sub(now); {
		case r.Expires.IsZero():
		case left <= 0:
			probs.Warn(r.File, r.expiresLine, "if it is still needed, give it a later day; if not, take it out", "rule %q of %s expired on %s and holds nothing any more", r.ID, r.Owner, dayOf(r.Expires))
		case left <= warnBefore:
			probs.Warn(r.File, r.expiresLine, fmt.Sprintf("ask %s whether it is still needed: if so give it a later day; %s", r.Owner, afterwards(r.Action)), "rule %q expires on %s, %s", r.ID, dayOf(r.Expires), inDays(left))
		}
		if r.Action == Embargo && !r.Until.IsZero() && r.For == 0 && !r.Until.After(now) {
			probs.Warn(r.File, r.untilLine, "if the time is over, take the rule out; if not, give it a later day", "the embargo of rule %q ended on %s: it holds nothing any more", r.ID, dayOf(r.Until))
		}
	}
	return probs
}

// afterwards says what becomes of pieces once a rule of an action is asked no more.
func afterwards(a Action) string {
	switch a {
	case Publish:
		return "from then on others decide, where any match"
	case Excerpt:
		return "what it shortens is shown as its feed allows from then on"
	}
	return "what it holds is shown from then on"
}

func dayOf(t time.Time) string { return t.Format("2 January 2006") }

func inDays(left time.Duration) string {
	switch days := int(left / (24 * time.Hour)); days {
	case 0:
		return "within a day"
	case 1:
		return "in 1 day"
	default:
		return fmt.Sprintf("in %d days", days)
	}
}
