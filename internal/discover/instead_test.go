package discover

import (
	"strings"
	"testing"
	"unicode/utf8"
)

const blogPage = `<!doctype html><html lang=en><head><title>Wet Walls</title>
<link rel=alternate type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel=alternate type="application/rss+xml" title="Wet Walls" href="/posts.rss#top"></head>
<body><h1>Wet Walls</h1><p>On damp.</p></body></html>`

// long is a post that names what other pages are known by.
var long = "<p>" + strings.Repeat("A tenant wrote to me about the wall behind her wardrobe. ", 40) + "</p>"

func TestWhatStandsInPlaceOfAFeedIsToldApart(t *testing.T) {
	for _, c := range []struct {
		name, media, body string
		kind              Kind
		feed              string
	}{
		{"a blog's page", "text/html", blogPage, WebPage, "https://a.example/posts.rss"},
		{"a page with a link for readers", "text/html", `<html><body>Hello <a href="/rss.xml">RSS</a></body></html>`, WebPage, "https://a.example/rss.xml"},
		{"a page that names itself", "text/html", `<html><head><link rel=alternate type="application/rss+xml" href="https://www.a.example/feed/"></head>Hello`, WebPage, ""},
		{"a page that names nothing", "text/html", `<html><body><p>Our new site is here.</p></body></html>`, WebPage, ""},
		{"a page without a media type", "", blogPage, WebPage, "https://a.example/posts.rss"},
		{"a page with a byte order mark", "text/html; charset=utf-8", "\ufeff\n" + blogPage, WebPage, "https://a.example/posts.rss"},
		{"a fragment", "text/html", `<p>nothing here</p>`, WebPage, ""},
		{"a blog about selling domains", "text/html", `<html><head><title>Notes</title></head><body>` + long + `This domain is for sale, said the letter.</body></html>`, WebPage, ""},
		{"a blog with a login in its side", "text/html", `<html><head><title>Notes</title></head><body>` + long + `<form><input type="password"></form></body></html>`, WebPage, ""},
		{"a blog that is protected by a service", "text/html", `<html><head><title>Notes</title></head><body>` + long + `<script src="/cdn-cgi/challenge-platform/scripts/x.js"></script></body></html>`, WebPage, ""},
		{"a blog about a bot", "text/html", `<html><head><title>Are we robots?</title></head><body>` + long + `</body></html>`, WebPage, ""},

		{"for sale", "text/html", `<html><body>This domain is for sale</body></html>`, Parked, ""},
		{"for sale, with a feed", "text/html", `<html><head><title>a.example is for sale | Domains</title><link rel=alternate type="application/rss+xml" href="/spam.rss"></head><body>Make an offer.</body></html>`, Parked, ""},
		{"for sale, with many words", "text/html", `<html><head><title>a.example - This website is for sale! - damp resources</title></head><body>` + strings.Repeat("Damp Mould Walls ", 100) + `</body></html>`, Parked, ""},
		{"sent to the registrar's lander", "text/html", `<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>`, Parked, ""},
		{"run out", "text/html", `<html><head><title>a.example</title></head><body><h1>This domain name has expired.</h1>Is this your domain? Renew it now.</body></html>`, Parked, ""},
		{"parked with a registrar", "text/html", `<html><body><h2>This domain is registered with ACME and parked</h2></body></html>`, Parked, ""},
		{"zu verkaufen", "text/html", `<html><head><title>a.example steht zum Verkauf</title></head></html>`, Parked, ""},
		{"te koop", "text/html", `<html><body>Het domein a.example is te koop.</body></html>`, Parked, ""},
		{"advertisements for a domain", "text/html", `<html><body><script src="https://www.google.com/adsense/domains/caf.js"></script></body></html>`, Parked, ""},
		{"a frame of a seller's", "text/html", `<html><frameset rows="100%"><frame src="https://sedoparking.com/a.example"></frameset></html>`, Parked, ""},

		{"a login", "text/html", `<html><head><title>Sign in - Intranet</title></head><body><form action=/login><input name=u><input type="password" name=p></form></body></html>`, Login, ""},
		{"a check of a service", "text/html", `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={}</script></body></html>`, Challenge, ""},
		{"another check", "text/html", `<html><head><title>a.example</title></head><body>Please verify that you are human.<div class="h-captcha"></div></body></html>`, Challenge, ""},
		{"coming soon", "text/html", `<html><head><title>Coming soon</title></head><body>We are working on it.</body></html>`, Vacant, ""},
		{"maintenance", "text/html", `<html><body><h1>Down for maintenance</h1></body></html>`, Vacant, ""},
		{"a server's own page", "text/html", `<html><head><title>Apache2 Ubuntu Default Page: It works</title></head><body>` + strings.Repeat("word ", 200) + `</body></html>`, Vacant, ""},
		{"a page that sends on", "text/html", `<html><head><meta http-equiv="refresh" content="0;url=https://b.example/"></head></html>`, Elsewhere, ""},
		{"a script that sends on", "text/html", `<html><script>location.replace("https://b.example/")</script></html>`, Elsewhere, ""},

		{"an OPML", "text/xml", `<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body/></opml>`, OPML, ""},
		{"an OPML called a page", "text/html", `<opml version="2.0"><head/><body/></opml>`, OPML, ""},
		{"a sitemap", "application/xml", `<?xml version="1.0"?><urlset xmlns="x"></urlset>`, Sitemap, ""},
		{"JSON", "application/json", `{"posts": []}`, JSON, ""},
		{"other XML", "text/xml", `<?xml version="1.0"?><catalogue/>`, Other, ""},
		{"a PDF", "application/pdf", "%PDF-1.7\n", Other, ""},
		{"words", "text/plain", "Not here.", Other, ""},
		{"blanks", "text/plain", " \n", Other, ""},
	} {
		got := InsteadOf([]byte(c.body), c.media, "https://a.example/feed", nil)
		if got.Kind != c.kind || got.Feed != c.feed || got.Hint == "" || !strings.HasPrefix(got.Text, "answers with") {
			t.Errorf("%s: %s, feed %q; want %s, %q\n%s", c.name, got.Kind, got.Feed, c.kind, c.feed, got)
		}
	}
}

