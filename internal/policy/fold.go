package policy

import (
	"cmp"
	"maps"
	"slices"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/story"
)

// A family is pieces with all those they have words in common with, as far as
// the edition may see them.
type family struct {
	pieces   []*Piece
	byID     map[string]*Piece
	pairs    []archive.Pair
	original map[string]*Piece   // by the id of a copy
	copies   map[string][]*Piece // by the id of an original
}

// kin finds what pieces have in common with others. What is only held back, or
// an overlay's, takes no part: nobody could see why.
func (v *View) kin(pieces []*Piece) (*family, error) {
	f := &family{byID: map[string]*Piece{}, original: map[string]*Piece{}, copies: map[string][]*Piece{}}
	asked := map[string]bool{}
	for next := pieces; len(next) > 0; {
		var ids []string
		for _, p := range next {
			if f.byID[p.ID] == nil {
				f.byID[p.ID] = p
				f.pieces = append(f.pieces, p)
				ids = append(ids, p.ID)
			}
		}
		var err error
		if next, err = v.paired(f, ids, asked); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(f.pairs, archive.Pair.Compare)
	f.pairs = slices.Compact(f.pairs)
	f.group()
	return f, nil
}

// paired gives the visible pieces that some are paired with and that are not
// asked for yet. Of those that share words only the same piece is followed on.
func (v *View) paired(f *family, ids []string, asked map[string]bool) ([]*Piece, error) {
	missing := map[string]bool{}
	for _, db := range v.gate.Archives {
		pairs, err := db.Pairs(ids)
		if err != nil {
			return nil, err
		}
		f.pairs = append(f.pairs, pairs...)
		for _, p := range pairs {
			for _, id := range []string{p.Entry, p.Earlier} {
				if f.byID[id] == nil && !asked[id] && p.Kind == string(story.Same) {
					asked[id], missing[id] = true, true
				}
			}
		}
	}
	var out []*Piece
	for layer := range v.gate.Archives {
		found, err := v.lightByIDs(slices.Sorted(maps.Keys(missing)), layer, true)
		if err != nil {
			return nil, err
		}
		for _, id := range slices.Sorted(maps.Keys(found)) {
			out = append(out, found[id])
		}
	}
	return out, nil
}

func (f *family) group() {
	pieces := make([]story.Piece, len(f.pieces))
	for i, p := range f.pieces {
		if pieces[i] = p.Told(); p.FirstSeen.Sub(p.Date()) > tardy { // whoever dates a copy back would else be its author
			pieces[i].Date = p.FirstSeen
		}
	}
	var same []story.Pair
	for _, p := range f.pairs {
		if p.Kind == string(story.Same) {
			same = append(same, story.Pair{A: p.Earlier, B: p.Entry, At: p.At, Kind: story.Same})
		}
	}
	for _, g := range story.Groups(pieces, same) {
		members := []*Piece{f.byID[g.Original]}
		for _, id := range g.Others {
			members = append(members, f.byID[id])
		}
		// Of what an overlay has as well the public piece is shown, as in the
		// public edition.
		slices.SortStableFunc(members, func(a, b *Piece) int { return cmp.Compare(a.Layer, b.Layer) })
		original := members[0]
		f.copies[original.ID] = members[1:]
		for _, copied := range members[1:] {
			f.original[copied.ID] = original
		}
	}
}

// Told is a piece as it is compared with others.
func (p *Piece) Told() story.Piece {
	out := story.Piece{ID: p.ID, Date: p.Date(), Feed: p.Entry.Feed, Person: p.People[0].Key, Title: p.Title, Plain: p.Plain, Language: p.Language,
		URL: p.URL, Canonical: p.Canonical, NativeID: p.NativeID}
	for _, l := range p.Links {
		out.Links = append(out.Links, l.URL)
	}
	return out
}

// fold makes one of the pieces that are the same: of each the original stays,
// with the other places. A copy whose original is not among the pieces goes all
// the same: it is not new.
func (f *family) fold(pieces []*Piece) []*Piece {
	return slices.DeleteFunc(pieces, func(p *Piece) bool { return f.original[p.ID] != nil })
}

// places enters where else each piece is, seen from any of them.
func (f *family) places(pieces []*Piece) {
	for _, p := range pieces {
		p.Original = ""
		if original := f.original[p.ID]; original != nil {
			p.Original = original.ID
		} else if len(f.copies[p.ID]) > 0 {
			p.Original = p.ID
		}
		for _, q := range f.others(p) {
			p.alsoAt(q)
		}
	}
}

// others are those of a piece's group, the original first.
func (f *family) others(p *Piece) []*Piece {
	if original := f.original[p.ID]; original != nil {
		rest := slices.DeleteFunc(slices.Clone(f.copies[original.ID]), func(q *Piece) bool { return q == p })
		return append([]*Piece{original}, rest...)
	}
	return f.copies[p.ID]
}

func (p *Piece) alsoAt(q *Piece) {
	if q.URL != "" && entry.AddressKey(q.URL) != entry.AddressKey(p.URL) && !slices.Contains(p.AlsoAt, q.URL) {
		p.AlsoAt = append(p.AlsoAt, q.URL)
	}
	if q.Contributor.ID != p.Contributor.ID && !slices.Contains(p.AlsoIn, q.Contributor) {
		p.AlsoIn = append(p.AlsoIn, q.Contributor)
	}
}
