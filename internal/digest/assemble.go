package digest

import (
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/markdown"
	"weft/internal/period"
)

// A Source is one file of an issue: the public one, or an overlay's.
type Source struct {
	File     File
	Record   Record
	Internal bool // an overlay's
	// Live looks an address up in the archive, for an issue not frozen yet.
	Live func(address string) (Facts, bool)
}

// facts finds what an item's link means. A frozen file knows its own items and
// no others: it stands without the archive.
func (s Source) facts(link string) (Facts, bool) {
	link = Target(link)
	if !s.Record.Frozen {
		return s.Live(link)
	}
	key := entry.AddressKey(link)
	for _, f := range s.Record.Items {
		if entry.AddressKey(f.URL) == key || slices.Contains(f.Addresses, key) {
			return f, true
		}
	}
	return Facts{}, false
}

// An Assembler puts an issue together from its files.
type Assembler struct {
	Themes []string // ids: a heading with one is that theme's section
	// Drafts reports whether an overlay's words are shown before they are finished.
	Drafts bool
	// Hidden reports whether an item must not be shown, frozen or not.
	Hidden func(Facts) bool
	// Refused reports whether a link that is no item leads to what must not be
	// shown: its list item is left out, the editor's words with it; nil: none.
	Refused func(link string) bool
	// Unthanked reports whether a link that heads a line of thanks leads to
	// somebody who must not be spoken of; nil: none.
	Unthanked func(link string) bool
	// Trim takes out of an item's facts what must not be shown any more, such
	// as an uptake by somebody who opted out since; nil: nothing.
	Trim func(*Facts)
	// Withdrawn reports whether an item's author took it back; nil: nobody knows.
	Withdrawn func(Facts) bool
	// Changed reports whether an item's source is another now than when the
	// issue was frozen; nil: nobody knows.
	Changed func(Facts) bool

	md *markdown.Converter
}

// Issue assembles the public file and, after it, the overlays'. An overlay's draft
// is left out of an issue that is none, unless drafts are asked for.
func (a Assembler) Issue(p period.Period, sources []Source) Issue {
	a.md = markdown.New()
	first := sources[0]
	issue := Issue{Period: p, Title: first.File.Title, Draft: first.File.Draft, Frozen: first.Record.Frozen, File: first.File.Name}
	if issue.Title == "" {
		issue.Title = p.Name
	}
	m := newMerging(&issue)
	for _, s := range sources {
		unfinished := s.File.Draft && !issue.Draft
		if unfinished && !a.Drafts {
			continue
		}
		issue.Unfinished = issue.Unfinished || unfinished
		for _, q := range s.File.Ask {
			issue.Asks = append(issue.Asks, Ask{a.md.HTML(q), s.Internal})
		}
		s.File.Blocks = m.apart(s.File.Blocks)
		m.add(a.sections(s))
	}
	issue.Sections = slices.DeleteFunc(issue.Sections, func(s Section) bool { return len(s.Parts) == 0 })
	return issue
}

// sections divides one file at its headings. What stands before the first is
// the intro, up to a list of items, which begins a section without a name; a
// top heading (#) repeats the title and is left out.
func (a Assembler) sections(s Source) (intro string, sections []Section, internal bool) {
	for _, b := range s.File.Blocks {
		switch {
		case b.Heading != nil && b.Heading.Level == 1:
		case b.Heading != nil && b.Heading.Level == 2:
			sections = append(sections, a.section(b.Heading, s.Internal))
		default:
			parts := a.parts(b, s, len(sections) > 0 && sections[len(sections)-1].ID == ThankYou)
			if len(sections) == 0 && !haveItems(parts) {
				intro += prose(parts)
				continue
			}
			if len(sections) == 0 {
				sections = append(sections, Section{Internal: s.Internal})
			}
			last := &sections[len(sections)-1]
			last.Parts = append(last.Parts, parts...)
		}
	}
	return strings.TrimSpace(intro), sections, s.Internal
}

