package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"syscall"
	"time"

	"weft/internal/atomicfile"
)

// mover carries files from the state folder into the tree and back.
type mover struct {
	area area
	tree *tree
}

// forward does all ops, then makes them last.
func (m mover) forward(ops []op) error {
	if err := m.forwardEach(ops); err != nil {
		return err
	}
	return m.syncFolders(ops)
}

func (m mover) forwardEach(ops []op) error {
	for _, o := range ops {
		if err := m.one(o); err != nil {
			return err
		}
	}
	return nil
}

func (m mover) one(o op) error {
	if err := m.keep(o); err != nil {
		return err
	}
	if o.New == nil {
		return m.remove(o)
	}
	if err := m.tree.ensure(path.Dir(o.Name)); err != nil {
		return err
	}
	m.tree.removeEmptyFolders(o.Name)
	return m.place(o, m.area.stage(o.N))
}

// keep puts the bytes that will go under a second name in undo. A hard link
// costs nothing; where there are none, they are copied.
func (m mover) keep(o op) error {
	if o.Old == nil || o.Old.Link != "" {
		return nil
	}
	from, to := m.tree.path(o.Name), m.area.undo(o.N)
	err := step("keep", o.Name, func() error { return os.Link(from, to) })
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return nil // kept, or kept before the interruption, or gone with its other spelling
	}
	return atomicfile.Explain("keep", from, m.copyOut(o, to))
}

// copyOut keeps a copy, under its name only when whole.
func (m mover) copyOut(o op, to string) error {
	in, err := m.tree.root.Open(local(o.Name))
	if err != nil {
		return err
	}
	defer in.Close()
	part, err := os.Create(to + ".part")
	if err != nil {
		return err
	}
	if err := fillFrom(part, in); err != nil {
		return err
	}
	return os.Rename(part.Name(), to)
}

// fillFrom copies, syncs and closes.
func fillFrom(f *os.File, from io.Reader) error {
	_, err := io.Copy(f, from)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (m mover) remove(o op) error {
	err := step("remove", o.Name, func() error { return m.tree.root.Remove(local(o.Name)) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return atomicfile.Explain("remove", m.tree.path(o.Name), err)
	}
	m.tree.prune(path.Dir(o.Name))
	return nil
}

// place renames the file at from to the op's name. The rename goes by path,
// since an [os.Root] renames only within itself; the folder has just been seen
// to be one, and a rename does not follow its last element.
func (m mover) place(o op, from string) error {
	to := m.tree.path(o.Name)
	err := step("rename", o.Name, func() error { return os.Rename(from, to) })
	if crossDevice(err) {
		err = m.copyIn(o, from)
	}
	return atomicfile.Explain("write", to, err)
}

// copyIn is place for an output folder on another file system: the file is
// copied beside its name, then renamed.
func (m mover) copyIn(o op, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	temp := tempName(o)
	f, err := m.tree.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	err = step("copy", o.Name, func() error { return fillFrom(f, in) })
	if err == nil && o.Modified != 0 {
		at := time.Unix(0, o.Modified)
		err = m.tree.root.Chtimes(temp, at, at)
	}
	if err == nil {
		err = m.tree.root.Rename(temp, local(o.Name))
	}
	if err != nil {
		_ = m.tree.root.Remove(temp)
		return err
	}
	return os.Remove(from)
}

// tempName is where an op's bytes lie while they are copied: the same after an
// interruption, so that nothing is left.
func tempName(o op) string {
	return local(path.Join(path.Dir(o.Name), ".weft-"+strconv.Itoa(o.N)+".tmp"))
}

func (m mover) dropTemp(o op) { _ = m.tree.root.Remove(tempName(o)) }

// syncFolders makes the renames and removals last. A folder that is gone, or a
// file by now, was removed, and its parent is synced.
func (m mover) syncFolders(ops []op) error {
	seen := map[string]bool{}
	var paths []string
	for _, o := range ops {
		for dir := path.Dir(o.Name); !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			paths = append(paths, m.tree.path(dir))
		}
	}
	return atOnce(paths, func(path string) error {
		err := atomicfile.SyncDir(path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			return nil
		}
		return atomicfile.Explain("sync", path, err)
	})
}

// giveUp goes back to the old tree after a step failed.
func (m mover) giveUp(j journal, cause error) error {
	err := step("turn", "journal.json", func() error { return os.Rename(m.area.journal(), m.area.undoJournal()) })
	if err == nil {
		err = m.back(j)
	}
	if err != nil {
		return &pendingError{fmt.Errorf("%w; going back failed too (%w): part of the new tree is in place, and the next run finishes that first", cause, err)}
	}
	return fmt.Errorf("%w; the old tree stands", cause)
}

// back undoes a journal, from its end, as far as it was done, and ends it.
func (m mover) back(j journal) error {
	for _, o := range slices.Backward(j.Ops) {
		m.dropTemp(o)
		if err := m.undo(o); err != nil {
			return err
		}
	}
	for _, dir := range slices.Backward(j.Made) {
		if k, _, _ := m.tree.lstat(dir); k == folder {
			_ = m.tree.root.Remove(local(dir)) // fails, rightly, when something is in it
		}
	}
	if err := m.syncFolders(j.Ops); err != nil {
		return err
	}
	return m.area.forget(m.area.undoJournal())
}

// undo puts back what an op replaced. What a person has put there since stays.
func (m mover) undo(o op) error {
	if o.Old != nil {
		m.tree.removeEmptyFolders(o.Name) // a new folder stood where a file was
	}
	m.tree.lookAfresh()
	is, err := m.tree.content(o.Name)
	if err != nil {
		return err
	}
	switch {
	case same(is, o.Old) || is != nil && !same(is, o.New):
		return nil
	case o.Old == nil:
		return atomicfile.Explain("remove", m.tree.path(o.Name), m.tree.root.Remove(local(o.Name)))
	case o.Old.Link != "":
		return m.relink(o)
	}
	if _, err := os.Lstat(m.area.undo(o.N)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := m.tree.ensure(path.Dir(o.Name)); err != nil {
		return err
	}
	return m.place(o, m.area.undo(o.N))
}

func (m mover) relink(o op) error {
	if err := m.tree.ensure(path.Dir(o.Name)); err != nil {
		return err
	}
	err := m.tree.root.Remove(local(o.Name))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = m.tree.root.Symlink(o.Old.Link, local(o.Name))
	}
	return atomicfile.Explain("link", m.tree.path(o.Name), err)
}

// removeEmptyFolders removes the folder name if there is nothing in it but
// folders. A file stops it, and the rename that follows says so.
func (t *tree) removeEmptyFolders(name string) {
	if k, _, _ := t.lstat(name); k != folder {
		return
	}
	var dirs []string
	_ = fs.WalkDir(t.root.FS(), name, func(at string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, at)
		}
		return nil
	})
	for _, dir := range slices.Backward(dirs) {
		_ = t.root.Remove(local(dir))
	}
	t.lookAfresh()
}
