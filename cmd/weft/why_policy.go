package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"weft/internal/edition"
	"weft/internal/policy"
	"weft/internal/roster"
)

// What `weft why` says of policy, of issues, and of what is not known.

func (w *reasons) policy(s *sheet) {
	c := w.a.Case
	s.head("rules and decisions")
	for _, h := range c.Hits {
		s.line("rule %s of %s (%s:%d): %s%s: %s", h.Rule.ID, h.Rule.Owner, h.Rule.File, h.Rule.Line, h.Action, w.aboutHit(h), h.Reason)
	}
	for i, a := range c.Acts {
		stands := ""
		if i == len(c.Acts)-1 {
			stands = "; this one stands"
		}
		s.line("%s decided on %s (%s:%d): %s%s: %s%s", cmp.Or(a.By, "nobody named"), w.day(a.At), a.File, a.Line, a.Action, w.end(a), cmp.Or(a.Reason, "no reason given"), stands)
	}
	appeals := w.appeals()
	for _, a := range appeals {
		s.line("%s recorded an appeal on %s (%s:%d), against %s: %s; %s", cmp.Or(a.By, "nobody named"), w.day(a.At), a.File, a.Line, againstWords[a.Against], a.Reason, outcome(w.ed, a))
	}
	if len(c.Hits)+len(c.Acts)+len(appeals) == 0 {
		s.line("no rule met it, and nobody decided about it")
	}
	for _, each := range w.sights {
		s.pair(each.ed.Edition.Name, "%s", verdict(each.ed, each.c))
	}
}

// appeals are the objections to what became of the entry.
func (w *reasons) appeals() []policy.Appeal {
	return w.ed.View.Ledger().AppealsOn(w.entry().ID, w.a.Case.Addresses)
}

func (w *reasons) aboutHit(h policy.Hit) string {
	said := ""
	if h.Action == policy.Embargo && h.Ended {
		said = ", over since " + w.day(h.Until)
	} else if h.Action == policy.Embargo {
		said = " until " + w.day(h.Until)
	}
	if h.Rule.Final {
		said += ", final"
	}
	return said
}

func (w *reasons) end(a policy.Act) string {
	if a.Action != policy.Embargo {
		return ""
	}
	return " until " + cmp.Or(w.day(a.Until), "somebody decides otherwise")
}

func (w *reasons) digests(s *sheet) {
	s.head("in digests")
	for _, p := range w.a.Placings {
		s.line("%s%s%s%s", placed(p), frozenBy(w.ed, p), w.absentFrom(p), w.stillIn(p))
	}
	if len(w.a.Placings) == 0 {
		s.line("in none, and never offered")
	}
}

