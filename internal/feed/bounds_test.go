package feed

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestATextIsCutToWhatAReaderCanBear(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"plain words", "Three in four should fail", "Three in four should fail"},
		{"words of scripts with marks", "Việt Nam, नमस्ते, שָׁלוֹם, ตู้", "Việt Nam, नमस्ते, שָׁלוֹם, ตู้"},
		{"emoji alone", "👩🏽‍💻❤️", "👩🏽‍💻❤️"},
		{"more than anybody writes", strings.Repeat("a", maxTitle+1), strings.Repeat("a", maxTitle) + "…"},
		{"just as much", strings.Repeat("é", maxTitle), strings.Repeat("é", maxTitle)},
		{"a heap of marks", "e" + strings.Repeat("\u0301", 2000) + "x", "e" + strings.Repeat("\u0301", maxMarks) + "x"},
		{"marks on nothing", "\u0301\u0302", ""},
		{"what takes room and shows nothing", "\u3164 \u2800\u200b\u00ad", ""},
	} {
		if got := boundText(c.text, maxTitle); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, firstWords(got), firstWords(c.want))
		}
	}
}

// An entry of one feed must not spoil a page for all the others.
func TestOneEntryCannotSpoilAPage(t *testing.T) {
	item := func(title, link, author, tag string) string {
		return fmt.Sprintf(`<item><title>%s</title><link>%s</link><dc:creator>%s</dc:creator><category>%s</category><guid isPermaLink="false">%s</guid></item>`, title, link, author, tag, title)
	}
	long := strings.Repeat("word ", 200_000)
	doc := `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><link>https://a.example/</link>` +
		item(long, "https://a.example/1", long, long) + item("Two", "mailto:a@a.example?body=x", "Ann", "t") +
		item("Three", "https://a.example/"+strings.Repeat("x", 1<<20), "Ann", "t") + item("Four", "https://good.example@evil.example/", "Ann", "t") + `</channel></rss>`
	f, err := Parse([]byte(doc), Source{})
	if err != nil || len(f.Entries) != 4 {
		t.Fatal(err)
	}
	e := f.Entries[0]
	if n := utf8.RuneCountInString(e.Title); n != maxTitle+1 || utf8.RuneCountInString(e.Bylines[0].Name) > maxName+1 || len(e.Tags[0]) > maxTag+3 {
		t.Errorf("a title of %d characters, a name of %d, a tag of %d bytes", n, len(e.Bylines[0].Name), len(e.Tags[0]))
	}
	if len(f.Notices) == 0 || !strings.Contains(f.Notices[0], "a title is too long") {
		t.Errorf("nothing is said of it: %q", f.Notices)
	}
	for _, e := range f.Entries[1:] {
		if e.URL != "" {
			t.Errorf("%q leads to %q", e.Title, firstWords(e.URL))
		}
	}
}

func TestAnAddressHidesNothing(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"https://a.example/\u202egpj.exe", "https://a.example/%E2%80%AEgpj.exe"},
		{"https://a.example/a\u200bb", "https://a.example/a%E2%80%8Bb"},
		{"https://a.example/über?q=日本", "https://a.example/über?q=日本"},
		{"mailto:a@a.example", ""}, {"file:///etc/passwd", ""}, {"https://user:pass@a.example/", ""}, {"https:///x", ""}, {"", ""},
	} {
		if got := boundAddress(c.address); got != c.want {
			t.Errorf("%q: %q, want %q", c.address, got, c.want)
		}
	}
}

func TestNobodyHasFiftyThousandAuthors(t *testing.T) {
	var authors strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&authors, "<a:author><a:name>Author %d</a:name></a:author>", i)
	}
	f, err := Parse([]byte(`<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title><item><title>One</title>`+authors.String()+`</item></channel></rss>`), Source{})
	if err != nil || len(f.Entries) != 1 || len(f.Entries[0].Bylines) > maxPeople {
		t.Errorf("%v, %d entries", err, len(f.Entries))
	}
}
