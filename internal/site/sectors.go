package site

import (
	"slices"

	"weft/internal/config"
	"weft/internal/policy"
	"weft/internal/route"
)

type sectorsPage struct {
	Sectors []sectorHead
	Links   map[string]string
}

type sectorHead struct {
	Mark sectorMark
	Note string
	Sum  string
}

type sectorPage struct {
	Mark     sectorMark
	Note     string
	Themes   []themeHead
	Took     []exchange // themes that came from other sectors
	Gave     []exchange // themes that went to others from here
	People   []link
	Cards    []card
	More     int
	Came     []passing // ideas taken up here from other sectors
	Went     []passing // ideas of this sector taken up in others
	HasLinks bool
	Links    map[string]string
	Window   string
}

// sectors plans the list of sectors and a page for each.
func (b *builder) sectors() {
	b.page(visit{path: route.Sectors}, b.sectorsPage)
	for i, sec := range b.in.Site.Sectors {
		b.page(visit{route.Sector(sec.ID), newestOf(b.inSector(sec.ID))}, func(s *sheet) (leaf, any) { return s.sector(i, sec) })
	}
}

func (b *builder) sectorsPage(s *sheet) (leaf, any) {
	page := sectorsPage{Links: s.links()}
	for i, sec := range b.in.Site.Sectors {
		pieces := b.inSector(sec.ID)
		page.Sectors = append(page.Sectors, sectorHead{
			Mark: sectorMark{sec.Name, s.to(route.Sector(sec.ID)), hue(i), false}, Note: sec.Note,
			Sum: b.say("sector.sum", b.plural("count.people", len(b.peopleIn(sec.ID))), b.plural("count.entries", len(pieces))),
		})
	}
	return leaf{kind: "sectors", title: b.say("nav.sectors"), description: b.say("sectors.lead")}, page
}

func (s *sheet) sector(i int, sec config.Sector) (leaf, any) {
	b := s.builder
	pieces := b.inSector(sec.ID)
	page := sectorPage{Mark: sectorMark{sec.Name, "", hue(i), false}, Note: sec.Note, Links: s.links(), Window: b.window(),
		Cards: s.cards(pieces, perGroup), More: max(0, len(pieces)-perGroup)}
	for j := range b.in.Themes {
		t := &b.in.Themes[j]
		if here := in(sec.ID, b.tagged[t.ID]); len(here) > 0 {
			page.Themes = append(page.Themes, themeHead{Label: t.Label, Href: s.to(themePath(t.ID)), Spark: s.spark(here),
				Sum: b.plural("count.entries", len(here)), Internal: t.Layer > 0})
		}
	}
	page.Took, page.Gave = s.exchanges(sec.ID)
	for _, id := range b.peopleIn(sec.ID) {
		page.People = append(page.People, s.contributor(b.shown[id]))
	}
	for _, c := range b.crossed {
		switch {
		case slices.Contains(c.From.Sectors, sec.ID):
			page.Came = append(page.Came, s.passing(c))
		case slices.Contains(c.Of.Sectors, sec.ID):
			page.Went = append(page.Went, s.passing(c))
		}
	}
	page.Came, page.Went = page.Came[:min(len(page.Came), perGroup)], page.Went[:min(len(page.Went), perGroup)]
	return leaf{kind: "sector", title: sec.Name, description: sec.Note, feed: route.Sector(sec.ID), feedTitle: sec.Name}, page
}

func (b *builder) inSector(id string) []*policy.Piece { return in(id, b.in.Window) }

// in gives those pieces that are of a sector.
func in(sector string, pieces []*policy.Piece) []*policy.Piece {
	var all []*policy.Piece
	for _, p := range pieces {
		if slices.Contains(p.Sectors, sector) {
			all = append(all, p)
		}
	}
	return all
}

// countIn counts those pieces of the record that are of a sector.
func countIn(sector string, pieces []*policy.Brief) int {
	n := 0
	for _, p := range pieces {
		if slices.Contains(p.Sectors, sector) {
			n++
		}
	}
	return n
}

// peopleIn lists the ids of a sector's contributors, by name.
func (b *builder) peopleIn(sector string) []string {
	var ids []string
	for _, c := range b.people {
		if slices.Contains(c.Sectors, sector) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
