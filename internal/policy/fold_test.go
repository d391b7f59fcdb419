package policy

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
)

// share stores what entries have in common, by their titles: "later earlier kind".
func (w *world) share(layer int, pairs ...string) {
	w.t.Helper()
	ids := map[string]string{}
	for _, db := range w.archives {
		for e, err := range db.Entries(archive.Query{}) {
			if err != nil {
				w.t.Fatal(err)
			}
			ids[e.Title] = e.ID
		}
	}
	tagger, err := w.archives[layer].Tagging(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	var all []archive.Pair
	for _, p := range pairs {
		f := strings.Fields(p)
		all = append(all, archive.Pair{Entry: ids[f[0]], Earlier: ids[f[1]], At: now, Kind: f[2], Passage: "words of both"})
	}
	tagger.Pair(now, now, all)
	if err := tagger.Done(); err != nil {
		w.t.Fatal(err)
	}
}

// told lists pieces with where else they are.
func told(pieces []*Piece) string {
	var out []string
	for _, p := range pieces {
		s := p.Title
		if len(p.AlsoAt) > 0 {
			s += " also at " + strings.Join(p.AlsoAt, " ")
		}
		for _, c := range p.AlsoIn {
			s += " in " + c.ID
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// Whoever has a piece that is dated back long after another came is not its
// author; where it was there when the feed was first read, nobody can know.
func TestACopyThatIsDatedBackIsACopy(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("first", "https://ana.example/1"))
	w.holds(0, bensFeed, titled("other", "https://ben.example/1"))
	back := titled("back", "https://ben.example/2")
	back.Published = now.AddDate(0, 0, -20)
	w.holds(0, bensFeed, back)
	w.share(0, "first back same")
	got, err := w.view(true).Newest(0)
	if want := "first also at https://ben.example/2 in ben; other"; err != nil || told(got) != want {
		t.Errorf("%s, %v, want %s", told(got), err, want)
	}
}

func TestOfTheSamePieceTheOriginalIsGivenWithItsOtherPlaces(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("copy", "https://ana.example/1"), titled("other", "https://ana.example/2"), titled("first", "https://ana.example/3"))
	w.holds(1, ivysFeed, titled("inside", "https://intranet.example/1"))
	w.share(0, "copy first same")
	w.share(1, "inside first same")
	for public, want := range map[bool]string{
		true:  "other; first also at https://ana.example/1",
		false: "other; first also at https://ana.example/1 https://intranet.example/1 in ivy",
	} {
		got, err := w.view(public).Newest(0)
		if err != nil || told(got) != want {
			t.Errorf("public %v: %s, %v, want %s", public, told(got), err, want)
		}
	}
	each, err := w.view(true).Each(time.Time{}, now)
	if want := "copy also at https://ana.example/3; other; first also at https://ana.example/1"; err != nil || told(each) != want {
		t.Errorf("for the record: %s, %v, want %s", told(each), err, want)
	}
	copied, err := w.view(true).ByAddress("https://ana.example/1")
	if err != nil || copied == nil || copied.Title != "copy" {
		t.Errorf("by its own address a copy is %+v, %v", copied, err)
	}
	found, err := w.view(true).Resolve([]string{"ana.example/1"})
	if p := found["ana.example/1"]; err != nil || p == nil || p.Title != "first" {
		t.Errorf("a link to a copy is about %+v, %v", p, err)
	}
	newest, err := w.view(true).NewestBefore(now)
	if err != nil || newest == nil || newest.Title != "copy" {
		t.Errorf("the newest of all is %+v, %v", newest, err)
	}
}

func TestACopyStandsAloneWhereTheOriginalMayNotBeSeen(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("copy", "https://ana.example/1"), titled("withheld", "https://ana.example/2"))
	w.share(0, "copy withheld same")
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"https://ana.example/2","action":"withhold","by":"R","at":"2026-11-19T10:00:00Z"}`)}
	if got, err := w.view(true).Newest(0); err != nil || told(got) != "copy" {
		t.Errorf("%s, %v", told(got), err)
	}
}

// quoting gives entries whose texts mark the passage that share says they have.
func quoting(entries ...entry.Entry) []entry.Entry {
	for i := range entries {
		entries[i].Plain = "As others say: “words of both”."
		entries[i].Opening = entries[i].Plain
	}
	return entries
}

func TestAQuoteIsOfTheOriginalAndOfNothingThatMayNotBeSeen(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, quoting(titled("quoting", "https://ana.example/1"), titled("copy", "https://ana.example/2"), titled("first", "https://ana.example/3"), titled("withheld", "https://ana.example/4"))...)
	w.share(0, "copy first same", "quoting copy quotes", "quoting withheld quotes")
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"https://ana.example/4","action":"withhold","by":"R","at":"2026-11-19T10:00:00Z"}`)}
	v := w.view(true)
	pieces, err := v.Newest(0)
	if err != nil {
		t.Fatal(err)
	}
	quotes, err := v.Quotes(pieces)
	if err != nil || len(quotes) != 1 || quotes[0].From.Title != "quoting" || quotes[0].To.Title != "first" || quotes[0].Passage != "words of both" {
		t.Errorf("%+v, %v", quotes, err)
	}
	back, err := v.Quoting(quotes[0].To)
	if err != nil || told(back) != "quoting" { // it was the copy that was quoted
		t.Errorf("%s, %v", told(back), err)
	}
}

func TestAPassageIsQuotedOfWhoHadItFirst(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, quoting(titled("third", "https://ana.example/1"), titled("second", "https://ana.example/2"), titled("first", "https://ana.example/3"), titled("other", "https://ana.example/4"))...)
	w.share(0, "third second quotes", "third first quotes", "second first quotes", "third other quotes")
	look := func(want ...string) {
		t.Helper()
		v := w.view(true)
		pieces, err := v.Newest(0)
		if err != nil {
			t.Fatal(err)
		}
		quotes, err := v.Quotes(pieces)
		var got []string
		for _, q := range quotes {
			got = append(got, q.From.Title+" "+q.To.Title)
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	look("second first", "third first", "third other")
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"https://ana.example/3","action":"withhold","by":"R","at":"2026-11-19T10:00:00Z"}`)}
	look("third other", "third second") // nobody may see who had it first
}