// absentFrom names the editions in which a frozen item is not shown.
func (w *reasons) absentFrom(p edition.Placing) string {
	var names []string
	for _, each := range w.sights {
		if p.Line > 0 && p.Kept && p.Layer < len(each.ed.Layers) && withdrawn(each) {
			names = append(names, each.ed.Edition.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", and left out in: " + strings.Join(names, ", ")
}

// stillIn names the editions that leave the entry out, and show a frozen item
// of it all the same.
func (w *reasons) stillIn(p edition.Placing) string {
	var names []string
	for _, each := range w.sights {
		if p.Line > 0 && p.Kept && p.Frozen && !p.Draft && p.Layer < len(each.ed.Layers) && each.c != nil && !each.c.Visible && !withdrawn(each) {
			names = append(names, each.ed.Edition.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", so it stays there in: " + strings.Join(names, ", ")
}

// withdrawn reports what goes over freezing.
func withdrawn(s sight) bool {
	switch {
	case s.c == nil:
		return false
	case s.c.Barred == policy.OptedOut:
		return true
	case s.c.Piece == nil:
		return false
	}
	action := s.c.Piece.Decision.Action
	return action == policy.Withhold || action == policy.Takedown || action == policy.ToOverlay && s.ed.Edition.Overlay == ""
}

// placed says how an issue has to do with the entry.
func placed(p edition.Placing) string {
	where := p.File
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Line > 0 && p.Section != "" {
		where += ", under “" + p.Section + "”"
	}
	switch {
	case p.Line > 0 && p.Frozen && !p.Draft && p.Kept:
		return where + ": frozen"
	case p.Line > 0 && p.Frozen && !p.Draft:
		return where + ": a plain link, added after the issue was frozen, or not known then"
	case p.Line > 0:
		return where + ": in a draft"
	case p.Kept:
		return where + ": was in it when it was frozen, and was taken out of the text since"
	}
	return where + ": was offered, and a curator took it out; it is not offered again"
}

// freezeOf is the act that froze an issue, as the ledger of its layer tells; nil
// where it does not, or the issue is none that is frozen.
func freezeOf(ed *edition.Edition, p edition.Placing) *policy.Act {
	if !p.Frozen || p.Draft {
		return nil
	}
	acts := ed.View.Ledger().Freezes(p.Period)
	for i := len(acts) - 1; i >= 0; i-- {
		if p.Layer < len(ed.Layers) && acts[i].File == ed.Layers[p.Layer].Name+policy.LedgerFile {
			return &acts[i]
		}
	}
	return nil
}

// frozenBy says who froze an issue, behind what is said of it.
func frozenBy(ed *edition.Edition, p edition.Placing) string {
	a := freezeOf(ed, p)
	if a == nil {
		return ""
	}
	return fmt.Sprintf(" (the issue by %s on %s, %s:%d)", a.By, day(ed, a.At), a.File, a.Line)
}

// gaps says what is not known, so that nothing missing is taken for a no.
func (w *reasons) gaps() []string {
	e, f, p := w.entry(), w.a.Found, w.a.Case.Piece
	var out []string
	say := func(when bool, format string, args ...any) {
		if when {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	say(e.Published.IsZero(), "when it was published: the feed gives no date, and the day weft first saw it stands in")
	say(!e.Published.IsZero() && e.Date().Equal(e.FirstSeen) && e.Published.After(e.FirstSeen), "when it was published: the feed names a day after weft first saw it, and is not believed")
	say(len(e.Bylines) == 0, "who wrote it: it names nobody, and the one whose feed it is stands in")
	down := p != nil && p.Decision.Action == policy.Takedown
	say(down, "what it said: it was taken down, and its words were deleted")
	say(e.Plain == "" && !down, "its text: the feed gave none, so themes are looked for in the title alone and no citations are")
	say(e.Plain != "" && e.Body == "", "its whole text, where there is more: the feed gives a summary alone")
	say(p != nil && p.Feed != nil && p.Feed.Excerpt == roster.ExcerptNone, "what may be shown of its text: nothing, says the list (excerpt = \"none\")")
	say(p != nil && p.Feed != nil && p.Feed.Licence == "" && p.Licence == "", "under which licence it stands: neither the feed nor the list says")
	say(len(f.Versions) > 0, "what it said before %s, when weft first read it", w.day(f.Versions[0].Seen))
	say(!f.Gone && !f.InFeed() && f.OlderStay && f.Entry.Withdrawn.IsZero(), "why it is no longer in its feed: feeds do not say")
	say(true, "who took it up without a link or a quote; a name in a text is no proof of that, and stands on the page of whom it names")
	say(w.outside(), "what pages would say of its citations in its own time: they count the half year from %s to %s alone", day(w.ed, w.a.From), day(w.ed, w.a.To))
	say(w.embargoed(), "which side of an embargo the pages are on: they go by the last fetch, and this by the clock")
	for _, overlay := range w.absent {
		say(true, "what the overlay %s says of it: the folder is not here", overlay)
	}
	for _, problem := range w.a.Problems.Sorted() {
		say(true, "what stands in %s: %s", problem.File, problem.Message)
	}
	return out
}

func (w *reasons) outside() bool {
	date := w.entry().Date()
	return date.Before(w.a.From) || !date.Before(w.a.To)
}

func (w *reasons) embargoed() bool {
	return slices.ContainsFunc(w.a.Case.Hits, func(h policy.Hit) bool { return h.Action == policy.Embargo }) ||
		slices.ContainsFunc(w.a.Case.Acts, func(a policy.Act) bool { return a.Action == policy.Embargo })
}

// A stranger is what `weft why` tells of an address that no entry has.
type stranger struct {
	ed     *edition.Edition
	s      *edition.Stranger
	absent []string
}

func (w *stranger) write(s *sheet) {
	s.head("%s", w.s.Address)
	s.line("not in the archive: no feed that weft reads has brought it")
	switch {
	case w.s.OptedOut:
		s.line("its host is that of somebody who opted out: nothing of theirs is shown")
	case w.s.Owner != "":
		s.line("its host is that of %s (%s), %s:%d", w.s.Owner, w.s.OwnerID, w.s.File, w.s.Line)
	default:
		s.line("its host is that of nobody on the lists")
	}
	for _, f := range w.s.Feeds {
		s.more("%s", w.feed(f))
	}
	for _, a := range w.s.Acts {
		s.line("%s decided on it ahead, on %s (%s:%d): %s: %s", a.By, day(w.ed, a.At), a.File, a.Line, a.Action, a.Reason)
	}
	for _, p := range w.s.CitedBy {
		s.line("cited by “%s” by %s, %s, %s", p.Title, p.Contributor.Name, day(w.ed, p.Date()), p.URL)
	}
	if len(w.s.CitedBy) == 0 {
		s.line("no entry that weft knows links to it")
	}
	for _, p := range w.s.Placings {
		s.line("stands in an issue all the same: %s", placed(p))
	}
	for _, near := range w.s.Near {
		s.line("near it: %s", near)
	}
	for _, overlay := range w.absent {
		s.line("the overlay %s is not here, and may know it", overlay)
	}
	for _, p := range w.s.Problems.Sorted() {
		s.line("%s could not be looked into: %s", p.File, p.Message)
	}
}

func (w *stranger) feed(f edition.StrangersFeed) string {
	switch {
	case f.Good.IsZero():
		return f.Key + ": was never read yet; `weft fetch`"
	case f.Entries == 0:
		return f.Key + ": holds no entries"
	}
	return fmt.Sprintf("%s: %s back to %s, last read on %s", f.Key, count(f.Entries, "entry", "entries"), day(w.ed, f.Oldest), day(w.ed, f.Good))
}

// next says what to do about it, behind a message.
func (w *stranger) next() string {
	switch {
	case len(w.s.Near) > 0:
		return "; did you mean " + w.s.Near[0] + "?"
	case w.s.Owner != "":
		return "; `weft fetch` looks for what is new, and `weft status " + w.s.OwnerID + "` says how their feed is doing"
	case !isWebAddress(w.s.Address):
		return "; pieces that were handed in lie in content/contributions/, and `weft fetch` reads them"
	}
	return "; `weft add URL` lists whose it is, then `weft fetch`"
}
