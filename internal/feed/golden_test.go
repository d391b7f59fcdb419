package feed

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is read into the golden files")

// TestReadsAsTheGoldenFilesSay compares the whole report of each feed under
// testdata/golden.
func TestReadsAsTheGoldenFilesSay(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("testdata", "golden", "*.txtar"))
	if err != nil || len(names) == 0 {
		t.Fatal("no golden files")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			f, err := Parse(member(a, "in"), Source{Address: strings.TrimSpace(string(member(a, "address")))})
			if f != nil {
				checkFeed(t, f)
			}
			got := indented(t, NewReport(f, err))
			if *update {
				writeMember(t, name, a, "want.json", got)
				return
			}
			if diff := cmp.Diff(string(member(a, "want.json")), string(got)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func indented(t *testing.T, r Report) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "\t")
	if err := e.Encode(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func member(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func writeMember(t *testing.T, path string, a *txtar.Archive, name string, data []byte) {
	t.Helper()
	kept := a.Files[:0]
	for _, f := range a.Files {
		if f.Name != name {
			kept = append(kept, f)
		}
	}
	a.Files = append(kept, txtar.File{Name: name, Data: data})
	if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}
