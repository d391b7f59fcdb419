//go:build !unix || solaris || aix

package atomicfile

import "os"

// syncDir does nothing: there is no sync of a folder here.
func syncDir(string) error { return nil }

// lock does nothing: the standard library offers no lock of a file here.
func lock(*os.File) error { return nil }
