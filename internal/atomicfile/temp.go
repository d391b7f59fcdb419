package atomicfile

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	tempPrefix = ".weft-"
	tempSuffix = ".tmp"

	// staleAfter is how much older than the file just written a temporary file
	// must be before it counts as left by a process that was killed. Nobody
	// takes an hour to write one file.
	staleAfter = time.Hour

	// nameLimit is how much of the target's name goes into the temporary one:
	// file systems end names at 255 bytes.
	nameLimit = 200
)

// writeTemp writes data to a new temporary file beside path, synced and
// closed, and returns its name. On error nothing is left.
func writeTemp(path string, data []byte, perm, keep fs.FileMode) (string, error) {
	f, err := createTemp(path, perm)
	if err != nil {
		return "", err
	}
	keepOwner(f, path)
	err = fill(f, data, keep)
	if errClose := step("close", f.Close); err == nil {
		err = errClose
	}
	if err != nil {
		f.Close() // a test may have stood in for the first
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// fill writes and syncs the temporary file. Sync comes before the rename,
// because a file system may otherwise keep the new name and lose the bytes.
func fill(f *os.File, data []byte, keep fs.FileMode) error {
	if keep != 0 {
		if err := f.Chmod(keep); err != nil {
			return err
		}
	}
	write := func() error { _, err := f.Write(data); return err }
	if err := step("write", write); err != nil {
		return err
	}
	return step("sync", f.Sync)
}

// createTemp makes the temporary file. Not [os.CreateTemp], which would give it
// 0600 whatever the umask says.
func createTemp(path string, perm fs.FileMode) (f *os.File, err error) {
	for range 1000 {
		name := filepath.Join(filepath.Dir(path), tempName(path, rand.Uint64()))
		err = step("create", func() error {
			f, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
			return err
		})
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, err
}

// tempName is the hidden name for a write to path. Chance only keeps two
// writers apart; it reaches no output.
func tempName(path string, chance uint64) string {
	return ownPrefix(path) + strconv.FormatUint(chance, 36) + tempSuffix
}

// ownPrefix begins every temporary name for path and, random parts being
// without a hyphen, no other file's.
func ownPrefix(path string) string {
	base := filepath.Base(path)
	return tempPrefix + base[:min(len(base), nameLimit)] + "-"
}

// sweep removes what killed processes left of writes to path. Best effort: a
// leftover harms nobody, and the write it follows has succeeded. Times are
// compared with the file just written, so no clock is asked.
func sweep(path string) {
	fresh, err := os.Lstat(path)
	if err != nil {
		return
	}
	dir, prefix := filepath.Dir(path), ownPrefix(path)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !isTempOf(e.Name(), prefix) || !e.Type().IsRegular() {
			continue
		}
		info, err := e.Info()
		if err == nil && fresh.ModTime().Sub(info.ModTime()) > staleAfter {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

func isTempOf(name, prefix string) bool {
	chance, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return false
	}
	chance, ok = strings.CutSuffix(chance, tempSuffix)
	_, err := strconv.ParseUint(chance, 36, 64)
	return ok && err == nil
}
