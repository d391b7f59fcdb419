package site

import (
	"html/template"
	"slices"

	"weft/internal/digest"
	"weft/internal/htmlsafe"
	"weft/internal/policy"
	"weft/internal/route"
	"weft/internal/text"
	"weft/internal/theme"
)

// perGroup bounds how many entries a page lists under one heading; the whole
// window stands in data/entries.json.
const perGroup = 40

type themesPage struct {
	Themes []themeHead
	Links  map[string]string
}

type themeHead struct {
	Label, Href, Note string
	Sectors           []sectorMark
	Sum               string
	Internal          bool
}

type themePage struct {
	Label     string
	Note      template.HTML
	Terms     []string
	Not       []string
	Travel    []station
	Route     []sectorMark // the sectors of Travel
	Groups    []group
	Crossings []crossing
	Related   []link
	Issues    []issueHead
	Internal  bool
	Links     map[string]string
	Window    string
}

// A station is the first entry on a theme in a sector.
type station struct {
	Sector sectorMark
	Card   card
}

// A group is entries under a heading.
type group struct {
	Anchor string
	Name   string
	Mark   *sectorMark
	Date   stamp
	Cards  []card
	More   int // further ones, not shown
}

// themePages plans the list of themes and a page for each.
func (b *builder) themePages() {
	b.page(visit{path: route.Themes}, func(s *sheet) (leaf, any) {
		page := themesPage{Links: s.links()}
		for i := range b.in.Themes {
			page.Themes = append(page.Themes, s.themeHead(&b.in.Themes[i]))
		}
		return leaf{kind: "themes", title: b.say("nav.themes"), description: b.say("themes.lead")}, page
	})
	for i := range b.in.Themes {
		t := &b.in.Themes[i]
		b.page(visit{themePath(t.ID), newestOf(b.tagged[t.ID])}, func(s *sheet) (leaf, any) { return s.theme(t) })
	}
}

func (s *sheet) themeHead(t *theme.Theme) themeHead {
	pieces := s.tagged[t.ID]
	var sectors []string
	for _, p := range pieces {
		sectors = append(sectors, p.Sectors...)
	}
	return themeHead{Label: t.Label, Href: s.to(themePath(t.ID)), Note: s.noteText(t), Sectors: s.sectorMarks(sectors),
		Sum: s.plural("count.entries", len(pieces)), Internal: t.Layer > 0}
}

// noteText is the beginning of the curator's note, as text.
func (b *builder) noteText(t *theme.Theme) string {
	return text.Excerpt(htmlsafe.Text(b.md.HTML(t.Note)), 220)
}

func (s *sheet) theme(t *theme.Theme) (leaf, any) {
	b := s.builder
	pieces := b.tagged[t.ID]
	page := themePage{Label: t.Label, Note: s.markdown(t.Note, 1), Terms: t.Terms, Not: t.Not, Internal: t.Layer > 0,
		Travel: s.travel(t, pieces), Groups: s.themeGroups(t, pieces), Links: s.links(), Window: b.window()}
	for _, stop := range page.Travel {
		page.Route = append(page.Route, stop.Sector)
	}
	for _, name := range b.crossingPeriods() {
		for _, c := range b.in.Crossings[name] {
			if c.Theme == t.ID {
				x := s.crossing(t, c)
				x.Period = b.periodText(name)
				page.Crossings = append(page.Crossings, x)
			}
		}
	}
	for _, id := range t.Related {
		if r := b.themes[id]; r != nil {
			page.Related = append(page.Related, link{Text: r.Label, Href: s.to(themePath(id)), Internal: r.Layer > 0})
		}
	}
	for i := range b.in.Issues {
		if inIssue(t.ID, &b.in.Issues[i]) {
			page.Issues = append(page.Issues, s.head(&b.in.Issues[i]))
		}
	}
	return leaf{kind: "theme", title: t.Label, description: b.noteText(t), feed: themePath(t.ID), feedTitle: t.Label}, page
}

func inIssue(id string, is *digest.Issue) bool {
	for _, it := range items(is) {
		for _, t := range it.Facts.Themes {
			if t.ID == id {
				return true
			}
		}
	}
	return false
}

// travel lists the first entry of each sector, the earliest first.
func (s *sheet) travel(t *theme.Theme, newest []*policy.Piece) []station {
	var stops []station
	seen := map[string]bool{}
	for _, p := range slices.Backward(newest) {
		for _, id := range p.Sectors {
			marks := s.sectorMarks([]string{id})
			if seen[id] || len(marks) == 0 {
				continue
			}
			seen[id] = true
			stops = append(stops, station{marks[0], s.onlyTheme(p, t)})
		}
	}
	return stops
}

// onlyTheme shows a piece with what it says on one theme.
func (s *sheet) onlyTheme(p *policy.Piece, t *theme.Theme) card {
	c := s.piece(p)
	label := t.Label
	c.Themes = slices.DeleteFunc(c.Themes, func(m themeMark) bool { return m.Label != label })
	return c
}

// themeGroups gives a theme's entries by sector, in the site's order, those of
// no sector last. One of two sectors stands in both.
func (s *sheet) themeGroups(t *theme.Theme, pieces []*policy.Piece) []group {
	var groups []group
	add := func(anchor, name string, mark *sectorMark, has func(*policy.Piece) bool) {
		g := group{Anchor: anchor, Name: name, Mark: mark}
		for _, p := range pieces {
			switch {
			case !has(p):
			case len(g.Cards) < perGroup:
				g.Cards = append(g.Cards, s.onlyTheme(p, t))
			default:
				g.More++
			}
		}
		if len(g.Cards) > 0 {
			groups = append(groups, g)
		}
	}
	for i, sec := range s.in.Site.Sectors {
		mark := sectorMark{sec.Name, s.to(route.Sector(sec.ID)), hue(i)}
		add("in-"+sec.ID, sec.Name, &mark, func(p *policy.Piece) bool { return slices.Contains(p.Sectors, sec.ID) })
	}
	add("in-no-sector", s.say("sector.none"), nil, func(p *policy.Piece) bool { return len(s.sectorMarks(p.Sectors)) == 0 })
	return groups
}

// crossingPeriods lists the periods with crossings, the newest first.
func (b *builder) crossingPeriods() []string {
	var names []string
	for name := range b.in.Crossings {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names
}

func (b *builder) periodText(name string) string {
	p, err := b.in.Site.Calendar.Parse(name)
	if err != nil {
		return name
	}
	return b.span(p)
}

// window says in words which stretch of time the pages look back over.
func (b *builder) window() string {
	if b.in.From.IsZero() || b.in.To.IsZero() {
		return ""
	}
	return b.say("date.between", b.day(b.in.From).Text, b.day(b.in.To.Add(-1)).Text)
}
