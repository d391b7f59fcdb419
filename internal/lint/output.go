package lint

import (
	"os"
	"path/filepath"

	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/leak"
	"weft/internal/publish"
)

// outputs compares what lies in an edition's output folder with what the last
// build wrote, byte for byte: a count that somebody changed has no words to look
// for. What weft did not write is looked through for what overlays know.
func (r *run) outputs() error {
	if r.Beside != "" {
		return nil // a site as it was once has no output
	}
	for _, ed := range r.open {
		e := ed.Edition
		out := filepath.Join(r.project.Dir, filepath.FromSlash(e.Output))
		changed, strangers, err := publish.Compare(out, r.project.State(e))
		if err != nil {
			r.note("%s was not compared with what the last build wrote: %v", e.Output, err)
			continue
		}
		for _, name := range changed {
			r.probs.Add(e.Output+"/"+name, 0, "`weft build --take-over` writes it anew; what it should say, say in the file it comes from", "is not what the last build wrote")
		}
		if err := r.strangers(ed, e, out, strangers); err != nil {
			return err
		}
	}
	return nil
}

// strangers looks through what weft did not write, and publishes with the rest.
func (r *run) strangers(ed *edition.Edition, e config.Edition, out string, names []string) error {
	for _, over := range r.open {
		if ed.Includes(over.Edition.Overlay) || len(names) == 0 {
			continue
		}
		needles, err := over.Needles()
		if err != nil {
			return err
		}
		s := &search{overlay: over.Edition.Overlay, scanner: leak.NewScanner(needles), asked: needles, known: ed.Known,
			hint: "weft did not write this file: take it away, or take that out of it"}
		for _, name := range names {
			data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
			if err != nil {
				continue
			}
			for _, part := range [][]byte{[]byte(name), data} {
				if err := s.whole(e.Output+"/"+name, part); err != nil {
					return err
				}
			}
		}
		r.gather(s.probs)
	}
	return nil
}
