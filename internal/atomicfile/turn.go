package atomicfile

import (
	"errors"
	"os"
)

// Turn waits until no other process holds the turn named by the file at path,
// and takes it; done gives it back, as does the end of the process. The file is
// made where it is missing, stays, and holds nothing. Where there are no locks
// of files, nobody waits.
func Turn(path string) (done func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, Explain("lock", path, err)
	}
	if err := step("lock", func() error { return lock(f) }); err != nil {
		return nil, Explain("lock", path, errors.Join(err, f.Close()))
	}
	return f.Close, nil
}
