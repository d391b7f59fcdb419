package gather

import (
	"fmt"
	"io"
	"os"
)

// A spool keeps documents on the disk until it is their turn. Its file is made
// when it is needed, and has no name where the system allows that, so that
// nothing is left whatever happens.
type spool struct {
	folder string
	file   *os.File
	end    int64
}

func (s *spool) write(data []byte) (at int64, err error) {
	if s.file == nil {
		if s.file, err = os.CreateTemp(s.folder, "waiting-*.tmp"); err != nil {
			return 0, fmt.Errorf("put aside what arrived too early: %w", err)
		}
		os.Remove(s.file.Name()) // where this fails, close tries again
	}
	if _, err := s.file.WriteAt(data, s.end); err != nil {
		return 0, fmt.Errorf("put aside what arrived too early: %w; look for space on the disk and run again", err)
	}
	at = s.end
	s.end += int64(len(data))
	return at, nil
}

func (s *spool) read(at int64, length int) ([]byte, error) {
	data := make([]byte, length)
	_, err := io.ReadFull(io.NewSectionReader(s.file, at, int64(length)), data)
	return data, err
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}
