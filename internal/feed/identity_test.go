package feed

import (
	"strings"
	"testing"
)

func TestDifferentPiecesWithOneIDAndNoPageAreToldApartByTheirTitles(t *testing.T) {
	item := func(title, link string) string {
		return "<item><title>" + title + "</title><guid isPermaLink=\"false\">N/A</guid>" + link + "</item>"
	}
	for name, link := range map[string]string{"no link": "", "all to the front page": "<link>https://a.example/</link>"} {
		f := parsed(t, rssWith(item("One", link)+item("Two", link)+item("Two", link)), Source{})
		if e := f.Entries; !f.BadIDs || e[0].NativeID != "One" || e[1].NativeID != "Two" || e[2].NativeID != "Two" {
			t.Errorf("%s: %+v, %v", name, e, f.BadIDs)
		}
	}
	if f := parsed(t, rssWith(item("One", "<link>https://a.example/1</link>")+item("Two", "<link>https://a.example/1</link>")), Source{}); f.BadIDs || f.Entries[0].NativeID != "N/A" {
		t.Error("one page listed twice is one piece, whatever it is called")
	}
}

func TestAFeedSaysWhatWasTakenBack(t *testing.T) {
	const doc = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://purl.org/atompub/tombstones/1.0"><title>T</title>
		<x:deleted-entry ref="tag:a,2026:1" when="2026-11-20T00:00:00Z"><x:comment>sorry</x:comment></x:deleted-entry>
		<x:deleted-entry ref="tag:a,2026:2" when="2026-11-20T00:00:00Z"/><deleted-entry ref="no"/><x:deleted-entry/>
		<entry><id>tag:a,2026:2</id><title>Put back</title></entry></feed>`
	if f := parsed(t, []byte(doc), Source{}); len(f.Deleted) != 1 || f.Deleted[0] != "tag:a,2026:1" || len(f.Entries) != 1 || f.Partial {
		t.Errorf("%q, %d entries, partial %v", f.Deleted, len(f.Entries), f.Partial)
	}
}

func TestADocumentThatIsNotReadToItsEndSaysSo(t *testing.T) {
	whole := string(rssWith("<item><title>1</title></item><item><title>2</title></item>"))
	many := strings.Repeat("<item><title>x</title></item>", maxEntries+1)
	items := strings.Repeat(`{"id":"1","title":"x"},`, maxEntries) + `{"id":"2","title":"y"}`
	for name, c := range map[string]struct {
		doc  string
		want bool
	}{"whole": {whole, false}, "cut in an entry": {whole[:len(whole)-25], true}, "cut behind an entry": {strings.TrimSuffix(whole, "</channel></rss>"), true},
		"too many": {string(rssWith(many)), true}, "too many in JSON": {`{"version":"https://jsonfeed.org/version/1.1","items":[` + items + `]}`, true}} {
		if f := parsed(t, []byte(c.doc), Source{}); f.Partial != c.want {
			t.Errorf("%s: partial %v", name, f.Partial)
		}
	}
}

func TestTheFirstHomeOfAPieceIsReadWhereverItIsNamed(t *testing.T) {
	const want = "https://a.example/piece"
	for name, doc := range map[string]string{
		"Atom":        `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="https://a.example/piece/amp"/><link rel="canonical" href="https://a.example/piece"/></entry></feed>`,
		"Atom in RSS": string(rssWith(`<item xmlns:a="http://www.w3.org/2005/Atom"><link>https://m.a.example/piece</link><a:link rel="canonical" href="https://a.example/piece"/></item>`)),
		"its HTML":    string(rssWith(`<item><link>https://m.a.example/piece</link><description>&lt;link rel="Canonical" href="//a.example/piece"&gt;&lt;p&gt;Words&lt;/p&gt;</description></item>`)),
	} {
		if f := parsed(t, []byte(doc), Source{}); f.Entries[0].Canonical != want {
			t.Errorf("%s: %q", name, f.Entries[0].Canonical)
		}
	}
}
