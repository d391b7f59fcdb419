package site

import (
	"cmp"
	"slices"

	"weft/internal/influence"
	"weft/internal/picture"
	"weft/internal/roster"
)

// A webPart is the picture of who exchanges ideas across sectors, and the same
// in words, which is what a narrow screen and a reader that does not see get.
type webPart struct {
	Picture  picturePart
	Groups   []webGroup
	Left     int // people who are not drawn
	Named    bool
	Internal bool // somebody drawn is internal
}

type webGroup struct {
	Mark   *sectorMark // nil: no sector
	People []webPerson
}

type webPerson struct {
	Who      link
	By, Took []link
	Named    string // supporter, super-connector
}

// A tie is somebody and those with whom they exchanged ideas.
type tie struct {
	who            *roster.Contributor
	by, took       map[string]*roster.Contributor // who took theirs up; whose they took up
	across, within map[string]bool
}

// ties gathers who took up whom; only people of whom something crossed.
func (b *builder) ties() []*tie {
	byID := map[string]*tie{}
	of := func(c *roster.Contributor) *tie {
		if byID[c.ID] == nil {
			byID[c.ID] = &tie{c, map[string]*roster.Contributor{}, map[string]*roster.Contributor{}, map[string]bool{}, map[string]bool{}}
		}
		return byID[c.ID]
	}
	for _, c := range b.counted {
		giver, taker := of(c.Of), of(c.From.Contributor)
		giver.by[taker.who.ID], taker.took[giver.who.ID] = taker.who, giver.who
		if c.Crosses() {
			giver.across[taker.who.ID], taker.across[giver.who.ID] = true, true
		} else {
			giver.within[taker.who.ID], taker.within[giver.who.ID] = true, true
		}
	}
	var all []*tie
	for _, c := range b.people {
		if t := byID[c.ID]; t != nil && len(t.across) > 0 {
			all = append(all, t)
		}
	}
	return all
}

// weight says who matters for the picture: with how many somebody exchanged
// across sectors, and, much less, within one.
func (t *tie) weight() int { return 4*len(t.across) + len(t.within) }

// chosen are the people to draw, by name: whoever is named, then those with
// most ties.
func (b *builder) chosen(all []*tie) []*tie {
	some := slices.Clone(all)
	isNamed := func(t *tie) int {
		if b.standingOf(t.who.ID) != nil {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(some, func(x, y *tie) int {
		return cmp.Or(isNamed(y)-isNamed(x), y.weight()-x.weight(), cmp.Compare(x.who.ID, y.who.ID))
	})
	some = some[:min(len(some), picture.Most)]
	sortBy(some, func(x, y *tie) int { return b.byName(x.who.Name, x.who.ID, y.who.Name, y.who.ID) })
	return some
}

func (s *sheet) web() webPart {
	all := s.ties()
	some := s.chosen(all)
	part := webPart{Left: len(all) - len(some), Groups: s.webGroups(some)}
	drawn := map[string]bool{}
	for _, t := range some {
		drawn[t.who.ID] = true
		part.Named = part.Named || s.standingOf(t.who.ID) != nil
		part.Internal = part.Internal || t.who.Layer > 0
	}
	p := picture.Web{ID: "w-web", Title: s.say("web.title"), About: s.say("web.about", s.plural("count.persons", len(some)))}
	at := map[string]int{} // sectors that anybody drawn is of
	for i, sec := range s.in.Site.Sectors {
		if slices.ContainsFunc(some, func(t *tie) bool { return slices.Contains(t.who.Sectors, sec.ID) }) {
			at[sec.ID] = len(p.Sectors)
			p.Sectors = append(p.Sectors, picture.Hub{Name: sec.Name, Href: s.sectorMarks([]string{sec.ID})[0].Href, Hue: hue(i)})
		}
	}
	for _, t := range some {
		n := picture.Node{ID: t.who.ID, Name: t.who.Name, Label: s.webLabel(t), Href: s.contributor(t.who).Href, Named: s.standingOf(t.who.ID) != nil, Internal: t.who.Layer > 0}
		for _, sec := range s.in.Site.Sectors {
			if slices.Contains(t.who.Sectors, sec.ID) {
				n.Sectors = append(n.Sectors, at[sec.ID])
			}
		}
		p.People = append(p.People, n)
	}
	p.Threads = s.threads(drawn)
	part.Picture = picturePart(p.SVG())
	return part
}

// threads are the ideas that went between people who are drawn, each way once.
func (b *builder) threads(drawn map[string]bool) []picture.Thread {
	at := map[[2]string]int{}
	var all []picture.Thread
	for _, c := range b.counted {
		pair := [2]string{c.Of.ID, c.From.Contributor.ID}
		if !drawn[pair[0]] || !drawn[pair[1]] {
			continue
		}
		i, known := at[pair]
		if !known {
			i = len(all)
			at[pair] = i
			all = append(all, picture.Thread{From: pair[0], To: pair[1]})
		}
		all[i].Across = all[i].Across || c.Crosses()
	}
	return all
}

// webLabel is what a point of the picture says of itself.
func (s *sheet) webLabel(t *tie) string {
	by, took := s.plural("count.persons", len(t.by)), s.plural("count.persons", len(t.took))
	who, where := s.only(t.who.Name, t.who.Layer > 0), s.listed(s.sectorNames(t.who.Sectors))
	label := s.say("web.both", who, where, by, took)
	switch {
	case len(t.by) == 0:
		label = s.say("web.took", who, where, took)
	case len(t.took) == 0:
		label = s.say("web.by", who, where, by)
	}
	if said := s.namedAs(s.standingOf(t.who.ID)); said != "" {
		label = s.say("web.named", label, said)
	}
	return label
}

// namedAs says in a word or two what somebody is named as; empty: nothing.
func (b *builder) namedAs(st *influence.Standing) string {
	switch {
	case st == nil:
		return ""
	case st.Supporter && st.SuperConnector:
		return b.say("list.and", b.say("label.supporter"), b.say("label.connector"))
	case st.Supporter:
		return b.say("label.supporter")
	}
	return b.say("label.connector")
}

// webGroups says the same in words: by the first sector of each, by name.
func (s *sheet) webGroups(some []*tie) []webGroup {
	var groups []webGroup
	add := func(id string) {
		g := webGroup{}
		if marks := s.sectorMarks([]string{id}); len(marks) > 0 {
			g.Mark = &marks[0]
		}
		for _, t := range some {
			if s.firstSector(t.who.Sectors) == id {
				g.People = append(g.People, webPerson{Who: s.contributor(t.who), By: s.linksTo(t.by), Took: s.linksTo(t.took), Named: s.namedAs(s.standingOf(t.who.ID))})
			}
		}
		if len(g.People) > 0 {
			groups = append(groups, g)
		}
	}
	for _, sec := range s.in.Site.Sectors {
		add(sec.ID)
	}
	add("")
	return groups
}

// linksTo names people by name.
func (s *sheet) linksTo(people map[string]*roster.Contributor) []link {
	var all []link
	for _, c := range s.people {
		if people[c.ID] != nil {
			all = append(all, s.contributor(c))
		}
	}
	return all
}
