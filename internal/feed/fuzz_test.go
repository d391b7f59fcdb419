package feed

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

// FuzzParse: whatever comes in, what comes out keeps the package's promises,
// is the same the second time, and is bounded by what came in.
func FuzzParse(f *testing.F) {
	addDocuments(f)
	f.Fuzz(func(t *testing.T, data []byte, address, contentType string) {
		src := Source{Address: address, ContentType: contentType}
		feed, err := Parse(data, src)
		if err != nil {
			return
		}
		checkFeed(t, feed)
		report, err := json.Marshal(NewReport(feed, nil))
		if err != nil {
			t.Fatal(err)
		}
		// A link of a few bytes is written with its whole address, a passage
		// and escapes; no honest bound is nearer, and a bomb is far beyond it.
		if most := 8<<20 + 4000*(len(data)+len(address)); len(report) > most {
			t.Fatalf("%d bytes became %d", len(data), len(report))
		}
		again, _ := Parse(data, src)
		if second, _ := json.Marshal(NewReport(again, nil)); string(second) != string(report) {
			t.Fatalf("read again\n got %.300s\n was %.300s", second, report)
		}
	})
}

// addDocuments adds every document of the tests as a seed.
func addDocuments(f *testing.F) {
	f.Helper()
	for _, folder := range []string{"golden", "meant"} {
		files, _ := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
		for _, name := range files {
			a, err := txtar.ParseFile(name)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range a.Files {
				_, kind, dotted := strings.Cut(file.Name, ".")
				if file.Name == "in" || dotted && kind != "want" && kind != "from" && file.Name != "want.json" {
					f.Add(wrapped(kind, string(file.Data)), "https://example.org/feed", "")
				}
			}
		}
	}
	for _, w := range whole {
		f.Add([]byte(w.doc), "", "")
		f.Add([]byte(w.doc[:len(w.doc)/2]), "", "")
	}
	for _, s := range []string{
		"", "{", `{"items":[1,null,{"id":1,"author":"x","tags":"a"}]}`, "<rss", "<feed><entry><content type='html'>&lt;script>",
		`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;&b;</title></channel></rss>`,
		"<entry><title>a</title><entry><title>b", "<channel><item><guid>http://\"<item", "<rss><channel><item><title>a</titel><link>x</link></item>", "<feed xml:base='http://[::1'><link href='%'/></feed>",
		"\xff\xfe<\x00r\x00s\x00s\x00>\x00", "<rdf:RDF><item rdf:about='x'><title>a</title></item></rdf:RDF>",
		"<rss><channel><item><description><![CDATA[<a href='/x'>y]]></description></item></channel></rss>",
		"<rss><channel><item><enclosure url='javascript:x'/><media:content url=\"//x.example/a.png\" medium=image /></item></channel></rss>",
		"<feed><entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a<x:b/></div></title><link href=x></entry></feed>",
		"<?xml version='1.0' encoding='shift_jis'?><rss><channel><title>\x93\xfa</title></channel></rss>",
	} {
		f.Add([]byte(s), "https://example.org/feed", "text/xml")
		f.Add([]byte(s), "", "text/xml; charset=iso-2022-jp")
	}
}

// FuzzMend: whatever text is handed in, the tree is bounded, and what is
// written of it is XML that the standard library takes.
func FuzzMend(f *testing.F) {
	addDocuments(f)
	f.Fuzz(func(t *testing.T, data []byte, address, contentType string) {
		n := &notices{}
		root, _ := buildTree(decode(data, contentType, n), documentBase(Source{Address: address}), n)
		if root == nil {
			return
		}
		checkTree(t, root, 1)
		checkWellFormed(t, transcribeAtom(root, n).b.String())
		checkWellFormed(t, transcribeRSS(root, root, n).b.String())
	})
}

func checkTree(t *testing.T, n *node, depth int) {
	t.Helper()
	if depth > maxDepth+1 || !utf8.ValidString(n.text) || n.local == "" && len(n.kids) > 0 {
		t.Fatalf("depth %d, %q", depth, n.text)
	}
	for _, k := range n.kids {
		checkTree(t, k, depth+1)
	}
}

func checkWellFormed(t *testing.T, doc string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		switch _, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			t.Fatalf("%v in %.1000q", err, doc)
		}
	}
}

