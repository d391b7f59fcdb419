package publish

import (
	"errors"
	"syscall"
)

// crossDevice reports a rename from one volume to another:
// ERROR_NOT_SAME_DEVICE of winerror.h.
func crossDevice(err error) bool { return errors.Is(err, syscall.Errno(17)) }
