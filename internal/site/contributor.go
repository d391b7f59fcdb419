package site

import (
	"html/template"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"
)

type contributorPage struct {
	Name        string
	Org         string
	OrgIn       bool // an overlay says so
	Site        link
	Profiles    []link
	Sectors     []sectorMark
	Words       template.HTML
	Inside      template.HTML // what overlays say below it
	Correction  string
	CorrectedIn bool     // an overlay has the correction
	Named       string   // supporter, super-connector
	Said        []string // what is said of them, when they are named
	Independent bool     // named, and employed by none that is listed
	Themes      []themeIn
	Cards       []card
	TakenUp     []passing
	MoreTaken   int // further ones, not shown
	TakesUp     []passing
	MoreTakes   int
	WritesIn    []guesting
	Credits     []credit
	Mentions    []passing
	MoreNamed   int
	NoClaims    bool
	Internal    bool
	Feeds       []link // of what they write, as this site gives it
	Rights      []right
	Links       map[string]string
	Window      string
}

// A themeIn is a theme somebody writes on, and the sectors where it is met.
type themeIn struct {
	Theme   link
	Sectors []sectorMark
}

// A guesting is what somebody wrote in another's feed.
type guesting struct {
	Who     link
	Sectors []sectorMark
	Sum     string
	Newest  card
}

func (s *sheet) contributorPage(c *roster.Contributor, recent []*policy.Piece) (leaf, any) {
	b := s.builder
	page := contributorPage{Name: c.Name, Sectors: s.sectorsOf(c), Words: s.markdown(c.Words, 1), Inside: s.markdown(c.Added.Words, 1), CorrectedIn: c.Added.Correction,
		Correction: c.Correction, Themes: s.themesOf(c), Cards: s.cards(recent, perGroup), NoClaims: c.OptOut.Influence, WritesIn: s.writesIn(c), Credits: s.credits(c.ID),
		Internal: c.Layer > 0, Rights: s.rights(c), Links: s.links(), Window: b.window()}
	page.Org, page.OrgIn = b.employer(c)
	if href := s.href(c.Site); href != "" {
		page.Site = link{Text: strings.TrimSuffix(entry.Host(c.Site), "/"), Href: href, Internal: c.Added.Site}
	}
	for _, p := range c.Profiles {
		if href := s.href(p); href != "" {
			page.Profiles = append(page.Profiles, link{Text: entry.Host(p), Href: href, Internal: slices.Contains(c.Added.Profiles, p)})
		}
	}
	for _, f := range formats {
		page.Feeds = append(page.Feeds, link{Text: f.title, Href: s.to(route.Feed(route.Contributor(c.ID), f.name))})
	}
	page.TakenUp, page.MoreTaken = s.passings(b.homeFirst(b.those(b.counted, func(cit *influence.Citation) bool { return cit.Of.ID == c.ID })))
	page.TakesUp, page.MoreTakes = s.passings(b.those(b.counted, func(cit *influence.Citation) bool { return cit.From.Contributor.ID == c.ID }))
	page.Mentions, page.MoreNamed = s.passings(b.namings(c))
	if st := b.standingOf(c.ID); st != nil {
		page.Named, page.Said, page.Independent = b.namedAs(st), s.said(st), st.Independent
	}
	return leaf{kind: "contributor", title: c.Name, description: b.say("contributor.description", c.Name, b.in.Site.Title),
		feed: route.Contributor(c.ID), feedTitle: c.Name}, page
}

// said are the sentences of somebody who is named.
func (s *sheet) said(st *influence.Standing) []string {
	var all []string
	if st.Supporter {
		all = s.claim(st).Sentences
	}
	if st.SuperConnector {
		all = append(all, s.connector(st).Sentences...)
	}
	return all
}

func (b *builder) those(all []*influence.Citation, are func(*influence.Citation) bool) []*influence.Citation {
	var some []*influence.Citation
	for _, c := range all {
		if are(c) {
			some = append(some, c)
		}
	}
	return some
}

// namings are the mentions of somebody, one of each piece, but of those that took
// them up as well, which are shown as that.
func (b *builder) namings(c *roster.Contributor) []*influence.Citation {
	told := map[string]bool{}
	for _, cit := range b.counted {
		if cit.Of.ID == c.ID {
			told[cit.From.ID] = true
		}
	}
	return b.those(b.beside, func(cit *influence.Citation) bool {
		if cit.Kind != influence.MentionKind || cit.Of.ID != c.ID || told[cit.From.ID] {
			return false
		}
		told[cit.From.ID] = true
		return true
	})
}

// passings shows citations, and says how many there are beside them.
func (s *sheet) passings(all []*influence.Citation) (some []passing, more int) {
	for _, c := range first(all, perGroup, &more) {
		some = append(some, s.passing(c))
	}
	return some, more
}

// themesOf lists the themes somebody wrote on in the window, each with the
// sectors in which it was met.
func (s *sheet) themesOf(c *roster.Contributor) []themeIn {
	var all []themeIn
	for i := range s.in.Themes {
		t := &s.in.Themes[i]
		pieces := s.tagged[t.ID]
		if !slices.ContainsFunc(pieces, func(p *policy.Piece) bool { return wrote(c, p) }) {
			continue
		}
		var sectors []string
		for _, p := range pieces {
			sectors = append(sectors, p.Sectors...)
		}
		all = append(all, themeIn{link{Text: t.Label, Href: s.to(themePath(t.ID)), Internal: t.Layer > 0}, s.sectorMarks(sectors)})
	}
	return all
}

// writesIn lists in whose feeds somebody else wrote, by name.
func (s *sheet) writesIn(c *roster.Contributor) []guesting {
	by := map[string][]*policy.Piece{}
	for _, p := range s.in.Window {
		if host := hostOf(p); host.ID != c.ID && wrote(c, p) {
			by[host.ID] = append(by[host.ID], p)
		}
	}
	var all []guesting
	for _, host := range s.people {
		if pieces := by[host.ID]; len(pieces) > 0 {
			all = append(all, guesting{s.contributor(host), s.sectorMarks(host.Sectors), s.plural("count.entries", len(pieces)), s.piece(pieces[0])})
		}
	}
	return all
}

// hostOf is by whose feed a piece came.
func hostOf(p *policy.Piece) *roster.Contributor {
	if p.Via != nil {
		return p.Via
	}
	return p.Contributor
}

func wrote(c *roster.Contributor, p *policy.Piece) bool {
	return p.Contributor == c || slices.ContainsFunc(p.People, func(a policy.Person) bool { return a.Contributor == c })
}
