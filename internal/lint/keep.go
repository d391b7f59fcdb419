package lint

import (
	"fmt"

	"weft/internal/diag"
	"weft/internal/edition"
)

// filters tries the keep expressions of a layer's feeds on what the archive
// holds: one that lets nothing in, or cannot be asked, makes a feed silent
// without a word.
func filters(ed *edition.Edition) (diag.List, error) {
	var probs diag.List
	top := len(ed.Layers) - 1
	if ed.View == nil {
		return nil, nil
	}
	for _, f := range ed.Roster.Feeds(top) {
		if f.Keep == "" {
			continue
		}
		s, err := ed.View.Sieve(f.Key, top)
		if err != nil {
			return nil, err
		}
		switch {
		case s.Failed > 0:
			probs.Warn(f.File, f.Line, fmt.Sprintf("what it cannot be asked of is left out; guard it, for example: len(entry.tags) > 0 && …; the failure: %v", s.Err),
				"the feed's keep expression fails for %d of its %d entries", s.Failed, s.All)
		case s.All > 0 && s.Kept == 0:
			probs.Warn(f.File, f.Line, fmt.Sprintf("mend keep = %q, or take the line out; `weft why URL` says what it makes of an entry", f.Keep),
				"the feed's keep expression lets in none of its %d entries", s.All)
		}
	}
	return probs, nil
}
