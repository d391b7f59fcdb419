package publish

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"weft/internal/atomicfile"
)

// op is one change of the tree: New in place of Old. A nil New removes, a nil
// Old finds nothing there. N numbers its bytes in stage and undo.
type op struct {
	N        int      `json:"n"`
	Name     string   `json:"name"`
	New      *content `json:"new,omitempty"`
	Old      *content `json:"old,omitempty"`
	Modified int64    `json:"modified,omitempty"`
}

// Conflict is one thing in the way that weft did not write.
type Conflict struct {
	Name string // slash name in the output folder
	Why  string // such as "changed since weft wrote it"
}

// ConflictError says that Commit changed nothing, because strangers' files
// stand where weft's should go.
type ConflictError struct {
	Out   string
	Files []Conflict // sorted by name
}

func (e *ConflictError) Error() string {
	var list []string
	for _, c := range e.Files {
		list = append(list, fmt.Sprintf("%s (%s)", c.Name, c.Why))
	}
	return fmt.Sprintf("publish %s: nothing was changed, because weft did not write what is in the way: %s: move it away, or let weft take it over",
		e.Out, strings.Join(list, ", "))
}

// plan is what Commit is to do, in order: first what stands in the way goes,
// then the new files come, then the other stale ones go.
type plan struct {
	clear, write, remove []op
	going                map[string]bool // names removed, in clear or remove
	conflicts            map[string]string
	next                 *manifest
}

func (p *plan) ops() []op { return slices.Concat(p.clear, p.write, p.remove) }

// plan looks at everything that will be touched.
func (s *Staging) plan() (*plan, error) {
	p := &plan{going: map[string]bool{}, conflicts: map[string]string{}}
	var records []record
	for _, f := range s.files {
		records = append(records, f.record)
	}
	p.next = newManifest(records)
	if err := s.planRemovals(p); err != nil {
		return nil, err
	}
	for _, f := range s.files {
		if f.there {
			continue
		}
		if err := s.planWrite(p, f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// planRemovals finds the files of the old manifest that are not in the new
// one. One that a person has changed since is a stranger's now and stays.
func (s *Staging) planRemovals(p *plan) error {
	for _, had := range s.old.sorted() {
		if _, stays := p.next.files[had.Name]; stays {
			continue
		}
		k, info, err := s.tree.look(had.Name)
		if err != nil {
			return err
		}
		if k != file {
			continue
		}
		is, err := s.contentOf(had.Name, info)
		if err != nil {
			return err
		}
		if !same(is, &had.content) {
			continue
		}
		s.takeAway(p, had.Name, is)
	}
	return nil
}

func (s *Staging) takeAway(p *plan, name string, old *content) {
	s.count++
	o := op{N: s.count, Name: name, Old: old}
	p.going[name] = true
	if s.names.inTheWay(name) {
		p.clear = append(p.clear, o)
	} else {
		p.remove = append(p.remove, o)
	}
}

// contentOf is tree.content of a file, without reading where the manifest's
// record is to be trusted.
func (s *Staging) contentOf(name string, info fs.FileInfo) (*content, error) {
	if had, ok := s.old.find(name); ok && s.old.trusts(had, info) {
		return &had.content, nil
	}
	return s.tree.hash(name)
}

func (s *Staging) planWrite(p *plan, f staged) error {
	o := op{N: f.n, Name: f.Name, New: &f.content, Modified: f.Modified}
	at, k, err := s.tree.blocker(path.Dir(f.Name))
	if err != nil {
		return err
	}
	switch k {
	case nothing:
	case folder:
		if o.Old, err = s.judge(p, f); err != nil {
			return err
		}
	default:
		if err := s.judgeBlocker(p, at, k); err != nil {
			return err
		}
	}
	p.write = append(p.write, o)
	return nil
}

// judge decides whether what stands under a new file's name may go, and
// returns what it is.
func (s *Staging) judge(p *plan, f staged) (*content, error) {
	k, info, err := s.tree.lstat(f.Name)
	if err != nil {
		return nil, err
	}
	switch k {
	case file:
		return s.judgeFile(p, f, info)
	case folder:
		return nil, s.judgeFolder(p, f.Name)
	case link:
		p.meets(f.Name, "a symbolic link", s.opt.TakeOver)
		return s.tree.content(f.Name)
	case other:
		p.meets(f.Name, "neither a file nor a folder", false)
	}
	return nil, nil
}

func (s *Staging) judgeFile(p *plan, f staged, info fs.FileInfo) (*content, error) {
	is, err := s.contentOf(f.Name, info)
	if err != nil {
		return nil, err
	}
	had, ours := s.old.find(f.Name)
	switch {
	case same(is, &f.content) || ours && same(is, &had.content):
	case ours:
		p.meets(f.Name, "changed since weft wrote it", s.opt.TakeOver)
	default:
		p.meets(f.Name, "not weft's", s.opt.TakeOver)
	}
	return is, nil
}

// judgeFolder looks through a folder that stands where a file must go: all
// that lies in it must be stale files of weft's.
func (s *Staging) judgeFolder(p *plan, name string) error {
	root := s.tree.root.FS()
	err := fs.WalkDir(root, name, func(at string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !p.going[at] {
			p.meets(at, "not weft's, in a folder where a file must go", false)
		}
		return err
	})
	return atomicfile.Explain("list", s.tree.path(name), err)
}

// judgeBlocker decides on what stands where a folder must go.
func (s *Staging) judgeBlocker(p *plan, at string, k kind) error {
	if p.going[at] {
		return nil
	}
	if k == other {
		p.meets(at, "neither a file nor a folder, where a folder must go", false)
		return nil
	}
	why := "a file where a folder must go, and not weft's"
	if k == link {
		why = "a symbolic link where a folder must go"
	}
	p.meets(at, why, s.opt.TakeOver)
	is, err := s.tree.content(at)
	if err != nil {
		return err
	}
	s.takeAway(p, at, is)
	return nil
}

// meets notes a conflict, unless it is to be taken over.
func (p *plan) meets(name, why string, takeOver bool) {
	if !takeOver {
		p.conflicts[name] = why
	}
}

func (p *plan) refusal(out string) error {
	if len(p.conflicts) == 0 {
		return nil
	}
	e := &ConflictError{Out: out}
	for _, name := range slices.Sorted(maps.Keys(p.conflicts)) {
		e.Files = append(e.Files, Conflict{name, p.conflicts[name]})
	}
	return e
}
