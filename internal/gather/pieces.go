package gather

import (
	"io/fs"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
)

// Pieces reads the Markdown pieces of the n-th layer, those handed in and those
// in folders that are somebody's feed, and says what is wrong with them.
// Nothing is recorded. Listed says that all lists could be read, so that an
// author who is in none is in none.
func Pieces(layer roster.Layer, n int, r *roster.Roster, base string, zone *time.Location, listed bool) diag.List {
	var probs diag.List
	reader := pieceReader{md: newConverter(), base: base, zone: zone, probs: &probs}
	entries := reader.folder(layer, policy.Contributions)
	if listed {
		withoutAuthor(entries, layer, r, &probs)
	}
	for _, f := range r.Feeds(n) {
		if !f.Local {
			continue
		}
		if info, err := fs.Stat(layer.FS, f.Key); err == nil && info.IsDir() {
			reader.folder(layer, f.Key)
		}
	}
	return probs
}

func (r *pieceReader) folder(layer roster.Layer, dir string) []entry.Entry {
	files, _, _ := r.files(layer.FS, dir, layer.Name)
	entries, _ := r.entries(files, layer.Name)
	return entries
}

// withoutAuthor finds the pieces handed in that nobody on a list wrote.
func withoutAuthor(entries []entry.Entry, layer roster.Layer, r *roster.Roster, probs *diag.List) {
	for _, e := range entries {
		if len(e.Bylines) == 0 || author(r, e.Bylines[0].Name) == nil {
			probs.Add(layer.Name+policy.Contributions+"/"+e.NativeID, 1, `name a contributor's id: author = "…"; somebody without a feed can be in a list too`, "the piece names no author that is in a list")
		}
	}
}

func author(r *roster.Roster, name string) *roster.Contributor {
	if c, ok := r.Contributor(name); ok {
		return c
	}
	return r.Named(name)
}