func haveItems(parts []Part) bool {
	return slices.ContainsFunc(parts, func(p Part) bool { return p.Items != nil })
}

func prose(parts []Part) string {
	var all strings.Builder
	for _, p := range parts {
		all.WriteString(p.Prose + "\n")
	}
	return all.String()
}

func (a Assembler) section(h *markdown.Heading, internal bool) Section {
	s := Section{ID: h.ID, Title: h.Title, Internal: internal}
	if slices.Contains(a.Themes, h.ID) {
		s.Theme = h.ID
	}
	return s
}

// parts divides a block: a list is items where its links are known, and prose
// where they are not.
func (a Assembler) parts(b markdown.Block, s Source, thanks bool) []Part {
	if b.List == nil {
		if b.HTML == "" {
			return nil
		}
		return []Part{{Prose: b.HTML, Internal: s.Internal}}
	}
	l := listing{internal: s.Internal, tag: "ul"}
	if b.Ordered {
		l.tag = "ol"
	}
	for _, li := range b.List {
		f, known := Facts{}, false
		if li.URL != "" {
			f, known = s.facts(li.URL)
		}
		switch {
		case !known && li.URL != "" && thanks && a.Unthanked != nil && a.Unthanked(li.URL):
		case !known && li.URL != "" && a.Refused != nil && a.Refused(Target(li.URL)):
		case !known:
			l.prose(li.HTML)
		case a.Hidden != nil && a.Hidden(f): // the whole item, the editor's words with it
		case f.TakenDown: // and let stand again since: what was frozen of it is gone
			l.prose(li.HTML)
		default:
			excerpt := f.Excerpt
			if a.Trim != nil {
				a.Trim(&f)
			}
			it := Item{Facts: f, Title: a.title(li, f), Words: li.Rest, Internal: s.Internal || f.Inside, Draft: s.File.Draft, Offered: s.Record.offers(f.Entry), Withdrawn: a.Withdrawn != nil && a.Withdrawn(f)}
			if it.Withdrawn {
				it.Words = unquoted(it.Words, excerpt)
			}
			it.Changed = !it.Withdrawn && s.Record.Frozen && a.Changed != nil && a.Changed(f)
			l.item(it)
		}
	}
	return l.parts
}

// title is an item's, in the curator's words. Words that stand as a draft wrote
// them are the entry's own, and read so letter for letter: curled quotation
// marks and the like are for what a person wrote.
func (a Assembler) title(li markdown.ListItem, f Facts) string {
	if own := clean(f.Title); own != "" && own != li.Title && a.md.LinkWords(inline(own)) == li.Title {
		return own
	}
	return li.Title
}

// A listing gathers a list's items and prose into runs, in their order.
type listing struct {
	parts    []Part
	tag      string // ul or ol
	internal bool
}

func (l *listing) prose(html string) {
	open, end := "<"+l.tag+">\n", "</"+l.tag+">"
	if n := len(l.parts); n > 0 && l.parts[n-1].Items == nil {
		l.parts[n-1].Prose = strings.TrimSuffix(l.parts[n-1].Prose, end) + "<li>" + html + "</li>\n" + end
		return
	}
	l.parts = append(l.parts, Part{Prose: open + "<li>" + html + "</li>\n" + end, Internal: l.internal})
}

func (l *listing) item(it Item) {
	if n := len(l.parts); n > 0 && l.parts[n-1].Items != nil {
		l.parts[n-1].Items = append(l.parts[n-1].Items, it)
		return
	}
	l.parts = append(l.parts, Part{Items: []Item{it}, Internal: l.internal})
}

// Items lists the items of an issue, in order.
func (i *Issue) Items() []Item {
	var out []Item
	for _, s := range i.Sections {
		for _, p := range s.Parts {
			out = append(out, p.Items...)
		}
	}
	return out
}
