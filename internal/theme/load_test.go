package theme

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

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
	if _, err := fs.Stat(folder, "private"); err == nil {
		private, _ := fs.Sub(folder, "private")
		layers = append(layers, roster.Layer{FS: private, Name: "private/"})
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
			_, probs := Load(layersOf(folders[name]))
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

func TestAnOverlayAddsTermsAndWordsToAPublicTheme(t *testing.T) {
	fsys := fstest.MapFS{
		"content/themes/b.md":         {Data: []byte("+++\nlabel = \"B\"\nterms = [\"one\"]\nrelated = [\"a\"]\n+++\nPublic words.\n")},
		"private/content/themes/b.md": {Data: []byte("+++\nlabel = \"Other\"\nterms = [\"two\"]\nnot = [\"three\"]\n+++\nInternal words.\n")},
		"private/content/themes/a.md": {Data: []byte("+++\n+++\n")},
	}
	themes, probs := Load(layersOf(fsys))
	if len(probs) > 0 || len(themes) != 2 {
		t.Fatal(themes, probs)
	}
	a, b := themes[0], themes[1]
	if a.ID != "a" || a.Label != "a" || a.Layer != 1 || a.File != "private/content/themes/a.md" {
		t.Errorf("a theme of the overlay's is %+v", a)
	}
	if b.Label != "B" || b.Layer != 0 || strings.Join(b.Terms, " ") != "one two" || strings.Join(b.Not, " ") != "three" || b.Note != "Public words.\n\nInternal words." {
		t.Errorf("the public theme is %+v", b)
	}
	public, probs := Load(layersOf(fsys)[:1])
	if len(public) != 1 || strings.Join(public[0].Terms, " ") != "one" || public[0].Note != "Public words." {
		t.Errorf("without the overlay it is %+v, %v", public, probs)
	}
}

func TestAThemesFingerprintChangesWithWhatItFinds(t *testing.T) {
	base := Theme{ID: "a", Label: "A", Terms: []string{"x"}, Note: "n"}
	first := Fingerprints([]Theme{base})["a"]
	for name, change := range map[string]func(*Theme){
		"label": func(t *Theme) { t.Label = "B" },
		"term":  func(t *Theme) { t.Terms = []string{"y"} },
		"not":   func(t *Theme) { t.Not = []string{"x"} },
	} {
		other := base
		change(&other)
		if Fingerprints([]Theme{other})["a"] == first {
			t.Errorf("another %s, and the same fingerprint", name)
		}
	}
	base.Note, base.Related = "other words", []string{"b"}
	if Fingerprints([]Theme{base})["a"] != first {
		t.Error("other words about a theme give it another fingerprint")
	}
}
