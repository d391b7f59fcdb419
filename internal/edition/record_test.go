package edition

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/site"
)

// links records an entry that points to others.
func (p place) links(feed, id, day, title string, to ...string) {
	p.t.Helper()
	db, err := archive.OpenForWriting(filepath.Join(p.dir, archive.Name))
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	at, _ := time.Parse(time.DateOnly, day)
	e := entry.Entry{NativeID: id, URL: strings.TrimSuffix(feed, "feed.xml") + id, Title: title, Plain: title, Body: "<p>" + title + "</p>", Opening: title, Published: at}
	for _, address := range append(to, "https://elsewhere.example/x") {
		e.Links = append(e.Links, entry.Link{URL: address, Passage: "see " + address})
	}
	if _, err := db.Record(context.Background(), archive.Haul{Feed: archive.Feed{Key: feed, Good: at}, Entries: []entry.Entry{e}, At: at.Add(time.Hour)}); err != nil {
		p.t.Fatal(err)
	}
}

func (p place) wholeInput(name string) site.Input {
	p.t.Helper()
	ed := p.load(name)
	if err := ed.Tag(context.Background(), nil); err != nil {
		p.t.Fatal(err)
	}
	in, probs, err := p.load(name).Input(fstest.MapFS{}, false)
	if err != nil || probs.Err() != nil {
		p.t.Fatal(err, probs)
	}
	return in
}

func recorded(pieces []*policy.Brief) string {
	var out []string
	for _, p := range pieces {
		out = append(out, p.Title)
	}
	return strings.Join(out, "; ")
}

// "Points to none before it" must not be said of who links to a piece of their
// own, or to one that another wrote at their place.
func TestLinksToWhatLiesAtOnesOwnPlaceAreKnownForever(t *testing.T) {
	p := newPlace(t)
	const ada = "https://ada.example/feed.xml"
	p.links(ada, "1", "2024-03-04", "Permission to fail, the first")
	p.links(ada, "2", "2024-05-06", "Permission to fail, again", "https://ada.example/1")
	p.links(ada, "3", "2026-11-11", "Permission to fail, of late")
	in := p.wholeInput("public")
	if len(in.Earlier) != 1 || in.Earlier[0].Counted || in.Earlier[0].To.Title != "Permission to fail, the first" {
		t.Errorf("the citations: %+v", in.Earlier)
	}
}

func TestTheRecordOfAThemeGoesBackToItsFirstEntry(t *testing.T) {
	p := newPlace(t)
	const ada, bo = "https://ada.example/feed.xml", "https://bo.example/feed.xml"
	p.links(ada, "1", "2024-03-04", "Permission to fail, the first")
	p.links(bo, "2", "2024-03-06", "Permission to fail, after Ada", "https://ada.example/1", "https://bo.example/2")
	p.links(ada, "3", "2024-05-01", "Of something else")
	p.links(ada, "4", "2026-11-11", "Permission to fail, again")
	p.holds("private", "https://inside.example/feed.xml", "9", "2024-01-01", "Permission to fail, inside", "Permission to fail.")

	in := p.wholeInput("public")
	if got, want := recorded(in.Record["fail"]), "Permission to fail, again; Permission to fail, after Ada; Permission to fail, the first"; got != want {
		t.Errorf("the record: %s, want %s", got, want)
	}
	if len(in.Window) != 1 || in.Record["fail"][0].Shown() != in.Window[0] {
		t.Error("what is in the window is held twice")
	}
	old := in.Record["fail"][1]
	if shown := old.Shown(); shown.Excerpt != "" || shown.Links != nil || len(old.Tags) != 1 || len(old.Tags[0].Evidence) != 1 || shown.Contributor.ID != "bo" {
		t.Errorf("an old piece is held with more, or less, than is shown: %+v", shown)
	}
	if len(in.Earlier) != 1 || in.Earlier[0].From != old || in.Earlier[0].To != in.Record["fail"][2] || !in.Earlier[0].Counted {
		t.Errorf("the citations: %+v", in.Earlier)
	}
	if c := in.Crossings["2024-W10"]; len(c) != 1 || len(c[0].People) != 2 {
		t.Errorf("crossings: %+v", in.Crossings)
	}
	inside := p.wholeInput("internal")
	if got := recorded(inside.Record["fail"]); !strings.HasSuffix(got, "the first; Permission to fail, inside") {
		t.Errorf("inside: %s", got)
	}
}
