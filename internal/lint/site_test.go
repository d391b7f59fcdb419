package lint

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weft"
	"weft/internal/edition"
	"weft/internal/route"
	"weft/internal/site"

	"github.com/google/go-cmp/cmp"
)

// example writes the example site to a folder, and reads its feeds.
func example(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, weft.Example()); err != nil {
		t.Fatal(err)
	}
	read(t, dir)
	return dir
}

func TestEveryPageThatIsMadeMayBeLinked(t *testing.T) {
	bare := t.TempDir()
	write(t, bare, "site.toml", []byte("id = \"7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715\"\ntitle = \"x\"\nbase_url = \"https://x.example/\"\n"))
	linkable(t, bare, 10)
	linkable(t, example(t), 100)
}

func linkable(t *testing.T, dir string, fewest int) {
	t.Helper()
	p, _, err := edition.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Editions() {
		ed, _, err := p.Load(e, edition.Moment{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		defer ed.Close()
		in, _, err := ed.Input(weft.Templates(), true)
		if err != nil {
			t.Fatal(err)
		}
		known, n := pagesOf(ed), 0
		err = site.Build(in, func(name string, _ []byte) error {
			at := "/" + strings.TrimSuffix(name, "index.html")
			if wrong, _ := known.leads(route.Home, at); wrong != "" && !strings.HasPrefix(at, "/style-") {
				t.Errorf("%s edition: %s %s, and it is there", e.Name, at, wrong)
			}
			n++
			return nil
		})
		if err != nil || n < fewest {
			t.Errorf("%d pages, %v", n, err)
		}
		for _, nowhere := range []string{"/themes/none/", "/contributors/howard-pell/", "/nothing", "about/x", "/digests/2026-W01/"} {
			if wrong, _ := known.leads(route.Home, nowhere); wrong == "" {
				t.Errorf("%s leads somewhere", nowhere)
			}
		}
	}
}

func TestTheExampleHasNothingToMend(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, weft.Example()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as it is cloned, and when its feeds were read
		if r := look(t, dir); len(r.Problems) > 0 || len(r.Notes) > 0 || len(r.Files) < 50 {
			t.Errorf("%d files: %v %v", len(r.Files), r.Problems, r.Notes)
		}
		read(t, dir)
	}
}

func TestNothingIsWritten(t *testing.T) {
	dir := example(t)
	before := listing(t, dir)
	look(t, dir)
	if after := listing(t, dir); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func listing(t *testing.T, dir string) string {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		b.WriteString(path + " " + info.ModTime().String() + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAPrivateNetworkIsInternalBeforeAnythingWasReadThere(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.toml":               "id = \"7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715\"\ntitle = \"Ours\"\nbase_url = \"https://ours.example/\"\n[[edition]]\nname = \"internal\"\noverlay = \"private\"\noutput = \"public-internal\"\n",
		"feeds/people.toml":       "# asked on https://wiki.inner.example/people\ncurators = [\"Ana Pop\"]\n[[contributor]]\nid = \"a\"\nname = \"Ada\"\n",
		"content/pages/about.md":  "+++\ntitle = \"About\"\n+++\nSee https://wiki.inner.example/a and https://www.example/inner.\n",
		"private/feeds/wiki.toml": "curators = [\"Ana Pop\"]\n[[contributor]]\nid = \"wiki\"\nname = \"The wiki\"\n[[contributor.feed]]\nurl = \"https://wiki.inner.example/feed.xml\"\nnetwork = \"private\"\n",
	} {
		write(t, dir, name, []byte(text))
	}
	var said []string
	for _, p := range look(t, dir).Problems {
		said = append(said, p.String())
	}
	const hint = "\n    hint: take it out, or move what it belongs to below private/; what is no secret, no_secret in site.toml lists"
	want := []string{
		`content/pages/about.md:4: holds an address that only private knows: "wiki.inner.example"` + hint,
		`feeds/people.toml:1: holds an address that only private knows: "wiki.inner.example"` + hint,
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}
