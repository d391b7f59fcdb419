package site

import (
	"html/template"
	"slices"
	"time"

	"weft/internal/digest"
	"weft/internal/htmlsafe"
	"weft/internal/policy"
	"weft/internal/route"
	"weft/internal/text"
	"weft/internal/theme"
)

// perGroup bounds how many entries a page lists under one heading.
const perGroup = 40

// young is how long a theme is new to a community, and how long it must be
// silent to be quiet: twelve weeks.
const young = 12 * sevenDays

type themesPage struct {
	Groups []themeGroup
	Window string
	Links  map[string]string
}

// A themeGroup is themes of which the same can be said.
type themeGroup struct {
	Title, About string
	Themes       []themeHead
}

type themeHead struct {
	Label, Href, Note string
	Sectors           []sectorCount
	Spark             template.HTML
	Sum               string // how many pieces there are of late
	Crossed           string // when last
	Young             bool
	Internal          bool
}

type themePage struct {
	Label     string
	Note      template.HTML
	Terms     []string
	Not       []string
	Way       way
	Groups    []group
	Crossings []crossing
	Older     []olderCrossing
	Related   []link
	Issues    []issueHead
	Inside    template.HTML // what overlays say below the note
	TermsIn   []string      // what they look for besides
	NotIn     []string
	Internal  bool
	Links     map[string]string
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
		return leaf{kind: "themes", title: b.say("nav.themes"), description: b.say("themes.lead")}, s.themesPage()
	})
	for i := range b.in.Themes {
		t := &b.in.Themes[i]
		b.page(visit{themePath(t.ID), b.lastOf(t.ID)}, func(s *sheet) (leaf, any) { return s.theme(t) })
	}
}

// themesPage sorts the themes by what can be said of them now.
func (s *sheet) themesPage() themesPage {
	page := themesPage{Links: s.links(), Window: s.window()}
	states := []string{"crossing", "young", "others", "quiet"}
	groups := map[string]*themeGroup{}
	for _, state := range states {
		groups[state] = &themeGroup{Title: s.say("themes." + state), About: s.say("themes.about." + state)}
	}
	for i := range s.in.Themes {
		t := &s.in.Themes[i]
		g := groups[s.state(t.ID)]
		g.Themes = append(g.Themes, s.themeHead(t))
	}
	for _, state := range states {
		if len(groups[state].Themes) > 0 {
			page.Groups = append(page.Groups, *groups[state])
		}
	}
	return page
}

// state says which group of the list a theme belongs to.
func (b *builder) state(id string) string {
	lately := b.in.To.Add(-4 * sevenDays)
	for _, c := range b.crossingsOf(id) {
		if p, err := b.in.Site.Calendar.Parse(c.period); err == nil && (p.End.After(lately) || p.Name == b.in.Newest.Name) {
			return "crossing"
		}
	}
	switch {
	case b.isYoung(id):
		return "young"
	case !b.lastOf(id).After(b.in.To.Add(-young)):
		return "quiet"
	}
	return "others"
}

// isYoung reports whether a theme was first met, or first crossed, within the
// last weeks. Before the record is older than that, nobody can say.
func (b *builder) isYoung(id string) bool {
	since, pieces := b.in.To.Add(-young), b.record[id]
	if len(pieces) == 0 || !b.oldest().Before(since) {
		return false
	}
	if !pieces[len(pieces)-1].At.Before(since) {
		return true
	}
	crossed := b.crossingsOf(id)
	if len(crossed) == 0 {
		return false
	}
	first, err := b.in.Site.Calendar.Parse(crossed[len(crossed)-1].period)
	return err == nil && !first.Start.Before(since)
}

// lastOf is the date of a theme's newest piece.
func (b *builder) lastOf(id string) time.Time {
	if len(b.record[id]) == 0 {
		return time.Time{}
	}
	return b.record[id][0].At
}

// oldest is the date of the oldest piece that is known.
func (b *builder) oldest() time.Time {
	var oldest time.Time
	note := func(at time.Time) {
		if oldest.IsZero() || at.Before(oldest) {
			oldest = at
		}
	}
	if n := len(b.in.Window); n > 0 {
		note(b.in.Window[n-1].Date())
	}
	for _, pieces := range b.record {
		if n := len(pieces); n > 0 {
			note(pieces[n-1].At)
		}
	}
	return oldest
}

func (s *sheet) themeHead(t *theme.Theme) themeHead {
	pieces := s.tagged[t.ID]
	h := themeHead{Label: t.Label, Href: s.to(themePath(t.ID)), Note: s.noteText(t), Sectors: s.sectorCounts(t.ID), Spark: s.spark(pieces),
		Sum: s.say("themes.sum", s.plural("count.entries", len(pieces))), Internal: t.Layer > 0, Young: s.isYoung(t.ID)}
	if crossed := s.crossingsOf(t.ID); len(crossed) > 0 {
		h.Crossed = s.say("themes.crossed", s.periodText(crossed[0].period))
	}
	return h
}

// A sectorCount is a sector that a theme ever was in, and how much there is of
// late; empty: nothing.
type sectorCount struct {
	sectorMark
	Sum string
}

