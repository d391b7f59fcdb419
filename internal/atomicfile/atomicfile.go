// Package atomicfile writes files, and promises that each is old or new, never
// half.
//
// A reader that opens the file at any moment, and a person who looks after the
// power went out, finds either what was there before or all of what was
// written. When a function returns nil, file and folder have been synced.
//
//	Write     puts new content in place of whatever was there
//	WriteNew  the same, but only where nothing is: it never overwrites
//	Replace   the same, but only where the content still is what was read
//	Turn      waits until no other process holds the turn of the same name
//	Append    adds one whole line to a file of lines, healing a torn one
//	SyncDir   makes renames and removals in a folder last
//	Explain   says what a person can do when any such thing fails
//
// The new content is first written to a hidden file beside the target, named
// .weft-NAME-RANDOM.tmp, because only a rename within a folder is sure to be
// atomic. It is removed on every failure; one left by a killed process is swept
// by the next Write to the same name, once it is an hour older.
//
// A target that is a symbolic link is refused, neither followed nor replaced: a
// link in a folder taken from others could lead anywhere, and a link that a
// person made is theirs.
//
// The package makes no folders and keeps no backups. Of two Writes at once one
// wins, whole; who must not lose the other's change has to take a lock.
package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Write puts data in place of the file at path, or makes it. An existing file
// keeps its permission bits and, as far as the process may give them, its owner
// and group; a new one gets perm less the process's umask, as
// with [os.WriteFile]. The folder must exist. On error the old file stands, but
// for one case: when only the last step failed, the sync of the folder, the new
// file is in place and might not survive a power failure.
func Write(path string, data []byte, perm fs.FileMode) error {
	return replace(path, data, perm, func() error { return nil })
}

// ErrChanged says that a file is not what it was when it was read.
var ErrChanged = errors.New("it was saved by somebody else in the meantime")

// Replace is Write for a file that a person may have open: it is looked at once
// more when the new content is on disk already, and left as it is, with an
// error that is [ErrChanged], when it does not hold old any more. What is saved
// between that look and the rename behind it, within microseconds, is lost.
// A file that nobody may write is one that a person locked: it is left, too.
func Replace(path string, old, data []byte, perm fs.FileMode) error {
	if mode, err := permOf(path); err == nil && mode != 0 && mode&0o222 == 0 {
		return Explain("write", path, errLocked)
	}
	return replace(path, data, perm, func() error {
		is, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(is, old) {
			err = ErrChanged
		}
		return err
	})
}

func replace(path string, data []byte, perm fs.FileMode, check func() error) error {
	keep, err := permOf(path)
	if err != nil {
		return Explain("write", path, err)
	}
	temp, err := writeTemp(path, data, perm, keep)
	if err != nil {
		return Explain("write", path, err)
	}
	if err = check(); err == nil {
		err = step("rename", func() error { return os.Rename(temp, path) })
	}
	if err != nil {
		os.Remove(temp)
		return Explain("write", path, err)
	}
	sweep(path)
	return Explain("write", path, SyncDir(filepath.Dir(path)))
}

// WriteNew makes the file at path with data in it, and fails with an error that
// is [fs.ErrExist] when anything is there already, a dangling link included.
// It never overwrites, and of several callers at once exactly one succeeds.
//
// The complete temporary file is linked to its name, because link(2) refuses a
// name that exists and shows the file whole or not at all; opening the target
// with O_EXCL would refuse as well but let a reader see it half written. Where
// the file system knows no hard links (FAT, some network shares) the name is
// first reserved with O_EXCL and the temporary file renamed over it: still
// never overwriting, but a reader in between, or after a crash, sees it empty.
func WriteNew(path string, data []byte, perm fs.FileMode) error {
	if _, err := os.Lstat(path); err == nil {
		return Explain("create", path, fs.ErrExist)
	}
	if err := makeWhole(path, data, perm); err != nil {
		return Explain("create", path, err)
	}
	return Explain("create", path, SyncDir(filepath.Dir(path)))
}

// makeWhole is WriteNew without what goes before and after it.
func makeWhole(path string, data []byte, perm fs.FileMode) error {
	temp, err := writeTemp(path, data, perm, 0)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	err = step("link", func() error { return os.Link(temp, path) })
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = reserveAndRename(temp, path, perm)
	}
	return err
}

// reserveAndRename is WriteNew's way without hard links.
func reserveAndRename(temp, path string, perm fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	f.Close()
	if err := step("rename", func() error { return os.Rename(temp, path) }); err != nil {
		os.Remove(path) // ours: O_EXCL just made it
		return err
	}
	return nil
}

// permOf returns the permission bits of the regular file at path, 0 when there
// is none, and an error when something else is in its place.
func permOf(path string) (fs.FileMode, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	case info.Mode()&fs.ModeSymlink != 0:
		return 0, errSymlink
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("%w (%s)", errNotRegular, kind(info.Mode()))
	}
	return info.Mode().Perm(), nil
}

// SyncDir makes the names in a folder last through a power failure: what was
// created in it, renamed or removed. On Windows, where folders can't be synced,
// it does nothing.
func SyncDir(dir string) error {
	return step("sync folder", func() error { return syncDir(dir) })
}

// testOnlyFault, when a test sets it, is asked before each step (create, lock,
// write, sync, close, link, rename, sync folder) and its error takes the step's place.
var testOnlyFault func(step string) error

// step runs one step of a write, or fails it for a test.
func step(name string, do func() error) error {
	if testOnlyFault != nil {
		if err := testOnlyFault(name); err != nil {
			return err
		}
	}
	return do()
}