func TestADirectoryOfPodcastsNamesNobodysOwnFeed(t *testing.T) {
	got := InsteadOf([]byte(blogPage), "text/html", "https://podcasts.apple.com/gb/podcast/x/id1", nil)
	if got.Feed != "" || !strings.Contains(got.Hint, "on the podcast's own site") {
		t.Error(got)
	}
}

func TestAFeedMayBeNamedByAHeaderToo(t *testing.T) {
	got := InsteadOf([]byte("<html><body>moved"), "text/html", "https://a.example/feed", []string{`</atom>; rel="alternate"; type="application/atom+xml"`})
	if got.Feed != "https://a.example/atom" {
		t.Error(got)
	}
}

// Whatever a page holds, no word of it comes into what is said but an address.
func FuzzInsteadOf(f *testing.F) {
	f.Add([]byte(blogPage), "text/html", "https://a.example/feed")
	f.Add([]byte(`<html><title>domain is for sale`), "", "")
	f.Add([]byte("{}"), "a/\x1b[31m", "::")
	f.Add([]byte(`<a rel=feed href="http://u:p@b.example/rss.xml#x">RSS`), "text/html", "http://a.example")
	f.Fuzz(func(t *testing.T, data []byte, media, address string) {
		got := InsteadOf(data, media, address, []string{string(data)})
		said := strings.ReplaceAll(got.Error(), got.Feed, "")
		if !utf8.ValidString(got.Error()) || strings.ContainsAny(said, "\n\x1b@") || got.Feed != "" && !strings.HasPrefix(got.Feed, "http") {
			t.Errorf("%q", got.Error())
		}
	})
}
