package lint

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/markdown"
	"weft/internal/policy"
	"weft/internal/text"
)

// state compares what the text says of itself with what weft has noted of it.
func (d *digests) state(f *issueFile) {
	freeze := fmt.Sprintf("`weft freeze %s` keeps its facts, so that it reads the same in years", f.period.Name)
	line := max(1, f.file.Lines.Of("draft"))
	switch {
	case f.layer > 0 && f.public == nil:
		d.probs.Add(f.name, 1, fmt.Sprintf("the public file begins an issue: `weft draft %s`, or give this one the name of an issue there is", f.period.Name), "there is no public content/digests/%s.md, so nobody sees this", f.period.Name)
	case !f.noted:
	case f.record.Frozen && f.file.Draft:
		d.probs.Add(f.name, line, fmt.Sprintf("`weft freeze %s` again, or take the line out if nothing was added", f.period.Name), "frozen, and the text says that it is a draft: readers do not see it any more")
	case f.published() && !f.record.Frozen && f.layer == 0:
		d.probs.Add(f.name, line, freeze+"; or write draft = true", "published and not frozen")
	case f.published() && !f.record.Frozen:
		d.probs.Add(f.name, line, freeze, "published with the public file, and not frozen")
	}
}

// sections looks at the headings: empty ones, and ids that lead to no theme.
func (d *digests) sections(f *issueFile) {
	ids := map[string]int{}
	for i, b := range f.file.Blocks {
		if b.Heading == nil {
			continue
		}
		line := f.line(b.Line)
		if empty(f.file.Blocks[i+1:], b.Heading.Level) && b.Heading.Level > 1 {
			d.probs.Warn(f.name, line, "readers do not see it; write something below it, or take it out", "nothing stands below the heading %q", b.Heading.Title)
		}
		if b.Heading.Level == 2 {
			d.heading(f, b.Heading, line, ids)
		}
	}
}

// empty reports whether no words come before the next heading of a level.
func empty(blocks []markdown.Block, level int) bool {
	for _, b := range blocks {
		if b.Heading != nil && b.Heading.Level <= level {
			return true
		}
		if b.Heading == nil && b.HTML != "" {
			return false
		}
	}
	return true
}

func (d *digests) heading(f *issueFile, h *markdown.Heading, line int, ids map[string]int) {
	if first := ids[h.ID]; first > 0 && h.Given {
		d.probs.Add(f.name, line, "give one of them another id, or join the two sections", "the id %q stands in %s already", h.ID, place{f.name, first})
		return
	}
	ids[h.ID] = line
	if strings.HasPrefix(h.Title, "Arrived since, ") && !f.record.Frozen {
		d.probs.Warn(f.name, line, "move its items to where they belong, and take the heading out", "weft's own heading %q is still there", h.Title)
	}
	themes, labels := d.themes()
	switch _, known := labels[h.ID]; {
	case known:
	case h.Given && !d.isOwnSection(h.ID):
		if near := diag.DidYouMean(h.ID, themes, ""); near != "" {
			d.probs.Add(f.name, line, near, "the heading's id %q is no theme", h.ID)
			return
		}
		d.probs.Warn(f.name, line, fmt.Sprintf("themes are the files of content/themes; for a section about none leave {#%s} out", h.ID), "the heading's id %q is no theme", h.ID)
	case !h.Given:
		for _, id := range themes {
			if sameWords(labels[id], h.Title) {
				d.probs.Warn(f.name, line, fmt.Sprintf("write ## %s {#%s}, and it is that theme's section", h.Title, id), "the heading %q is called like a theme, and leads to none", h.Title)
			}
		}
	}
}

func (d *digests) themes() (ids []string, labels map[string]string) {
	labels = map[string]string{}
	for _, t := range d.ed.Themes {
		ids, labels[t.ID] = append(ids, t.ID), t.Label
	}
	return ids, labels
}

// isOwnSection knows the ids that a draft gives to sections about no theme.
func (d *digests) isOwnSection(id string) bool {
	if sector, ok := strings.CutPrefix(id, "from-"); ok {
		_, known := d.ed.Site.Sector(sector)
		return known || sector == "further-voices" || d.ed.Unread()
	}
	return id == "highlights" || id == "your-turn" || id == digest.ThankYou
}

// sameWords compares two titles by their words, whatever their case and signs.
func sameWords(a, b string) bool {
	words := func(s string) string {
		return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ")
	}
	return words(a) != "" && words(a) == words(b)
}

// dates finds items that were written at another time than the issue is about.
// What weft itself offered, what came a little late, and what an embargo held
// until then is as it should be.
func (d *digests) dates(f *issueFile) error {
	if f.period.Start.IsZero() {
		return nil
	}
	from := f.period.Start.AddDate(0, 0, -d.ed.Site.Digest.OverlapDays)
	for _, it := range f.items {
		date := it.date()
		if it.offer || date.IsZero() || !date.Before(from) && date.Before(f.period.End) {
			continue
		}
		when := "before"
		if !date.Before(f.period.End) {
			when = "after"
		} else if held, err := d.embargoed(it); err != nil {
			return err
		} else if held {
			continue
		}
		d.probs.Warn(f.name, it.line, fmt.Sprintf("the issue is about %s to %s; leave it if it is meant", day(f.period.Start), day(f.period.Last())),
			"%q is of %s, %s the period", it.title, day(date.In(d.ed.Site.Calendar.Zone)), when)
	}
	return nil
}

// embargoed reports whether a rule or a decision held an item's entry for a
// time, or may have, where that cannot be looked up.
func (d *digests) embargoed(it item) (bool, error) {
	rules := slices.ContainsFunc(d.ed.Rules, func(r policy.Rule) bool { return r.Action == policy.Embargo })
	if d.ed.View == nil {
		return rules, nil
	}
	ids := it.known
	if it.facts != nil {
		ids = append(slices.Clone(ids), it.facts.Entry)
	}
	looked := false
	for _, id := range ids {
		c, err := d.ed.Case(id)
		if err != nil {
			return false, err
		}
		if looked = looked || c != nil; c != nil && held(c) {
			return true, nil
		}
	}
	return rules && !looked, nil
}

func held(c *policy.Case) bool {
	return slices.ContainsFunc(c.Hits, func(h policy.Hit) bool { return h.Action == policy.Embargo }) ||
		slices.ContainsFunc(c.Acts, func(a policy.Act) bool { return a.Action == policy.Embargo })
}

func (it item) date() time.Time {
	switch {
	case it.facts != nil:
		return it.facts.Date
	case it.entry != nil:
		return it.entry.Date()
	}
	return time.Time{}
}

func day(t time.Time) string { return t.Format("2 January 2006") }
