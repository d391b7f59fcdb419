package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// headerSize is the length of an SQLite file's header. It holds a counter that
// grows with each transaction (sqlite.org/fileformat2.html, 1.3.7).
const headerSize = 100

// Stamp tells an archive from what it was: it is another after anybody has
// written to it. An archive that is not there has one, too. It must not be
// asked for while this process reads or writes the archive: to close a file
// ends all locks that a process holds on it (POSIX fcntl).
func Stamp(path string) (string, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "not there", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(file, header); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x %d %d", header, info.Size(), info.ModTime().UnixNano()), nil
}
