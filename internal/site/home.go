package site

import (
	"html/template"

	"weft/internal/digest"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/route"
	"weft/internal/theme"
)

const (
	homeHighlights = 3
	homeIssues     = 6
	homeEntries    = 6
)

type homePage struct {
	Lead      *issueHead
	Intro     template.HTML
	Inside    template.HTML // what an overlay says before its first section
	Asks      []ask
	Cards     []card
	Span      string // what the crossings are of
	Crossings []crossing
	Recent    []issueHead
	River     []card
	Links     map[string]string
}

// home plans the front page: the newest issue, what crossed, what is new.
func (b *builder) home() { b.page(visit{path: route.Home}, b.homePage) }

func (b *builder) homePage(s *sheet) (leaf, any) {
	page := homePage{River: s.cards(b.in.River, homeEntries), Links: s.links()}
	var desc string
	if lead := b.lead(); lead != nil {
		head := s.head(lead)
		page.Lead, page.Intro, desc = &head, s.prose(lead.Intro, 2), head.Title+", "+head.Span
		page.Inside = s.prose(lead.Inside, 2)
		page.Cards, page.Asks = s.highlights(lead), s.asks(lead)
	}
	p := b.latest()
	page.Span, page.Crossings = b.span(p), s.crossings(b.in.Crossings[p.Name])
	for i := range b.in.Issues {
		if len(page.Recent) < homeIssues && &b.in.Issues[i] != b.lead() {
			page.Recent = append(page.Recent, s.head(&b.in.Issues[i]))
		}
	}
	return leaf{kind: "home", description: desc, feed: route.Home}, page
}

// lead is the newest issue that is no draft, else the newest.
func (b *builder) lead() *digest.Issue {
	for i := range b.in.Issues {
		if !b.in.Issues[i].Draft {
			return &b.in.Issues[i]
		}
	}
	if len(b.in.Issues) > 0 {
		return &b.in.Issues[0]
	}
	return nil
}

// latest is the period the front page speaks of.
func (b *builder) latest() period.Period {
	if lead := b.lead(); b.in.Newest.Name == "" && lead != nil {
		return lead.Period
	}
	return b.in.Newest
}

// highlights are the items of the section with that name, else the first ones.
func (s *sheet) highlights(is *digest.Issue) []card {
	var cards []card
	for _, section := range is.Sections {
		if len(cards) == 0 || section.ID == "highlights" {
			for _, part := range section.Parts {
				for _, it := range part.Items {
					if len(cards) < homeHighlights {
						c := s.item(it)
						c.Anchor = ""
						cards = append(cards, c)
					}
				}
			}
		}
	}
	return cards
}

// A crossing is a theme that was in several sectors in a period.
type crossing struct {
	Label, Href string
	Period      string
	Sectors     []sectorMark
	People      []link
	Entries     []card
	MorePeople  int  // further people, not shown
	More        int  // further entries, not shown
	Open        bool // the entries are not folded up
	Internal    bool
}

func (s *sheet) crossings(list []theme.Crossing) []crossing {
	var all []crossing
	for _, c := range list {
		if t := s.themes[c.Theme]; t != nil {
			all = append(all, s.crossing(t, c))
		}
	}
	sortBy(all, func(x, y crossing) int { return s.byName(x.Label, x.Href, y.Label, y.Href) })
	return all
}

func (s *sheet) crossing(t *theme.Theme, c theme.Crossing) crossing {
	var voices []*policy.Authorship
	pieces := known(s.byID, c.Entries)
	for _, p := range pieces {
		if len(p.Sectors) > 0 {
			voices = append(voices, p.Authorship())
		}
	}
	x := s.crossingHead(t, c, voices)
	for _, p := range pieces {
		x.Entries = append(x.Entries, s.piece(p))
	}
	return x
}

// crossingHead says where a theme crossed, and by whom, without the entries.
func (s *sheet) crossingHead(t *theme.Theme, c theme.Crossing, by []*policy.Authorship) crossing {
	return crossing{Label: t.Label, Href: s.to(themePath(t.ID)), Sectors: s.sectorMarks(c.Sectors), People: s.peopleOf(by), Internal: t.Layer > 0}
}

// carriedBy gives who carries a theme across: those behind entries that have a
// sector.
func (b *builder) carriedBy(ids []string) []*policy.Authorship {
	var all []*policy.Authorship
	for _, p := range known(b.briefs, ids) {
		if len(p.Sectors) > 0 {
			all = append(all, p.Authorship)
		}
	}
	return all
}

// crossingEntries adds the first of the entries, with their words on the theme.
func (s *sheet) crossingEntries(x *crossing, t *theme.Theme, ids []string) {
	pieces := known(s.briefs, ids)
	x.More = max(0, len(pieces)-perCrossing)
	for _, p := range pieces[:len(pieces)-x.More] {
		x.Entries = append(x.Entries, s.onlyTheme(p.Shown(), t))
	}
}

// known gives those of some entries that there are.
func known[P any](byID map[string]*P, ids []string) []*P {
	var all []*P
	for _, id := range ids {
		if p := byID[id]; p != nil {
			all = append(all, p)
		}
	}
	return all
}

// peopleOf names who is behind pieces, each once, by name.
func (s *sheet) peopleOf(behind []*policy.Authorship) []link {
	met, seen := map[*policy.Authorship]bool{}, map[link]bool{}
	var all []link
	for _, a := range behind {
		if met[a] {
			continue
		}
		met[a] = true
		by, _ := s.authors(a)
		for _, l := range by {
			if !seen[l] {
				seen[l] = true
				all = append(all, l)
			}
		}
	}
	sortBy(all, func(x, y link) int { return s.byName(x.Text, x.Href, y.Text, y.Href) })
	return all
}

// links are the fixed places templates speak of.
func (s *sheet) links() map[string]string {
	return map[string]string{
		"contribute": s.to(route.Page("contribute")), "policy": s.to(route.Page("policy")), "about": s.to(route.Page("about")),
		"digests": s.to(route.Digests), "themes": s.to(route.Themes), "sectors": s.to(route.Sectors), "river": s.to(route.River),
		"contributors": s.to(route.Contributors), "connections": s.to(route.Connections), "method": s.to(route.Method), "data": s.to(route.Data),
		"feed": s.to(route.Feed(route.Home, "atom")), "blogroll": s.to(route.Blogroll), "home": s.to(route.Home),
		"contact": s.contact(),
	}
}
