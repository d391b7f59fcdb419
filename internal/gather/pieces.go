package gather

import (
	"io/fs"
	"path"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

// Pieces reads the Markdown pieces of the n-th layer, those handed in and those
// in folders that are somebody's feed, and says what is wrong with them.
// Nothing is recorded. Listed says that all lists could be read, so that an
// author who is in none is in none.
func Pieces(layer roster.Layer, n int, r *roster.Roster, base string, zone *time.Location, listed bool) diag.List {
	var probs diag.List
	reader := pieceReader{md: newConverter(), base: base, zone: zone, probs: &probs}
	if listed {
		reader.lists = r
	}
	reader.folder(layer, policy.Contributions)
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

// Handed reads one piece that was handed in, as the next fetch will; false where
// that takes none in.
func Handed(layer roster.Layer, name, base string, zone *time.Location) (entry.Entry, bool) {
	var probs diag.List
	data, err := fs.ReadFile(layer.FS, name)
	if err != nil {
		return entry.Entry{}, false
	}
	reader := pieceReader{md: newConverter(), base: base, zone: zone, probs: &probs}
	return reader.piece(name, layer.Name+name, data)
}

func (r *pieceReader) folder(layer roster.Layer, dir string) {
	files, _, _ := r.files(layer.FS, dir, layer.Name)
	r.entries(files, layer.Name)
}

// unsigned finds a piece handed in whose writer cannot be credited.
func (r *pieceReader) unsigned(name, shown string, f *roster.PieceFile, lines tomlfile.Lines) {
	if r.lists == nil || path.Dir(name) != policy.Contributions {
		return
	}
	at := func(key string) int { return max(1, lines.Of(key)) }
	switch r.lists.Unsigned(f) {
	case "author":
		r.probs.Add(shown, at("author"), `name a contributor's id: author = "…"; somebody in no list signs with name = "…" and sector = "…"`, "the piece names no author that is in a list")
	case "name":
		r.probs.Add(shown, 1, `name a contributor's id: author = "…"; somebody in no list signs with name = "…" and sector = "…"`, "the piece names no author that is in a list")
	case "sector":
		r.probs.Add(shown, at("sector"), diag.DidYouMean(f.Sector, r.lists.Sectors(), "declare it in site.toml under [[sector]], or leave the line out"), "sector %q is not declared", f.Sector)
	case "consent":
		r.probs.Add(shown, at("name"), `write what they agreed to, and how you know: consent = "Shown under my first name; by telephone, 2026-11-03, Ana"`, "%q is in no list, and no consent is on record; the piece waits for it", f.Name)
	}
}
