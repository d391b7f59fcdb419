package lint

import (
	"context"
	"flag"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"weft"
	"weft/internal/archive"
	"weft/internal/edition"
	"weft/internal/fetch"
	"weft/internal/gather"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite what the golden files want")

// Monday after 2026-W47.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// TestSlips: every file of testdata is a site with mistakes and, as its last
// file, everything that is said of them. Feeds are folders of Markdown, read
// before the check, so that the archive knows their pieces.
func TestSlips(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { golden(t, file) })
	}
}

func golden(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	last := len(a.Files) - 1
	for _, f := range a.Files[:last] {
		if runtime.GOOS != "linux" && broken(path.Base(f.Name)) != "" {
			t.Skip("this system cannot hold the names of this site")
		}
		write(t, dir, f.Name, f.Data)
	}
	read(t, dir)
	said := told(t, dir)
	for _, p := range look(t, dir).Problems {
		if p.Hint == "" || p.Message == "" || strings.HasSuffix(p.Message, ".") {
			t.Errorf("no hint what to do, or no message: %+v", p)
		}
	}
	if *update {
		a.Files[last].Data = []byte(said)
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(a.Files[last].Data), said); diff != "" {
		t.Errorf("%s: -want +said; `go test -update` takes it over\n%s", file, diff)
	}
}

// parsed gives the files of a golden file's site.
func parsed(t *testing.T, name string) []txtar.File {
	t.Helper()
	a, err := txtar.ParseFile("testdata/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	return a.Files[:len(a.Files)-1]
}

func write(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func look(t testing.TB, dir string) Report {
	t.Helper()
	r, err := Job{Dir: dir, Now: now, Templates: weft.Templates()}.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told gives a report as people see it, what could not be looked at below it.
func told(t *testing.T, dir string) string {
	r := look(t, dir)
	var b strings.Builder
	for _, p := range r.Problems {
		b.WriteString(p.String() + "\n")
	}
	for _, note := range r.Notes {
		b.WriteString("note: " + note + "\n")
	}
	return strings.ReplaceAll(b.String(), dir, "DIR")
}

// read takes the feeds of a site into its archives, as far as lists can be
// read.
func read(t testing.TB, dir string) {
	t.Helper()
	p, _, err := edition.Open(dir)
	if p == nil {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Editions() {
		lists, layers, _ := p.Lists(e)
		n := len(layers) - 1
		db, err := archive.OpenForWriting(p.ArchivePath(e, n))
		if err != nil {
			t.Fatal(err)
		}
		job := gather.Job{Layer: layers[n], N: n, Roster: lists, Archive: db, BaseURL: p.Site.BaseURL, Zone: time.UTC, Now: now, Client: fetch.New(fetch.Options{})}
		if _, _, err := job.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNamesThatBreakElsewhere(t *testing.T) {
	for name, breaks := range map[string]bool{
		"a.md": false, "Über.md": false, "a&b.md": false, "house's.md": false, "com10.md": false, "console.md": false, ".md": false, "a b.md": false, "日本.md": false,
		"U\u0308ber.md": true, "CON": true, "con.md": true, "Aux.tar.gz": true, "com1": true, "lpt9 .md": true, "nul.": true, "a.": true, "a ": true, " a": true,
		"-a.md": true, "a:b.md": true, "a?.md": true, "a\u200bb.md": true, "a\x07.md": true, "\xff.md": true, "a\u202eb.md": true,
	} {
		if got := broken(name); (got != "") != breaks {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestAnOfferedNameIsSafe(t *testing.T) {
	for name, want := range map[string]string{"week 31: house & home.md": "week-31--house---home.md", "con.md": "the-con.md", "U\u0308ber.md": "Über.md", "?": "safe everywhere"} {
		if got := renameTo(name); !strings.Contains(got, want) {
			t.Errorf("%q: %s", name, got)
		}
	}
}

// FuzzName: a name that is offered in place of one that breaks does not break.
func FuzzName(f *testing.F) {
	for _, name := range []string{"con.md", "a:b", "\xff. ", "lpt1 .x", "-\u0308-", "..", "nul"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		_, offered, found := strings.Cut(renameTo(name), "for example to ")
		if !found {
			return
		}
		safe, err := strconv.Unquote(offered)
		if _, no := notOfAModule(safe); err != nil || broken(safe) != "" || no || strings.Contains(safe, "/") {
			t.Errorf("%q: %s", name, offered)
		}
	})
}
