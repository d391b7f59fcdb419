package site

import (
	"html/template"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"
)

type contributorsPage struct {
	Letters []letter
	Links   map[string]string
}

type letter struct {
	Name   string
	People []personHead
}

type personHead struct {
	Link    link
	Org     string
	Sectors []sectorMark
}

type contributorPage struct {
	Name       string
	Org        string
	Site       link
	Profiles   []link
	Sectors    []sectorMark
	Words      template.HTML
	Correction string
	Themes     []link
	Cards      []card
	TakenUp    []passing
	MoreTaken  int // further ones, not shown
	NoClaims   bool
	Internal   bool
	Feeds      []link
	Links      map[string]string
	Window     string
}

// contributors plans the list of people and a page for each who may be shown.
func (b *builder) contributors() {
	b.page(visit{path: route.Contributors}, b.contributorsPage)
	for _, c := range b.people {
		recent := b.newestFirst(b.in.Recent[c.ID])
		b.page(visit{route.Contributor(c.ID), newestOf(recent)}, func(s *sheet) (leaf, any) { return s.contributorPage(c, recent) })
		b.moved(c)
	}
}

func (b *builder) contributorsPage(s *sheet) (leaf, any) {
	page := contributorsPage{Links: s.links()}
	for _, c := range b.people {
		name := initial(c.Name)
		if n := len(page.Letters); n == 0 || b.order.CompareString(page.Letters[n-1].Name, name) != 0 {
			page.Letters = append(page.Letters, letter{Name: name})
		}
		l := &page.Letters[len(page.Letters)-1]
		l.People = append(l.People, personHead{s.contributor(c), b.employer(c), s.sectorMarks(c.Sectors)})
	}
	return leaf{kind: "contributors", title: b.say("nav.contributors"), description: b.say("contributors.lead")}, page
}

// moved leaves, at every address somebody's page had, where it is now.
func (b *builder) moved(c *roster.Contributor) {
	for _, id := range c.Was {
		b.unlisted(route.Contributor(id), func(s *sheet) (leaf, any) {
			to := s.contributor(c)
			return leaf{kind: "moved", title: c.Name, movedTo: to.Href}, to
		})
	}
}

func initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return "?"
}

// employer names the organisation somebody works for as the window ends.
func (b *builder) employer(c *roster.Contributor) string {
	org, ok := b.in.Roster.EmployedBy(c, b.in.To)
	if !ok {
		return ""
	}
	return org.Name
}

func (s *sheet) contributorPage(c *roster.Contributor, recent []*policy.Piece) (leaf, any) {
	b := s.builder
	page := contributorPage{Name: c.Name, Org: b.employer(c), Sectors: s.sectorMarks(c.Sectors), Words: s.markdown(c.Words, 1),
		Correction: c.Correction, Themes: s.themesOf(c), Cards: s.cards(recent, perGroup), NoClaims: c.OptOut.Influence,
		Internal: c.Layer > 0, Links: s.links(), Window: b.window()}
	if href := s.href(c.Site); href != "" {
		page.Site = link{Text: strings.TrimSuffix(entry.Host(c.Site), "/"), Href: href}
	}
	for _, p := range c.Profiles {
		if href := s.href(p); href != "" {
			page.Profiles = append(page.Profiles, link{Text: entry.Host(p), Href: href})
		}
	}
	for _, cit := range b.counted {
		switch {
		case cit.Of.ID != c.ID:
		case len(page.TakenUp) == perGroup:
			page.MoreTaken++
		default:
			page.TakenUp = append(page.TakenUp, s.passing(cit))
		}
	}
	return leaf{kind: "contributor", title: c.Name, description: b.say("contributor.description", c.Name, b.in.Site.Title),
		feed: route.Contributor(c.ID), feedTitle: c.Name}, page
}

// themesOf lists the themes somebody wrote on in the window.
func (s *sheet) themesOf(c *roster.Contributor) []link {
	var all []link
	for i := range s.in.Themes {
		t := &s.in.Themes[i]
		if slices.ContainsFunc(s.tagged[t.ID], func(p *policy.Piece) bool { return wrote(c, p) }) {
			all = append(all, link{Text: t.Label, Href: s.to(themePath(t.ID)), Internal: t.Layer > 0})
		}
	}
	return all
}

func wrote(c *roster.Contributor, p *policy.Piece) bool {
	return p.Contributor == c || slices.ContainsFunc(p.People, func(a policy.Person) bool { return a.Contributor == c })
}
