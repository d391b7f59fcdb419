// Package publish puts a tree of files in place of the one that weft wrote in a
// folder before.
//
//	Begin   locks, and mends what an interrupted run left
//	Write   stages one file in weft's own folder, or notes that it is there already
//	Commit  checks, writes a journal, renames what differs, removes what is stale
//	Abort   forgets what was staged
//
// It promises:
//
//   - Only what differs is written. The output folder is never wiped.
//   - A reader sees the old or the new bytes of each file, never half.
//   - A process killed at any moment is made good by the next Begin: before the
//     journal is on disk nothing has happened; from then on everything will.
//   - When a step of Commit fails (a full disk, a folder without leave to
//     write), what was done is undone and the old tree stands.
//   - What weft did not write is never overwritten, removed or followed, unless
//     [Options.TakeOver] says so: not a stranger's file, not one of weft's that
//     a person has changed since, not a symbolic link. Such a file in the way
//     stops Commit before the first rename, and every one is named.
//   - A .gitignore in the output folder is neither touched nor published.
//
// It does not make the whole tree change at one instant: for some milliseconds
// a reader may find a new page beside an old one. Nor does it read or judge
// what is published; who wants to scan the bytes does so before Write.
//
// # What lies in the state folder
//
//	lock                held while a Staging is open
//	manifest.json       what weft wrote: name, size, SHA-256, modification time
//	stage/N             new bytes, waiting
//	manifest.next.json  the manifest that will hold
//	journal.json        what Commit is doing; its presence is the point of no return
//	undo.json           the same journal, once Commit has failed and is going back
//	undo/N              the bytes that were replaced or removed
//
// # When a file is not read again
//
// An unchanged file is recognised without reading it when its size and
// modification time are those of the manifest. As with git's index, a time that
// is not older than the manifest proves nothing, since a change within the same
// tick of the clock would not show; such a file is read. Somebody who changes
// bytes, keeps the size and sets the time back is not noticed.
package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"weft/internal/atomicfile"
)

// Options change how a tree is put in place. The zero value is the careful one.
type Options struct {
	// TakeOver lets Commit replace files and links in its way that weft did not
	// write. Folders that hold strangers' files, and what is neither file, link
	// nor folder, are refused all the same.
	TakeOver bool
}

// Report says what a Commit did.
type Report struct {
	Written   int      // files put in place, new or changed
	Unchanged int      // files that were there already with the same bytes
	Removed   int      // files of weft's that are no longer part of the tree
	Bytes     int64    // bytes of the files written
	Strangers []string // slash names of files and links that weft did not write, sorted; .gitignore and .git are not named
}

// Staging is a tree in the making. Write may be called from several goroutines;
// Commit and Abort once all of them are done.
type Staging struct {
	opt   Options
	tree  *tree
	area  area
	lock  *os.File
	began time.Time // by the file system's clock
	old   *manifest
	spent bool

	mu     sync.Mutex
	names  names
	count  int // of names entered
	files  []staged
	failed error // the first Write that could not be
}

// Begin opens a staging area in the folder state for the output folder out,
// making both where they are missing. It takes the lock of state, or fails with
// a [*BusyError] that says who holds it; the lock of a process that has died is
// free. Then it finishes, or undoes, what an earlier Commit left half done.
//
// Neither folder may lie in the other.
func Begin(out, state string, opt Options) (*Staging, error) {
	if err := apart(out, state); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, atomicfile.Explain("make", state, err)
	}
	lock, began, err := takeLock(filepath.Join(state, "lock"), out)
	if err != nil {
		return nil, err
	}
	s := &Staging{opt: opt, area: area{state}, lock: lock, began: began, names: names{}}
	if err := s.open(out); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// open mends what was left, reads the manifest and makes an empty stage.
func (s *Staging) open(out string) (err error) {
	if s.tree, err = openTree(out); err != nil {
		return err
	}
	if err := recoverFrom(s.area, s.tree); err != nil {
		return err
	}
	if err := s.area.clear(); err != nil {
		return err
	}
	if s.old, err = loadManifest(s.area.manifest()); err != nil {
		return err
	}
	return s.area.makeFolders()
}

// Abort forgets what was staged and frees the lock. The output folder is as it
// was. After Commit it does nothing, so it can be deferred.
func (s *Staging) Abort() error {
	if s.spent {
		return nil
	}
	s.spent = true
	err := s.area.clear()
	s.tree.removeIfMade()
	return errors.Join(err, s.close())
}

func (s *Staging) close() error {
	if s.tree != nil {
		s.tree.root.Close()
	}
	return releaseLock(s.lock)
}

// apart refuses an output folder and a state folder of which one holds the
// other: state would be published, or output cleared away with it.
func apart(out, state string) error {
	a, err := resolve(out)
	if err != nil {
		return atomicfile.Explain("open", out, err)
	}
	b, err := resolve(state)
	if err != nil {
		return atomicfile.Explain("open", state, err)
	}
	if within(a, b) || within(b, a) {
		return fmt.Errorf("publish %s: the output folder and weft's own folder %s must not lie one in the other: name another output folder", out, state)
	}
	return nil
}

// resolve makes path absolute and free of links, as far as it exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(path) == path {
		return real, err
	}
	parent, err := resolve(filepath.Dir(path))
	return filepath.Join(parent, filepath.Base(path)), err
}

func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// testOnlyFault, when a test sets it, is asked before each step that changes
// something on disk; its error takes the step's place.
var testOnlyFault func(step, name string) error

func step(kind, name string, do func() error) error {
	if testOnlyFault != nil {
		if err := testOnlyFault(kind, name); err != nil {
			return err
		}
	}
	return do()
}
