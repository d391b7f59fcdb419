package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

var (
	errSymlink    = errors.New("it is a symbolic link, and weft does not write through links")
	errNotRegular = errors.New("it is not a plain file")
	errLocked     = errors.New("it is marked as read-only")
	errNotOneLine = errors.New("a line must not be empty nor hold a line break")
)

// hints says what a person can do. The first that fits is used.
var hints = []struct {
	is   error
	hint string
}{
	{errSymlink, "name the real file, or put one in place of the link"},
	{errNotRegular, "move it away"},
	{errLocked, "if it may be changed, make it writable and run again"},
	{syscall.ENOSPC, "free some space and run again"},
	{syscall.EDQUOT, "your share of the disk is used up: free some space and run again"},
	{syscall.EROFS, "the disk is mounted read-only: choose another folder or mount it for writing"},
	{syscall.EFBIG, "the file would grow over the limit set for it: see ulimit -f"},
	{syscall.ENOTDIR, "a file stands where a folder is needed: move it away"},
	{fs.ErrPermission, "check who owns the file and its folder, and who may write there"},
	{fs.ErrExist, "it is left as it is: choose another name or move it away"},
	{fs.ErrNotExist, "make its folder first"},
}

// Explain makes an error of a write into one for a person: "act path: cause:
// what to do". The cause stays for [errors.Is]; the path that it may carry of
// its own, such as a temporary name, means nothing to a person and goes. It
// returns nil for nil.
func Explain(act, path string, err error) error {
	if err == nil {
		return nil
	}
	err = bare(err)
	for _, h := range hints {
		if errors.Is(err, h.is) {
			return fmt.Errorf("%s %s: %w: %s", act, path, err, h.hint)
		}
	}
	return fmt.Errorf("%s %s: %w", act, path, err)
}

// bare takes the operation and path off the errors of package os.
func bare(err error) error {
	var onPath *fs.PathError
	var onLink *os.LinkError
	switch {
	case errors.As(err, &onPath):
		return onPath.Err
	case errors.As(err, &onLink):
		return onLink.Err
	}
	return err
}

func kind(mode fs.FileMode) string {
	if mode.IsDir() {
		return "a folder is there"
	}
	return "mode " + mode.String()
}