func (s *sheet) sectorCounts(theme string) []sectorCount {
	var all []sectorCount
	for i, sec := range s.in.Site.Sectors {
		if countIn(sec.ID, s.record[theme]) == 0 {
			continue
		}
		c := sectorCount{sectorMark: sectorMark{sec.Name, s.to(route.Sector(sec.ID)), hue(i), false}}
		if n := len(in(sec.ID, s.tagged[theme])); n > 0 {
			c.Sum = s.plural("count.entries", n)
		}
		all = append(all, c)
	}
	return all
}

// noteText is the beginning of the curator's note, as text.
func (b *builder) noteText(t *theme.Theme) string {
	return text.Excerpt(htmlsafe.Text(b.md.HTML(t.Note)), 220)
}

func (s *sheet) theme(t *theme.Theme) (leaf, any) {
	b := s.builder
	page := themePage{Label: t.Label, Note: s.markdown(t.OwnNote(), 1), Inside: s.markdown(t.Added.Note, 1), TermsIn: t.Added.Terms, NotIn: t.Added.Not,
		Terms: t.Terms[:len(t.Terms)-len(t.Added.Terms)], Not: t.Not[:len(t.Not)-len(t.Added.Not)], Internal: t.Layer > 0,
		Way: s.way(t), Groups: s.themeGroups(t, b.record[t.ID]), Links: s.links()}
	page.Crossings, page.Older = s.themeCrossings(t)
	for _, id := range t.Related {
		if r := b.themes[id]; r != nil {
			page.Related = append(page.Related, link{Text: r.Label, Href: s.to(themePath(id)), Internal: r.Layer > 0 || slices.Contains(t.Added.Related, id)})
		}
	}
	for i := range b.in.Issues {
		if inIssue(t.ID, &b.in.Issues[i]) {
			page.Issues = append(page.Issues, s.head(&b.in.Issues[i]))
		}
	}
	return leaf{kind: "theme", title: t.Label, description: b.noteText(t), feed: themePath(t.ID), feedTitle: t.Label}, page
}

// openCrossings are shown with their entries laid open, and those after them,
// up to wholeCrossings, with these folded up. What is older is a line each. Of a
// crossing no more than perCrossing people and entries are shown: the data has all.
const openCrossings, wholeCrossings, perCrossing = 3, 26, 12

// themeCrossings shows when a theme crossed, in the whole record, newest first.
func (s *sheet) themeCrossings(t *theme.Theme) (all []crossing, older []olderCrossing) {
	for i, c := range s.crossingsOf(t.ID) {
		if i >= wholeCrossings {
			older = append(older, olderCrossing{s.periodText(c.period), s.listed(s.sectorNames(c.Sectors)), s.plural("count.entries", len(c.Entries))})
			continue
		}
		x := s.crossingHead(t, c.Crossing, s.carriedBy(c.Entries))
		x.Period, x.Open = s.periodText(c.period), i < openCrossings
		x.MorePeople = max(0, len(x.People)-perCrossing)
		x.People = x.People[:len(x.People)-x.MorePeople]
		s.crossingEntries(&x, t, c.Entries)
		all = append(all, x)
	}
	return all, older
}

// An olderCrossing is one in a line.
type olderCrossing struct{ Period, Sectors, Sum string }

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

// onlyTheme shows a piece with what it says on one theme.
func (s *sheet) onlyTheme(p *policy.Piece, t *theme.Theme) card {
	c := s.piece(p)
	label := t.Label
	c.Themes = slices.DeleteFunc(c.Themes, func(m themeMark) bool { return m.Label != label })
	return c
}

// themeGroups gives a theme's entries by sector, in the site's order, those of
// no sector last. One of two sectors stands in both.
func (s *sheet) themeGroups(t *theme.Theme, pieces []*policy.Brief) []group {
	var groups []group
	add := func(anchor, name string, mark *sectorMark, has func(*policy.Brief) bool) {
		g := group{Anchor: anchor, Name: name, Mark: mark}
		for _, p := range pieces {
			switch {
			case !has(p):
			case len(g.Cards) < perGroup:
				g.Cards = append(g.Cards, s.onlyTheme(p.Shown(), t))
			default:
				g.More++
			}
		}
		if len(g.Cards) > 0 {
			groups = append(groups, g)
		}
	}
	for i, sec := range s.in.Site.Sectors {
		mark := sectorMark{sec.Name, s.to(route.Sector(sec.ID)), hue(i), false}
		add("in-"+sec.ID, sec.Name, &mark, func(p *policy.Brief) bool { return slices.Contains(p.Sectors, sec.ID) })
	}
	add("in-no-sector", s.say("sector.none"), nil, func(p *policy.Brief) bool { return len(s.sectorMarks(p.Sectors)) == 0 })
	return groups
}

// A periodCrossing is a crossing with the name of its period.
type periodCrossing struct {
	theme.Crossing
	period string
}

// crossingsOf lists when a theme crossed, in the whole record, newest first.
func (b *builder) crossingsOf(id string) []periodCrossing {
	if b.crossingsBy == nil {
		b.crossingsBy = map[string][]periodCrossing{}
		for _, name := range b.crossingPeriods() {
			for _, c := range b.in.Crossings[name] {
				b.crossingsBy[c.Theme] = append(b.crossingsBy[c.Theme], periodCrossing{c, name})
			}
		}
	}
	return b.crossingsBy[id]
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
