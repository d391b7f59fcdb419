package lint

import (
	"strings"

	"weft/internal/diag"
	"weft/internal/markdown"
)

// conflicts finds what git left in a text where two people changed the same
// lines. A text that shows such marks as code is none.
func (d *digests) conflicts(f *prose, passages []markdown.Passage) {
	if !strings.Contains(f.source, "<<<<<<< ") {
		return
	}
	source := strings.Split(f.source, "\n")
	for _, p := range passages {
		for _, l := range p.Lines {
			if l.N <= len(source) && strings.HasPrefix(source[l.N-1], "<<<<<<< ") {
				d.probs.Add(f.name, f.line(l.N), diag.ConflictHint, "a conflict of git's begins here; readers would see both sides and its marks")
			}
		}
	}
}
