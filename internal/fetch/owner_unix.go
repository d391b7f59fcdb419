//go:build unix

package fetch

import (
	"io/fs"
	"os"
	"syscall"
)

// strangersFile reports whether a file belongs neither to whoever runs weft nor
// to root: its owner could change what is in it.
func strangersFile(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Uid != 0 && int(stat.Uid) != os.Geteuid()
}
