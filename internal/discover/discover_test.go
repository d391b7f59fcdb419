package discover

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/htmlsafe"
)

func addresses(list []Candidate) string {
	var all []string
	for _, c := range list {
		all = append(all, c.URL)
	}
	return strings.Join(all, " ")
}

func TestAPageNamesItsFeeds(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"RSS, Atom, JSON", `<link rel=alternate type=application/rss+xml href=/r><link rel="ALTERNATE" type="APPLICATION/ATOM+XML" href=/a><link rel=alternate type=application/feed+json href=/j>`,
			"https://a.example/r https://a.example/a https://a.example/j"},
		{"JSON that is something else", `<link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1><link rel=alternate type=application/json href=/feed.json><link rel=alternate type=application/json title="JSON Feed" href=/j>`,
			"https://a.example/feed.json https://a.example/j"},
		{"another language is no feed", `<link rel=alternate hreflang=cy href=/cy/><link rel=alternate href=/mobile>`, ""},
		{"rel=feed", `<link rel=feed href=/f>`, "https://a.example/f"},
		{"a style sheet", `<link rel="alternate stylesheet" type=text/css href=/feed.xml><link rel=stylesheet href=/rss>`, ""},
		{"the same twice", `<link rel=alternate type=application/rss+xml href=/r><link rel=alternate type=application/rss+xml href="http://www.a.example/r/?utm_source=x">`, "https://a.example/r"},
		{"too many", strings.Repeat(`<link rel=alternate type=application/rss+xml href=`, 1) + "/1>" + many(30), "https://a.example/1 " + addressesOf(0, 9)},
	} {
		page := htmlsafe.ReadPage([]byte(c.page), "", "https://a.example/blog/")
		if got := addresses(InPage(page, nil, "https://a.example/blog/")); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<link rel=alternate type=application/rss+xml href=/n%d>", i)
	}
	return b.String()
}

func addressesOf(from, to int) string {
	var all []string
	for i := from; i < to; i++ {
		all = append(all, fmt.Sprintf("https://a.example/n%d", i))
	}
	return strings.Join(all, " ")
}

func TestAHeaderNamesAFeedToo(t *testing.T) {
	headers := []string{`<https://a.example/wp-json/>; rel="https://api.w.org/", </feed>; type="application/rss+xml"; title="a; b, c"; rel="alternate"`, `<atom>;rel=alternate;type=application/atom+xml`, `<x`, `;;,,`, `<y>;rel`}
	if got := addresses(InPage(htmlsafe.Page{}, headers, "https://a.example/blog/")); got != "https://a.example/feed https://a.example/blog/atom" {
		t.Error(got)
	}
}

