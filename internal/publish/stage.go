package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"weft/internal/atomicfile"
)

// staged is one file of the tree to be: waiting in stage/n, or already in the
// output folder with the same bytes.
type staged struct {
	record
	n     int
	there bool
}

var errSpent = errors.New("the staging has been committed or aborted")

// Write stages data under a slash name as [fs.ValidPath] has it, or only notes
// it when the output folder holds the same bytes under that name already.
// Refused are names unsafe on Windows, names of which two fall together when
// case is ignored, a file where another needs a folder, and .gitignore. After
// an error Commit fails with it too.
func (s *Staging) Write(name string, data []byte) error {
	n, err := s.enter(name)
	if err != nil {
		return s.fail(err)
	}
	f := staged{record: record{Name: name, content: contentOf(data)}, n: n}
	if f.there, err = s.isThere(&f.record, data); err != nil {
		return s.fail(err)
	}
	if !f.there {
		if f.Modified, err = s.stage(n, data); err != nil {
			return s.fail(fmt.Errorf("stage %s: %w", name, err))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = append(s.files, f)
	return nil
}

// enter takes the name into the tree and numbers it.
func (s *Staging) enter(name string) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spent {
		return 0, fmt.Errorf("publish %q: %w", name, errSpent)
	}
	if err := s.names.add(name); err != nil {
		return 0, err
	}
	s.count++
	return s.count, nil
}

func (s *Staging) fail(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		s.failed = err
	}
	return err
}

// isThere reports whether the output folder holds these bytes already, and
// fills in the time of the file that does.
func (s *Staging) isThere(r *record, data []byte) (bool, error) {
	if had, ok := s.old.find(r.Name); ok && had.Name != r.Name {
		return false, nil // spelled otherwise: written anew, so that the spelling changes
	}
	k, info, err := s.tree.look(r.Name)
	if err != nil || k != file || info.Size() != r.Size {
		return false, err
	}
	if had, ok := s.old.files[r.Name]; ok && s.old.trusts(had, info) {
		r.Modified = had.Modified
		return had.content == r.content, nil
	}
	there, err := s.tree.root.ReadFile(local(r.Name))
	if err != nil {
		return false, atomicfile.Explain("read", s.tree.path(r.Name), err)
	}
	if info.ModTime().Before(s.began) {
		r.Modified = info.ModTime().UnixNano() // a change since would show
	}
	return bytes.Equal(there, data), nil
}

// stage writes one file in weft's own folder and returns its modification
// time. It is synced by Commit, all files together.
func (s *Staging) stage(n int, data []byte) (modified int64, err error) {
	path := s.area.stage(n)
	err = step("stage", path, func() error { return os.WriteFile(path, data, 0o644) })
	if err != nil {
		return 0, atomicfile.Explain("write", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, atomicfile.Explain("look at", path, err)
	}
	return info.ModTime().UnixNano(), nil
}

// syncAll syncs the staged files.
func (s *Staging) syncAll() error {
	var paths []string
	for _, f := range s.files {
		if !f.there {
			paths = append(paths, s.area.stage(f.n))
		}
	}
	return atOnce(paths, syncFile)
}

// atOnce does the same for all paths, several at a time, and returns one of the
// errors. It is for syncing: a disk writes out in
// groups then, which takes a fraction of the time of one after the other.
func atOnce(paths []string, do func(path string) error) error {
	const workers = 16
	todo := make(chan string)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			for path := range todo {
				if err := do(path); errs[i] == nil {
					errs[i] = err
				}
			}
		})
	}
	for _, path := range paths {
		todo <- path
	}
	close(todo)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return atomicfile.Explain("sync", path, err)
	}
	err = step("sync", path, f.Sync)
	return atomicfile.Explain("sync", path, errors.Join(err, f.Close()))
}

// order sorts files so that those deepest in the tree come first: pages come
// before the pages that link to them. Within a depth the order is by name.
func order(files []staged) {
	slices.SortFunc(files, func(a, b staged) int {
		if d := strings.Count(b.Name, "/") - strings.Count(a.Name, "/"); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// strangers lists what lies in the tree and is not in the manifest. A folder
// that can't be read is a stranger's itself.
func (t *tree) strangers(m *manifest) []string {
	var list []string
	_ = fs.WalkDir(t.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			list = append(list, name)
			return fs.SkipDir
		case d.Name() == ".git" && d.IsDir():
			return fs.SkipDir
		case d.IsDir() || d.Name() == ".git" || d.Name() == ".gitignore":
			return nil
		}
		if _, ours := m.files[name]; !ours {
			list = append(list, name)
		}
		return nil
	})
	slices.Sort(list)
	return list
}
