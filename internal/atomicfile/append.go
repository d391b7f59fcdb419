package atomicfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Append adds lines, each with a newline, to the file at path, making the file
// (0644 less the umask) when there is none, and syncs it. It is for files of
// lines such as JSON Lines; a line itself must not hold a newline, nor be empty.
//
// A file that ends without a newline was torn by a crash, or saved so by an
// editor: the new line then starts on a line of its own, and the last one stays
// as it is for whoever reads the file to judge. A line of which only a part
// could be written is taken back.
//
// All lines go out in a single write, and a file that is new stands there with
// them or not at all, so that a killed program leaves all or none of them; only a crash of the machine can keep the first ones alone: the line
// that the others are nothing without belongs last. On Unix it happens under a
// lock of the file, so lines of several processes don't mix. The lock is needed
// for the healing: a long write of another process shows in the file's size
// piece by piece, and would look torn. On Windows two Appends at once may leave an empty line.
func Append(path string, lines ...[]byte) error {
	if len(lines) == 0 || slices.ContainsFunc(lines, notOneLine) {
		return Explain("append to", path, errNotOneLine)
	}
	if _, err := permOf(path); err != nil {
		return Explain("append to", path, err)
	}
	return Explain("append to", path, appendOrMake(path, lines))
}

func notOneLine(line []byte) bool { return len(line) == 0 || bytes.IndexByte(line, '\n') >= 0 }

// appendOrMake adds to the file, or makes it with the lines in it. Another
// process may make it, or take it away, between the two.
func appendOrMake(path string, lines [][]byte) (err error) {
	for range 10 {
		if err = appendTo(path, lines); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err = makeWhole(path, joined(lines), 0o644); err == nil {
			return SyncDir(filepath.Dir(path))
		}
		if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return err
}

func appendTo(path string, lines [][]byte) error {
	var f *os.File
	err := step("open", func() (err error) { f, err = os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0); return err })
	if err != nil {
		return err
	}
	err = appendLines(f, lines)
	if errClose := step("close", f.Close); err == nil {
		err = errClose
	}
	f.Close() // a test may have stood in for the first
	return err
}

// joined puts a newline behind each line.
func joined(lines [][]byte) []byte {
	return append(bytes.Join(lines, []byte("\n")), '\n')
}

func appendLines(f *os.File, lines [][]byte) error {
	if err := step("lock", func() error { return lock(f) }); err != nil {
		return err
	}
	size, torn, err := tail(f)
	if err != nil {
		return err
	}
	out := joined(lines)
	if torn {
		out = append([]byte("\n"), out...)
	}
	n := 0
	err = step("write", func() error { n, err = f.Write(out); return err })
	if err != nil {
		takeBack(f, size, n)
		return err
	}
	return step("sync", f.Sync)
}

// tail returns the file's size and whether its last line lacks its newline.
func tail(f *os.File) (size int64, torn bool, err error) {
	size, err = f.Seek(0, io.SeekEnd)
	if err != nil || size == 0 {
		return size, false, err
	}
	last := make([]byte, 1)
	_, err = f.ReadAt(last, size-1)
	return size, last[0] != '\n', err
}

// takeBack cuts off the n bytes that a failed write left behind size, unless
// a program that knows no locks has added its own since. Best effort: what stays is healed by
// the next Append.
func takeBack(f *os.File, size int64, n int) {
	info, err := f.Stat()
	if err == nil && n > 0 && info.Size() == size+int64(n) {
		_ = f.Truncate(size)
	}
}
