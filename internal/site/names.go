package site

import (
	"slices"

	"weft/internal/digest"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"
)

func themePath(id string) string { return route.Theme(id) }

// person names a contributor, with a link while a list knows them.
func (s *sheet) person(id, name string) link {
	c, ok := s.in.Roster.Contributor(id)
	if !ok || c.OptOut.All {
		return link{Text: name}
	}
	return s.contributor(c)
}

func (s *sheet) contributor(c *roster.Contributor) link {
	if c.Handed { // has no page of their own
		return link{Text: c.Name, Internal: c.Layer > 0}
	}
	return link{Text: c.Name, Href: s.to(route.Contributor(c.ID)), Internal: c.Layer > 0}
}

// authors names who wrote a piece, and whose feed or team it came by where
// that is somebody else.
func (s *sheet) authors(p *policy.Authorship) (by, in []link) {
	credited := false
	for _, a := range p.People {
		switch {
		case a.Contributor == nil && a.Name == "":
		case a.Contributor == nil:
			by = append(by, link{Text: a.Name})
		case !a.Contributor.OptOut.All:
			by = append(by, s.author(a.Contributor))
			credited = credited || a.Contributor == p.Contributor
		}
	}
	if len(by) == 0 {
		by, credited = []link{s.author(p.Contributor)}, true
	}
	if !credited {
		in = append(in, s.author(p.Contributor))
	}
	if p.Via != nil && p.Via != p.Contributor && !p.Via.OptOut.All {
		in = append(in, s.contributor(p.Via))
	}
	return by, in
}

// author names somebody beside what they wrote, as a supporter if they are one.
func (s *sheet) author(c *roster.Contributor) link {
	l := s.contributor(c)
	if st := s.standingOf(c.ID); st != nil {
		l.Supporter = st.Supporter
	}
	return l
}

// byline is authors for an item's frozen facts.
func (s *sheet) byline(f digest.Facts) (by, in []link) {
	credited := s.person(f.Contributor.ID, f.Contributor.Name)
	credited.Supporter = f.Supporter
	known := false
	for _, name := range f.Byline {
		c := s.in.Roster.Named(name)
		switch {
		case name == f.Contributor.Name || name == credited.Text:
			by, known = append(by, credited), true
		case c == nil:
			by = append(by, link{Text: name})
		default:
			by = append(by, s.contributor(c))
		}
	}
	switch {
	case len(by) == 0:
		by = []link{credited}
	case !known:
		in = append(in, credited)
	}
	if f.Via != nil && f.Via.ID != f.Contributor.ID {
		in = append(in, s.person(f.Via.ID, f.Via.Name))
	}
	return by, in
}

// hues is how many sectors have a colour of their own; later ones take the
// colours again, and their names tell them apart.
const hues = 12

// sectorMarks names sectors by id, in the site's order.
func (s *sheet) sectorMarks(ids []string) []sectorMark {
	var marks []sectorMark
	for i, sector := range s.in.Site.Sectors {
		if slices.Contains(ids, sector.ID) {
			marks = append(marks, sectorMark{sector.Name, s.to(route.Sector(sector.ID)), hue(i), false})
		}
	}
	return marks
}

// sectorRef names a sector of frozen facts, which site.toml may have lost.
func (s *sheet) sectorRef(r digest.Ref) sectorMark {
	if marks := s.sectorMarks([]string{r.ID}); len(marks) == 1 {
		return marks[0]
	}
	return sectorMark{Name: r.Name}
}

func hue(i int) int { return i%hues + 1 }

// A loom is the little picture beside an entry: a thread lit for each of its
// sectors, and a weft across to those that took it up. It says nothing that
// does not also stand in words.
type loom struct {
	Lit, Reached []int // hues
	From, To     int   // the weft's ends; 0: none
}

func loomOf(own []sectorMark, taken []uptake) loom {
	var l loom
	for _, m := range own {
		l.Lit = append(l.Lit, m.Hue)
	}
	for _, u := range taken {
		for _, m := range u.Sectors {
			l.Reached = append(l.Reached, m.Hue)
		}
	}
	slices.Sort(l.Reached)
	l.Reached = slices.DeleteFunc(slices.Compact(l.Reached), func(h int) bool { return h == 0 || slices.Contains(l.Lit, h) })
	l.Lit = slices.DeleteFunc(l.Lit, func(h int) bool { return h == 0 })
	if len(l.Lit) > 0 && len(l.Reached) > 0 {
		all := append(slices.Clone(l.Lit), l.Reached...)
		l.From, l.To = slices.Min(all), slices.Max(all)
	}
	return l
}
