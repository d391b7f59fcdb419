package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"weft/internal/atomicfile"
)

// area is the state folder; the package comment lists what lies in it.
type area struct{ dir string }

func (a area) manifest() string    { return filepath.Join(a.dir, "manifest.json") }
func (a area) next() string        { return filepath.Join(a.dir, "manifest.next.json") }
func (a area) journal() string     { return filepath.Join(a.dir, "journal.json") }
func (a area) undoJournal() string { return filepath.Join(a.dir, "undo.json") }
func (a area) stage(n int) string  { return filepath.Join(a.dir, "stage", strconv.Itoa(n)) }
func (a area) undo(n int) string   { return filepath.Join(a.dir, "undo", strconv.Itoa(n)) }

func (a area) makeFolders() error {
	for _, name := range []string{"stage", "undo"} {
		dir := filepath.Join(a.dir, name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return atomicfile.Explain("make", dir, err)
		}
	}
	return nil
}

// see is the way from the state folder to a folder, as a slash path where there
// is one: it stays the same when the whole site is moved.
func (a area) see(dir string) (string, error) {
	from, err := resolve(a.dir)
	if err != nil {
		return "", atomicfile.Explain("open", a.dir, err)
	}
	to, err := resolve(dir)
	if err != nil {
		return "", atomicfile.Explain("open", dir, err)
	}
	if way, err := filepath.Rel(from, to); err == nil {
		to = way
	}
	return filepath.ToSlash(to), nil
}

// clear removes everything that is only waiting: there must be no journal.
func (a area) clear() error {
	for _, name := range []string{"stage", "undo", "manifest.next.json"} {
		path := filepath.Join(a.dir, name)
		if err := os.RemoveAll(path); err != nil {
			return atomicfile.Explain("clear", path, err)
		}
	}
	return nil
}

// adopt makes the next manifest the one that holds. A missing one has been
// adopted before.
func (a area) adopt() error {
	err := step("adopt", "manifest.json", func() error { return os.Rename(a.next(), a.manifest()) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return atomicfile.Explain("write", a.manifest(), err)
	}
	return atomicfile.Explain("sync", a.dir, atomicfile.SyncDir(a.dir))
}

// forget ends a journal: what it says has been done.
func (a area) forget(journal string) error {
	err := step("forget", filepath.Base(journal), func() error { return os.Remove(journal) })
	if err != nil {
		return atomicfile.Explain("remove", journal, err)
	}
	return atomicfile.Explain("sync", a.dir, atomicfile.SyncDir(a.dir))
}
