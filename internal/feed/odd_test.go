package feed

import (
	"encoding/hex"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"weft/internal/entry"
)

// What no case of a collection had, and what somebody who tried to break the
// reader found.

func TestPrefixesThatAreDeclaredWronglyOrNotAtAll(t *testing.T) {
	for name, doc := range map[string]string{
		"an undeclared one of the whole document": `<a:feed><a:title>F</a:title><a:entry><a:title>One</a:title><a:link href="https://example.org/1"/><a:content type="html">Words</a:content></a:entry></a:feed>`,
		"one of a namespace that nobody knows":    `<x:rss xmlns:x="urn:mine"><x:channel><x:item><x:title>One</x:title><x:link>https://example.org/1</x:link><x:description>Words</x:description></x:item></x:channel></x:rss>`,
		"a module whose address is misspelt":      `<rss xmlns:content="http://purl.org/rss/modules/content/"><channel><item><title>One</title><link>https://example.org/1</link><content:encoded>Words</content:encoded></item></channel></rss>`,
		"RDF under another":                       `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel r:about="x"/><item r:about="https://example.org/1"><title>One</title><description>Words</description></item></r:RDF>`,
		"a link of Atom's as RSS has it":          `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title><link>https://example.org/1</link><summary>Words</summary></entry></feed>`,
		"a module whose address has changed":      `<rss xmlns:content="https://purl.org/rss/2.0/modules/content#"><channel><item><title>One</title><link>https://example.org/1</link><content:encoded>Words</content:encoded></item></channel></rss>`,
	} {
		f, err := Parse([]byte(doc), Source{})
		if err != nil || len(f.Entries) != 1 {
			t.Errorf("%s: %v, %+v", name, err, f)
			continue
		}
		if e := f.Entries[0]; e.Title != "One" || e.URL != "https://example.org/1" || e.Plain != "Words" {
			t.Errorf("%s: %q %q %q", name, e.Title, e.URL, e.Plain)
		}
	}
}

func TestALessThanSignThatLooksLikeATagStaysText(t *testing.T) {
	f, err := Parse([]byte(`<rss><channel><item><title>if a<b then c</title><link>https://example.org/1</link></item></channel></rss>`), Source{})
	if err != nil || len(f.Entries) != 1 || f.Entries[0].Title != "if a<b then c" || f.Entries[0].URL == "" {
		t.Errorf("%v, %+v", err, f)
	}
}

func TestATagThatIsNotClosedKeepsWhatItSays(t *testing.T) {
	f, err := Parse([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One</title><link href="https://example.org/1"</entry><entry><title>Two</title><id>2</id></entry></feed>`), Source{})
	if err != nil || len(f.Entries) != 2 || f.Entries[0].URL != "https://example.org/1" {
		t.Errorf("%v, %+v", err, f)
	}
}

func TestAnEntryInADocumentThatIsAnEntry(t *testing.T) {
	f, err := Parse([]byte(`<entry><title>One</title><entry><title>Two</title></entry></entry>`), Source{})
	if err != nil || len(f.Entries) != 1 || f.Entries[0].Title != "One" {
		t.Errorf("%v, %+v", err, f)
	}
}

func TestAMillionPeopleInOneTextAreNotPartedOneByOne(t *testing.T) {
	if got := severally([]string{strings.Repeat("a@example.org,", 1_000_000)}); len(got) != 1 {
		t.Errorf("%d texts", len(got))
	}
}

func TestTextInCodesOlderThanTheWeb(t *testing.T) {
	doc := func(encoding, title string) string {
		return `<?xml version="1.0" encoding="` + encoding + `"?><rss><channel><item><title>` + title + `</title><link>https://example.org/1</link></item></channel></rss>`
	}
	encoded := func(s string, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	cesu, _ := hex.DecodeString("eda0bdedb880")
	for name, c := range map[string]struct{ doc, want string }{
		"IBM's page 437":                 {encoded(charmap.CodePage437.NewEncoder().String(doc("cp437", "Ein Käse, öfter"))), "Ein Käse, öfter"},
		"IBM's page 850":                 {encoded(charmap.CodePage850.NewEncoder().String(doc("ibm850", "Ein Käse, öfter"))), "Ein Käse, öfter"},
		"EBCDIC":                         {encoded(charmap.CodePage037.NewEncoder().String(doc("ibm037", "Ein Käse, öfter"))), "Ein Käse, öfter"},
		"Japanese of seven bits":         {encoded(japanese.ISO2022JP.NewEncoder().String(doc("utf-8", "新しい記事です"))), "新しい記事です"},
		"an emoji in halves":             {doc("utf-8", string(cesu)+" smile"), "😀 smile"},
		"an emoji in halves, in Russian": {doc("utf-8", "Новая запись "+string(cesu)), "Новая запись 😀"},
		"Korean, whose letters are near": {doc("utf-8", "힣힣 ퟿ 한국"), "힣힣 ퟿ 한국"},
	} {
		f, err := Parse([]byte(c.doc), Source{})
		if err != nil || len(f.Entries) != 1 || f.Entries[0].Title != c.want {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}

func TestALabelOfAWideCodeIsNoPage(t *testing.T) {
	for _, label := range []string{"csUTF16", "csUTF16BE", "UTF-32LE", "SCSU", "hz-gb-2312", "klingon", "-"} {
		if _, ok := decodeAs([]byte("<rss>\xe9t\xe9</rss>"), label, false); ok {
			t.Errorf("%s was taken", label)
		}
	}
}

func TestSeveralPeopleInOneText(t *testing.T) {
	for said, want := range map[string][]entry.Byline{
		"ana@example.org (Ana), bo@example.org (Bo)":     {{Name: "Ana", Email: "ana@example.org"}, {Name: "Bo", Email: "bo@example.org"}},
		"Ana <ana@example.org>; Bo Li <bo@example.org>":  {{Name: "Ana", Email: "ana@example.org"}, {Name: "Bo Li", Email: "bo@example.org"}},
		`"Pop, Ana" <ana@example.org>`:                   {{Name: "Pop, Ana", Email: "ana@example.org"}},
		"Ana Pop, editor":                                {{Name: "Ana Pop, editor"}},
		"(Ana Pop)":                                      {{Name: "Ana Pop"}},
		"(Ana) Pop (Bo)":                                 {{Name: "(Ana) Pop (Bo)"}},
		"ana@example.org, bo@example.org,cy@example.org": {{Email: "ana@example.org"}, {Email: "bo@example.org"}, {Email: "cy@example.org"}},
	} {
		got := people([]string{said})
		if len(got) != len(want) {
			t.Errorf("%s: %+v", said, got)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %+v, want %+v", said, got[i], want[i])
			}
		}
	}
}

func TestABackslashTooManyInJSON(t *testing.T) {
	f, err := Parse([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"It\'s \x \u00e9 \u12 \\q \"x\"","content_text":"x"}]}`), Source{})
	if want := `It's x é u12 \q "x"`; err != nil || len(f.Entries) != 1 || f.Entries[0].Title != want {
		t.Errorf("%v, %+v; want %s", err, f, want)
	}
	if strings.Contains(knownEscapes(`\`), "\\\\") {
		t.Error("a lone backslash is doubled")
	}
}
