package edition

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/leak"
)

const siteFile = `id = "7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715"
title = "Ours"
base_url = "https://ours.example/"
[[sector]]
id = "housing"
[[sector]]
id = "health"
[[edition]]
name = "internal"
overlay = "private"
output = "inside"
`

const publicList = `[[contributor]]
id = "ada"
name = "Ada"
site = "https://ada.example/"
sectors = ["housing"]
feeds = ["https://ada.example/feed.xml"]
[[contributor]]
id = "bo"
name = "Bo"
sectors = ["health"]
feeds = ["https://bo.example/feed.xml"]
`

const privateList = `[[contributor]]
id = "quiet-office"
name = "The Quiet Office"
sectors = ["health"]
feeds = ["https://inside.example/feed.xml"]
`

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// A place is a site in a folder.
type place struct {
	t   *testing.T
	dir string
}

func newPlace(t *testing.T) place {
	t.Helper()
	p := place{t, t.TempDir()}
	p.write("site.toml", siteFile)
	p.write("feeds/a.toml", publicList)
	p.write("private/feeds/b.toml", privateList)
	p.write("content/themes/fail.md", "+++\nlabel = \"Permission to fail\"\n+++\n")
	return p
}

func (p place) write(name, text string) {
	p.t.Helper()
	to := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// holds records an entry in a layer's archive ("" or "private").
func (p place) holds(layer, feed, id, day, title, words string) {
	p.t.Helper()
	db, err := archive.OpenForWriting(filepath.Join(p.dir, layer, archive.Name))
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		p.t.Fatal(err)
	}
	host := strings.TrimSuffix(feed, "feed.xml")
	e := entry.Entry{NativeID: id, URL: host + id, Title: title, Plain: words, Body: "<p>" + words + "</p>", Published: at}
	if _, err := db.Record(context.Background(), archive.Haul{Feed: archive.Feed{Key: feed, Good: at}, Entries: []entry.Entry{e}, At: at.Add(time.Hour)}); err != nil {
		p.t.Fatal(err)
	}
}

func (p place) load(name string) *Edition {
	p.t.Helper()
	project, probs, err := Open(p.dir)
	if err != nil || probs.Err() != nil {
		p.t.Fatal(err, probs)
	}
	e, ok := project.Site.Edition(name)
	if !ok {
		p.t.Fatalf("no edition %q", name)
	}
	ed, probs, err := project.Load(e, Moment{Now: now})
	if err != nil || probs.Err() != nil {
		p.t.Fatal(err, probs)
	}
	p.t.Cleanup(func() { ed.Close() })
	return ed
}

func TestASiteIsLookedForUpwards(t *testing.T) {
	p := newPlace(t)
	deep := filepath.Join(p.dir, "content", "themes")
	if got, err := Find(deep); err != nil || got != p.dir {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := Find(t.TempDir()); err == nil || !strings.Contains(err.Error(), "`weft init DIR`") {
		t.Errorf("%v", err)
	}
}

func TestThePublicFolderHasNoOverlayInIt(t *testing.T) {
	p := newPlace(t)
	p.write("outside.txt", "x")
	root := without(p.dir, []string{"private"})
	if err := fstest.TestFS(root, "site.toml", "feeds/a.toml", "content/themes/fail.md"); err != nil {
		t.Error(err)
	}
	links := map[string]string{"feeds/in.toml": "../private/feeds/b.toml", "content/in": "../private", "feeds/out.toml": "/etc/hostname"}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(p.dir, filepath.FromSlash(name))); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	for _, name := range []string{"private", "private/feeds/b.toml", ".weft", ".weft/archive.db", "feeds/in.toml", "content/in/feeds/b.toml", "feeds/out.toml"} {
		if data, err := fs.ReadFile(root, name); err == nil {
			t.Errorf("%s can be read: %q", name, data)
		}
	}
	entries, err := fs.ReadDir(root, ".")
	if err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "private" }) {
		t.Errorf("%v, %v", entries, err)
	}
}

