package digest

import (
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/markdown"
)

// A merging adds what overlays say of an issue to what the public file says. It
// takes nothing away, and all that it adds is marked.
type merging struct {
	issue   *Issue
	anchors *markdown.Anchors
}

func newMerging(issue *Issue) *merging { return &merging{issue, markdown.NewAnchors()} }

// apart gives the blocks of a file with ids that no file before it has. The names
// of sections are left: by them files are merged.
func (m *merging) apart(blocks []markdown.Block) []markdown.Block {
	blocks = slices.Clone(blocks)
	var pieces []*string
	for i := range blocks {
		b := &blocks[i]
		if b.Heading != nil && b.Heading.Level <= 2 {
			continue
		}
		b.List = slices.Clone(b.List)
		pieces = append(pieces, &b.HTML)
		for j := range b.List {
			pieces = append(pieces, &b.List[j].HTML, &b.List[j].Rest)
		}
	}
	m.anchors.Part(pieces...)
	return blocks
}

// add merges one file, section by section. A section that only an overlay has
// stands where the overlay's file has it: behind the one it follows there, or
// before the first one that the public file has as well.
func (m *merging) add(intro string, sections []Section, internal bool) {
	if internal {
		m.issue.Inside = strings.TrimSpace(m.issue.Inside + "\n" + intro)
	} else {
		m.issue.Intro = strings.TrimSpace(m.issue.Intro + "\n" + intro)
	}
	at := -1 // the section that the next one follows
	for _, sec := range sections {
		if internal {
			m.placed(&sec)
		}
		i := m.find(sec)
		switch {
		case i >= 0:
			m.issue.Sections[i].Parts = append(slices.Clone(m.issue.Sections[i].Parts), sec.Parts...)
		case len(sec.Parts) == 0:
			continue
		default:
			i = m.place(sec, sections, at)
			if id := m.anchors.Take(sec.ID); internal && sec.ID != "" {
				sec.ID = id
			}
			m.issue.Sections = slices.Insert(m.issue.Sections, i, sec)
		}
		at = i
	}
}

// find gives the section of the same id, else the one of the same title; -1: none.
func (m *merging) find(s Section) int {
	if i := slices.IndexFunc(m.issue.Sections, func(b Section) bool { return b.ID == s.ID }); i >= 0 {
		return i
	}
	return slices.IndexFunc(m.issue.Sections, func(b Section) bool { return strings.EqualFold(b.Title, s.Title) })
}

// place says where a section goes that there is not yet: at is the one it follows
// in its file, or -1.
func (m *merging) place(s Section, file []Section, at int) int {
	switch {
	case !s.Internal:
		return len(m.issue.Sections)
	case at >= 0:
		return at + 1
	case s.ID == "": // without a name, it can only stand first
		return 0
	}
	for _, later := range file {
		if i := m.find(later); i >= 0 {
			return i
		}
	}
	return len(m.issue.Sections)
}

// placed takes out of an overlay's section what the issue has already: such an
// item stays where it is, and the overlay's words of it stand beside it.
func (m *merging) placed(s *Section) {
	var parts []Part
	for _, p := range s.Parts {
		p.Items = slices.DeleteFunc(slices.Clone(p.Items), func(it Item) bool {
			there := m.item(it.Facts)
			if there == nil {
				return false
			}
			if it.Words != "" {
				there.Inside = append(there.Inside, it.Words)
			}
			return true
		})
		if p.Prose != "" || len(p.Items) > 0 {
			parts = append(parts, p)
		}
	}
	s.Parts = parts
}

// item finds an entry among what is placed; nil: it is not.
func (m *merging) item(f Facts) *Item {
	for i := range m.issue.Sections {
		for _, p := range m.issue.Sections[i].Parts {
			for j := range p.Items {
				if sameEntry(p.Items[j].Facts, f) {
					return &p.Items[j]
				}
			}
		}
	}
	return nil
}

// sameEntry reports whether two files mean one entry: frozen at different times,
// they may know it by different ids.
func sameEntry(a, b Facts) bool {
	return a.Entry == b.Entry && a.Entry != "" || a.URL != "" && entry.AddressKey(a.URL) == entry.AddressKey(b.URL)
}
