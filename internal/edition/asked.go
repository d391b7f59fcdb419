package edition

import (
	"errors"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/roster"
)

// A Listing is a feed of the web that a list names, and what the archive
// remembers of it, if there is one.
type Listing struct {
	roster.Feed
	State archive.Feed
}

// Listings gives every feed of the web in the lists of the layers at hand, in
// the order of the lists. Problems are those of the lists.
func (p *Project) Listings() ([]Listing, diag.List, error) {
	var out []Listing
	var probs diag.List
	seen := map[string]bool{}
	for _, e := range p.Editions() {
		n := len(p.Site.Overlays(e))
		if dir := p.LayerDir(e, n); seen[dir] {
			continue
		} else {
			seen[dir] = true
		}
		lists, _, found := p.Lists(e)
		probs = append(probs, found...)
		db, err := archive.Open(p.ArchivePath(e, n))
		if err != nil {
			return nil, probs, err
		}
		states, err := db.Feeds()
		if err := errors.Join(err, db.Close()); err != nil {
			return nil, probs, err
		}
		known := map[string]archive.Feed{}
		for _, s := range states {
			known[s.Key] = s
		}
		for _, f := range lists.Feeds(n) {
			if !f.Local {
				out = append(out, Listing{f, known[f.Key]})
			}
		}
	}
	return out, probs.Sorted(), nil
}
