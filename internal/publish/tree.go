package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"syscall"

	"weft/internal/atomicfile"
)

// tree is the output folder. All looking, making and removing goes through an
// [os.Root], so no link in it leads out of it; and no folder of it that is
// reached through a link is taken for a folder at all. Names are slash names.
type tree struct {
	dir  string
	root *os.Root
	made bool // by this process, just now

	mu    sync.Mutex
	known map[string]kind // of folders looked at, until something is changed
}

// kind is what stands under a name.
type kind int

const (
	nothing kind = iota
	file
	link
	folder
	other // a device, a pipe, a socket
)

func openTree(dir string) (*tree, error) {
	_, err := os.Stat(dir)
	made := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, atomicfile.Explain("make", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, atomicfile.Explain("open", dir, err)
	}
	return &tree{dir: dir, root: root, made: made, known: map[string]kind{".": folder}}, nil
}

// removeIfMade takes the output folder away again if this process made it and
// it is empty.
func (t *tree) removeIfMade() {
	if t.made {
		_ = os.Remove(t.dir)
	}
}

// local is a slash name in the form of the system.
func local(name string) string { return filepath.FromSlash(name) }

// path is where name lies for the calls that know no root.
func (t *tree) path(name string) string { return filepath.Join(t.dir, local(name)) }

// look says what stands under name, itself, not what a link points to. Where a
// parent is not a folder, nothing does.
func (t *tree) look(name string) (kind, fs.FileInfo, error) {
	if _, k, err := t.blocker(path.Dir(name)); err != nil || k != folder {
		return nothing, nil, err
	}
	return t.lstat(name)
}

func (t *tree) lstat(name string) (kind, fs.FileInfo, error) {
	info, err := t.root.Lstat(local(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nothing, nil, nil
	case err != nil:
		return nothing, nil, atomicfile.Explain("look at", t.path(name), err)
	}
	return kindOf(info.Mode()), info, nil
}

func kindOf(mode fs.FileMode) kind {
	switch {
	case mode.IsRegular():
		return file
	case mode.IsDir():
		return folder
	case mode&fs.ModeSymlink != 0:
		return link
	}
	return other
}

// blocker looks along the folders down to dir. It returns the first that is
// not a folder and what it is instead: nothing when dir, or a parent, is yet to
// be made. When all are folders it returns dir and folder.
func (t *tree) blocker(dir string) (string, kind, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.blockerLocked(dir)
}

func (t *tree) blockerLocked(dir string) (string, kind, error) {
	if k, ok := t.known[dir]; ok && k == folder {
		return dir, folder, nil
	}
	if at, k, err := t.blockerLocked(path.Dir(dir)); err != nil || k != folder {
		return at, k, err
	}
	k, ok := t.known[dir]
	if !ok {
		var err error
		if k, _, err = t.lstat(dir); err != nil {
			return dir, nothing, err
		}
		t.known[dir] = k
	}
	return dir, k, nil
}

// ensure makes the folder dir and those above it.
func (t *tree) ensure(dir string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ensureLocked(dir)
}

func (t *tree) ensureLocked(dir string) error {
	if t.known[dir] == folder {
		return nil
	}
	if err := t.ensureLocked(path.Dir(dir)); err != nil {
		return err
	}
	k, _, err := t.lstat(dir)
	if err != nil {
		return err
	}
	if k == nothing {
		err = step("mkdir", dir, func() error { return t.root.Mkdir(local(dir), 0o755) })
	} else if k != folder {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return atomicfile.Explain("make", t.path(dir), err)
	}
	t.known[dir] = folder
	return nil
}

// prune removes dir, and those above it, as far as they are empty.
func (t *tree) prune(dir string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for ; dir != "."; dir = path.Dir(dir) {
		if step("rmdir", dir, func() error { return t.root.Remove(local(dir)) }) != nil {
			return
		}
		delete(t.known, dir)
	}
}

// lookAfresh forgets what was looked at before, because the tree is about to
// change.
func (t *tree) lookAfresh() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known = map[string]kind{".": folder}
}

// content reads what stands under name: nil for nothing, the zero content for
// what can't be compared, such as a folder.
func (t *tree) content(name string) (*content, error) {
	k, _, err := t.look(name)
	if err != nil || k == nothing {
		return nil, err
	}
	switch k {
	case file:
		return t.hash(name)
	case link:
		target, err := t.root.Readlink(local(name))
		return &content{Link: target}, atomicfile.Explain("read", t.path(name), err)
	}
	return &content{}, nil
}

func (t *tree) hash(name string) (*content, error) {
	f, err := t.root.Open(local(name))
	if err != nil {
		return nil, atomicfile.Explain("read", t.path(name), err)
	}
	defer f.Close()
	c, err := hashOf(f)
	return c, atomicfile.Explain("read", t.path(name), err)
}

func hashOf(r io.Reader) (*content, error) {
	h := sha256.New()
	size, err := io.Copy(h, r)
	if err != nil {
		return nil, err
	}
	return &content{Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
}

func contentOf(data []byte) content {
	sum := sha256.Sum256(data)
	return content{Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}
}
