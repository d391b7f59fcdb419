package syndicate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"
)

// node is an element of any XML document.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

const atomNS = "http://www.w3.org/2005/Atom"

// all returns the children of a local name, of whatever namespace.
func (n node) all(name string) (list []node) {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			list = append(list, c)
		}
	}
	return list
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) links(rel string) (list []node) {
	for _, l := range n.all("link") {
		if l.attr("rel") == rel {
			list = append(list, l)
		}
	}
	return list
}

// sparse are feeds in which as much is missing as may be.
func sparse() map[string]Feed {
	full := example()
	none, bare := full, full
	none.Entries = nil
	bare.Subtitle, bare.Language, bare.Icon, bare.Generator = "", "", "", ""
	bare.Entries = []Entry{
		{ID: "urn:uuid:1", Published: full.Updated},
		{ID: "urn:uuid:2", Updated: full.Updated, URL: "https://example.org/", Authors: []Person{{}}, Categories: []Category{{}}, Source: &Source{}},
	}
	authored := bare
	authored.Authors = []Person{{"The curators", "https://digest.example.org/about/"}}
	return map[string]Feed{"full": full, "no entries": none, "bare entries": bare, "authors of its own": authored}
}

func parse(t *testing.T, write func(Feed) ([]byte, error), f Feed) (root node) {
	t.Helper()
	data, err := write(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, &root); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return root
}

func TestAtomHasWhatRFC4287Requires(t *testing.T) {
	for name, f := range sparse() {
		t.Run(name, func(t *testing.T) {
			feed := parse(t, Atom, f)
			if feed.XMLName != (xml.Name{Space: atomNS, Local: "feed"}) {
				t.Errorf("root is %v", feed.XMLName)
			}
			exactlyOne(t, feed, "id", "title", "updated") // §4.1.1
			if n := len(feed.links("self")); n != 1 {
				t.Errorf("%d self links, want 1", n)
			}
			authored := len(feed.all("author")) > 0
			for i, e := range feed.all("entry") {
				exactlyOne(t, e, "id", "title", "updated") // §4.1.2
				if !authored && len(e.all("author")) == 0 {
					t.Errorf("neither the feed nor entry %d names an author", i+1)
				}
				if len(e.links("alternate")) == 0 && len(e.all("content")) == 0 {
					t.Errorf("entry %d has neither content nor an alternate link", i+1)
				}
				if len(e.links("alternate")) > 1 {
					t.Errorf("entry %d has several alternate links of one kind", i+1)
				}
			}
			everyAuthorHasAName(t, feed)
			everyTime(t, feed, time.RFC3339, "updated", "published") // §3.3
		})
	}
}

func TestRSSHasWhatRSS20Requires(t *testing.T) {
	for name, f := range sparse() {
		t.Run(name, func(t *testing.T) {
			rss := parse(t, RSS, f)
			if rss.XMLName.Local != "rss" || rss.attr("version") != "2.0" {
				t.Errorf("root is %v version %q", rss.XMLName, rss.attr("version"))
			}
			exactlyOne(t, rss, "channel")
			channel := rss.all("channel")[0]
			exactlyOne(t, channel, "title", "description")
			for _, image := range channel.all("image") {
				exactlyOne(t, image, "url", "title", "link")
			}
			for i, item := range channel.all("item") {
				exactlyOne(t, item, "guid")
				if item.all("guid")[0].attr("isPermaLink") != "false" {
					t.Errorf("item %d: its guid is taken for an address", i+1)
				}
				if len(item.all("title"))+len(item.all("description")) == 0 {
					t.Errorf("item %d has neither title nor description", i+1)
				}
				for _, s := range item.all("source") {
					if s.attr("url") == "" {
						t.Errorf("item %d: its source has no url", i+1)
					}
				}
			}
			everyTime(t, channel, time.RFC1123Z, "lastBuildDate", "pubDate")
			if len(channel.links("self")) != 1 {
				t.Error("no atom:link to itself")
			}
		})
	}
}

func TestJSONHasWhatJSONFeed11Requires(t *testing.T) {
	for name, f := range sparse() {
		t.Run(name, func(t *testing.T) {
			data, err := JSON(f)
			if err != nil {
				t.Fatal(err)
			}
			var feed map[string]any
			if err := json.Unmarshal(data, &feed); err != nil {
				t.Fatal(err)
			}
			if feed["version"] != "https://jsonfeed.org/version/1.1" || feed["title"] == "" {
				t.Errorf("version %v, title %v", feed["version"], feed["title"])
			}
			items, ok := feed["items"].([]any)
			if !ok {
				t.Fatalf("items is %T, want an array", feed["items"])
			}
			for i, raw := range items {
				item := raw.(map[string]any)
				_, asHTML := item["content_html"]
				_, asText := item["content_text"]
				if item["id"] == nil || asHTML == asText {
					t.Errorf("item %d: id %v, content_html %v, content_text %v", i+1, item["id"], asHTML, asText)
				}
			}
		})
	}
}

