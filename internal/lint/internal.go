package lint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/leak"
	"weft/internal/policy"
)

// secrets finds, in the files that people write, what only an overlay knows that
// the files are not for: in the public ones, and in those of other overlays.
func (r *run) secrets() error {
	for _, over := range r.open {
		needles, err := over.Needles()
		if err != nil {
			return err
		}
		for _, ed := range r.open {
			if ed.Includes(over.Edition.Overlay) || len(needles) == 0 {
				continue
			}
			found, err := secretsIn(ed, over.Edition.Overlay, needles)
			if err != nil {
				return err
			}
			r.gather(found)
			r.gather(themesOf(ed, over))
		}
	}
	return nil
}

// themesOf finds an overlay's themes in the tags that a curator gave in files it
// is not for. There, one word is an id.
func themesOf(ed, over *edition.Edition) diag.List {
	var probs diag.List
	ids := map[string]bool{}
	for _, t := range over.Themes {
		ids[t.ID] = t.Layer == len(over.Layers)-1
	}
	for _, t := range ed.Themes {
		delete(ids, t.ID)
	}
	layer := ed.Layers[len(ed.Layers)-1]
	data, _ := fs.ReadFile(layer.FS, policy.TagFile)
	line := 0
	for text := range bytes.Lines(data) {
		line++
		var t policy.TagLine
		if json.Unmarshal(text, &t) != nil {
			continue // told already
		}
		for _, id := range slices.Concat(t.Themes, t.Not) {
			if ids[id] {
				probs.Add(layer.Name+policy.TagFile, line, fmt.Sprintf("the line belongs into %s/%s", over.Edition.Overlay, policy.TagFile), "names a theme that only %s has: %q", over.Edition.Overlay, id)
			}
		}
	}
	return probs
}

// A search goes through the files of a layer for what an overlay knows.
type search struct {
	overlay string
	scanner *leak.Scanner
	asked   []leak.Needle
	known   func([]leak.Needle) (map[leak.Needle]bool, error)
	answer  map[leak.Needle]bool // nil: not asked yet
	hint    string
	probs   diag.List
}

// secretsIn looks through the topmost layer of an edition: those below are
// another's.
func secretsIn(ed *edition.Edition, overlay string, needles []leak.Needle) (diag.List, error) {
	top := len(ed.Layers) - 1
	if ed.Archive(0) == nil { // nobody can say what others link to and write of anyway
		needles = slices.DeleteFunc(slices.Clone(needles), func(n leak.Needle) bool { return n.What != edition.PrivateAddress })
	}
	s := &search{overlay: overlay, scanner: leak.NewScanner(needles), asked: needles, known: ed.Known,
		hint: fmt.Sprintf("take it out, or move what it belongs to below %s/; what is no secret, no_secret in site.toml lists", overlay)}
	if s.scanner.Empty() {
		return nil, nil
	}
	var feeds []string
	for _, f := range ed.Roster.Feeds(top) {
		if f.Local {
			feeds = append(feeds, ed.Layers[top].Name+f.Key)
		}
	}
	err := ed.EachFile(top, func(name string, data []byte) error {
		if !slices.Contains(written, path.Ext(name)) || slices.Contains(feeds, name) { // what feeds say is their writers'
			return nil
		}
		return s.file(name, data)
	})
	return s.probs, err
}

// written are the endings of what people, and weft for them, write.
var written = []string{".toml", ".md", ".jsonl", ".json", ".html", ".css", ".txt", ".svg", ".opml", ".xml"}

// file tells each thing on its line, and of one that is part of another on the
// same line, such as a host, nothing.
func (s *search) file(name string, data []byte) error {
	all, err := s.secret(data)
	if err != nil || len(all) == 0 {
		return err
	}
	line, told := 0, map[leak.Needle]bool{}
	for text := range bytes.Lines(data) {
		line++
		here, err := s.secret(text)
		if err != nil {
			return err
		}
		for _, n := range here {
			told[n] = true
			if !slices.ContainsFunc(here, func(o leak.Needle) bool { return o != n && partOf(n.Text, o.Text) }) {
				s.tell(n, name, line)
			}
		}
	}
	for _, n := range all { // over the end of a line
		if !told[n] {
			s.tell(n, name, 0)
		}
	}
	return nil
}

// whole tells of a file without lines.
func (s *search) whole(name string, data []byte) error {
	found, err := s.secret(data)
	for _, n := range found {
		s.tell(n, name, 0)
	}
	return err
}

// partOf reports whether words are part of others.
func partOf(part, whole string) bool {
	fold := func(s string) string { return strings.NewReplacer("-", " ", "_", " ").Replace(strings.ToLower(s)) }
	return len(part) < len(whole) && strings.Contains(fold(whole), fold(part))
}

func (s *search) tell(n leak.Needle, name string, line int) {
	what := n.What
	if what == edition.PrivateAddress {
		what = edition.Address
	}
	s.probs.Add(name, line, s.hint, "holds %s that only %s knows: %q", what, s.overlay, n.Text)
}

// secret finds what stands in data and the files' own edition does not know.
func (s *search) secret(data []byte) ([]leak.Needle, error) {
	found := s.scanner.Find(data)
	if len(found) > 0 && s.answer == nil {
		var err error
		if s.answer, err = s.known(s.asked); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(found, func(n leak.Needle) bool { return s.answer[n] }), nil
}
