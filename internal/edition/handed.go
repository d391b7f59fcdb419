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
	"weft/internal/gather"
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

// CopyOfTaken gives what was taken down of which a file among an edition's
// contributions is a copy, and the decision; nil where it is none. No fetch takes
// such a piece in, so that nothing else would tell of it.
func (ed *Edition) CopyOfTaken(layer int, name string) (*Found, *policy.Act, error) {
	e, fine := gather.Handed(ed.Layers[layer], name, ed.Site.BaseURL, ed.Site.Calendar.Zone)
	if !fine || ed.View == nil {
		return nil, nil, nil
	}
	for _, db := range ed.archives {
		if db == nil {
			continue
		}
		id, err := db.CopyOfTaken(&e)
		if id == "" && err == nil {
			continue
		}
		f, err := ed.Holds(id)
		if f == nil || err != nil || f.Keys()[entry.AddressKey(e.URL)] {
			return nil, nil, err
		}
		acts := ed.View.ActsOn(id, f.Addresses)
		if n := len(acts); n > 0 && acts[n-1].Action == policy.Takedown {
			return f, &acts[n-1], nil
		}
	}
	return nil, nil, nil
}