func TestOPMLHasWhatOPML20Requires(t *testing.T) {
	data, err := OPML(exampleOutline())
	if err != nil {
		t.Fatal(err)
	}
	var opml node
	if err := xml.Unmarshal(data, &opml); err != nil {
		t.Fatal(err)
	}
	if opml.XMLName.Local != "opml" || opml.attr("version") != "2.0" {
		t.Errorf("root is %v version %q", opml.XMLName, opml.attr("version"))
	}
	exactlyOne(t, opml, "head", "body")
	var feeds []string
	var walk func(n node)
	walk = func(n node) {
		for _, o := range n.all("outline") {
			if o.attr("text") == "" {
				t.Error("an outline has no text")
			}
			if o.attr("type") != "" {
				feeds = append(feeds, o.attr("type")+" "+o.attr("xmlUrl"))
			}
			walk(o)
		}
	}
	walk(opml.all("body")[0])
	want := "rss https://digest.example.org/feed.atom,rss https://example.org/feed.xml?a=1&b=2,rss https://example.net/atom"
	if got := strings.Join(feeds, ","); got != want {
		t.Errorf("feeds are\n%s, want\n%s", got, want)
	}
}

func TestAListOfFeedsTellsATimeOnlyWhenGivenOne(t *testing.T) {
	o := exampleOutline()
	without, _ := OPML(o)
	o.Modified = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	with, err := OPML(o)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(without, []byte("date")) || !bytes.Contains(with, []byte("<dateModified>Fri, 20 Nov 2026 09:00:00 +0000</dateModified>")) {
		t.Errorf("without:\n%s\nwith:\n%s", without, with)
	}
	if _, err := OPML(Outline{Title: " "}); err == nil {
		t.Error("a list without title is written")
	}
}

func FuzzAListOfFeedsIsAlwaysWellFormed(f *testing.F) {
	f.Add("Ana & Pop", "https://example.org/feed?a=1&b=2", "en")
	f.Add("\"]]>\x00\xff\n", "javascript:x", "<x>")
	f.Fuzz(func(t *testing.T, text, link, lang string) {
		feed := Subscription{text, link, link, lang, text, "", []string{lang, text}}
		data, err := OPML(Outline{Title: "t" + text, OwnerName: text, OwnerURL: link,
			Feeds: []Subscription{feed}, Groups: []Group{{text, []Subscription{feed}}}})
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, "opml", data)
		var opml node
		if err := xml.Unmarshal(data, &opml); err != nil {
			t.Fatal(err)
		}
		if found := opml.all("body")[0].all("outline"); len(found) > 0 {
			if o := found[0]; o.attr("xmlUrl") != address(link) || o.attr("text") == "" || o.attr("description") != plain(text) {
				t.Errorf("%q at %q came back as %v", text, link, o.Attrs)
			}
		}
	})
}

func exactlyOne(t *testing.T, n node, names ...string) {
	t.Helper()
	for _, name := range names {
		if got := len(n.all(name)); got != 1 {
			t.Errorf("%s has %d of %s, want 1", n.XMLName.Local, got, name)
		}
	}
}

func everyAuthorHasAName(t *testing.T, n node) {
	t.Helper()
	for _, a := range n.all("author") {
		exactlyOne(t, a, "name")
		if strings.TrimSpace(a.all("name")[0].Text) == "" {
			t.Error("an author's name is empty")
		}
	}
	for _, e := range n.all("entry") {
		everyAuthorHasAName(t, e)
	}
}

func everyTime(t *testing.T, n node, layout string, names ...string) {
	t.Helper()
	for _, name := range names {
		for _, at := range n.all(name) {
			if at.XMLName.Space == atomNS && layout != time.RFC3339 {
				continue
			}
			if _, err := time.Parse(layout, at.Text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, c := range n.Children {
		everyTime(t, c, layout, names...)
	}
}

// manyEntries is a feed of n entries of 4 KB each.
func manyEntries(n int) Feed {
	f := example()
	body := strings.Repeat("<p>Give leave to fail first & learn.</p>\n", 100)
	e := f.Entries[0]
	f.Entries = nil
	for i := range n {
		e.ID, e.ContentHTML = fmt.Sprintf("urn:uuid:%d", i), body
		f.Entries = append(f.Entries, e)
	}
	return f
}

func BenchmarkFeedOf100EntriesOf4KB(b *testing.B) {
	feed := manyEntries(100)
	for _, f := range formats {
		b.Run(f.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				data, err := f.write(feed)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(data)))
			}
		})
	}
}

func BenchmarkOPMLOf1000Feeds(b *testing.B) {
	var g Group
	for i := range 1000 {
		g.Feeds = append(g.Feeds, Subscription{Title: "A & B", FeedURL: fmt.Sprintf("https://example.org/%d", i)})
	}
	o := Outline{Title: "Who is read", Groups: []Group{g}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := OPML(o); err != nil {
			b.Fatal(err)
		}
	}
}
