package roster

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite what the golden files want")

// sectors are those the sites of these tests declare.
var sectors = []string{"housing", "health", "local-government"}

// cases gives the folders of a txtar file, each as a file system.
func cases(a *txtar.Archive) (names []string, folders map[string]fstest.MapFS) {
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

// layersOf gives a folder's layers: its own files, and those of private/.
func layersOf(folder fs.FS) []Layer {
	layers := []Layer{{FS: folder}}
	if _, err := fs.Stat(folder, "private"); err == nil {
		private, _ := fs.Sub(folder, "private")
		layers = append(layers, Layer{FS: private, Name: "private/"})
	}
	return layers
}

func TestEveryMistakeIsShownWithItsLineAndWhatToDo(t *testing.T) {
	const file = "testdata/problems.txtar"
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names, folders := cases(a)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			_, probs := Load(layersOf(folders[name]), sectors)
			got := ""
			for _, p := range probs.Sorted() {
				if p.Hint == "" {
					t.Errorf("no hint what to do: %s", p)
				}
				got += p.String() + "\n"
			}
			checkGolden(t, a, path.Join(name, "want"), got)
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func checkGolden(t *testing.T, a *txtar.Archive, name, got string) {
	t.Helper()
	for i := range a.Files {
		if a.Files[i].Name != name {
			continue
		}
		if *update {
			a.Files[i].Data = []byte(got)
		}
		if want := string(a.Files[i].Data); got != want {
			t.Errorf("shown:\n%s\nwanted:\n%s", got, want)
		}
		return
	}
	t.Errorf("no %s in the file", name)
}

func TestASecretInAListIsNeverRepeated(t *testing.T) {
	a, err := txtar.ParseFile("testdata/problems.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, folders := cases(a)
	_, probs := Load(layersOf(folders["feeds"]), sectors)
	for _, p := range probs {
		for _, secret := range []string{":secret@", "%zz", "hunter2"} {
			if strings.Contains(p.String(), secret) {
				t.Errorf("shown to whoever reads the log: %s", p)
			}
		}
	}
}
