//go:build unix && !solaris && !aix

package publish

import (
	"errors"
	"os"
	"syscall"
)

// openLocked opens the lock file and takes its lock, or reports that it is
// held. The kernel frees it when its process ends, however it ends.
func openLocked(path string) (f *os.File, held bool, err error) {
	f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, false, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		f.Close()
		return nil, errors.Is(err, syscall.EWOULDBLOCK), err
	}
	return f, false, nil
}

// unlock frees the lock. Closing the file is not enough: a process that this
// one is just starting holds a copy of it for a moment, and the lock with it.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
