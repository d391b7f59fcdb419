package policy

import (
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/story"
)

// A Quote is a passage that one piece has from another.
type Quote struct {
	From, To *Piece // who quotes, and what
	Passage  string // verbatim from From
}

// Quotes gives what pieces quote of other visible ones, in quotation marks, in a
// block quote or at a length that is no chance, by the quoting piece's and then
// the quoted one's id. A passage of what stands at several places is
// its original's; one that a quoted piece has itself from another quoted piece is
// that other's, who wrote it first.
func (v *View) Quotes(pieces []*Piece) ([]Quote, error) {
	ids, byID := make([]string, len(pieces)), make(map[string]*Piece, len(pieces))
	for i, p := range pieces {
		ids[i], byID[p.ID] = p.ID, p
	}
	var pairs []archive.Pair
	for _, db := range v.gate.Archives {
		found, err := db.Pairs(ids)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, found...)
	}
	pairs = slices.DeleteFunc(pairs, func(p archive.Pair) bool { return p.Kind != string(story.Quotes) || byID[p.Entry] == nil })
	slices.SortFunc(pairs, archive.Pair.Compare)
	quoted, err := v.originals(pairs, byID)
	if err != nil {
		return nil, err
	}
	pairs = slices.DeleteFunc(pairs, func(p archive.Pair) bool { return cameLate(quoted[p.Earlier], byID[p.Entry]) })
	if pairs, err = v.atFirstHand(pairs, quoted); err != nil {
		return nil, err
	}
	var out []Quote
	seen := map[[2]string]bool{}
	for _, p := range pairs {
		to := quoted[p.Earlier]
		if to == nil || to.ID == p.Entry || seen[[2]string{p.Entry, to.ID}] {
			continue
		}
		seen[[2]string{p.Entry, to.ID}] = true
		out = append(out, Quote{byID[p.Entry], to, p.Passage})
	}
	return v.marked(out)
}

// tardy is how long after its date a piece of a feed that is read may come and
// still be believed to have been there before those that have its words.
const tardy = 14 * 24 * time.Hour

// cameLate reports whether a piece was first met after another, which has words of
// it, had been published, and long after the date that it gives itself: whoever
// dates a piece back would else be credited with what others wrote.
func cameLate(p, quoting *Piece) bool {
	return p != nil && p.FirstSeen.After(quoting.Date()) && p.FirstSeen.Sub(p.Date()) > tardy
}

// atFirstHand leaves out what is quoted by way of another: of a piece that quotes
// two of which the later quotes the earlier, the earlier is quoted, if it may be
// seen.
func (v *View) atFirstHand(pairs []archive.Pair, visible map[string]*Piece) ([]archive.Pair, error) {
	quotes := map[string][]string{} // by who quotes
	for _, p := range pairs {
		if visible[p.Earlier] != nil {
			quotes[p.Entry] = append(quotes[p.Entry], p.Earlier)
		}
	}
	from := map[string][]string{} // what the quoted have from others
	for _, db := range v.gate.Archives {
		found, err := db.Pairs(slices.Sorted(maps.Keys(visible)))
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			from[p.Entry] = append(from[p.Entry], p.Earlier)
		}
	}
	return slices.DeleteFunc(pairs, func(p archive.Pair) bool {
		return slices.ContainsFunc(from[p.Earlier], func(id string) bool { return slices.Contains(quotes[p.Entry], id) })
	}), nil
}

// Quoting gives the visible pieces that have a passage of a piece, or of a copy of
// it, oldest first.
func (v *View) Quoting(p *Piece) ([]*Piece, error) {
	f, err := v.kin([]*Piece{p})
	if err != nil {
		return nil, err
	}
	quoted := []string{p.ID}
	for _, copied := range f.copies[p.ID] {
		quoted = append(quoted, copied.ID)
	}
	var ids []string
	for _, db := range v.gate.Archives {
		pairs, err := db.Pairs(quoted)
		if err != nil {
			return nil, err
		}
		for _, pair := range pairs {
			if pair.Kind == string(story.Quotes) && slices.Contains(quoted, pair.Earlier) {
				ids = append(ids, pair.Entry)
			}
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var out []*Piece
	for layer := range v.gate.Archives {
		found, err := v.lightByIDs(ids, layer, true)
		if err != nil {
			return nil, err
		}
		out = slices.AppendSeq(out, maps.Values(found))
	}
	slices.SortFunc(out, func(a, b *Piece) int { return newestFirst(b, a) })
	return out, v.complete(out)
}

// originals gives the visible pieces that are quoted, or what they are copies of.
func (v *View) originals(pairs []archive.Pair, known map[string]*Piece) (map[string]*Piece, error) {
	var missing []string
	var quoted, fresh []*Piece // fresh: of those, the ones that were not known
	out := map[string]*Piece{}
	for _, p := range pairs {
		if q := known[p.Earlier]; q != nil {
			if out[q.ID] == nil {
				out[q.ID], quoted = q, append(quoted, q)
			}
		} else {
			missing = append(missing, p.Earlier)
		}
	}
	slices.Sort(missing)
	missing = slices.Compact(missing)
	for layer := range v.gate.Archives {
		found, err := v.lightByIDs(missing, layer, false)
		if err != nil {
			return nil, err
		}
		for _, id := range slices.Sorted(maps.Keys(found)) {
			out[id], fresh = found[id], append(fresh, found[id])
		}
	}
	f, err := v.kin(append(quoted, fresh...))
	if err != nil {
		return nil, err
	}
	for id, p := range out {
		original := f.original[p.ID]
		switch {
		case original == nil:
		case known[original.ID] != nil:
			out[id] = known[original.ID]
		default:
			out[id], fresh = original, append(fresh, original)
		}
	}
	return out, v.completeIn(once(fresh), f)
}
