package route

import (
	"io/fs"
	"net/url"
	"strings"
	"testing"
)

// pages are addresses of every kind, with the file that holds each.
var pages = map[string]string{
	Home: "index.html", Digests: "digests/index.html", Digest("2026-W47"): "digests/2026-W47/index.html", Mail("2026-W47", "eml"): "digests/2026-W47/mail.eml", Themes: "themes/index.html",
	Theme("permission-to-fail"): "themes/permission-to-fail/index.html", Sectors: "sectors/index.html", Sector("housing"): "sectors/housing/index.html",
	Contributors: "contributors/index.html", Contributor("idris"): "contributors/idris/index.html", Contribution("a-knock"): "contributions/a-knock/index.html",
	Page("about"): "about/index.html", Connections: "connections/index.html", River: "river/index.html", Data: "data/index.html",
	Feed(Home, "atom"): "feed.atom", Feed(River, "rss"): "river/feed.rss", Feed(Theme("x"), "json"): "themes/x/feed.json",
	Blogroll: "blogroll.opml", Sitemap: "sitemap.xml", Robots: "robots.txt", NotFound: "404.html",
}

func TestEveryAddressHasAFileOfItsOwn(t *testing.T) {
	taken := map[string]string{}
	for address, want := range pages {
		file := File(address)
		if file != want || !fs.ValidPath(file) {
			t.Errorf("%s is the file %q, want %q", address, file, want)
		}
		if other, double := taken[strings.ToLower(file)]; double {
			t.Errorf("%s and %s are one file, %s", address, other, file)
		}
		taken[strings.ToLower(file)] = address
	}
}

func TestAnAddressIsAbsoluteWhateverTheSitesFolder(t *testing.T) {
	for _, base := range []string{"https://digest.example.org/", "https://example.org/digest/", "https://example.org/digest"} {
		for address := range pages {
			u, err := url.Parse(Absolute(base, address))
			if err != nil || u.Scheme != "https" || strings.Contains(u.Path, "//") || !strings.HasSuffix(u.Path, address) || !strings.HasPrefix(u.String(), strings.TrimSuffix(base, "/")+"/") {
				t.Errorf("%s on %s is %v, %v", address, base, u, err)
			}
		}
	}
}
