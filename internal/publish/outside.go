package publish

import (
	"os"
	"slices"

	"weft/internal/atomicfile"
)

// Strangers lists, before Commit, what will lie in the output folder after it and
// that was not staged: files and links that weft did not write, and those of weft's
// that a person has changed since and that the tree has no more. Sorted.
func (s *Staging) Strangers() ([]string, error) {
	p, err := s.plan()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(s.tree.strangers(p.next), func(name string) bool { return p.going[name] }), nil
}

// Compare holds what lies in an output folder against what the last Commit with
// this state folder wrote there: changed are files of weft's that are others now,
// strangers what weft did not write. It reads every byte, whatever a file's time
// says, and changes nothing. A file that is gone is not told: the next Commit
// writes it. Where weft wrote nothing, or a run is not finished, nobody can say.
func Compare(out, state string) (changed, strangers []string, err error) {
	a := area{state}
	m, err := loadManifest(a.manifest())
	if err != nil || len(m.files) == 0 || a.pending() {
		return nil, nil, err
	}
	if _, err := os.Stat(out); err != nil {
		return nil, nil, nil
	}
	root, err := os.OpenRoot(out)
	if err != nil {
		return nil, nil, atomicfile.Explain("open", out, err)
	}
	defer root.Close()
	t := &tree{dir: out, root: root, known: map[string]kind{".": folder}}
	for _, had := range m.sorted() {
		is, err := t.content(had.Name)
		if err != nil {
			return nil, nil, err
		}
		if is != nil && !same(is, &had.content) {
			changed = append(changed, had.Name)
		}
	}
	return changed, t.strangers(m), nil
}

// pending reports whether a run was interrupted, so that the tree is between two.
func (a area) pending() bool {
	for _, name := range []string{a.journal(), a.undoJournal()} {
		if _, err := os.Stat(name); err == nil {
			return true
		}
	}
	return false
}
