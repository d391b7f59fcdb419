package site

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the code gives into testdata")

// shown are the files of the sample that the golden file holds whole; the
// others are held by name.
var shown = []string{
	"index.html", "digests/index.html", "digests/2026-W45/index.html", "digests/2026-W45/mail.html", "digests/2026-W45/mail.txt", "digests/2026-W45/mail.eml", "themes/slack-water/index.html", "sectors/health/index.html",
	"contributors/index.html", "contributors/tomas-rey/index.html", "connections/index.html", "connections/method/index.html", "contributors/edda-lund/index.html", "river/index.html", "policy/index.html",
	"contributions/letter-about-the-bench/index.html", "tides/index.html", "data/index.html", "404.html", "feed.atom", "themes/one-bus/feed.json",
	"data/digests.json", "data/entries.json", "data/citations.json", "data/themes.json", "data/contributors.json", "blogroll.opml", "sitemap.xml", "robots.txt",
}

func TestTheSampleGivesTheGoldenTree(t *testing.T) {
	files, err := tree(sample())
	if err != nil {
		t.Fatal(err)
	}
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(n string) bool { return strings.HasPrefix(n, "style-") })
	got := &txtar.Archive{Comment: []byte("The tree of the sample in sample_test.go; go test -update writes it anew.\n")}
	got.Files = append(got.Files, txtar.File{Name: "FILES", Data: []byte(strings.Join(names, "\n") + "\n")})
	for _, name := range shown {
		data := bytes.ReplaceAll(files[name], styleName(files), []byte("style.css"))
		got.Files = append(got.Files, txtar.File{Name: name, Data: data})
	}
	golden := filepath.Join("testdata", "sample.txtar")
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range got.Files {
		if i >= len(want.Files) || want.Files[i].Name != f.Name {
			t.Fatalf("the golden file has no %s in its place; look at it and run go test -update", f.Name)
		}
		if line, a, b := firstDifference(want.Files[i].Data, f.Data); line > 0 {
			t.Errorf("%s:%d:\nhave %q\nwant %q", f.Name, line, b, a)
		}
	}
}

// styleName is the hashed name, which would else change the golden file with
// every stroke of the style sheet.
func styleName(files map[string][]byte) []byte {
	for name := range files {
		if strings.HasPrefix(name, "style-") {
			return []byte(name)
		}
	}
	return []byte("no style sheet")
}

func firstDifference(a, b []byte) (int, string, string) {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range max(len(x), len(y)) {
		var l, r string
		if i < len(x) {
			l = x[i]
		}
		if i < len(y) {
			r = y[i]
		}
		if l != r {
			return i + 1, l, r
		}
	}
	return 0, "", ""
}
