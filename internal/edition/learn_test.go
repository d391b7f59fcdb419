package edition

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/theme"
)

// at opens the public edition at a moment and brings its tags up to date.
func (p place) at(moment time.Time, anew bool) (ed *Edition, model []byte, in string) {
	p.t.Helper()
	ed = p.load("public")
	ed.at.Now = moment
	bring := ed.Tag
	if anew {
		bring = ed.Retag
	}
	if err := bring(context.Background(), nil); err != nil {
		p.t.Fatal(err)
	}
	in, model, err := ed.archives[0].Model()
	if err != nil {
		p.t.Fatal(err)
	}
	return ed, model, in
}

func TestWhatWasLearntStaysForAPeriodAndItsTagsForGood(t *testing.T) {
	p := newPlace(t)
	for n := range 50 {
		p.holds("", "https://ada.example/feed.xml", fmt.Sprint(n), "2026-11-02", fmt.Sprintf("Day %d", n), strings.Repeat("Some words about gardens and nothing else. ", 12))
	}
	p.holds("", "https://bo.example/feed.xml", "first", "2026-11-03", "On bolts", "Permission to fail. "+strings.Repeat("Bolts and nuts. ", 30))
	_, first, in := p.at(now, false)
	if in != "2026-W48" || len(first) == 0 {
		t.Fatalf("learnt in %q: %d bytes", in, len(first))
	}
	p.write("content/tags.jsonl", `{"url":"https://bo.example/first","themes":["fail"],"by":"R","at":"2026-11-20T10:00:00Z"}`+"\n")
	p.holds("", "https://bo.example/feed.xml", "second", "2026-11-23", "More bolts", strings.Repeat("Bolts and nuts. ", 30))
	if _, same, in := p.at(now.AddDate(0, 0, 2), false); in != "2026-W48" || !slices.Equal(same, first) {
		t.Error("within the period it was learnt anew")
	}
	before := tagsOf(t, p.load("public"))
	p.holds("", "https://bo.example/feed.xml", "third", "2026-11-30", "Still bolts", strings.Repeat("Bolts and nuts. ", 30))
	if _, next, in := p.at(now.AddDate(0, 0, 7), false); in != "2026-W49" || slices.Equal(next, first) {
		t.Errorf("in the next period (%s) nothing new was learnt", in)
	}
	if after := tagsOf(t, p.load("public")); !strings.HasPrefix(after, before) && after != before {
		t.Errorf("tags that were made\n%s\nare now\n%s", before, after)
	}
	ed, _, _ := p.at(now.AddDate(0, 0, 7), true)
	lessons, err := ed.lessons()
	if err != nil || len(lessons) != 1 {
		t.Errorf("lessons %v, %v", lessons, err)
	}
	model := &theme.Model{}
	if _, data, _ := ed.archives[0].Model(); model.UnmarshalBinary(data) != nil || model.Accepted() != 1 {
		t.Errorf("retagged having learnt from %d", model.Accepted())
	}
}

func TestADamagedModelIsLearntAnew(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "1", "2026-11-02", "Permission to fail", "Words.")
	p.at(now, false)
	db, err := archive.OpenForWriting(filepath.Join(p.dir, archive.Name))
	if err != nil {
		t.Fatal(err)
	}
	w, err := db.Tagging(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	w.Learn("2026-W48", []byte("no model"))
	if err := w.Done(); err != nil {
		t.Fatal(err)
	}
	db.Close()
	p.holds("", "https://ada.example/feed.xml", "2", "2026-11-03", "Permission to fail again", "Words.")
	if _, data, _ := p.at(now, false); (&theme.Model{}).UnmarshalBinary(data) != nil {
		t.Error("it is damaged still")
	}
}

func TestWhatAnOverlaySharesWithThePublicSideIsKeptByTheOverlay(t *testing.T) {
	p := newPlace(t)
	words := func(seed int) string {
		var b strings.Builder
		for n := range 90 {
			fmt.Fprintf(&b, "w%dx%d ", seed, n*n%97)
		}
		return b.String()
	}
	p.holds("", "https://ada.example/feed.xml", "1", "2026-11-02", "One", words(1))
	p.holds("", "https://bo.example/feed.xml", "2", "2026-11-03", "Two", words(1))
	p.holds("private", "https://inside.example/feed.xml", "3", "2026-11-04", "Three", words(1))
	// Asked of the internal edition alone, what the public side keeps is found, too.
	if err := p.load("internal").Compare(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	kept := func(layer string) (n int) {
		db, err := archive.Open(filepath.Join(p.dir, layer, archive.Name))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var ids []string
		for s, err := range db.States(time.Time{}, time.Time{}) {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, s.ID)
		}
		pairs, err := db.Pairs(ids)
		if err != nil {
			t.Fatal(err)
		}
		return len(pairs)
	}
	if public, inside := kept(""), kept("private"); public != 1 || inside != 2 {
		t.Errorf("%d pairs in the public archive, want 1; %d in the overlay's, want 2", public, inside)
	}
	for name, want := range map[string]string{"public": "One", "internal": "One"} {
		pieces, err := p.load(name).View.Newest(0)
		if err != nil || len(pieces) != 1 || pieces[0].Title != want {
			t.Errorf("%s: %d pieces, %v", name, len(pieces), err)
		}
	}
	// An edit makes another piece of it, and nothing is left of the pair.
	p.holds("", "https://bo.example/feed.xml", "2", "2026-11-03", "Two", words(2))
	for _, name := range []string{"public", "internal"} {
		if err := p.load(name).Compare(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if public, inside := kept(""), kept("private"); public != 0 || inside != 1 {
		t.Errorf("after an edit: %d pairs in the public archive, want 0; %d in the overlay's, want 1", public, inside)
	}
}

func TestWhatADraftPutUnderAHeadingTeachesNothing(t *testing.T) {
	p := newPlace(t)
	p.write("content/digests/2026-W45.md", "+++\ntitle = \"T\"\nperiod = \"2026-W45\"\n+++\n## Fail {#fail}\n\n- [Found](https://ada.example/1)\n- [Put](https://ada.example/2)\n- [Moved](https://ada.example/3)\n")
	facts := func(n, themes string) string {
		return fmt.Sprintf(`{"entry":"e%[1]s","url":"https://ada.example/%[1]s","addresses":["ada.example/%[1]s"],"title":"T","contributor":{"id":"ada","name":"Ada"},"sectors":[],"relation":"external","date":"2026-11-03T00:00:00Z","themes":[%[2]s],"hash":""}`, n, themes)
	}
	found := `{"id":"fail","label":"Fail","by":"weft"}`
	p.write("content/digests/2026-W45.items.json", fmt.Sprintf(`{"period":"2026-W45","frozen":true,"offered":[{"entry":"e1","url":"https://ada.example/1"},{"entry":"e3","url":"https://ada.example/3"}],"items":[%s,%s,%s]}`,
		facts("1", found), facts("2", found), facts("3", "")))
	lessons, err := p.load("public").lessons()
	if err != nil || len(lessons) != 2 || len(lessons["e2"].Yes) != 1 || len(lessons["e3"].Yes) != 1 {
		t.Errorf("%v, %v; what was found and left is weft's own word", lessons, err)
	}
}
