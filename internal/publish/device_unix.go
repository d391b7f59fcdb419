//go:build unix

package publish

import (
	"errors"
	"syscall"
)

// crossDevice reports a rename from one file system to another.
func crossDevice(err error) bool { return errors.Is(err, syscall.EXDEV) }
