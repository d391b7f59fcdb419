// Package diagtest holds what weft says of mistakes in people's files against
// a golden file: testdata/problems.txtar, in which every folder is a site with
// mistakes, and its file "want" what is said of them.
//
// It promises that a mistake without a hint fails a test, and that `go test
// -update` writes what is said now. It is for tests alone.
package diagtest

import (
	"flag"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"weft/internal/diag"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite what the golden files want")

// File is the golden file of a package.
const File = "testdata/problems.txtar"

// Folders gives the golden file's folders, each as a file system, and their
// names in the order of the file.
func Folders(t *testing.T) (names []string, folders map[string]fstest.MapFS) {
	t.Helper()
	a, err := txtar.ParseFile(File)
	if err != nil {
		t.Fatal(err)
	}
	return foldersOf(a)
}

func foldersOf(a *txtar.Archive) (names []string, folders map[string]fstest.MapFS) {
	folders = map[string]fstest.MapFS{}
	for _, f := range a.Files {
		name, rest, _ := strings.Cut(f.Name, "/")
		if folders[name] == nil {
			folders[name] = fstest.MapFS{}
			names = append(names, name)
		}
		folders[name][rest] = &fstest.MapFile{Data: f.Data}
	}
	return names, folders
}

// Check loads every folder and compares what is said of it with its "want".
func Check(t *testing.T, load func(folder fstest.MapFS) diag.List) {
	t.Helper()
	a, err := txtar.ParseFile(File)
	if err != nil {
		t.Fatal(err)
	}
	names, folders := foldersOf(a)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			said := ""
			for _, p := range load(folders[name]).Sorted() {
				if p.Hint == "" {
					t.Errorf("no hint what to do: %s", p)
				}
				said += p.String() + "\n"
			}
			compare(t, a, path.Join(name, "want"), said)
		})
	}
	if *update {
		if err := os.WriteFile(File, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, a *txtar.Archive, name, said string) {
	t.Helper()
	for i := range a.Files {
		if a.Files[i].Name != name {
			continue
		}
		if *update {
			a.Files[i].Data = []byte(said)
		}
		if want := string(a.Files[i].Data); said != want {
			t.Errorf("said:\n%s\nwanted:\n%s", said, want)
		}
		return
	}
	t.Errorf("no %s in %s", name, File)
}
