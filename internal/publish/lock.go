package publish

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"weft/internal/atomicfile"
)

// BusyError says that another process is building into the same folder.
type BusyError struct {
	Out    string // the output folder
	Holder string // such as "process 4711"; "another process" when it left no name
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("publish %s: %s is at it: wait until it has finished, or stop it, and run again", e.Out, e.Holder)
}

// takeLock takes the lock at path, writes in it who holds it, and returns the
// time at which it did, by the clock of the file system.
func takeLock(path, out string) (*os.File, time.Time, error) {
	f, held, err := openLocked(path)
	if held {
		return nil, time.Time{}, &BusyError{Out: out, Holder: holder(path)}
	}
	if err != nil {
		return nil, time.Time{}, atomicfile.Explain("lock", path, err)
	}
	began, err := sign(f)
	if err != nil {
		return nil, time.Time{}, errors.Join(atomicfile.Explain("write", path, err), releaseLock(f))
	}
	return f, began, nil
}

func sign(f *os.File) (began time.Time, err error) {
	if err := f.Truncate(0); err != nil {
		return began, err
	}
	if _, err := fmt.Fprintf(f, "process %d\n", os.Getpid()); err != nil {
		return began, err
	}
	info, err := f.Stat()
	if err != nil {
		return began, err
	}
	return info.ModTime(), nil
}

func holder(path string) string {
	data, _ := os.ReadFile(path)
	if name := strings.TrimSpace(string(data)); name != "" {
		return name
	}
	return "another process"
}

// releaseLock frees the lock. Its file stays, empty: who removed it could pull
// it from under a process that has just opened it.
func releaseLock(f *os.File) error {
	return errors.Join(f.Truncate(0), unlock(f), f.Close())
}
