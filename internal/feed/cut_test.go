package feed

import (
	"encoding/json"
	"strings"
	"testing"
)

// whole are documents of three entries; end ends one.
var whole = []struct{ name, end, doc string }{
	{"RSS", "</item", `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x "y">]><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>F &amp; co</title><link>https://example.org/</link><!-- a > b -->
		<item><title>One</title><link>https://example.org/1</link><description><![CDATA[<p>a <b>b</b></p>]]></description></item>
		<item><title>Two &lt;b&gt;</title><guid isPermaLink="false">2</guid><c:encoded>&lt;p&gt;x&lt;/p&gt;</c:encoded></item>
		<item><title>Three</title><enclosure url="https://example.org/a.mp3" type='audio/mpeg'/><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>`},
	{"RDF", "</item", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>F</title><link>https://example.org/</link></channel>
		<item rdf:about="https://example.org/1"><title>One</title></item><item rdf:about="https://example.org/2"><title>Two</title></item><item rdf:about="https://example.org/3"><title>Three</title></item></rdf:RDF>`},
	{"Atom", "</entry", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><title>F</title>
		<entry><id>1</id><title type="html">One &amp;amp;</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a<br/>b</p></div></content></entry>
		<entry><id>2</id><link href="two"/><summary>Two</summary></entry><entry><id>3</id><author><name>Ana</name></author></entry></feed>`},
	{"JSON", "}}", `{"version":"https://jsonfeed.org/version/1.1","title":"F","home_page_url":"https://example.org/","items":[{"id":"1","content_text":"a ]}, \" b","author":{"name":"Ana"}},{"id":"2","tags":["a","b"],"author":{"name":"Ana"}}, {"id":"3","title":"Three","author":{"name":"Ana"}}]}`},
}

// TestOfWhatIsCutOffEveryWholeEntryIsRead cuts documents behind every byte.
func TestOfWhatIsCutOffEveryWholeEntryIsRead(t *testing.T) {
	for _, w := range whole {
		full := parsed(t, []byte(w.doc), Source{})
		if len(full.Entries) != 3 {
			t.Fatalf("%s: %d entries", w.name, len(full.Entries))
		}
		for cut := range len(w.doc) {
			doc := w.doc[:cut]
			entries := strings.Count(doc, w.end)
			f, err := Parse([]byte(doc), Source{})
			if entries == 0 {
				if err == nil && len(f.Entries) > 0 {
					t.Fatalf("%s: an entry of half of one: %s", w.name, doc)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v: %s", w.name, err, doc)
			}
			if got, want := asJSON(t, f), asJSON(t, &Feed{Title: full.Title, Entries: full.Entries[:entries]}); got != want {
				t.Fatalf("%s\n got %s\nwant %s\n  of %s", w.name, got, want, doc)
			}
			if len(f.Notices) == 0 && entries < 3 && strings.Contains(doc[strings.LastIndex(doc, w.end):], "<item") {
				t.Fatalf("%s: nothing said of the entry that is left out: %s", w.name, doc)
			}
		}
	}
}

func asJSON(t *testing.T, f *Feed) string {
	t.Helper()
	data, err := json.Marshal([]any{f.Title, f.Entries})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
