package main

import (
	"fmt"
	"strings"
	"time"

	"weft/internal/edition"
	"weft/internal/policy"
)

// verdict says in one line what becomes of an entry in an edition: c is nil
// when the edition does not hold it.
func verdict(ed *edition.Edition, c *policy.Case) string {
	switch {
	case c == nil:
		return "not in it: the overlay alone declares it"
	case c.Barred != "":
		return "left out: " + barred(c)
	}
	return ruling(ed, c.Piece.Decision, c.Visible)
}

// barred says why no decision matters.
func barred(c *policy.Case) string {
	switch c.Barred {
	case policy.OptedOut:
		return "its author, or whose page it is, opted out"
	case policy.NotKept:
		return fmt.Sprintf("the feed takes in only what its keep expression lets in (%s:%d)", c.Feed.File, c.Feed.Line)
	case policy.TakenBack:
		return "its file was deleted: its author took it back"
	case policy.NotDue:
		return "its feed dates it ahead, and it is held back until its day"
	case policy.NoAuthor:
		return "it names no author that is in a list"
	}
	return "no list names its feed any more"
}

// ruling says what was decided, by whom and why.
func ruling(ed *edition.Edition, d policy.Decision, visible bool) string {
	return fate(ed, d, visible) + because(d)
}

func fate(ed *edition.Edition, d policy.Decision, visible bool) string {
	switch {
	case d.Action == policy.Embargo && visible:
		return "shown: the embargo ended on " + day(ed, d.Until)
	case visible && d.Action == policy.Excerpt:
		return "shown, its first lines only"
	case visible && d.Action == policy.ToOverlay:
		return "shown, here only"
	case visible && !d.Released.IsZero():
		return "shown: the embargo ended on " + day(ed, d.Released)
	case visible:
		return "shown"
	case d.Action == policy.Embargo && d.Until.IsZero():
		return "held under an embargo without an end"
	case d.Action == policy.Embargo:
		return "held until " + day(ed, d.Until)
	}
	return "left out: " + map[policy.Action]string{policy.ToOverlay: "internal", policy.Review: "under review", policy.Withhold: "withheld", policy.Takedown: "taken down"}[d.Action]
}

// because names who decided, and the reason.
func because(d policy.Decision) string {
	var said string
	switch {
	case d.By != "":
		said = ", decided by " + d.By
	case d.Reason != "" && len(d.Rules) == 1:
		said = ", by rule " + d.Rules[0] + " of " + d.Owner
	case d.Reason != "":
		said = ", by rules " + strings.Join(d.Rules, ", ") + "; the strictest is of " + d.Owner
	default:
		return ""
	}
	if d.Reason != "" {
		said += ": " + d.Reason
	}
	return shown(said)
}

// day writes a date in the site's zone.
func day(ed *edition.Edition, t time.Time) string {
	if t.IsZero() {
		return "an unknown day"
	}
	return t.In(ed.Site.Calendar.Zone).Format("2 January 2006")
}
