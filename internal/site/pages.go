package site

import (
	"cmp"
	"html/template"
	"net/mail"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/policy"
	"weft/internal/route"
)

// standing are the pages that are always there; content/pages/ holds their
// words, or weft's own stand in until it does.
var standing = []string{"contribute", "policy", "about"}

type plainPage struct {
	Title    string
	Body     template.HTML
	Internal bool
	Slug     string
	Curators []string
	Pieces   []card // on the page about contributing: what people sent
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
	page := plainPage{Title: p.Title, Body: s.prose(p.HTML, 1), Internal: p.Internal, Slug: p.Slug, Links: s.links()}
	switch p.Slug {
	case "contribute":
		page.Pieces = s.cards(s.in.Contributions, perGroup)
	case "about":
		page.Curators = s.curators()
	}
	return leaf{kind: "page", title: p.Title, description: p.Summary}, page
}

// curators names who answers for the lists, without their addresses.
func (b *builder) curators() []string {
	var names []string
	for _, l := range b.in.Roster.Lists {
		for _, c := range l.Curators {
			if a, err := mail.ParseAddress(c); err == nil {
				c = a.Name
			}
			if c != "" {
				names = append(names, c)
			}
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	b.order.SortStrings(names)
	return names
}

type policyPage struct {
	Title string
	Body  template.HTML
	Rules []ruleView
	Links map[string]string
}

type ruleView struct {
	Anchor, ID string
	Does       string
	Owner      string
	Reason     string
	When       string
	Count      string
	Final      bool
	Expires    stamp
	Internal   bool
}

// policy plans the page of the rules.
func (b *builder) policy() { b.page(visit{path: route.Page("policy")}, b.policyPage) }

// policyPage says of each rule what it does, who answers for it, why, and how
// often it held in the window.
func (b *builder) policyPage(s *sheet) (leaf, any) {
	p, _ := b.ownPage("policy")
	page := policyPage{Title: p.Title, Body: s.prose(p.HTML, 1), Links: s.links()}
	if page.Title == "" {
		page.Title = b.say("page.policy")
	}
	for _, r := range b.in.Rules {
		page.Rules = append(page.Rules, ruleView{Anchor: "rule-" + r.ID, ID: r.ID, Does: b.does(r), Owner: r.Owner, Reason: r.Reason, When: r.When,
			Count: b.plural("policy.count", b.in.RuleCount[r.ID]), Final: r.Final, Expires: b.day(r.Expires), Internal: r.Layer > 0})
	}
	return leaf{kind: "policy", title: page.Title, description: p.Summary}, page
}

// does says in words what happens to an entry a rule finds.
func (b *builder) does(r policy.Rule) string {
	if r.Action != policy.Embargo {
		return b.say("action." + string(r.Action))
	}
	switch {
	case !r.Until.IsZero():
		return b.say("action.embargo.until", b.day(r.Until).Text)
	case r.For >= 24*time.Hour:
		return b.plural("action.embargo.days", int((r.For+12*time.Hour)/(24*time.Hour)))
	}
	return b.say("action.embargo")
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
