package feed

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"weft/internal/entry"
)

func rssWith(items string) []byte {
	return []byte(`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>F</title><link>https://example.org/</link>` + items + `</channel></rss>`)
}

func parsed(t *testing.T, data []byte, src Source) *Feed {
	t.Helper()
	f, err := Parse(data, src)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestWhatIsNoFeedIsCalledByItsName(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "it is empty",
		" \n":                            "it is empty",
		"<!DOCTYPE html><html></html>":   "HTML page",
		"<?xml version='1.0'?><html/>":   "HTML page",
		"<opml version='2.0'/>":          "OPML",
		"<urlset><url/></urlset>":        "sitemap",
		"<svg/>":                         "<svg>",
		"plain words":                    `"plain words"`,
		`{"a": 1}`:                       "JSON of another kind",
		"<rss><channel><item><title>cut": "cut off before its first entry ends",
		`{"items": [`:                    "cut off before its first entry ends",
		`{"items": [}`:                   "read JSON",
	} {
		if _, err := Parse([]byte(in), Source{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want … %s …", in, err, want)
		}
	}
	if _, err := Parse([]byte("<html>"), Source{}); !errors.Is(err, ErrNotAFeed) {
		t.Error("an HTML page is not told apart by ErrNotAFeed")
	}
}

func TestTitlesOfRSSKeepWhatIsNoDressing(t *testing.T) {
	for in, want := range map[string]string{
		"Q&amp;A":                               "Q&A",
		"Q&amp;amp;A":                           "Q&A",
		"Don&amp;#8217;t":                       "Don’t",
		"&lt;em&gt;New&lt;/em&gt; rules":        "New rules",
		"<![CDATA[<i>New</i> rules]]>":          "New rules",
		"The &lt;b&gt; element":                 "The <b> element",
		"The &amp;lt;b&amp;gt; element":         "The <b> element",
		"List&lt;String&gt; and Map&lt;K,V&gt;": "List<String> and Map<K,V>",
		"&lt;b onclick=x&gt;bold&lt;/b&gt;":     "<b onclick=x>bold</b>",
		"&lt;script&gt;alert(1)&lt;/script&gt;": "<script>alert(1)</script>",
		"1 &lt; 2, I &lt;/3 you":                "1 < 2, I </3 you",
		"in <b>the</b> open":                    "in the open",
		" two\n  lines ":                        "two lines",
		"safe &#x202E;gpj.exe":                  "safe gpj.exe",
		"a" + strings.Repeat("\u0301", 100):     "a" + strings.Repeat("\u0301", 8),
	} {
		if got := parsed(t, rssWith("<item><title>"+in+"</title></item>"), Source{}).Entries[0].Title; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPeopleOfRSSAreReadInEveryForm(t *testing.T) {
	for in, want := range map[string][]entry.Byline{
		"<author>ana@example.org (Ana Pop)</author>":                                                   {{Name: "Ana Pop", Email: "ana@example.org"}},
		"<author>Ana Pop (ana@example.org)</author>":                                                   {{Name: "Ana Pop", Email: "ana@example.org"}},
		"<author>Ana Pop &lt;ana@example.org&gt;</author>":                                             {{Name: "Ana Pop", Email: "ana@example.org"}},
		"<author>ana@example.org</author>":                                                             {{Email: "ana@example.org"}},
		"<author>Ana Pop</author>":                                                                     {{Name: "Ana Pop"}},
		"<dc:creator>Ana Pop</dc:creator><dc:creator>I. Vaughan</dc:creator>":                          {{Name: "Ana Pop"}, {Name: "I. Vaughan"}},
		"<dc:creator>Ana Pop</dc:creator><author>ana@example.org (Ana Pop)</author>":                   {{Name: "Ana Pop", Email: "ana@example.org"}},
		"<itunes:author>Ana Pop</itunes:author><author>studio@example.org</author>":                    {{Name: "Ana Pop", Email: "studio@example.org"}},
		"<dc:creator>O&amp;#39;Neill</dc:creator><dc:creator>O&amp;#39;Neill</dc:creator>":             {{Name: "O'Neill"}},
		"<dc:creator></dc:creator><author> </author>":                                                  nil,
		"<creator xmlns='http://purl.org/dc/elements/1.1/'>Ana Pop</creator>":                          {{Name: "Ana Pop"}},
		"<atom:author xmlns:atom='http://www.w3.org/2005/Atom'><atom:name>A</atom:name></atom:author>": {{Name: "A"}},
	} {
		got := parsed(t, rssWith("<item><title>x</title>"+in+"</item>"), Source{}).Entries[0].Bylines
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", in, got, want)
		}
	}
}

func TestInAtomTheFeedsOwnTitleIsNoByline(t *testing.T) {
	const doc = `<feed xmlns="http://www.w3.org/2005/Atom"><title>R Notes</title><author><name>R Notes</name></author>
		<entry><title>a</title></entry><entry><title>b</title><author><name>Ana Pop</name></author></entry>
		<entry><title>c</title><author><name>R Notes</name></author><author><name>Ana Pop</name></author></entry></feed>`
	want := []string{"[]", "[{Ana Pop  }]", "[{R Notes  } {Ana Pop  }]"}
	for i, e := range parsed(t, []byte(doc), Source{}).Entries {
		if got := fmt.Sprint(e.Bylines); got != want[i] {
			t.Errorf("entry %d: got %s, want %s", i, got, want[i])
		}
	}
}

func TestAnEntryIsNamedByGuidLinkOrTitle(t *testing.T) {
	items := `<item><title>One</title><link>https://example.org/1</link><guid isPermaLink="false">g1</guid><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item>
		<item><title>Two</title><link>https://example.org/2</link></item>
		<item><title>Three</title></item>`
	for policy, want := range map[string]string{
		"":      "g1 https://example.org/2 Three",
		"guid":  "g1 https://example.org/2 Three",
		"link":  "https://example.org/1 https://example.org/2 Three",
		"title": "One 2026-11-22 Two Three",
	} {
		if got := strings.Join(ids(parsed(t, rssWith(items), Source{Identity: policy})), " "); got != want {
			t.Errorf("policy %q: got %s, want %s", policy, got, want)
		}
	}
}

func TestOneGuidForSeveralPagesNamesNone(t *testing.T) {
	items := `<item><link>https://example.org/1</link><guid isPermaLink="false">g</guid></item><item><link>https://example.org/2</link><guid isPermaLink="false">g</guid></item>`
	f := parsed(t, rssWith(items), Source{})
	if got := strings.Join(ids(f), " "); got != "https://example.org/1 https://example.org/2" || len(f.Notices) != 1 {
		t.Errorf("got %s, notices %q", got, f.Notices)
	}
	if got := strings.Join(ids(parsed(t, rssWith(items), Source{Identity: "guid"})), " "); got != "g g" {
		t.Errorf("against the policy: %s", got)
	}
}

func ids(f *Feed) []string {
	var out []string
	for _, e := range f.Entries {
		out = append(out, e.NativeID)
	}
	return out
}

func TestRelativeAddressesStartWhereTheFormatSays(t *testing.T) {
	for _, c := range []struct{ name, doc, address, link, body string }{
		{"RSS: from the channel's page, the body from the item's", `<rss><channel><link>https://example.org/blog/</link><item><link>one/</link><description>&lt;a href="x"&gt;x&lt;/a&gt;</description></item></channel></rss>`,
			"https://feeds.example/f", "https://example.org/blog/one/", "https://example.org/blog/one/x"},
		{"RSS: xml:base goes first", `<rss xml:base="https://base.example/b/"><channel><link>https://example.org/</link><item><link>one</link><description>&lt;a href="x"&gt;x&lt;/a&gt;</description></item></channel></rss>`,
			"https://feeds.example/f", "https://base.example/b/one", "https://base.example/b/x"},
		{"Atom: from the document, the body from the entry's page", `<feed><entry><link href="/e/one"/><content type="html">&lt;a href="x"&gt;x&lt;/a&gt;</content></entry></feed>`,
			"https://feeds.example/f", "https://feeds.example/e/one", "https://feeds.example/e/x"},
		{"Atom: bases resolve against bases", `<feed xml:base="https://base.example/a/"><entry xml:base="b/"><link href="one"/><content type="html" xml:base="c/">&lt;a href="x"&gt;x&lt;/a&gt;</content></entry></feed>`,
			"", "https://base.example/a/b/one", "https://base.example/a/b/c/x"},
		{"no base at all: words stay, addresses go", `<rss><channel><item><link>one</link><description>&lt;a href="x"&gt;x&lt;/a&gt;</description></item></channel></rss>`, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := parsed(t, []byte(c.doc), Source{Address: c.address}).Entries[0]
			got := ""
			if len(e.Links) > 0 {
				got = e.Links[0].URL
			}
			if e.URL != c.link || got != c.body {
				t.Errorf("link %q, in the body %q; want %q, %q", e.URL, got, c.link, c.body)
			}
		})
	}
}

func TestWhatOneDocumentMayClaimIsBounded(t *testing.T) {
	f := parsed(t, rssWith(strings.Repeat("<item><title>x</title></item>", maxEntries+3)), Source{})
	if len(f.Entries) != maxEntries || len(f.Notices) == 0 {
		t.Errorf("%d entries, notices %q", len(f.Entries), f.Notices)
	}
	var b strings.Builder
	for i := range 10000 {
		fmt.Fprintf(&b, "<category>t%d</category><dc:creator>p%d</dc:creator>", i, i)
	}
	e := parsed(t, rssWith("<item><title>x</title><guid>"+strings.Repeat("g", 1<<20)+"</guid>"+b.String()+"</item>"), Source{}).Entries[0]
	if len(e.Tags) != maxTags || len(e.Bylines) != maxPeople || len(e.NativeID) > maxID {
		t.Errorf("%d tags, %d people, an id of %d bytes", len(e.Tags), len(e.Bylines), len(e.NativeID))
	}
}

func TestHostileNestingEndsInTime(t *testing.T) {
	for name, doc := range map[string]string{
		"elements":  strings.Repeat("<a>", 1<<18),
		"quotes":    strings.Repeat("<a b='", 1<<18),
		"comments":  strings.Repeat("<!--", 1<<18),
		"cdata":     strings.Repeat("<![CDATA[", 1<<17),
		"doctypes":  strings.Repeat("<!DOCTYPE [", 1<<17),
		"html":      strings.Repeat("&lt;div&gt;", 1<<17),
		"ends":      strings.Repeat("</a>", 1<<18),
		"refs":      strings.Repeat("&", 1<<20),
		"bogus":     strings.Repeat("&lt;!a", 1<<17),
		"bold":      strings.Repeat("&lt;b&gt;&lt;p&gt;", 1<<15),
		"declaring": strings.Repeat("<a xmlns:b='c'>", 1<<15),
	} {
		f, err := Parse(rssWith("<item><title>one</title></item><item><description>"+doc+"</description></item>"), Source{})
		if err == nil {
			checkFeed(t, f)
		} else {
			t.Errorf("%s: %v", name, err)
		}
	}
}
