package site

import (
	"slices"
	"strings"

	"weft/internal/config"
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
	OrgIn   bool // an overlay says so
	Sectors []sectorMark
	Named   string // supporter, super-connector
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
		head := personHead{Link: s.contributor(c), Sectors: s.sectorsOf(c), Named: b.namedAs(b.standingOf(c.ID))}
		head.Org, head.OrgIn = b.employer(c)
		l.People = append(l.People, head)
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
func (b *builder) employer(c *roster.Contributor) (name string, internal bool) {
	org, ok := b.in.Roster.EmployedBy(c, b.in.To)
	if !ok {
		return "", false
	}
	return org.Name, org.Layer > 0 || c.Added.Employed
}

// sectorsOf names somebody's sectors, those that an overlay adds marked.
func (s *sheet) sectorsOf(c *roster.Contributor) []sectorMark {
	marks := s.sectorMarks(c.Sectors)
	for i := range marks {
		marks[i].Internal = slices.ContainsFunc(s.in.Site.Sectors, func(sec config.Sector) bool {
			return sec.Name == marks[i].Name && slices.Contains(c.Added.Sectors, sec.ID)
		})
	}
	return marks
}

// insideOrg reports whether an organisation stands on an overlay's list alone.
func (b *builder) insideOrg(id string) bool {
	return slices.ContainsFunc(b.in.Roster.Organisations, func(o roster.Organisation) bool { return o.ID == id && o.Layer > 0 })
}
