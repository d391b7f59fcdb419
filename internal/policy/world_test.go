package policy

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/roster"
)

// A world is a small site: the lists below, and whatever a test records.
type world struct {
	t        *testing.T
	public   fstest.MapFS
	private  fstest.MapFS
	archives []*archive.DB // the public one, the overlay's
}

const publicList = `
[[organisation]]
id = "brookside"
home = true
[[organisation]]
id = "council"

[[contributor]]
id = "ana"
name = "Ana Pop"
organisation = "brookside"
sectors = ["housing"]
hosts = ["ana.example"]
language = "en"
feeds = ["https://ana.example/feed"]

[[contributor]]
id = "ben"
name = "Ben Ash"
organisation = "council"
sectors = ["health"]
aliases = ["@ben"]
  [[contributor.feed]]
  url = "https://ben.example/feed"
  excerpt = "none"

[[contributor]]
id = "cleo"
name = "Cleo Fox"
opt_out = true
hosts = ["cleo.example"]
feeds = ["https://cleo.example/feed"]

[[contributor]]
id = "eve"
name = "Eve Orr"
  [[contributor.feed]]
  url = "https://eve.example/feed"
  keep = 'entry.title contains "homes"'
  excerpt = "full"
  licence = "CC-BY-4.0"

[[contributor]]
id = "gus"
name = "Gus Hale"
sectors = ["health", "housing"]
`

const privateList = `
[[contributor]]
id = "ivy"
name = "Ivy Lane"
organisation = "brookside"
feeds = ["https://intranet.example/ivy"]
`

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, public: fstest.MapFS{"feeds/all.toml": {Data: []byte(publicList)}}, private: fstest.MapFS{"feeds/in.toml": {Data: []byte(privateList)}}}
	for range 2 {
		db, err := archive.OpenForWriting(filepath.Join(t.TempDir(), "a.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		w.archives = append(w.archives, db)
	}
	return w
}

// holds records entries of a feed, an hour apart, the first being the newest.
func (w *world) holds(layer int, feed string, entries ...entry.Entry) {
	w.t.Helper()
	for i := range entries {
		e := &entries[i]
		if e.Published.IsZero() {
			e.Published = now.Add(-time.Duration(i+1) * time.Hour)
		}
		if e.NativeID == "" {
			e.NativeID = e.URL
		}
		if e.Plain == "" {
			e.Plain = "Words of " + e.Title + ". And more."
			e.Body = "<p>" + e.Plain + "</p>"
			e.Opening = e.Plain
		}
	}
	_, err := w.archives[layer].Record(context.Background(), archive.Haul{Feed: archive.Feed{Key: feed, Good: now}, Entries: entries, At: now})
	if err != nil {
		w.t.Fatal(err)
	}
}

// view gives the view of the public edition, or of the internal one.
func (w *world) view(public bool, themes ...string) *View { return NewView(w.gate(public, themes...)) }

func (w *world) gate(public bool, themes ...string) Gate {
	w.t.Helper()
	layers := []roster.Layer{{FS: w.public}, {FS: w.private, Name: "private/"}}
	g := Gate{Public: public, Archives: w.archives, Themes: themes, At: now}
	if public {
		layers, g.Archives = layers[:1], g.Archives[:1]
	}
	var probs, found diag.List
	note := func() { probs = append(probs, found...) }
	g.Roster, found = roster.Load(layers, []string{"housing", "health"})
	note()
	g.Verdicts.Rules, found = LoadRules(layers, time.UTC)
	note()
	g.Verdicts.Ledger, found = LoadLedger(layers, time.Time{})
	note()
	g.TagLog, found = LoadTags(layers)
	note()
	if err := probs.Err(); err != nil {
		w.t.Fatal(err)
	}
	return g
}

// titles gives the titles of pieces, in their order.
func titles(pieces []*Piece) string {
	var out []string
	for _, p := range pieces {
		out = append(out, p.Title)
	}
	return strings.Join(out, ", ")
}

// through asks every door of a view for what it can give, and gives the titles
// that came out of any of them, sorted. Doors that differ are an error.
func (w *world) through(v *View) string {
	w.t.Helper()
	must := func(pieces []*Piece, err error) []*Piece {
		w.t.Helper()
		if err != nil {
			w.t.Fatal(err)
		}
		return pieces
	}
	one := func(p *Piece, err error) []*Piece {
		if p == nil {
			return must(nil, err)
		}
		return must([]*Piece{p}, err)
	}
	doors := map[string][]*Piece{
		"Window": must(v.Window(now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0))),
		"Newest": must(v.Newest(1000)),
	}
	for pieces, err := range v.EachInTurn(now.AddDate(1, 0, 0)) {
		doors["EachInTurn"] = append(doors["EachInTurn"], must(pieces, err)...)
	}
	var keys []string
	for _, db := range w.archives { // also what the view was not given
		for e, err := range db.Entries(archive.Query{}) {
			if err != nil {
				w.t.Fatal(err)
			}
			keys = append(keys, entry.AddressKey(e.URL))
			doors["Whole"] = append(doors["Whole"], one(v.Whole(e.ID))...)
			doors["ByAddress"] = append(doors["ByAddress"], one(v.ByAddress(e.URL))...)
			doors["NewestBefore"] = append(doors["NewestBefore"], one(v.NewestBefore(e.Published.Add(time.Second)))...)
			for _, l := range e.Links {
				doors["Linking"] = append(doors["Linking"], must(v.Linking([]string{l.URL}))...)
			}
		}
	}
	resolved, err := v.Resolve(keys)
	for _, p := range resolved {
		doors["Resolve"] = append(doors["Resolve"], p)
	}
	must(nil, err)
	for _, c := range v.gate.Roster.Contributors {
		for _, f := range c.Feeds {
			doors["OfFeed"] = append(doors["OfFeed"], must(v.OfFeed(f.Key, 0))...)
		}
	}
	doors["OfFeed"] = append(doors["OfFeed"], must(v.OfFeed(Contributions, 0))...)
	return w.same(doors)
}

func (w *world) same(doors map[string][]*Piece) string {
	w.t.Helper()
	sorted := func(pieces []*Piece) string {
		all := strings.Split(titles(pieces), ", ")
		slices.Sort(all)
		return strings.Join(slices.Compact(all), ", ")
	}
	all := sorted(doors["Window"])
	for name, pieces := range doors {
		for _, p := range pieces {
			if !p.Decision.Visible(true, now) && !p.Decision.Visible(false, now) {
				w.t.Errorf("%s lets %q out, which is decided %s", name, p.Title, p.Decision.Action)
			}
			if !strings.Contains(all, p.Title) {
				w.t.Errorf("%s lets %q out, and Window does not", name, p.Title)
			}
		}
		if got := sorted(pieces); name != "Linking" && name != "NewestBefore" && got != all {
			w.t.Errorf("%s gives %s; Window gives %s", name, got, all)
		}
	}
	return all
}

func (w *world) sees(public bool, want string) {
	w.t.Helper()
	edition := map[bool]string{true: "public", false: "internal"}[public]
	if got := w.through(w.view(public)); got != want {
		w.t.Errorf("the %s edition sees %s; want %s", edition, got, want)
	}
}

func by(names ...string) []entry.Byline {
	var out []entry.Byline
	for _, n := range names {
		out = append(out, entry.Byline{Name: n})
	}
	return out
}

const anasFeed, bensFeed, cleosFeed, evesFeed, ivysFeed = "https://ana.example/feed", "https://ben.example/feed", "https://cleo.example/feed", "https://eve.example/feed", "https://intranet.example/ivy"
