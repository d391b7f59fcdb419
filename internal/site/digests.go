package site

import (
	"html/template"
	"strconv"

	"weft/internal/digest"
	"weft/internal/route"
)

// An issueHead is an issue as lists name it.
type issueHead struct {
	Title, Href, Span string
	Name              string // "2026-W47"
	Start             stamp
	Draft             bool
	Items             string // "14 pieces"
}

type issuePage struct {
	issueHead
	Intro      template.HTML
	Inside     template.HTML // what an overlay says before its first section
	Unfinished bool          // an overlay's words are a draft
	Asks       []ask
	Responses  []card
	Sections   []section
	Contents   []link
	Mail       []link // the issue as mail
	Prev, Next *issueHead
	Sum        string
	Links      map[string]string
}

type section struct {
	ID, Title string
	Theme     link
	Crossed   []sectorMark // the sectors that the theme crossed here
	Internal  bool
	Parts     []part
}

type part struct {
	Prose    template.HTML
	Cards    []card
	Internal bool
}

type archivePage struct {
	Years []year
	Links map[string]string
}

type year struct {
	Name   string
	Issues []issueHead
}

// digests plans the archive and a page for every issue.
func (b *builder) digests() {
	b.page(visit{path: route.Digests}, b.digestsPage)
	for i := range b.in.Issues {
		b.issue(i)
	}
}

func (b *builder) digestsPage(s *sheet) (leaf, any) {
	page := archivePage{Links: s.links()}
	for i := range b.in.Issues {
		is := &b.in.Issues[i]
		name := strconv.Itoa(b.local(is.Period.Last()).Year())
		if len(page.Years) == 0 || page.Years[len(page.Years)-1].Name != name {
			page.Years = append(page.Years, year{Name: name})
		}
		y := &page.Years[len(page.Years)-1]
		y.Issues = append(y.Issues, s.head(is))
	}
	return leaf{kind: "digests", title: b.say("nav.digests"), description: b.say("digests.lead"), feed: route.Home}, page
}

func (b *builder) issue(i int) {
	is := &b.in.Issues[i]
	path := route.Digest(is.Period.Name)
	fill := func(s *sheet) (leaf, any) {
		page := s.issuePage(is)
		page.Mail = s.mailLinks(is)
		for _, p := range b.in.Responses[is.Period.Name] {
			page.Responses = append(page.Responses, s.piece(p))
		}
		if i+1 < len(b.in.Issues) {
			head := s.head(&b.in.Issues[i+1])
			page.Prev = &head
		}
		if i > 0 {
			head := s.head(&b.in.Issues[i-1])
			page.Next = &head
		}
		return leaf{kind: "digest", title: is.Title, description: b.say("digest.description", page.Span, page.Sum), feed: route.Home}, page
	}
	if is.Draft {
		b.drafts[route.File(path)] = true
		b.unlisted(path, fill)
		return
	}
	b.page(visit{path, is.Period.End}, fill)
	b.mails(is)
}

func (s *sheet) issuePage(is *digest.Issue) issuePage {
	page := issuePage{issueHead: s.head(is), Intro: s.prose(is.Intro, 1), Inside: s.prose(is.Inside, 1), Unfinished: is.Unfinished, Asks: s.asks(is), Sum: s.sum(is), Links: s.links()}
	taken := map[string]bool{}
	for _, sec := range is.Sections {
		v := section{ID: sec.ID, Title: sec.Title, Internal: sec.Internal}
		if t := s.themes[sec.Theme]; t != nil {
			v.Theme, v.Crossed = link{Text: t.Label, Href: s.to(themePath(t.ID)), Internal: t.Layer > 0}, s.crossedHere(is, sec)
		}
		for _, p := range sec.Parts {
			v.Parts = append(v.Parts, s.part(p, taken))
		}
		page.Sections = append(page.Sections, v)
		page.Contents = append(page.Contents, link{Text: sec.Title, Href: "#" + sec.ID, Internal: sec.Internal})
	}
	return page
}

// An ask is a question to the community.
type ask struct {
	Words    template.HTML
	Internal bool
}

func (s *sheet) asks(is *digest.Issue) []ask {
	var all []ask
	for _, q := range is.Asks {
		all = append(all, ask{s.prose(q.HTML, 3), q.Internal})
	}
	return all
}

// part shows a run of an issue. An entry placed twice has its anchor at the
// first place.
func (s *sheet) part(p digest.Part, taken map[string]bool) part {
	v := part{Prose: s.prose(p.Prose, 2), Internal: p.Internal}
	for _, it := range p.Items {
		c := s.item(it)
		if it.Facts.Entry == "" || taken[c.Anchor] {
			c.Anchor = ""
		}
		taken[c.Anchor] = true
		v.Cards = append(v.Cards, c)
	}
	return v
}

func (s *sheet) head(is *digest.Issue) issueHead {
	return issueHead{Title: is.Title, Href: s.to(route.Digest(is.Period.Name)), Span: s.span(is.Period), Name: is.Period.Name,
		Start: s.day(is.Period.Start), Draft: is.Draft, Items: s.plural("count.entries", len(items(is)))}
}

func items(is *digest.Issue) []digest.Item {
	var all []digest.Item
	for _, sec := range is.Sections {
		for _, p := range sec.Parts {
			all = append(all, p.Items...)
		}
	}
	return all
}

// sum says in a line what an issue holds: "14 pieces by 11 people, from 5 sectors".
func (b *builder) sum(is *digest.Issue) string {
	people, sectors := map[string]bool{}, map[string]bool{}
	for _, it := range items(is) {
		people[it.Facts.Contributor.ID] = true
		for _, s := range it.Facts.Sectors {
			sectors[s.ID] = true
		}
	}
	pieces, by := b.plural("count.entries", len(items(is))), b.plural("count.people", len(people))
	if len(sectors) == 0 { // as in a site that has none
		return b.say("digest.sum.nosector", pieces, by)
	}
	return b.say("digest.sum", pieces, by, b.plural("count.sectors", len(sectors)))
}
