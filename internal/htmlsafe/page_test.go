package htmlsafe

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAPageTellsWhereItPoints(t *testing.T) {
	const page = `<!doctype html><HTML Lang=" cy "><head><title> Ann &amp; co&#8238;.
</title><title>second</title><base target=_top><base href="/blog/"><base href="https://evil.example/">
<LINK HREF="feed.xml" REL="Alternate feed" TYPE="Application/RSS+XML; charset=utf-8" Title="All &lt;posts&gt;">
<link rel=alternate type=application/atom+xml href="feed://other.example/atom"><link rel=alternate href=feed:https://third.example/x>
<link rel=alternate href="javascript:alert(1)"><link rel=alternate href="mailto:a@b.example"><link rel=alternate href="">
<!-- <link rel=alternate href=/hidden> --><script>"<link rel=alternate href=/hidden>"</script>
</head><body><a name=x>none</a><a href="../rss" rel="nofollow">RSS <b>feed</b></a> x <a href="//cdn.example/f">one<a href=two>two`
	got := ReadPage([]byte(page), "text/html", "https://ann.example/about/me")
	want := `"Ann & co." "cy"
link https://ann.example/blog/feed.xml [alternate feed] application/rss+xml "All <posts>"
link http://other.example/atom [alternate] application/atom+xml ""
link https://third.example/x [alternate]  ""
a https://ann.example/rss [nofollow]  "RSS feed"
a https://cdn.example/f []  "one"
a https://ann.example/blog/two []  ""
`
	said := fmt.Sprintf("%q %q\n", got.Title, got.Language)
	for _, l := range got.Links {
		said += fmt.Sprintf("link %s %v %s %q\n", l.URL, l.Rel, l.Type, l.Title)
	}
	for _, l := range got.Anchors {
		said += fmt.Sprintf("a %s %v %s %q\n", l.URL, l.Rel, l.Type, l.Title)
	}
	if said != want {
		t.Errorf("got\n%s\nwant\n%s", said, want)
	}
}

func TestAPageIsReadInTheLettersItIsWrittenIn(t *testing.T) {
	for _, c := range []struct{ contentType, page string }{
		{"text/html; charset=windows-1251", "<title>\xcc\xe8\xf0</title>"},
		{"", "<meta charset=windows-1251><title>\xcc\xe8\xf0</title>"},
		{"text/html", "\xff\xfe<\x00t\x00i\x00t\x00l\x00e\x00>\x00\x1c\x048\x04@\x04<\x00/\x00t\x00i\x00t\x00l\x00e\x00>\x00"},
		{"text/html; charset=utf-8", "\ufeff<title>Мир</title>"},
	} {
		if got := ReadPage([]byte(c.page), c.contentType, "").Title; got != "Мир" {
			t.Errorf("%q is called %q", c.page, got)
		}
	}
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte("<base href=//x><link rel=alternate href=a><a href=b>c</a><title>t"), "text/html", "https://a.example/")
	f.Add([]byte("<title>\u202e\x00</title><a href='feed:feed:feed://'>"), "text/html; charset=\"", "::")
	f.Add([]byte("\xff\xfe<\x00a\x00"), "", "http://a.example")
	f.Fuzz(func(t *testing.T, data []byte, contentType, address string) {
		p := ReadPage(data, contentType, address)
		if len(p.Links) > maxPageLinks || len(p.Anchors) > maxAnchors {
			t.Fatal("more than the bounds")
		}
		for _, l := range append(p.Links, p.Anchors...) {
			if !strings.HasPrefix(strings.ToLower(l.URL), "http") || !utf8.ValidString(l.URL+l.Title) || strings.ContainsAny(l.URL+l.Title, "\n\r\x00\x1b") {
				t.Fatalf("%+v", l)
			}
		}
		if calm(p.Title) != p.Title || strings.ContainsAny(p.Title, "\n\r\x1b") {
			t.Fatalf("title %q", p.Title)
		}
	})
}
