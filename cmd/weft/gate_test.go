package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A bench is the example site in a folder of its own, and the program on it.
type bench struct {
	t   *testing.T
	dir string
	now time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	files, err := starter("", "", true)
	if err != nil {
		t.Fatal(err)
	}
	files["site.toml"] = readFile(t, "../../site.toml")
	b := &bench{t, t.TempDir(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	for name, data := range files {
		b.write(name, string(data))
	}
	return b
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	to := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// adasGit is a git that knows who works here, and nothing else.
func adasGit(_ context.Context, _ string, args ...string) (string, error) {
	if len(args) > 0 && args[0] == "config" {
		return "Ada Jones\n", nil
	}
	return "", errNoGit
}

func (b *bench) weft(args ...string) (stderr string, code int) {
	b.t.Helper()
	var out strings.Builder
	env := &environment{dir: ".", stdout: io.Discard, stderr: &out, now: func() time.Time { return b.now }, git: adasGit}
	code = run(context.Background(), env, append([]string{"-C", b.dir}, args...))
	return out.String(), code
}

func (b *bench) must(args ...string) string {
	b.t.Helper()
	said, code := b.weft(args...)
	if code != exitDone {
		b.t.Fatalf("weft %s: exit %d\n%s", strings.Join(args, " "), code, said)
	}
	return said
}

func (b *bench) tree(dir string) string {
	b.t.Helper()
	sum, err := treeOf(filepath.Join(b.dir, dir))
	if err != nil {
		b.t.Fatal(err)
	}
	return sum
}

// intertwined adds what the example does not have: public entries that link to
// the overlay's, and an overlay that adds to a public theme, person and issue.
func (b *bench) intertwined() {
	b.write("feeds/seen.toml", "[[contributor]]\nid = \"maggie-fenn-two\"\nname = \"Maggie's other blog\"\nsectors = [\"housing\"]\nfeeds = [\"samples/seen.json\"]\n")
	b.write("feeds/samples/seen.json", blogOf(posted("https://maggie-two.example/1", "Seen from outside", "2026-11-11",
		"Somebody showed me <a href='https://intranet.brookside.example/lab/2026/thirty-five-minutes'>a page I cannot open</a>. Telling it once, again.", "")))
	b.write("private/feeds/more.toml", `
[[contributor]]
id = "idris-vaughan"
aliases = ["the man with the envelope"]
sectors = ["housing"]
feeds = ["samples/idris-inside.json"]

[[contributor]]
id = "quiet-office"
name = "The Quiet Office on the Third Floor"
organisation = "brookside"
sectors = ["care"]
feeds = ["samples/quiet.json"]
`)
	b.write("private/feeds/samples/idris-inside.json", `{"version":"https://jsonfeed.org/version/1.1","title":"Inside","items":[
{"id":"i1","url":"https://intranet.brookside.example/idris/1","title":"Told to the board behind closed doors","date_published":"2026-11-12T10:00:00Z",
 "content_html":"<p>Permission to fail, said again. <a href=\"https://ruthadeyemi.example/notes/what-the-driver-knew/\">Ruth</a> knew: <blockquote>Alf Harker came home from hospital on Tuesday, and for once I was ready</blockquote></p>"}]}`)
	b.write("private/feeds/samples/quiet.json", `{"version":"https://jsonfeed.org/version/1.1","title":"Quiet","items":[
{"id":"q1","url":"https://intranet.brookside.example/quiet/1","title":"What we do not say aloud","date_published":"2026-11-13T10:00:00Z",
 "content_html":"<p>Damp and mould, and permission to fail. See <a href=\"https://idrisvaughan.example/2026/11/small-print-for-brave-people/\">Idris</a>.</p>"}]}`)
	b.write("private/content/themes/permission-to-fail.md", "+++\nterms = [\"small print\"]\n+++\nHow we say it among ourselves.\n")
	b.write("private/content/contributors/ruth-adeyemi.md", "+++\n+++\nOur own words about Ruth.\n")
	b.write("private/content/tags.jsonl", `{"url":"https://ruthadeyemi.example/notes/what-the-driver-knew/","themes":["damp-and-mould"],"by":"insider","at":"2026-11-14T10:00:00Z"}`+"\n")
	b.write("private/feeds/policy.toml", `
[[rule]]
id = "not-for-colleagues"
owner = "Us"
when = 'entry.contributor == "samir-devlin"'
action = "withhold"
reason = "Held inside, free outside."

[[rule]]
id = "ours-alone"
owner = "Us"
when = 'entry.contributor == "omar-siddiqui"'
action = "internal"
reason = "An overlay takes nothing away from the public edition."
`)
	b.write("private/content/ledger.jsonl", `{"id":"x","act":"decide","url":"https://kitamari.example/notes/we-shipped-it-broken/","action":"withhold","reason":"ours","by":"insider","at":"2026-11-14T10:00:00Z"}`+"\n")
	b.write("private/content/ledger.jsonl", string(readFile(b.t, filepath.Join(b.dir, "private/content/ledger.jsonl")))+
		`{"act":"name","person":"ruth-adeyemi","by":"insider","at":"2026-11-14T10:00:00Z"}`+"\n"+
		`{"act":"name","person":"idris-vaughan","by":"insider","at":"2026-11-14T10:00:00Z"}`+"\n"+
		`{"act":"credit","person":"ruth-adeyemi","note":"quoted in the plan that nobody outside has seen","by":"insider","at":"2026-11-14T10:00:00Z"}`+"\n"+
		`{"act":"suggest","name":"Nobody We Want","not":true,"by":"insider","at":"2026-11-14T10:00:00Z"}`+"\n")
	b.write("private/content/digests/2026-W46.md", "+++\nperiod = \"2026-W46\"\n+++\n## Permission to fail {#permission-to-fail}\n\n- [Told to the board](https://intranet.brookside.example/idris/1) For us alone.\n")
}

// Delete private/ and everything in .weft/ but the public archive, build
// again: the public tree is the same, byte for byte.
func TestThePublicEditionDoesNotKnowTheOverlay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.intertwined()
	b.must("run")
	b.must("freeze", "2026-W46")
	b.must("build")
	with := b.tree("public")
	inside := b.tree("public-internal")
	if !strings.Contains(inside, "contributors/quiet-office/index.html") {
		t.Fatal("the overlay is not in the internal edition, so that this test could not fail")
	}
	if strings.Contains(with, "quiet-office") {
		t.Fatal("the overlay is in the public tree")
	}
	b.keepOnly(".weft", "archive.db")
	b.remove("private", "public-internal")
	b.keepOnly("public", ".gitignore")
	b.must("build")
	if without := b.tree("public"); without != with {
		t.Errorf("the public tree is another without the overlay:\n%s", firstDifference(with, without))
	}
}

// A colleague's id or name that weft's own pages happen to hold, or an address
// that the public lists give as well, betrays nothing.
func TestWordsOfEverySiteAreNoLeak(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.write("feeds/more.toml", `
[[contributor]]
id = "pip-vale"
name = "Pip Vale"
site = "https://pipvale.example/"
`)
	b.write("private/feeds/more.toml", `
[[contributor]]
id = "shadow"
name = "Connections"
site = "https://pipvale.example/"
`)
	b.write("private/content/contributions/telling-it-eleven-times.md", "+++\ntitle = \"Told again inside\"\nauthor = \"maggie-fenn\"\ndate = 2026-11-11\n+++\nWords.\n")
	b.must("run")
}

// What was made of an overlay is not read as if it were the public side's.
func TestAnOutputFolderIsNoSourceOfThePublicEdition(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	b.write("feeds/more.toml", `
[[contributor]]
id = "leaky"
name = "Leaky"
feeds = ["../public-internal/river/feed.json"]
`)
	if said, code := b.weft("fetch"); code != exitFailed || !strings.Contains(said, `"public-internal/river/feed.json" is missing`) {
		t.Errorf("exit %d: %s", code, said)
	}
}

func (b *bench) remove(dirs ...string) {
	b.t.Helper()
	for _, dir := range dirs {
		if err := os.RemoveAll(filepath.Join(b.dir, dir)); err != nil {
			b.t.Fatal(err)
		}
	}
}

// keepOnly empties a folder but for one file.
func (b *bench) keepOnly(dir, name string) {
	b.t.Helper()
	entries, err := os.ReadDir(filepath.Join(b.dir, dir))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != name {
			if err := os.RemoveAll(filepath.Join(b.dir, dir, e.Name())); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

func firstDifference(a, b string) string {
	inA := strings.Split(a, "\n")
	for _, line := range strings.Split(b, "\n") {
		if !strings.Contains(a, line+"\n") {
			return "only without it: " + line
		}
	}
	for _, line := range inA {
		if !strings.Contains(b, line+"\n") {
			return "only with it: " + line
		}
	}
	return "the order"
}

// What only the overlay knows, written into a public file by mistake, stops
// the build: the file is named and the old pages stand.
func TestALeakStopsTheBuild(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, what, words string }{
		{"a title", "a title", "We read *What we do not say aloud* with interest."},
		{"an address", "an address", "See <https://intranet.brookside.example/quiet/1>."},
		{"an address behind a link", "an address", "See [there](https://intranet.brookside.example/quiet/1)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.intertwined()
			b.must("run")
			before := b.tree("public")
			b.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\n"+c.words+"\n")
			said, code := b.weft("build")
			if code != exitFailed || !strings.Contains(said, "about/index.html would hold "+c.what+" that only the overlay private knows") ||
				!strings.Contains(said, "it stands in content/pages/about.md:4: take it out there") {
				t.Errorf("exit %d: %s", code, said)
			}
			if b.tree("public") != before {
				t.Error("the public tree changed")
			}
		})
	}
}
