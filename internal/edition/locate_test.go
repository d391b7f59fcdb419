package edition

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"weft/internal/archive"
	"weft/internal/entry"
)

func TestAnEntryIsFoundByWhateverItIsCalled(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "2026/three-in-four", "2026-11-12", "Three in four", "words")
	p.holds("", "content/contributions", "x", "2026-11-12", "A piece", "words")
	p.holds("private", "https://inside.example/feed.xml", "one", "2026-11-12", "Inside", "words")
	for edition, wants := range map[string]map[string]string{
		"public": {
			"https://ada.example/2026/three-in-four": "Three in four", "http://www.ada.example/2026/three-in-four/?utm_source=x#y": "Three in four",
			"ada.example/2026/three-in-four": "Three in four", " https://ada.example/2026/three-in-four\n": "Three in four",
			"https://amp.ada.example/2026/three-in-four/amp": "Three in four", "https://m.ada.example/2026/three-in-four?amp=1": "Three in four",
			"https://ada.example/2026/three-in-four?page=2":                   "Three in four",
			entry.NewID("https://ada.example/feed.xml", "2026/three-in-four"): "Three in four",
			"https://ada.example/2026/three-in-fou":                           "", "https://inside.example/one": "", "": "", "x": "", "00000000000000000000": "",
		},
		"internal": {
			"https://inside.example/one": "Inside", "https://ada.example/2026/three-in-four": "Three in four",
		},
	} {
		ed := p.load(edition)
		for named, want := range wants {
			got := ""
			f, err := ed.Locate(named)
			if err != nil {
				t.Fatal(err)
			}
			if f != nil {
				got = f.Entry.Title
			}
			if got != want {
				t.Errorf("%s: %q is %q, want %q", edition, named, got, want)
			}
		}
	}
}

func TestAPieceThatWasHandedInIsFoundByItsFileAndItsPage(t *testing.T) {
	p := newPlace(t)
	db, err := archive.OpenForWriting(filepath.Join(p.dir, archive.Name))
	if err != nil {
		t.Fatal(err)
	}
	e := entry.Entry{NativeID: "a-knock.md", URL: "/contributions/a-knock/", Canonical: "https://ours.example/contributions/a-knock/", Title: "A knock"}
	if _, err := db.Record(context.Background(), archive.Haul{Feed: archive.Feed{Key: "content/contributions", Good: now}, Entries: []entry.Entry{e}, At: now}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	ed := p.load("public")
	for _, named := range []string{"content/contributions/a-knock.md", "../contributions/a-knock.md", "/content/contributions/a-knock.md", "/contributions/a-knock/",
		"contributions/a-knock", "https://ours.example/contributions/a-knock/"} {
		if f, err := ed.Locate(named); err != nil || f == nil || f.Entry.Title != "A knock" {
			t.Errorf("%q: %v, %v", named, f, err)
		}
	}
}

// A list may move from the overlay to the public side: the entry is then the
// public archive's, although the overlay's still has it.
func TestOfTwoLayersThatHoldAnEntryTheOneWhoseListNamesItsFeedCounts(t *testing.T) {
	p := newPlace(t)
	const feed = "https://inside.example/feed.xml"
	p.holds("private", feed, "one", "2026-11-12", "As it was inside", "words")
	p.holds("", feed, "one", "2026-11-12", "As it was outside", "words")
	ed := p.load("internal")
	for _, named := range []string{"https://inside.example/one", entry.NewID(feed, "one")} {
		if f, err := ed.Locate(named); err != nil || f == nil || f.Layer != 1 || f.Entry.Title != "As it was inside" {
			t.Errorf("%s: %+v, %v", named, f, err)
		}
	}
}

func TestAnIssuesFilesSayHowTheyHaveToDoWithAnEntry(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "three-in-four", "2026-11-12", "Three in four", "words")
	id := entry.NewID("https://ada.example/feed.xml", "three-in-four")
	issue := func(period, body, record string) {
		p.write("content/digests/"+period+".md", "+++\ntitle = \"T\"\nperiod = \""+period+"\"\n"+body)
		if record != "" {
			p.write("content/digests/"+period+".items.json", record)
		}
	}
	offer := `"offered":[{"entry":"` + id + `","url":"https://ada.example/three-in-four"}]`
	facts := `"items":[{"entry":"` + id + `","url":"https://ada.example/three-in-four","addresses":["ada.example/three-in-four"]}]`
	const item = "## Ha {#ha}\n\n- [x](http://www.ada.example/three-in-four/?utm_source=a) y\n"
	issue("2026-W40", "+++\n"+item, `{"period":"2026-W40","frozen":true,`+offer+`,`+facts+`}`)
	issue("2026-W41", "draft = true\n+++\nNothing.\n", `{"period":"2026-W41",`+offer+`}`)
	issue("2026-W42", "+++\n"+item, `{"period":"2026-W42","frozen":true,"items":[]}`)
	issue("2026-W43", "+++\nGone.\n", `{"period":"2026-W43","frozen":true,`+facts+`}`)
	issue("2026-W44", "+++\n- [other](https://ada.example/three-in-four-more)\n", "")
	issue("2026-W45", "draft = true\n+++\n"+item, "")
	issue("2026-W46", "oops", "")
	p.write("content/digests/2026-W47.items.json", `{"period":"2026-W47",`+offer+`}`)
	p.write("private/content/digests/2026-W40.md", "+++\ntitle = \"T\"\nperiod = \"2026-W40\"\n+++\n"+item)
	ed := p.load("internal")
	f, err := ed.Locate(id)
	if err != nil || f == nil {
		t.Fatal(f, err)
	}
	placings, probs := ed.Placings(id, f.Keys())
	var got []string
	for _, p := range placings {
		got = append(got, strings.TrimPrefix(p.File, "content/digests/")+" "+strings.Join(marksOfPlacing(p), " "))
	}
	want := "2026-W45.md line section draft; 2026-W43.md frozen kept; 2026-W42.md line section frozen; 2026-W41.md draft offered; 2026-W40.md line section frozen offered kept; private/content/digests/2026-W40.md line section"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
	if len(probs) != 0 { // that broken file does not speak of the entry
		t.Error(probs)
	}
	if line := placings[0].Line; line != 8 {
		t.Errorf("the item of W45 stands on line %d", line)
	}
}

func marksOfPlacing(p Placing) (out []string) {
	for _, m := range []struct {
		name string
		is   bool
	}{{"line", p.Line > 0}, {"section", p.Section == "Ha"}, {"draft", p.Draft}, {"frozen", p.Frozen}, {"offered", p.Offered}, {"kept", p.Kept}} {
		if m.is {
			out = append(out, m.name)
		}
	}
	return out
}

// FuzzLocate: whatever is typed, nothing is found that is not there, and what
// is there is found by every spelling of its address.
func FuzzLocate(f *testing.F) {
	for _, s := range []string{"https://ada.example/a", "//ada.example", "ada.example/%zz", "content/contributions/x.md", "http://[::1", "a.b/c?d=e&amp", "\x00", "https://m./amp", "private/x"} {
		f.Add(s)
	}
	ed := &Edition{}
	f.Fuzz(func(t *testing.T, named string) {
		readings := ed.readings(strings.TrimSpace(named))
		if len(readings) == 0 || len(readings) > 3 {
			t.Errorf("%q is read as %q", named, readings)
		}
		if entry.Host(named) != "" && entry.AddressKey(readings[0]) != entry.AddressKey(named) {
			t.Errorf("%q is read as %q", named, readings[0])
		}
	})
}
