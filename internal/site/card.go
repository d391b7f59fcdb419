package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/text"
	"weft/internal/theme"

	"golang.org/x/text/language"
)

// A card is an entry as a page shows it: an item of an issue, or a piece of
// the river. Its facts stand beside the words that show them.
type card struct {
	Anchor  string // id of the element; empty: none
	Title   string
	Href    string
	Lang    string // when it is not the site's
	Words   template.HTML
	Inside  []template.HTML // an overlay's words of an item that all see
	Excerpt string
	By      []link // the authors
	In      []link // whose feed or team it came by, when that says more
	Org     string
	OrgIn   bool // an overlay says of the organisation
	Sectors []sectorMark
	Date    stamp
	Themes  []themeMark
	AlsoAt  []link
	TakenUp []uptake
	Story   []teller // others that tell the same story
	Loom    loom

	Internal bool // for the internal edition alone
	Changed  bool // the source changed after the issue was frozen
	// Withdrawn says that its author took it back: it is named, and not quoted.
	Withdrawn bool
	AlsoIn    []link // others whose feeds carry it
}

// A sectorMark names a sector and gives its thread: the number of its hue.
type sectorMark struct {
	Name, Href string
	Hue        int
	Internal   bool // an overlay says so
}

// A themeMark is a theme and the words that show it.
type themeMark struct {
	Label, Href  string
	Quote, Where string
	Lang         string // of the quote, when it is not the site's
	Curator      bool   // a curator confirmed it; else weft suggests it
	Sure         string // in words, of a suggestion: "likely", "possible"
	Short        bool   // there were few words to tell it by
	Internal     bool   // an overlay's theme
}

// An uptake is a later entry that points to this one.
type uptake struct {
	By       link
	Title    string
	Href     string
	Sectors  []sectorMark
	Date     stamp
	Passage  string
	Internal bool // it is an overlay's
}

// A teller is who else tells a story, with a link to where.
type teller struct {
	By      link
	Sectors []sectorMark
}

// piece shows an entry of the window or the river.
func (s *sheet) piece(p *policy.Piece) card {
	c := card{
		Title: s.title(p.Title, p.Excerpt), Href: s.href(p.URL), Lang: s.lang(p.Language), Excerpt: p.Excerpt,
		Sectors: s.sectorMarks(p.Sectors), Date: s.day(p.Date()), AlsoAt: s.alsoAt(p.AlsoAt), Internal: p.Layer > 0,
		Withdrawn: !p.Withdrawn.IsZero(),
	}
	for _, other := range p.AlsoIn {
		c.AlsoIn = append(c.AlsoIn, s.person(other.ID, other.Name))
	}
	c.By, c.In = s.authors(p.Authorship())
	if p.Organisation != nil {
		c.Org, c.OrgIn = c.beside(p.Organisation.Name), p.Organisation.Layer > 0
	}
	for _, t := range p.Tags {
		if th := s.themes[t.Theme]; th != nil {
			c.Themes = append(c.Themes, s.tagMark(th, t, c.Lang))
		}
	}
	for _, q := range s.in.Stories[p.ID] {
		if !s.gone(q.Contributor.ID) {
			c.Story = append(c.Story, s.teller(q.Contributor.ID, q.Contributor.Name, q.URL, s.sectorMarks(q.Sectors), q.Layer > 0))
		}
	}
	c.Loom = loomOf(c.Sectors, nil)
	return c
}

func (s *sheet) tagMark(th *theme.Theme, t entry.Tag, lang string) themeMark {
	m := themeMark{Label: th.Label, Href: s.to(themePath(th.ID)), Lang: lang, Curator: t.By == entry.ByCurator, Internal: th.Layer > 0}
	if len(t.Evidence) > 0 {
		m.Quote, m.Where = t.Evidence[0].Quote, s.where(t.Evidence[0].Where)
	}
	if !m.Curator {
		m.Sure, m.Short = s.say("tag.possible"), t.Short
		if t.Score >= entry.Likely {
			m.Sure = s.say("tag.likely")
		}
	}
	return m
}

