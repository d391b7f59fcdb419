package release

import (
	"io/fs"
	"os"
	"path/filepath"

	"weft/internal/atomicfile"
)

// Shut gives a folder or a file of what readers are shown that nobody but its owner
// may read, as under a umask of 077; "" where there is none. A web server that runs
// as somebody else cannot show it. Whom the others are is theirs to say who keep the
// machine, so nothing is opened.
func (p *Place) Shut() (string, error) {
	if p.shown == "" {
		return "", nil
	}
	if shut, err := ownersAlone(p.dir); shut || err != nil {
		return p.dir, atomicfile.Explain("read", p.dir, err)
	}
	found := ""
	root := p.tree(p.shown)
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		shut, err := ownersAlone(path)
		if shut {
			found = path
			return fs.SkipAll
		}
		return err
	})
	return found, atomicfile.Explain("read", root, err)
}

func ownersAlone(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	return info.Mode().Perm()&0o077 == 0, nil
}

// asOpen reports whether a file may be read by all who might read one that is
// written now, into a folder that was made now.
func asOpen(path string, folder fs.FileInfo) bool {
	info, err := os.Stat(path)
	now := folder.Mode().Perm() & 0o444
	return err == nil && info.Mode().Perm()&now == now
}
