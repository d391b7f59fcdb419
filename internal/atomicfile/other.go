//go:build !unix || solaris || aix

package atomicfile

import "os"

// syncDir does nothing: there is no sync of a folder here.
func syncDir(string) error { return nil }

// keepOwner does nothing: a file here has no owner and group of that kind.
func keepOwner(*os.File, string) {}

// lock does nothing: the standard library offers no lock of a file here.
func lock(*os.File) error { return nil }