// FuzzMendJSON: JSON that is well formed stays what it is; of any other comes
// JSON no longer than it was by more than what closes it, once and for all.
func FuzzMendJSON(f *testing.F) {
	for _, s := range []string{"{}", `{"a":[1,2,],}`, `{"items":[{"a":1},{"b"`, `// x` + "\n" + `{"a":"//"}`, `{"a":"\`, `/*`, `{"a":1}}`, "{\"a\":\"b\nc\"}", `[[[{{`, `{"a":1,"b":[{"c":[1,2`, `,{`, "{\"a\":\"\\\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?") // as decode gives it
		mended, cut := mendJSON(s)
		if len(mended) > len(s)+len("{}") || !utf8.ValidString(mended) {
			t.Fatalf("%.300q of %.300q", mended, s)
		}
		if again, _ := mendJSON(mended); again != mended {
			t.Fatalf("mended again\n got %.300q\n was %.300q", again, mended)
		}
		var was, is any
		if json.Unmarshal([]byte(s), &was) != nil {
			return
		}
		if err := json.Unmarshal([]byte(mended), &is); err != nil || cut || !reflect.DeepEqual(was, is) {
			t.Fatalf("%.300q became %.300q: %v", s, mended, err)
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

// FuzzParseDate: a date that is read is read back from its standard form, and
// in other letters; what the standard library knows to be one moment is no
// other.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2026", "Sun, 22 Nov 2026 10:00:00 CET", "1795341600", "mar, 01 dic 2026 10:00 -0300", "2004-07-08 23:56:58 -00:20", "22.11.2026", "2026-W47", "24:00",
		"Sun, 22 Nov 2026 10:00:00 (EST)", "2026-11-22T10:00:00[Europe/Paris]", "<time datetime=\"2026-11-22\">", "22 Nov 126 9:5:7 PM", "2004년 05월 28일 오후 01:31", "20261122100000", "Wed, 22 Jul 2026 10:00:00 BST"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := wildDate(s)
		if !ok && !got.IsZero() {
			t.Fatalf("%.300q: %v, which is no date", s, got)
		}
		if quick, standard := standardDate(s); standard && (!ok || !quick.Equal(got)) {
			t.Fatalf("%.300q: %v as a standard date, %v %v as any", s, quick, got, ok)
		}
		for _, layout := range []string{time.RFC3339, time.RFC1123Z, time.ANSIC, time.DateTime, time.DateOnly, time.RubyDate, "Mon, 2 Jan 2006 15:04 -0700"} {
			if known, err := time.Parse(layout, s); err == nil && ok && !known.Truncate(time.Second).Equal(got) {
				t.Fatalf("%.300q: %v is another moment than %v", s, got, known)
			}
		}
		if !ok {
			return
		}
		checkTimes(t, got)
		for _, other := range []string{got.Format(time.RFC3339), " " + s + "\n", got.Format(time.RFC1123Z), got.Format(time.RFC1123)} {
			if again, ok := wildDate(other); len(other) <= 200 && (!ok || !again.Truncate(time.Second).Equal(got.Truncate(time.Second))) {
				t.Fatalf("%.300q: %v is not read back from %q: %v", s, got, other, again)
			}
		}
	})
}

// FuzzDecode: what is decoded is clean, and the same text is the same in
// UTF-8, UTF-16 and UTF-32.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"\xff\xfe<\x00", "\x00\x00\x00<", "<?xml encoding='big5'?>\xa4\xa4", "caf\xe9", "\xef\xbb\xbf<a>", "<a>caf\u00e9 \u4e2d \U0001f60a</a>", "\u0093x\u0094\u0081", "<?xml encoding=\"Big5\"\xa4", "\xef\xbb\xbf<?xml encoding=\"big5\"?>¤"} {
		f.Add([]byte(s), "text/xml")
		f.Add([]byte(s), "text/xml; charset='utf-16'")
	}
	f.Fuzz(func(t *testing.T, data []byte, contentType string) {
		s := decode(data, contentType, &notices{})
		if !utf8.ValidString(s) || strings.IndexFunc(s, forbidden) >= 0 {
			t.Fatalf("%.300q", s)
		}
		for name, enc := range map[string]encoding.Encoding{
			"UTF-8":  unicode.UTF8BOM,
			"UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
			"UTF-32": utf32.UTF32(utf32.BigEndian, utf32.UseBOM),
		} {
			wide, err := enc.NewEncoder().Bytes([]byte(s))
			if err != nil {
				t.Fatal(err)
			}
			if again := decode(wide, contentType, &notices{}); again != s {
				t.Fatalf("in %s\n got %.300q\n was %.300q", name, again, s)
			}
		}
	})
}
