package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"weft/internal/atomicfile"
)

// makeOwn makes weft's folder beside the place, but refuses a place in a folder
// that is not there: a slip of the pen would publish where nobody looks.
func (p *Place) makeOwn() error {
	up := filepath.Dir(p.target)
	if info, err := os.Stat(up); err != nil || !info.IsDir() {
		return fmt.Errorf("publish into %s: the folder %s is not there; make it, or name another place", p.target, up)
	}
	if _, err := os.Stat(p.dir); err == nil {
		return nil
	}
	err := os.Mkdir(p.dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return atomicfile.Explain("make", p.dir, err)
}

// own refuses the place of somebody else, and notes whose a new one is.
func (p *Place) own(owner Owner) error {
	path := filepath.Join(p.dir, "of.json")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p.claim(path, owner)
	}
	if err != nil {
		return atomicfile.Explain("read", path, err)
	}
	var has Owner
	if err := json.Unmarshal(data, &has); err != nil {
		return fmt.Errorf("read %s: %w: whose place this is cannot be told; if it is yours, delete the file and publish again", path, err)
	}
	if has.Site != owner.Site || has.Edition != owner.Edition {
		return &OwnerError{p.target, has, owner}
	}
	return nil
}

func (p *Place) claim(path string, owner Owner) error {
	data, err := json.Marshal(owner)
	if err != nil {
		return err
	}
	return step("claim", func() error { return atomicfile.Write(path, append(data, '\n'), 0o644) })
}

func (p *Place) unsaidFile() string { return filepath.Join(p.dir, "unsaid.json") }

// readUnsaid finds what a process that was killed had put in place and not
// recorded. What it had only prepared is forgotten.
func (p *Place) readUnsaid() error {
	data, err := os.ReadFile(p.unsaidFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return atomicfile.Explain("read", p.unsaidFile(), err)
	}
	var u unsaid
	if err := json.Unmarshal(data, &u); err != nil {
		return fmt.Errorf("read %s: %w: what was last published cannot be told; see whether the ledger has its line, and delete the file", p.unsaidFile(), err)
	}
	if u.Tree == p.shown {
		p.unsaid = &u
		return nil
	}
	return p.Said()
}

// Unsaid is what is to be recorded of the tree that readers have, where the
// process that put it there was killed before it could; "": nothing.
func (p *Place) Unsaid() string {
	if p.unsaid == nil {
		return ""
	}
	return p.unsaid.Line
}

// Said notes that what was to be recorded is.
func (p *Place) Said() error {
	p.unsaid = nil
	err := step("said", func() error { return os.Remove(p.unsaidFile()) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return atomicfile.Explain("remove", p.unsaidFile(), err)
	}
	return atomicfile.Explain("sync", p.dir, atomicfile.SyncDir(p.dir))
}

// toSay writes down what is to be recorded once the tree is in place. It may hold
// a name, and no web server is to read it.
func (p *Place) toSay(u unsaid) error {
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	err = step("note", func() error { return atomicfile.Write(p.unsaidFile(), data, 0o600) })
	p.unsaid = &u
	return err
}
