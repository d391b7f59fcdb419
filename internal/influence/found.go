package influence

import (
	"cmp"
	"slices"
	"strings"

	"weft/internal/policy"
)

// Found is what was found of citations in a stretch of time, neither furnished
// nor settled: what says so of one entry does not change with the others, so that
// it can be kept, and only what is new be looked for.
type Found struct {
	// Pieces are those of the stretch, lean, the newest first; copies of others
	// are among them.
	Pieces []*policy.Brief
	// Citations are those in the pieces, in the order of these.
	Citations []Citation
}

// Newest is the order of pieces: the newest first, of one moment those of the
// lower layer, then by id.
func Newest(a, b *policy.Brief) int {
	return cmp.Or(b.Date().Compare(a.Date()), cmp.Compare(a.Layer, b.Layer), strings.Compare(a.ID, b.ID))
}

// Together puts what was found in several parts one after the other.
func Together(parts []*Found) *Found {
	out := &Found{}
	for _, part := range parts {
		out.Pieces, out.Citations = append(out.Pieces, part.Pieces...), append(out.Citations, part.Citations...)
	}
	return out
}

// Without takes out some pieces and the citations in them.
func (f *Found) Without(left func(p *policy.Brief) bool) {
	kept, cites := 0, 0
	rest := f.Citations
	for _, p := range f.Pieces {
		n := 0
		for n < len(rest) && rest[n].From == p {
			n++
		}
		if !left(p) {
			f.Pieces[kept] = p
			kept++
			if cites+len(rest) < len(f.Citations) { // something before them was taken out
				copy(f.Citations[cites:], rest[:n])
			}
			cites += n
		}
		rest = rest[n:]
	}
	clear(f.Pieces[kept:])
	clear(f.Citations[cites:])
	f.Pieces, f.Citations = f.Pieces[:kept], f.Citations[:cites]
}

// Join joins what was found of other pieces, in any order of theirs; the
// citations of one stand together.
func (f *Found) Join(other *Found) *Found {
	if len(other.Pieces) == 0 {
		return f
	}
	slices.SortFunc(other.Pieces, Newest)
	of := map[*policy.Brief][]Citation{}
	for i := range other.Citations {
		p := other.Citations[i].From
		of[p] = append(of[p], other.Citations[i])
	}
	out := &Found{Pieces: make([]*policy.Brief, 0, len(f.Pieces)+len(other.Pieces)), Citations: make([]Citation, 0, len(f.Citations)+len(other.Citations))}
	old, cites := f.Pieces, f.Citations
	for _, p := range other.Pieces {
		for len(old) > 0 && Newest(old[0], p) < 0 {
			cites = out.take(old[0], cites)
			old = old[1:]
		}
		out.take(p, of[p])
	}
	for _, p := range old {
		cites = out.take(p, cites)
	}
	return out
}

// take adds a piece with its citations, the first ones of some, and gives the
// rest.
func (f *Found) take(p *policy.Brief, cites []Citation) []Citation {
	n := 0
	for n < len(cites) && cites[n].From == p {
		n++
	}
	f.Pieces, f.Citations = append(f.Pieces, p), append(f.Citations, cites[:n]...)
	return cites[n:]
}

// Settled settles the citations, as they count among one another, and gives them,
// with the pieces that are no copies. What was found is found no longer: it is
// not to be kept after this.
func (f *Found) Settled() ([]Citation, []*policy.Brief) {
	entries, pieces := map[string]int{}, make([]*policy.Brief, 0, len(f.Pieces))
	for _, p := range f.Pieces {
		if !copied(p) {
			entries[p.Feed]++
			pieces = append(pieces, p)
		}
	}
	Furnish(f.Citations, entries)
	Settle(f.Citations)
	return f.Citations, pieces
}
