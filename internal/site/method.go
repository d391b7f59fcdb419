package site

import (
	"strconv"

	"weft/internal/route"
)

// methodPage says how whose ideas carry is found: what counts, what does not,
// since when, from how much on, and what it cannot know.
type methodPage struct {
	Window     string
	Supporter  []string
	Connector  []string
	Enough     string
	Links      map[string]string
	Connection string
	Home       string // the home organisations; empty: none
}

// methodPage plans the page of the method.
func (b *builder) methodPage() {
	b.page(visit{path: route.Method}, func(s *sheet) (leaf, any) {
		return leaf{kind: "method", title: b.say("method.title"), description: b.say("method.lead")}, s.methodOf()
	})
}

func (s *sheet) methodOf() methodPage {
	t := s.in.Site.Thresholds
	page := methodPage{Window: s.window(), Links: s.links(), Connection: s.to(route.Connections),
		Enough: s.say("method.enough", s.plural("count.persons", t.Enough.People), s.plural("count.orgs", t.Enough.Organisations))}
	if homes := s.homes(); len(homes) > 0 {
		page.Home = s.listed(homes)
	}
	page.Supporter = []string{s.say("method.supporter.people", s.plural("count.persons", t.Supporter.People), s.plural("count.orgs", t.Supporter.Organisations)),
		s.say("method.supporter.sectors", s.plural("count.sectors", t.Supporter.Sectors)),
		s.say("method.supporter.entries", s.plural("count.entries", t.Supporter.Entries), s.plural("count.weeks", t.Supporter.Weeks)),
		s.say("method.supporter.reach", strconv.FormatFloat(t.Supporter.Reach, 'f', -1, 64))}
	page.Connector = []string{s.say("method.connector.ideas", s.plural("count.themes", t.Connector.Ideas), s.plural("count.pairs", t.Connector.Pairs)),
		s.say("method.connector.people", s.plural("count.persons", t.Connector.Origins), s.plural("count.persons", t.Connector.Readers))}
	return page
}
