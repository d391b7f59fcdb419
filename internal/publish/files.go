package publish

import (
	"maps"
	"slices"
)

// A File is one of a tree, by what it holds.
type File struct {
	Name   string // slash name
	SHA256 string // hex
}

// Staged lists the files of the tree so far, by name.
func (s *Staging) Staged() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	return filesOf(newManifest(recordsOf(s.files)))
}

// Differs lists, before Commit, the names under which the output folder holds
// something else than what is staged, or something of weft's that is not staged
// any more: what Commit would change, and what would stop it. Sorted.
func (s *Staging) Differs() ([]string, error) {
	p, err := s.plan()
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, f := range s.files {
		if !f.there {
			names[f.Name] = true
		}
	}
	for name := range p.going {
		names[name] = true
	}
	for name := range p.conflicts {
		names[name] = true
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// Written lists what the last Commit with this state folder wrote, by name.
func Written(state string) ([]File, error) {
	m, err := loadManifest(area{state}.manifest())
	if err != nil {
		return nil, err
	}
	return filesOf(m), nil
}

func recordsOf(files []staged) []record {
	var out []record
	for _, f := range files {
		out = append(out, f.record)
	}
	return out
}

func filesOf(m *manifest) []File {
	var out []File
	for _, r := range m.sorted() {
		out = append(out, File{r.Name, r.SHA256})
	}
	return out
}