func tagsOf(t *testing.T, ed *Edition) string {
	t.Helper()
	pieces, err := ed.View.Newest(10)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range pieces {
		for _, tag := range p.Tags {
			out = append(out, p.Title+":"+tag.Theme)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (p place) tagged(name string) string {
	p.t.Helper()
	ed := p.load(name)
	if err := ed.Tag(context.Background(), nil); err != nil {
		p.t.Fatal(err)
	}
	ed.Close()
	return tagsOf(p.t, p.load(name))
}

// Tags are kept when made; only a theme whose file changed is looked for again.
func TestTagsStayUntilTheirThemeChanges(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "one", "2026-11-10", "One", "We gave permission to fail, and damp and mould.")
	if got := p.tagged(config.Public); got != "One:fail" {
		t.Fatalf("tags %q", got)
	}
	p.write("content/themes/damp.md", "+++\nlabel = \"Damp and mould\"\n+++\n")
	p.holds("", "https://bo.example/feed.xml", "two", "2026-11-11", "Two", "Permission to fail again.")
	if got := p.tagged(config.Public); got != "One:damp One:fail Two:fail" {
		t.Errorf("tags %q", got)
	}
	p.write("content/themes/fail.md", "+++\nlabel = \"Permission to fail\"\nnot = [\"permission to fail again\"]\n+++\n")
	if got := p.tagged(config.Public); got != "One:damp One:fail" {
		t.Errorf("tags %q", got)
	}
	if err := os.Remove(filepath.Join(p.dir, "content", "themes", "damp.md")); err != nil {
		t.Fatal(err)
	}
	if got := p.tagged(config.Public); got != "One:fail" {
		t.Errorf("tags %q", got)
	}
}

func TestAnOverlaysThemesTagPublicEntriesForItsOwnEditionAlone(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "one", "2026-11-10", "One", "Letters we send, and permission to fail.")
	p.holds("private", "https://inside.example/feed.xml", "two", "2026-11-11", "Two", "Letters we send.")
	p.write("private/content/themes/letters.md", "+++\nlabel = \"Letters we send\"\n+++\n")
	if got := p.tagged("internal"); got != "One:fail One:letters Two:letters" {
		t.Errorf("internal: %q", got)
	}
	if got := p.tagged(config.Public); got != "One:fail" {
		t.Errorf("public: %q", got)
	}
}

func TestTheNewestPeriodIsTheLastClosedOneWithEntries(t *testing.T) {
	p := newPlace(t)
	if got := p.load(config.Public).Newest().Name; got != "2026-W47" {
		t.Errorf("of an empty site: %s", got)
	}
	p.holds("", "https://ada.example/feed.xml", "one", "2026-11-04", "One", "Words.")
	p.holds("", "https://bo.example/feed.xml", "two", "2026-11-23", "Two", "Words of the running week.")
	if got := p.load(config.Public).Newest().Name; got != "2026-W45" {
		t.Errorf("%s", got)
	}
}

func TestANeedleThatThePublicSideKnowsGivesNothingAway(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "one", "2026-11-10", "One", "I met the Quiet Office, who told me what we do not say aloud.")
	p.holds("private", "https://inside.example/feed.xml", "two", "2026-11-11", "What we do not say aloud", "Words.")
	p.holds("private", "https://inside.example/feed.xml", "three", "2026-11-12", "Only we know this one", "Words.")
	p.write("private/content/ledger.jsonl", `{"act":"credit","person":"ada","note":"half of our plan is hers","by":"R","at":"2026-11-18T10:00:00Z"}`+"\n"+
		`{"act":"credit","person":"ada","note":"one we all know","by":"R","at":"2026-11-18T10:00:00Z"}`+"\n"+
		`{"act":"suggest","not":true,"name":"Wanda Nobody","by":"R","at":"2026-11-18T10:00:00Z"}`+"\n"+
		`{"act":"suggest","not":true,"url":"https://wanda.example","by":"R","at":"2026-11-18T10:00:00Z"}`+"\n")
	p.write("content/ledger.jsonl", `{"act":"credit","person":"ada","note":"one we all know","by":"R","at":"2026-11-18T10:00:00Z"}`+"\n")
	needles, err := p.load("internal").Needles()
	if err != nil {
		t.Fatal(err)
	}
	known, err := p.load(config.Public).Known(needles)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, n := range needles {
		there[n.Text] = true
		if want := n.Text == "What we do not say aloud" || n.Text == "The Quiet Office" || n.Text == "quiet-office"; known[n] != want {
			t.Errorf("%s %q: known %v, want %v", n.What, n.Text, known[n], want)
		}
	}
	for text, want := range map[string]bool{"What we do not say aloud": true, "Only we know this one": true, "The Quiet Office": true, "inside.example/two": true, "quiet-office": true,
		"half of our plan is hers": true, "one we all know": false, "Wanda Nobody": true, "wanda.example": true} {
		if there[text] != want {
			t.Errorf("%q is looked for: %v, want %v", text, there[text], want)
		}
	}
	p.write("content/pages/x.md", "See inside.example/two, of Only we know this one.")
	if known, err := p.load(config.Public).Known(needles); err != nil || known[leak.Needle{Text: "Only we know this one", What: "a title"}] {
		t.Errorf("what a page says is taken for known, %v", err)
	}
}
