package theme

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"weft/internal/diag"
	"weft/internal/diag/diagtest"
	"weft/internal/roster"
)

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
	diagtest.Check(t, func(folder fstest.MapFS) diag.List {
		_, probs := Load(layersOf(folder))
		return probs
	})
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
		"note":  func(t *Theme) { t.Note = "x" },
	} {
		other := base
		change(&other)
		if Fingerprints([]Theme{other})["a"] == first {
			t.Errorf("another %s, and the same fingerprint", name)
		}
	}
	base.Related = []string{"b"}
	if Fingerprints([]Theme{base})["a"] != first {
		t.Error("what a theme is related to gives it another fingerprint")
	}
}
