package edition

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"weft/internal/atomicfile"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/route"

	"golang.org/x/text/cases"
)

// HasPiece reports whether a piece that is handed in cannot have a name: a file of
// any layer has it, whatever its case, or the ledger speaks of one that had it.
func (ed *Edition) HasPiece(slug string) bool {
	for _, layer := range ed.Layers {
		files, _ := fs.ReadDir(layer.FS, policy.Contributions)
		for _, f := range files {
			if cases.Fold().String(strings.TrimSuffix(f.Name(), path.Ext(f.Name()))) == slug {
				return true
			}
		}
	}
	at := entry.AddressKey(route.Contribution(slug))
	for _, a := range ed.gate.Verdicts.Ledger.Acts {
		if entry.AddressKey(a.URL) == at {
			return true
		}
	}
	for _, db := range ed.archives {
		if db == nil {
			continue
		}
		if known, err := db.Known([]string{at}); err != nil || len(known) > 0 {
			return true
		}
	}
	return false
}

// ContributionDir gives the folder of a layer into which pieces are handed in,
// and makes it where it is missing. One that leads elsewhere is refused: nothing
// is written outside the site.
func (ed *Edition) ContributionDir(layer int) (string, error) {
	root, err := filepath.EvalSymlinks(ed.LayerDir(ed.Edition, layer))
	if err != nil {
		return "", err
	}
	dir := filepath.Join(root, filepath.FromSlash(policy.Contributions))
	for _, d := range []string{filepath.Dir(dir), dir} {
		if real, err := filepath.EvalSymlinks(d); err == nil && real != d {
			return "", fmt.Errorf("%s leads to another folder by a symbolic link; put a folder in its place", d)
		}
		if _, err := os.Lstat(d); err == nil {
			continue
		}
		if err := os.Mkdir(d, 0o755); err != nil {
			return "", err
		}
		if err := atomicfile.SyncDir(filepath.Dir(d)); err != nil {
			return "", err
		}
	}
	return dir, nil
}
