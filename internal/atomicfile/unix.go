//go:build unix && !solaris && !aix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil // a file system that can't sync folders: nothing more can be done
	}
	return err
}

// keepOwner gives the new file the owner and the group of the one whose place it
// takes: else those who share a folder by its group would lose the file with
// the first change. Best effort: who may not give a file away keeps it.
func keepOwner(f *os.File, path string) {
	old, err := os.Lstat(path)
	if err != nil {
		return // it is new
	}
	if of, ok := old.Sys().(*syscall.Stat_t); ok && f.Chown(int(of.Uid), int(of.Gid)) != nil {
		_ = f.Chown(-1, int(of.Gid))
	}
}

// lock waits for the file's lock and takes it; closing the file frees it. A
// file system that knows no locks is used without.
func lock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS):
			return nil
		}
		return err
	}
}
