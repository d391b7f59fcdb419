package feed

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

func FuzzParse(f *testing.F) {
	seeds, _ := filepath.Glob(filepath.Join("testdata", "golden", "*.txtar"))
	for _, name := range seeds {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(member(a, "in"), "https://example.org/feed", "")
	}
	for _, s := range []string{
		"", "{", `{"items":[1,null,{"id":1,"author":"x","tags":"a"}]}`, "<rss", "<feed><entry><content type='html'>&lt;script>",
		`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;&b;</title></channel></rss>`,
		"<rss><channel><item><title>a</titel><link>x</link></item>", "<feed xml:base='http://[::1'><link href='%'/></feed>",
		"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "<rdf:RDF><item rdf:about='x'><title>a</title></item></rdf:RDF>",
		"<rss><channel><item><description><![CDATA[<a href='/x'>y]]></description></item></channel></rss>",
		"<rss><channel><item><enclosure url='javascript:x'/><media:content url=\"//x.example/a.png\" medium=image /></item></channel></rss>",
		"<feed><entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a<x:b/></div></title><link href=x></entry></feed>",
		"<?xml version='1.0' encoding='shift_jis'?><rss><channel><title>\x93\xfa</title></channel></rss>",
	} {
		f.Add([]byte(s), "https://example.org/feed", "text/xml")
		f.Add([]byte(s), "", "text/xml; charset=iso-2022-jp")
	}
	f.Fuzz(func(t *testing.T, data []byte, address, contentType string) {
		feed, err := Parse(data, Source{Address: address, ContentType: contentType})
		if err != nil {
			return
		}
		checkFeed(t, feed)
		if _, err := json.Marshal(NewReport(feed, nil)); err != nil {
			t.Fatal(err)
		}
	})
}

// checkFeed holds a feed to what the package promises, whatever came in.
func checkFeed(t *testing.T, f *Feed) {
	t.Helper()
	checkHTML(t, f.Description)
	checkHTML(t, f.Rights)
	checkPlain(t, f.Title, f.ID, f.Language)
	checkPlain(t, f.Tags...)
	checkAddresses(t, f.Link, f.Self, f.Image)
	checkPeople(t, f.Authors)
	checkPeople(t, f.Contributors)
	checkTimes(t, f.Updated, f.Published)
	if len(f.Entries) > maxEntries {
		t.Fatalf("%d entries", len(f.Entries))
	}
	for i := range f.Entries {
		checkEntry(t, &f.Entries[i])
	}
}

func checkEntry(t *testing.T, e *entry.Entry) {
	t.Helper()
	checkHTML(t, e.Body)
	checkHTML(t, e.Summary)
	checkPlain(t, e.Title, e.NativeID, e.Language, e.Licence)
	checkPlain(t, e.Tags...)
	checkAddresses(t, e.URL, e.Canonical, e.Image)
	checkPeople(t, e.Bylines)
	checkPeople(t, e.Contributors)
	checkTimes(t, e.Updated, e.Published)
	for _, x := range e.Enclosures {
		checkAddresses(t, x.URL)
		checkPlain(t, x.Type, x.Length)
	}
	if e.Source != nil {
		checkPlain(t, e.Source.Title, e.Source.ID)
		checkAddresses(t, e.Source.Link)
	}
	text := htmlsafe.Text(e.Text())
	if e.Plain != text {
		t.Fatalf("plain %.300q, want %.300q", e.Plain, text)
	}
	for _, l := range e.Links {
		checkAddresses(t, l.URL)
		if !strings.Contains(text, l.Passage) {
			t.Fatalf("passage %.300q is not in %.300q", l.Passage, text)
		}
	}
}

func checkTimes(t *testing.T, times ...time.Time) {
	t.Helper()
	for _, x := range times {
		if !x.IsZero() && (x.Year() < 1000 || x.Year() > 9999 || x.Location() != time.UTC) {
			t.Fatalf("time %v", x)
		}
	}
}

func checkPeople(t *testing.T, people []entry.Byline) {
	t.Helper()
	for _, b := range people {
		if b == (entry.Byline{}) {
			t.Fatal("a byline of nobody")
		}
		checkPlain(t, b.Name, b.Email)
		checkAddresses(t, b.URL)
	}
}

func checkPlain(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.IndexFunc(s, forbidden) >= 0 || strings.TrimSpace(s) != s {
			t.Fatalf("text %.300q", s)
		}
	}
}

func checkAddresses(t *testing.T, addresses ...string) {
	t.Helper()
	for _, a := range addresses {
		lower := strings.ToLower(a)
		if a == "" || strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "mailto:") {
			if !utf8.ValidString(a) || strings.ContainsAny(a, " \t\r\n<>\"") {
				t.Fatalf("address %.300q", a)
			}
			continue
		}
		t.Fatalf("address %.300q is not absolute", a)
	}
}

// checkHTML looks at safe HTML with the parser of the standard tools, not with
// htmlsafe, but for the promise that cleaning it again changes nothing.
func checkHTML(t *testing.T, s string) {
	t.Helper()
	if again := htmlsafe.Clean(s, ""); again != s {
		t.Fatalf("cleaned again\n got %.300q\n was %.300q", again, s)
	}
	nodes, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return
	}
	for n := range nodes.Descendants() {
		switch n.Data {
		case "script", "style", "iframe", "object", "embed", "form", "meta", "link", "base", "svg":
			if n.Type == html.ElementNode {
				t.Fatalf("<%s> in %.300q", n.Data, s)
			}
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "id" {
				t.Fatalf("%s=%.300q in %.300q", a.Key, a.Val, s)
			}
			if a.Key == "href" || a.Key == "src" {
				checkAddresses(t, a.Val)
			}
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2026", "Sun, 22 Nov 2026 10:00:00 CET", "1795341600", "mar, 01 dic 2026 10:00 -0300", "2004-07-08 23:56:58 -00:20", "22.11.2026", "2026-W47", "24:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, ok := parseDate(s); ok {
			checkTimes(t, got)
			if again, ok := parseDate(got.Format(time.RFC3339)); !ok || !again.Equal(got.Truncate(time.Second)) {
				t.Fatalf("%.300q: %v is not read back: %v", s, got, again)
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"\xff\xfe<\x00", "\x00\x00\x00<", "<?xml encoding='big5'?>\xa4\xa4", "caf\xe9", "\xef\xbb\xbf<a>"} {
		f.Add([]byte(s), "text/xml")
		f.Add([]byte(s), "text/xml; charset='utf-16'")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		if s := decode(data, contentType, &notices{}); !utf8.ValidString(s) || strings.IndexFunc(s, forbidden) >= 0 {
			t.Fatalf("%.300q", s)
		}
	})
}
