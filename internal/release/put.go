package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"weft/internal/atomicfile"
	"weft/internal/publish"
)

// Put shows readers a tree of which the files are listed. line is what is to be recorded of it; it is kept until [Place.Said].
// After an error readers have what they had, unless [Place.Unsaid] still tells the
// line: then the last step alone, of which they see nothing, has failed.
//
// The order of the steps is the promise: the new tree is whole and on disk before
// it has its name; what is to be recorded is written down before the link turns.
func (p *Place) Put(from fs.FS, files []publish.File, line string) error {
	if err := p.make(from, files); err != nil {
		return err
	}
	name := p.fresh(Hash(files))
	if err := p.toSay(unsaid{Tree: name, Line: line}); err != nil {
		return errors.Join(err, p.Said())
	}
	err := step("name", func() error { return os.Rename(filepath.Join(p.dir, "next"), filepath.Join(p.dir, name)) })
	if err == nil {
		err = atomicfile.SyncDir(p.dir)
	}
	if err != nil {
		return errors.Join(atomicfile.Explain("write", p.tree(name), err), p.Said())
	}
	if err := p.turn(name); err != nil {
		if p.shown != name {
			err = errors.Join(err, p.Said())
		}
		return err
	}
	return nil
}

// turn makes the link lead to a tree: the one step that readers notice.
func (p *Place) turn(name string) error {
	link := filepath.Join(p.dir, "link")
	err := step("link", func() error { return os.Symlink(p.leads(name), link) })
	if err == nil {
		err = p.makeWay()
	}
	if err == nil {
		err = step("turn", func() error { return os.Rename(link, p.target) })
	}
	if err != nil {
		return atomicfile.Explain("put in place", p.target, err)
	}
	p.shown = name
	return atomicfile.Explain("sync", p.target, atomicfile.SyncDir(filepath.Dir(p.target)))
}

// makeWay takes an empty folder out of the place: no link can be renamed over it.
func (p *Place) makeWay() error {
	if info, err := os.Lstat(p.target); err != nil || !info.IsDir() {
		return nil
	}
	return step("rmdir", func() error { return os.Remove(p.target) })
}

// make makes the new tree whole below next/.
func (p *Place) make(from fs.FS, files []publish.File) error {
	out, state := filepath.Join(p.dir, "next", "tree"), filepath.Join(p.dir, "next", "state")
	if err := os.MkdirAll(out, 0o755); err != nil {
		return atomicfile.Explain("make", out, err)
	}
	if err := p.lend(out, files); err != nil {
		return err
	}
	stage, err := publish.Begin(out, state, publish.Options{})
	if err != nil {
		return err
	}
	defer stage.Abort()
	for _, f := range files {
		data, err := fs.ReadFile(from, f.Name)
		if err != nil {
			return err
		}
		if sumOf(data) != f.SHA256 {
			return fmt.Errorf("%s changed while it was being published; readers have the tree before: build and publish again", f.Name)
		}
		if err := stage.Write(f.Name, data); err != nil {
			return err
		}
	}
	_, err = stage.Commit()
	return err
}

// lend links the files into the new tree that the shown one holds as well. Where
// that cannot be, or fewer may read them than may read a new one, they are copied
// like others: nothing is lost but their date.
func (p *Place) lend(out string, files []publish.File) error {
	if p.shown == "" {
		return nil
	}
	had, err := publish.Written(p.state(p.shown))
	if err != nil {
		return err
	}
	folder, err := os.Stat(out)
	if err != nil {
		return atomicfile.Explain("read", out, err)
	}
	held := map[publish.File]bool{}
	for _, f := range had {
		held[f] = true
	}
	for _, f := range files {
		name := filepath.FromSlash(f.Name)
		was := filepath.Join(p.tree(p.shown), name)
		if data, err := os.ReadFile(was); !held[f] || err != nil || sumOf(data) != f.SHA256 || !asOpen(was, folder) {
			continue
		}
		to := filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return atomicfile.Explain("make", filepath.Dir(to), err)
		}
		if err := step("lend", func() error { return os.Link(was, to) }); err != nil {
			return nil // this file system links no files
		}
	}
	return nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
