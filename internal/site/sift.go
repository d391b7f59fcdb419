package site

import (
	"slices"
	"strconv"

	"weft/internal/digest"
	"weft/internal/influence"
)

// What an edition may show was decided before Build. The files of an issue are
// frozen, though, and people change their minds later; so the wishes of those
// who opted out are held once more, here, before any page, feed or data file
// is made.

// siftIssues puts the issues newest first, without items, names and claims of
// people who do not want them.
func (b *builder) siftIssues(issues []digest.Issue) []digest.Issue {
	issues = slices.Clone(issues)
	sortBy(issues, func(x, y digest.Issue) int { return y.Period.Start.Compare(x.Period.Start) })
	for i := range issues {
		is := &issues[i]
		if is.Title == "" {
			is.Title = b.span(is.Period)
		}
		is.Sections = slices.Clone(is.Sections)
		for j := range is.Sections {
			b.siftSection(&is.Sections[j], j)
		}
	}
	return issues
}

// siftSection also gives a section what its page needs of it: an id and a title.
func (b *builder) siftSection(sec *digest.Section, n int) {
	switch {
	case sec.Title == "" && n == 0:
		sec.Title = b.say("digest.section.lead")
	case sec.Title == "":
		sec.Title = b.say("digest.section.untitled")
	}
	if sec.ID == "" {
		sec.ID = "w-section-" + strconv.Itoa(n+1)
	}
	sec.Parts = slices.Clone(sec.Parts)
	for i := range sec.Parts {
		var items []digest.Item
		for _, it := range sec.Parts[i].Items {
			if !b.gone(it.Facts.Contributor.ID) {
				it.Facts = b.siftFacts(it.Facts)
				items = append(items, it)
			}
		}
		sec.Parts[i].Items = items
	}
}

func (b *builder) siftFacts(f digest.Facts) digest.Facts {
	if f.Via != nil && b.gone(f.Via.ID) {
		f.Via = nil
	}
	f.Byline = slices.DeleteFunc(slices.Clone(f.Byline), func(name string) bool {
		c := b.in.Roster.Named(name)
		return name == "" || c != nil && c.OptOut.All
	})
	f.TakenUp = slices.DeleteFunc(slices.Clone(f.TakenUp), func(u digest.Uptake) bool {
		return b.noClaims(f.Contributor.ID) || b.noClaims(u.By.ID)
	})
	f.SameStory = slices.DeleteFunc(slices.Clone(f.SameStory), func(c digest.Companion) bool { return b.gone(c.By.ID) })
	return f
}

// siftCitations keeps those that count and that nobody concerned declined,
// newest first.
func (b *builder) siftCitations(all []influence.Citation) []*influence.Citation {
	var kept []*influence.Citation
	for i := range all {
		c := &all[i]
		if c.Counted && b.wanted(c) {
			kept = append(kept, c)
		}
	}
	sortBy(kept, compareCitations)
	return kept
}

// siftBeside keeps where somebody is mentioned, and who wrote in whose feed, if
// nobody concerned declined.
func (b *builder) siftBeside(all []influence.Citation) []*influence.Citation {
	var kept []*influence.Citation
	for i := range all {
		c := &all[i]
		if (c.Kind == influence.MentionKind || c.Kind == influence.BylineKind) && b.wanted(c) && c.Of.ID != c.By().ID {
			kept = append(kept, c)
		}
	}
	sortBy(kept, compareCitations)
	return kept
}

// wanted reports whether nobody concerned declined that this be told.
func (b *builder) wanted(c *influence.Citation) bool {
	return c.From != nil && c.From.Contributor != nil && c.Of != nil && !b.noClaims(c.Of.ID) && !b.noClaims(c.From.Contributor.ID) && !b.noClaims(c.By().ID)
}

// gone reports whether somebody asked to be left out altogether.
func (b *builder) gone(id string) bool {
	c, ok := b.in.Roster.Contributor(id)
	return ok && c.OptOut.All
}

// noClaims reports whether somebody asked that nothing be said about whose
// ideas carry.
func (b *builder) noClaims(id string) bool {
	c, ok := b.in.Roster.Contributor(id)
	return ok && (c.OptOut.All || c.OptOut.Influence)
}