// item shows an entry placed in an issue, by its frozen facts.
func (s *sheet) item(it digest.Item) card {
	f := it.Facts
	c := card{
		Anchor: "e-" + f.Entry, Title: s.title(cmp.Or(it.Title, f.Title), f.Excerpt), Href: s.href(f.URL), Lang: s.lang(f.Language),
		Words: s.prose(it.Words, 3), Date: s.day(f.Date), AlsoAt: s.alsoAt(f.AlsoAt),
		Internal: it.Internal, Changed: it.Changed, Withdrawn: it.Withdrawn,
	}
	for _, words := range it.Inside {
		c.Inside = append(c.Inside, s.prose(words, 3))
	}
	for _, r := range f.AlsoIn {
		c.AlsoIn = append(c.AlsoIn, s.person(r.ID, r.Name))
	}
	if c.Words == "" {
		c.Excerpt = f.Excerpt
	}
	c.By, c.In = s.byline(f)
	if f.Organisation != nil {
		c.Org, c.OrgIn = c.beside(f.Organisation.Name), s.insideOrg(f.Organisation.ID)
	}
	for _, r := range f.Sectors {
		c.Sectors = append(c.Sectors, s.sectorRef(r))
	}
	for _, t := range f.Themes {
		m := themeMark{Label: t.Label, Quote: t.Quote, Where: s.where(t.Where), Lang: c.Lang, Curator: t.By == entry.ByCurator}
		if th := s.themes[t.ID]; th != nil {
			m.Href, m.Internal = s.to(themePath(t.ID)), th.Layer > 0
		}
		c.Themes = append(c.Themes, m)
	}
	c.TakenUp, c.Story = s.uptakes(f.TakenUp), s.tellers(f)
	c.Loom = loomOf(c.Sectors, c.TakenUp)
	return c
}

// beside gives an organisation's name unless it already stands there as that
// of the team.
func (c *card) beside(org string) string {
	for _, l := range append(slices.Clone(c.By), c.In...) {
		if l.Text == org {
			return ""
		}
	}
	return org
}

// uptakes shows who took an item up.
func (s *sheet) uptakes(taken []digest.Uptake) []uptake {
	var all []uptake
	for _, u := range taken {
		up := uptake{By: s.person(u.By.ID, u.By.Name), Title: s.title(u.Title, ""), Href: s.href(u.URL), Date: s.day(u.Date), Passage: u.Passage, Internal: u.Inside}
		for _, r := range u.Sectors {
			up.Sectors = append(up.Sectors, s.sectorRef(r))
		}
		all = append(all, up)
	}
	return all
}

// tellers shows who else told the story of an item. What is named already, as
// another place of the piece or as one that took it up, is not named again.
func (s *sheet) tellers(f digest.Facts) []teller {
	named := map[string]bool{entry.AddressKey(f.URL): true}
	for _, a := range f.AlsoAt {
		named[entry.AddressKey(a)] = true
	}
	for _, u := range f.TakenUp {
		named[entry.AddressKey(u.URL)] = true
	}
	var all []teller
	for _, c := range f.SameStory {
		if named[entry.AddressKey(c.URL)] {
			continue
		}
		var sectors []sectorMark
		for _, r := range c.Sectors {
			sectors = append(sectors, s.sectorRef(r))
		}
		all = append(all, s.teller(c.By.ID, c.By.Name, c.URL, sectors, c.Inside))
	}
	return all
}

// teller names somebody with a link to their piece.
func (s *sheet) teller(id, name, url string, sectors []sectorMark, internal bool) teller {
	l := s.person(id, name)
	l.Href, l.Internal = s.href(url), l.Internal || internal
	return teller{l, sectors}
}

func (s *sheet) alsoAt(addresses []string) []link {
	var all []link
	for _, a := range addresses {
		name := entry.Host(a)
		if name == "" {
			name = a
		}
		all = append(all, link{Text: name, Href: s.href(a)})
	}
	return all
}

// title gives a name to an entry that has none: its first words.
func (b *builder) title(title, words string) string {
	if title = text.Squeeze(title); title != "" {
		return title
	}
	if words = text.Excerpt(words, 60); words != "" {
		return words
	}
	return b.say("entry.untitled")
}

// lang gives the tag to set on a text that is not in the site's language; what
// is no tag is left out.
func (b *builder) lang(tag string) string {
	t, err := language.Parse(tag)
	if err != nil || t == language.Und {
		return ""
	}
	theirs, _ := t.Base()
	ours, _ := b.siteLang.Base()
	if theirs == ours {
		return ""
	}
	return t.String()
}

// where says in words where a quote stands.
func (b *builder) where(place string) string {
	switch place {
	case "title", "summary", "body":
		return b.say("where." + place)
	case "first lines":
		return b.say("where.first")
	}
	return strings.TrimSpace(place)
}

// cards shows pieces, at most max of them.
func (s *sheet) cards(pieces []*policy.Piece, max int) []card {
	all := make([]card, 0, min(len(pieces), max))
	for _, p := range pieces[:min(len(pieces), max)] {
		all = append(all, s.piece(p))
	}
	return all
}

func newestOf(pieces []*policy.Piece) time.Time {
	if len(pieces) == 0 {
		return time.Time{}
	}
	return pieces[0].Date()
}
