package site

import (
	"cmp"
	"net/url"

	"weft/internal/influence"
	"weft/internal/route"
)

// A passing is an idea on its way from one sector into another: who took up
// what, in which words.
type passing struct {
	By        link // who took it up
	BySectors []sectorMark
	Title     string // where
	Href      string
	Lang      string
	Date      stamp
	Passage   string
	Of        link // whose it was
	OfSectors []sectorMark
	Cited     string // what was taken up; empty: the person's own page
	CitedHref string
	CitedLang string
	Internal  bool
	Quote     bool // the citing piece quotes the other, and need not link to it
}

type connectionsPage struct {
	Enough     bool // to say what crossed
	Supporters []claim
	Connectors []claim
	Inside     []claim // connectors of the home organisation
	Homes      string
	Writers    []writer // shown apart
	Matrix     matrix
	Web        webPart
	Origins    []origin
	Window     string
	Links      map[string]string
}

// perIdea bounds how many takings-up of one piece are shown; the data has all.
const perIdea = 20

// An origin is a sector from which ideas came.
type origin struct {
	Anchor string
	Mark   sectorMark
	Ideas  []idea
	More   int // further takings-up, not shown
}

// An idea is a piece, or a person, that others took up.
type idea struct {
	Title, Href string // empty: the person
	Lang        string
	Of          link
	Sectors     []sectorMark
	Passings    []passing
	Internal    bool
}

func compareCitations(x, y *influence.Citation) int {
	return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.From.ID, y.From.ID), cmp.Compare(x.Address, y.Address),
		cmp.Compare(x.Of.ID, y.Of.ID), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Passage, y.Passage))
}

func (s *sheet) passing(c *influence.Citation) passing {
	p := passing{By: s.contributor(c.From.Contributor), BySectors: s.sectorMarks(c.From.Sectors),
		Title: s.title(c.From.Title, ""), Href: s.href(c.From.URL), Lang: s.lang(c.From.Language), Date: s.day(c.At), Passage: c.Passage,
		Of: s.contributor(c.Of), OfSectors: s.sectorMarks(c.Of.Sectors), CitedHref: s.href(c.Address), Internal: c.From.Layer > 0, Quote: c.Kind == influence.Quote}
	if _, err := url.ParseRequestURI(p.Passage); err == nil { // the words are an address, which is linked
		p.Passage = ""
	}
	if c.To != nil {
		p.Cited, p.CitedHref, p.CitedLang = s.title(c.To.Title, ""), s.href(c.To.URL), s.lang(c.To.Language)
		p.Internal = p.Internal || c.To.Layer > 0
	}
	return p
}

// connections plans the page of ideas that crossed sectors.
func (b *builder) connections() { b.page(visit{path: route.Connections}, b.connectionsPage) }

// connectionsPage says who is named, what passes between sectors, draws it, and lists ideas by the sector they came from, then by piece, the
// one taken up last first.
func (b *builder) connectionsPage(s *sheet) (leaf, any) {
	page := connectionsPage{Window: b.window(), Links: s.links(), Enough: b.enough(b.crossed)}
	page.Supporters, page.Connectors, page.Inside = s.claimsOf()
	page.Writers = s.writers()
	if homes := b.homes(); len(homes) > 0 {
		page.Homes = b.listed(homes)
	}
	if page.Enough {
		page.Origins, page.Matrix, page.Web = s.origins(b.crossed), s.matrix(b.crossed), s.web()
	}
	return leaf{kind: "connections", title: b.say("nav.connections"), description: b.say("connections.lead")}, page
}

func (s *sheet) origins(crossed []*influence.Citation) []origin {
	var all []origin
	for i, sec := range s.in.Site.Sectors {
		o := origin{Anchor: "from-" + sec.ID, Mark: sectorMark{sec.Name, s.to(route.Sector(sec.ID)), hue(i), false}}
		at := map[string]int{}
		for _, c := range crossed {
			if s.firstSector(c.Of.Sectors) != sec.ID {
				continue
			}
			key := "person " + c.Of.ID
			if c.To != nil {
				key = c.To.ID
			}
			j, ok := at[key]
			if !ok && len(o.Ideas) == perGroup || ok && len(o.Ideas[j].Passings) == perIdea {
				o.More++
				continue
			}
			if !ok {
				j = len(o.Ideas)
				at[key] = j
				o.Ideas = append(o.Ideas, s.idea(c))
			}
			o.Ideas[j].Passings = append(o.Ideas[j].Passings, s.passing(c))
		}
		if len(o.Ideas) > 0 {
			all = append(all, o)
		}
	}
	return all
}

func (s *sheet) idea(c *influence.Citation) idea {
	i := idea{Of: s.contributor(c.Of), Sectors: s.sectorMarks(c.Of.Sectors), Internal: c.Of.Layer > 0}
	if c.To != nil {
		i.Title, i.Href, i.Lang = s.title(c.To.Title, ""), s.href(c.To.URL), s.lang(c.To.Language)
		i.Internal = i.Internal || c.To.Layer > 0
	}
	return i
}

// firstSector is the first, in the site's order, of some sectors.
func (b *builder) firstSector(ids []string) string {
	for _, sec := range b.in.Site.Sectors {
		for _, id := range ids {
			if id == sec.ID {
				return id
			}
		}
	}
	return ""
}

// enough reports whether so many people of so many organisations are behind
// some citations that something may be said about the community.
func (b *builder) enough(citations []*influence.Citation) bool {
	people, orgs := map[string]bool{}, map[string]bool{}
	for _, c := range citations {
		people[c.From.Contributor.ID], people[c.Of.ID] = true, true
		orgs[c.From.OrganisationKey()] = true
		if c.To != nil {
			orgs[c.To.OrganisationKey()] = true
		} else if c.Of.Organisation != "" {
			orgs[c.Of.Organisation] = true
		} else {
			orgs["person:"+c.Of.ID] = true
		}
	}
	least := b.in.Site.Thresholds.Enough
	return len(citations) > 0 && len(people) >= least.People && len(orgs) >= least.Organisations
}
