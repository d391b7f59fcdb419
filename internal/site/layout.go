package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"

	"weft/internal/route"
)

// A document is what layout.html is filled with.
type document struct {
	Title       string // of the page; empty on the front page
	Description string
	Language    string
	SiteTitle   string
	Tagline     string
	Kind        string // which of pages/
	Home        string // link to the front page
	Canonical   string // absolute
	Style, Icon string // links
	Nav, Foot   []link
	Alternates  []alternate // feeds
	Edition     string      // its name when it is not the public one
	Gathered    stamp
	Data        string // links
	Blogroll    string
	NoIndex     bool
	MovedTo     string // link to where the page is now
	Sectors     int    // how many threads the loom has
	Main        any    // the page's own
}

// A link leads somewhere, or, with no Href, is only named.
type link struct {
	Text, Href string
	Current    bool
	Internal   bool
	Supporter  bool // a person who is named as one
}

// An alternate is a feed of the page.
type alternate struct{ Title, Type, Href, Name string }

// A leaf is what a page says of itself.
type leaf struct {
	kind        string // which of pages/
	title       string
	description string
	feed        string // path of the page whose feeds these are; empty: the digests'
	feedTitle   string
	movedTo     string // link to where the page is now
}

func (s *sheet) document(l leaf, main any) document {
	d := document{
		Title: l.title, Description: l.description, Language: s.in.Site.Language,
		SiteTitle: s.in.Site.Title, Tagline: s.in.Site.Tagline, Kind: l.kind,
		Home: s.to(route.Home), Canonical: route.Absolute(s.in.Site.BaseURL, s.path),
		Style: s.to(s.style), Icon: s.to(favicon), Nav: s.nav(), Foot: s.foot(),
		Gathered: s.day(s.in.Gathered), Data: s.to(route.Data), Blogroll: s.to(route.Blogroll), NoIndex: s.path == route.NotFound || l.movedTo != "", MovedTo: l.movedTo,
		Sectors: min(len(s.in.Site.Sectors), hues), Main: main,
	}
	if d.Description == "" {
		d.Description = s.in.Site.Tagline
	}
	if s.internal() {
		d.Edition = s.in.Edition.Name
	}
	d.Alternates = s.alternates(l)
	return d
}

func (s *sheet) nav() []link {
	var nav []link
	for _, n := range []struct{ key, path string }{
		{"nav.digests", route.Digests}, {"nav.themes", route.Themes}, {"nav.sectors", route.Sectors},
		{"nav.contributors", route.Contributors}, {"nav.connections", route.Connections}, {"nav.river", route.River},
	} {
		nav = append(nav, link{Text: s.say(n.key), Href: s.to(n.path), Current: strings.HasPrefix(s.path, n.path)})
	}
	return nav
}

// foot links the pages of the site's own, those that are always there first.
func (s *sheet) foot() []link {
	var foot []link
	for _, p := range s.allPages() {
		foot = append(foot, link{Text: p.Title, Href: s.to(route.Page(p.Slug)), Current: s.path == route.Page(p.Slug), Internal: p.Internal})
	}
	return foot
}

// formats are the feeds every list has.
var formats = []struct{ name, media, title string }{
	{"atom", "application/atom+xml", "Atom"}, {"rss", "application/rss+xml", "RSS"}, {"json", "application/feed+json", "JSON Feed"},
}

func (s *sheet) alternates(l leaf) []alternate {
	var all []alternate
	add := func(path, title string) {
		for _, f := range formats {
			all = append(all, alternate{title + " (" + f.title + ")", f.media, s.to(route.Feed(path, f.name)), f.title})
		}
	}
	if l.feed != "" && l.feed != route.Home {
		add(l.feed, s.name()+": "+l.feedTitle)
	}
	add(route.Home, s.name())
	return all
}

const favicon = "/favicon.svg"

// assets plans the style sheet, under a name that changes with it so that it
// can be kept for ever, and the icon.
func (b *builder) assets() {
	css := b.asset("style.css")
	if b.internal() { // how internal things look is nothing that all need to load
		css = append(append(css, '\n'), b.asset("inside.css")...)
	}
	sum := sha256.Sum256(css)
	b.style = "/style-" + hex.EncodeToString(sum[:5]) + ".css"
	b.copied(b.style, css)
	b.copied(favicon, b.asset("favicon.svg"))
}

func (b *builder) asset(name string) []byte {
	data, err := fs.ReadFile(b.in.Templates, name)
	if err != nil {
		b.fail(fmt.Errorf("read templates/%s: %w", name, err))
	}
	return data
}

func (b *builder) copied(path string, data []byte) {
	b.file(route.File(path), func() ([]byte, error) { return data, nil })
}