func TestALinkThatLooksLikeAFeedIsASecondBest(t *testing.T) {
	page := htmlsafe.ReadPage([]byte(`<a href=/about>About</a><a href=/blog/index.xml>x</a><a href=/q>Subscribe via RSS</a><a href=/p>What is RSS, and why I love feeds</a>
		<a href="/?feed=rss2">x</a><a href=/news.atom>x</a><a href=/feedback>x</a><a href=/sitemap.xml>x</a><a href=/theme.css>x</a>`), "", "https://a.example/")
	want := "https://a.example/blog/index.xml https://a.example/q https://a.example/?feed=rss2 https://a.example/news.atom"
	if got := addresses(OnPage(page)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestCommonPlacesAreBesideThePageAndAtTheRootAndFew(t *testing.T) {
	got := addresses(Places("https://a.example/blog/2026/post.html?x#y"))
	for _, want := range []string{"https://a.example/blog/2026/feed ", "https://a.example/feed ", "https://a.example/feed.json ", "https://a.example/index.xml "} {
		if !strings.Contains(got+" ", want) {
			t.Errorf("%s is not among %s", want, got)
		}
	}
	if strings.Contains(got, "post.html") || strings.Contains(got, "x#") {
		t.Error(got)
	}
	if got := addresses(Places("http://a.example:8080")); !strings.HasPrefix(got, "http://a.example:8080/feed http://a.example:8080/feed.xml") || !strings.HasSuffix(got, "?feed=rss2") {
		t.Error(got)
	}
	for _, address := range []string{"https://a.example/a/b/c/d/e/f/", "https://a.example/~joe", "https://a.example/%2e%2e/x"} {
		list := Places(address)
		if len(list) < 6 || len(list) > maxCommon {
			t.Errorf("%s: %d places", address, len(list))
		}
	}
	for _, address := range []string{"", "mailto:a@b", "/x", "ftp://a.example/", "https:///x"} {
		if list := Places(address); list != nil {
			t.Errorf("%q: %v", address, list)
		}
	}
}

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func found(t *testing.T, address, page string, from From, n, words int) Found {
	f := &feed.Feed{Title: "Blog"}
	for i := range n {
		f.Entries = append(f.Entries, entry.Entry{URL: fmt.Sprintf("https://a.example/%d", i), Plain: strings.Repeat("word ", words), Published: now.AddDate(0, 0, -i)})
	}
	return Read(Candidate{address, "", from}, f, page, now)
}

func TestTheBestFeedComesFirst(t *testing.T) {
	const page = "https://a.example/"
	want := []Found{
		found(t, page+"full", page, Linked, 10, 500),
		found(t, page+"summaries", page, Linked, 20, 40),
		found(t, page+"shown", page, Shown, 20, 500),
		found(t, page+"empty", page, Linked, 0, 0),
		found(t, page+"category/x/feed", page, Linked, 30, 500),
		found(t, page+"comments/feed", page, Linked, 50, 500),
	}
	for shuffle := range 10 {
		got := slices.Clone(want)
		for i := range got {
			j := (i*7 + shuffle*3) % len(got)
			got[i], got[j] = got[j], got[i]
		}
		Rank(got)
		for i := range want {
			if got[i].URL != want[i].URL {
				t.Fatalf("place %d: %s, want %s", i, got[i].URL, want[i].URL)
			}
		}
	}
	if found(t, page+"author/joe/feed", page+"author/joe/", Linked, 1, 1).Purpose != Whole {
		t.Error("the feed of the author whose page was named was taken for a part of something")
	}
	if got := found(t, page, page, Given, 2, 1).Newest; !got.Equal(now) {
		t.Error(got)
	}
}

func TestTheSameEntriesInTwoFormsAreOneBlog(t *testing.T) {
	const page = "https://a.example/"
	kept, forms := Distinct([]Found{found(t, page+"atom", page, Linked, 10, 500), found(t, page+"rss", page, Linked, 8, 40), found(t, page+"podcast", page, Linked, 2, 40), found(t, page+"comments/feed", page, Linked, 10, 40)})
	if len(kept) != 3 || kept[0].URL != page+"atom" || kept[1].URL != page+"podcast" || !slices.Equal(forms[page+"atom"], []string{page + "rss"}) {
		t.Errorf("%v %v", len(kept), forms)
	}
}

func FuzzCandidates(f *testing.F) {
	f.Add([]byte("<link rel=alternate type=application/rss+xml href=a><a href=feed.xml>RSS</a>"), "<a>;rel=alternate;type=text/rss", "https://a.example/b/c")
	f.Add([]byte("<base href='https://x/%zz'><link rel=feed href='?feed=rss2'>"), `<a>;a="b;,`, "http://[::1]:80/%2f/..")
	f.Fuzz(func(t *testing.T, data []byte, header, address string) {
		page := htmlsafe.ReadPage(data, "", address)
		linked, shown, common := InPage(page, []string{header}, address), OnPage(page), Places(address)
		if len(linked) > maxLinked || len(shown) > maxShown || len(common) > maxCommon {
			t.Fatal("more than the bounds")
		}
		for _, c := range slices.Concat(linked, shown, common) {
			if !strings.HasPrefix(strings.ToLower(c.URL), "http") {
				t.Fatalf("%+v", c)
			}
			Read(c, &feed.Feed{}, address, now)
		}
	})
}
