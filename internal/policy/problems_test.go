package policy

import (
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/diag"
	"weft/internal/diag/diagtest"
	"weft/internal/roster"
)

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
	diagtest.Check(t, func(folder fstest.MapFS) diag.List {
		layers := layersOf(folder)
		_, rules := LoadRules(layers, time.UTC)
		_, ledger := LoadLedger(layers, time.Time{})
		_, tags := LoadTags(layers)
		return slices.Concat(rules, ledger, tags)
	})
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
