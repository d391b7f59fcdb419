package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"weft/internal/atomicfile"
)

// journal is what a Commit does to the tree, in order.
type journal struct {
	Version int      `json:"version"`
	Out     string   `json:"out"` // the output folder, seen from the state folder
	Ops     []op     `json:"ops"`
	Made    []string `json:"made"` // folders made for it, outer before inner
}

func writeJournal(path string, j journal) error {
	data, err := json.MarshalIndent(j, "", " ")
	if err != nil {
		return err
	}
	if err := step("journal", path, func() error { return nil }); err != nil {
		return atomicfile.Explain("write", path, err)
	}
	return atomicfile.Write(path, data, 0o644)
}

// readJournal returns the journal at path, or false when there is none. Its
// names are checked, so that a journal made up by somebody reaches no further
// than the output folder.
func readJournal(path string) (j journal, found bool, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return j, false, nil
	}
	if err != nil {
		return j, false, atomicfile.Explain("read", path, err)
	}
	if err = json.Unmarshal(data, &j); err == nil {
		err = j.check()
	}
	if err != nil {
		return j, false, fmt.Errorf("read %s: %w: an interrupted run can't be finished; delete the file and build again", path, err)
	}
	return j, true, nil
}

func (j journal) check() error {
	if j.Version != formatVersion {
		return fmt.Errorf("version %d, where this weft knows version %d", j.Version, formatVersion)
	}
	for _, o := range j.Ops {
		if !fs.ValidPath(o.Name) || o.Name == "." {
			return fmt.Errorf("%q is no name in the output folder", o.Name)
		}
	}
	for _, dir := range j.Made {
		if !fs.ValidPath(dir) || dir == "." {
			return fmt.Errorf("%q is no folder in the output folder", dir)
		}
	}
	return nil
}

// recoverFrom finishes, or undoes, what an interrupted Commit left.
func recoverFrom(a area, t *tree) error {
	m := mover{a, t}
	j, found, err := readJournal(a.undoJournal())
	if err == nil && found {
		err = m.finish(j, m.back)
	}
	if err != nil || found {
		return err
	}
	j, found, err = readJournal(a.journal())
	if err == nil && found {
		err = m.finish(j, m.resume)
	}
	return err
}

// finish goes on with a journal, if it is one of this output folder's: the
// site's settings may have changed in between.
func (m mover) finish(j journal, goOn func(journal) error) error {
	out, err := m.area.see(m.tree.dir)
	if err != nil {
		return err
	}
	if j.Out != out {
		return fmt.Errorf("publish %s: a run into another output folder, %s, was interrupted: name that one once more and run, or delete %s and what is left there",
			m.tree.dir, filepath.Join(m.area.dir, j.Out), m.area.dir)
	}
	return unfinished(m.tree, goOn(j))
}

func unfinished(t *tree, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("finish the interrupted run in %s: %w; nothing is lost, run again once that is mended", t.dir, err)
}

// resume carries a journal to its end. What a person has changed in the
// meantime is left alone: its old record stays in the manifest, so that Commit
// will name it.
func (m mover) resume(j journal) error {
	left, err := m.pending(j.Ops)
	if err != nil {
		return err
	}
	if err := m.forwardEach(left.todo); err != nil {
		return err
	}
	if err := m.syncFolders(j.Ops); err != nil {
		return err
	}
	if err := m.area.amend(left.skipped); err != nil {
		return err
	}
	if err := m.area.adopt(); err != nil {
		return err
	}
	return m.area.forget(m.area.journal())
}

// pendingOps are those of a journal still to be done, and those that can't be.
type pendingOps struct{ todo, skipped []op }

func (m mover) pending(ops []op) (left pendingOps, err error) {
	for _, o := range ops {
		m.dropTemp(o)
		m.tree.lookAfresh()
		is, err := m.tree.content(o.Name)
		if err != nil {
			return left, err
		}
		ready, err := m.staged(o)
		switch {
		case err != nil:
			return left, err
		case o.New != nil && same(is, o.New) && is != nil, o.New == nil && is == nil:
			continue // done before
		case ready && (is == nil || same(is, o.Old) || m.cleared(o, ops)):
			left.todo = append(left.todo, o)
		default:
			left.skipped = append(left.skipped, o)
		}
	}
	return left, nil
}

// cleared says that what stands under the name is a folder, and that the
// journal's removals empty it.
func (m mover) cleared(o op, ops []op) bool {
	k, _, err := m.tree.look(o.Name)
	if err != nil || k != folder || o.New == nil || o.Old != nil {
		return false
	}
	goes := map[string]*content{}
	for _, r := range ops {
		if r.New == nil {
			goes[r.Name] = r.Old
		}
	}
	empties := true
	err = fs.WalkDir(m.tree.root.FS(), o.Name, func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		is, err := m.tree.content(at)
		if err == nil && !same(is, goes[at]) {
			empties = false
		}
		return err
	})
	return err == nil && empties
}

// staged reports whether the bytes of an op lie whole in the stage. A removal
// needs none.
func (m mover) staged(o op) (bool, error) {
	if o.New == nil {
		return true, nil
	}
	f, err := os.Open(m.area.stage(o.N))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, atomicfile.Explain("read", m.area.stage(o.N), err)
	}
	defer f.Close()
	is, err := hashOf(f)
	return same(is, o.New), atomicfile.Explain("read", m.area.stage(o.N), err)
}

// amend takes the skipped ops out of the next manifest: their files keep the
// record they had.
func (a area) amend(skipped []op) error {
	if len(skipped) == 0 {
		return nil
	}
	old, err := loadManifest(a.manifest())
	if err != nil {
		return err
	}
	next, err := loadManifest(a.next())
	if err != nil {
		return err
	}
	if next.raw == nil {
		return nil // adopted already
	}
	for _, o := range skipped {
		delete(next.files, o.Name)
		if had, ok := old.files[o.Name]; ok {
			next.files[o.Name] = had
		}
	}
	raw, err := next.encode()
	if err != nil {
		return err
	}
	return atomicfile.Write(a.next(), raw, 0o644)
}
