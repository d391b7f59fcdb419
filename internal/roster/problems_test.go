package roster

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"weft/internal/diag"
	"weft/internal/diag/diagtest"
)

var sectors = []string{"housing", "health", "local-government"}

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
	diagtest.Check(t, func(folder fstest.MapFS) diag.List {
		_, probs := Load(layersOf(folder), sectors)
		return probs
	})
}

func TestASecretInAListIsNeverRepeated(t *testing.T) {
	_, folders := diagtest.Folders(t)
	_, probs := Load(layersOf(folders["feeds"]), sectors)
	for _, p := range probs {
		for _, secret := range []string{":secret@", "%zz", "hunter2"} {
			if strings.Contains(p.String(), secret) {
				t.Errorf("shown to whoever reads the log: %s", p)
			}
		}
	}
}
