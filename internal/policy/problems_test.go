package policy

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/diag"
	"weft/internal/roster"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite what the golden files want")

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
func layersOf(folder fs.FS) []roster.Layer {
	layers := []roster.Layer{{FS: folder}}
	if private, err := fs.Sub(folder, "private"); err == nil {
		if _, err := fs.Stat(folder, "private"); err == nil {
			layers = append(layers, roster.Layer{FS: private, Name: "private/"})
		}
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
			layers := layersOf(folders[name])
			var probs diag.List
			_, found := LoadRules(layers, time.UTC)
			probs = append(probs, found...)
			_, found = LoadLedger(layers, time.Time{})
			probs = append(probs, found...)
			_, found = LoadTags(layers)
			probs = append(probs, found...)
			got := ""
			for _, p := range probs.Sorted() {
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

// A file that is there and cannot be read must not be taken for none: the
// rules and decisions in it hold something back.
func TestAFileThatCannotBeReadIsAProblemAndOneThatIsMissingIsNot(t *testing.T) {
	for _, name := range []string{"feeds/policy.toml", LedgerFile, TagFile} {
		folder := fstest.MapFS{name: &fstest.MapFile{Mode: fs.ModeDir}}
		layers := []roster.Layer{{FS: fstest.MapFS{}}, {FS: folder, Name: "private/"}}
		_, rules := LoadRules(layers, time.UTC)
		_, ledger := LoadLedger(layers, time.Time{})
		_, tags := LoadTags(layers)
		probs := append(append(rules, ledger...), tags...)
		if got := fmt.Sprint(probs); len(probs) != 1 || probs[0].File != "private/"+name || probs[0].Warning {
			t.Errorf("%s: problems %s", name, got)
		}
	}
}
