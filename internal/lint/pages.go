package lint

import (
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/edition"
	"weft/internal/markdown"
	"weft/internal/route"
	"weft/internal/site"
)

// The pages of an edition, by their paths: where links within the site may
// lead.
type pages struct {
	base  string // the site's address
	known map[string]bool
	gone  map[string]bool // of those who opted out
	list  []string
	whole bool // all that pages are made of could be read
}

// pagesOf lists the pages that the edition has, from what people wrote.
func pagesOf(ed *edition.Edition) *pages {
	p := &pages{base: ed.Site.BaseURL, known: map[string]bool{}, gone: map[string]bool{}, whole: ed.View != nil && !ed.Unread()}
	p.add(route.Home, route.Digests, route.Themes, route.Sectors, route.Contributors, route.Connections, route.Method, route.River, route.Blogroll,
		route.Sitemap, route.Robots, route.NotFound, route.Data, "/favicon.svg")
	for _, slug := range site.Standing() {
		p.add(route.Page(slug))
	}
	for _, feed := range []string{"atom", "rss", "json"} {
		p.add(route.Feed(route.Home, feed), route.Feed(route.River, feed))
	}
	withFeeds := func(path string) {
		p.add(path, route.Feed(path, "atom"), route.Feed(path, "rss"), route.Feed(path, "json"))
	}
	for _, t := range ed.Themes {
		withFeeds(route.Theme(t.ID))
	}
	for _, s := range ed.Site.Sectors {
		withFeeds(route.Sector(s.ID))
	}
	for _, c := range ed.Roster.Contributors {
		if c.OptOut.All {
			for _, id := range append([]string{c.ID}, c.Was...) {
				p.gone[route.Contributor(id)] = true
			}
			continue
		}
		withFeeds(route.Contributor(c.ID))
		for _, was := range c.Was {
			p.add(route.Contributor(was))
		}
	}
	own, _ := ed.Pages()
	for _, page := range own {
		p.add(route.Page(page.Slug))
	}
	periods, _ := ed.Periods()
	for _, issue := range periods {
		p.add(route.Digest(issue.Name), route.Mail(issue.Name, "html"), route.Mail(issue.Name, "txt"))
		if ed.Site.Mail.Sender() != nil {
			p.add(route.Mail(issue.Name, "eml"))
		}
	}
	if ed.View != nil {
		quarters, err := ed.View.Quarters(ed.Site.Calendar)
		p.whole = p.whole && err == nil
		for _, q := range quarters {
			p.add(route.Quarter(q.Name))
		}
	}
	for _, slug := range pieces(ed) {
		p.add(route.Contribution(slug))
	}
	return p
}

func (p *pages) add(paths ...string) {
	for _, path := range paths {
		if !p.known[path] {
			p.known[path] = true
			p.list = append(p.list, path)
		}
	}
}

// pieces gives the names of the pieces that have, or could have, a page here.
func pieces(ed *edition.Edition) []string {
	var slugs []string
	for n, layer := range ed.Layers {
		for _, name := range pieceFiles(layer, ed.Roster, n) {
			slugs = append(slugs, strings.TrimSuffix(path.Base(name), ".md"))
		}
	}
	return slugs
}

// leads says where a link leads to: "" outside or well within the site, else
// what is wrong and what to do. from is the path of the page it stands on.
func (p *pages) leads(from, link string) (wrong, hint string) {
	u, err := url.Parse(link)
	if err != nil {
		return "cannot be read as an address", "write it as a browser shows it, https://…"
	}
	if rest, ok := strings.CutPrefix(link, p.base); ok && p.base != "" {
		u = &url.URL{Path: "/" + strings.SplitN(rest, "#", 2)[0]}
	}
	if near := diag.DidYouMean(u.Scheme, schemes, ""); near != "" && !slices.Contains(schemes, u.Scheme) && strings.Contains(u.Scheme, "t") && strings.HasPrefix(u.Scheme, "h") {
		return "begins like no address", near
	}
	if u.Scheme != "" || u.Host != "" || link == "" || u.Path == "" {
		return "", ""
	}
	if host, _, _ := strings.Cut(u.Path, "/"); looksLikeHost.MatchString(host) {
		return "leads to a page of this site, which has none such", "write https://" + link
	}
	at := path.Join(path.Dir(from+"x"), u.Path)
	if strings.HasPrefix(u.Path, "/") {
		at = path.Clean(u.Path)
	}
	if p.has(at) || strings.HasPrefix(at, "/data/") || !p.whole {
		return "", ""
	}
	if p.gone[strings.TrimSuffix(at, "/")+"/"] {
		if strings.HasPrefix(from, route.Digests) { // it goes by itself, and names are told of
			return "", ""
		}
		return "leads to somebody who opted out", "take the link out: their page is gone"
	}
	if rooted := path.Clean("/" + u.Path); p.has(rooted) {
		return "leads nowhere from here", "write " + rooted + "/, which leads there from every page"
	}
	return "leads nowhere within the site", diag.DidYouMean(strings.TrimSuffix(at, "/")+"/", p.list, "pages are named like /themes/ID/, /contributors/ID/, /digests/2026-W47/, or /NAME/ for content/pages/NAME.md")
}

// schemes are how links begin that lead to other sites.
var schemes = []string{"https", "http"}

func (p *pages) has(at string) bool { return p.known[at] || p.known[at+"/"] || p.known[at+"."] }

// looksLikeHost is an address whose https:// was forgotten.
var looksLikeHost = regexp.MustCompile(`^(?:www\.[a-z0-9.-]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|edu|gov|uk|de|fr|eu|io|dev|info|social|example))$`)

func isOwnPath(link string) bool { return strings.HasPrefix(link, "/") }

func isAddress(link string) bool {
	return strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")
}

// lead tells of links that lead nowhere within the site.
func (d *digests) lead(f *prose, links []markdown.Link) {
	if d.pages == nil {
		d.pages = pagesOf(d.ed)
	}
	for _, l := range links {
		to := l.URL
		if l.Leads {
			to = digest.Target(to)
		}
		if noAddress.MatchString(strings.TrimSpace(to)) {
			continue // told already
		}
		switch wrong, hint := d.pages.leads(f.page, to); {
		case wrong == "":
		case l.Image:
			d.probs.Add(f.name, f.line(l.Line), "weft publishes no pictures: put it on the web and link to it", "the picture %q is nowhere within the site", l.URL)
		default:
			d.probs.Add(f.name, f.line(l.Line), hint, "the link %q %s", l.URL, wrong)
		}
	}
}

// ownPages finds pages of the site's own that would lie where weft has one.
func ownPages(ed *edition.Edition) diag.List {
	pages, probs := ed.Pages()
	top := ed.Layers[len(ed.Layers)-1]
	for _, p := range pages {
		at := route.Page(p.Slug)
		name := "content/pages/" + p.Slug + ".md"
		if _, err := fs.Stat(top.FS, name); err == nil && slices.Contains(taken, at) {
			probs.Add(top.Name+name, 0, "give the file another name", "weft has a page of its own at %s", at)
		}
	}
	return probs
}

// taken are the addresses that no page of the site's own can have.
var taken = []string{route.Digests, route.Themes, route.Sectors, route.Contributors, route.Connections, route.River, route.Data, contributions}
