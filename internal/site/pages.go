package site

import (
	"cmp"
	"html/template"
	"net/mail"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/roster"
	"weft/internal/route"
)

// standing are the pages that are always there; content/pages/ holds their
// words, or weft's own stand in until it does.
var standing = []string{"contribute", "policy", "about"}

type plainPage struct {
	Title    string
	Body     template.HTML
	Internal bool
	Inside   template.HTML // what overlays add below the words
	Slug     string
	Curators []string
	Keepers  []string // who keeps an overlay's lists, and no other
	Roles    []roleView
	HandIn   *handingIn // on the page about contributing
	Pieces   []card     // there: what people sent
	Links    map[string]string
}

// allPages lists the pages of the site's own, the standing ones first.
func (b *builder) allPages() []Page {
	var all []Page
	for _, slug := range standing {
		p, ok := b.ownPage(slug)
		if !ok {
			p = Page{Slug: slug}
		}
		if p.Title == "" {
			p.Title = b.say("page." + slug)
		}
		all = append(all, p)
	}
	rest := []Page{}
	for _, p := range b.in.Pages {
		if !isStanding(p.Slug) {
			rest = append(rest, p)
		}
	}
	for i := range rest {
		rest[i].Title = cmp.Or(rest[i].Title, rest[i].Slug)
	}
	sortBy(rest, func(x, y Page) int { return b.byName(x.Title, x.Slug, y.Title, y.Slug) })
	return append(all, rest...)
}

func isStanding(slug string) bool {
	return slices.Contains(standing, slug)
}

func (b *builder) ownPage(slug string) (Page, bool) {
	for _, p := range b.in.Pages {
		if p.Slug == slug {
			return p, true
		}
	}
	return Page{}, false
}

// pages plans every page of content/pages but the policy's.
func (b *builder) pages() {
	for _, p := range b.allPages() {
		if p.Slug == "policy" {
			continue
		}
		if _, taken := b.at[route.File(route.Page(p.Slug))]; taken || p.Slug == "contributions" {
			var l diag.List
			l.Add("content/pages/"+p.Slug+".md", 0, "give the file another name", "weft has a page of its own at %s", route.Page(p.Slug))
			b.fail(l.Err())
			return
		}
		b.page(visit{path: route.Page(p.Slug)}, func(s *sheet) (leaf, any) { return s.plain(p) })
	}
}

func (s *sheet) plain(p Page) (leaf, any) {
	page := plainPage{Title: p.Title, Body: s.prose(p.HTML, 1), Internal: p.Internal, Inside: s.prose(p.Inside, 1), Slug: p.Slug, Links: s.links()}
	switch p.Slug {
	case "contribute":
		page.HandIn, page.Pieces = s.handingIn(), s.cards(s.in.Contributions, perGroup)
	case "about":
		page.Roles = s.roles()
		page.Curators, page.Keepers = s.curators()
	}
	return leaf{kind: "page", title: p.Title, description: p.Summary}, page
}

// curators names who answers for the lists, without their addresses, and apart who
// does so for an overlay's alone.
func (b *builder) curators() (all, inside []string) {
	for _, l := range b.in.Roster.Lists {
		for _, c := range l.Curators {
			k := roster.KeeperOf(c)
			switch {
			case k.Name == "" || b.in.Roster.Names(k.Name):
			case strings.HasPrefix(l.File, "feeds/"):
				all = append(all, k.Name)
			default:
				inside = append(inside, k.Name)
			}
		}
	}
	sorted := func(names []string) []string {
		slices.Sort(names)
		names = slices.Compact(names)
		b.order.SortStrings(names)
		return names
	}
	inside = slices.DeleteFunc(inside, func(name string) bool { return slices.Contains(all, name) })
	return sorted(all), sorted(inside)
}

// notFound plans the page for addresses that lead nowhere.
func (b *builder) notFound() {
	b.unlisted(route.NotFound, func(s *sheet) (leaf, any) {
		return leaf{kind: "404", title: b.say("404.title")}, struct{ Links map[string]string }{s.links()}
	})
}

// contact gives the link by which readers reach the editors; empty if the site
// names none.
func (s *sheet) contact() string {
	c := strings.TrimSpace(s.in.Site.Contact)
	if a, err := mail.ParseAddress(c); err == nil {
		return "mailto:" + a.Address
	}
	return s.href(c)
}
