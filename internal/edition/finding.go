package edition

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
)

// found gives the citations in the window as they were found: what is kept of
// the last time, and what is new or may have changed since.
func (ed *Edition) found() (*influence.Found, error) {
	now, err := ed.ground()
	if err != nil {
		return nil, err
	}
	f := finder{ed: ed, ground: now, abridge: policy.NewAbridger(), atHand: map[string]*policy.Brief{}, met: map[string]bool{}}
	kept := ed.remembered(now)
	if kept == nil {
		var parts []*influence.Found
		if err := f.stretch(now.from, now.to, &parts); err != nil {
			return nil, err
		}
		slices.Reverse(parts)
		all := influence.Together(parts)
		ed.keep(now, all, len(all.Pieces))
		return all, nil
	}
	return f.renew(kept)
}

// renew brings what is kept up to date.
func (f *finder) renew(kept *kept) (*influence.Found, error) {
	ed, now := f.ed, f.ground
	same, pointing, err := ed.View.Around(kept.changed(now))
	if err != nil {
		return nil, err
	}
	again := map[string]bool{}
	for _, ids := range [][]string{same, pointing} {
		for _, id := range ids {
			again[id] = true
		}
	}
	old := kept.found
	old.Without(func(p *policy.Brief) bool {
		return again[p.ID] || p.Date().Before(now.from) || !p.Date().Before(now.to)
	})
	f.old = old.Pieces
	var parts []*influence.Found
	if err := f.among(append(same, pointing...), &parts); err != nil {
		return nil, err
	}
	for _, s := range []struct{ from, to time.Time }{{now.from, sooner(now.to, kept.from)}, {later(now.from, kept.to), now.to}} {
		if err := f.stretch(s.from, s.to, &parts); err != nil {
			return nil, err
		}
	}
	fresh := influence.Together(parts)
	all := old.Join(fresh)
	ed.keep(now, all, len(fresh.Pieces))
	return all, nil
}

func sooner(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// changed gives the ids of entries that are new, or may be seen otherwise than
// when they were kept.
func (kept *kept) changed(now ground) []string {
	var out []string
	met := map[string]bool{}
	add := func(id string) {
		if !met[id] {
			met[id] = true
			out = append(out, id)
		}
	}
	for _, id := range kept.since {
		add(id)
	}
	for _, p := range unlike(kept.pairs, now.pairs) {
		add(p.Entry)
		add(p.Earlier)
	}
	if len(out) == 0 {
		return nil
	}
	group := map[string]bool{} // the originals of what changed
	for _, p := range kept.found.Pieces {
		if met[p.ID] && p.Original != "" {
			group[p.Original] = true
		}
	}
	for _, p := range kept.found.Pieces {
		if p.Original != "" && group[p.Original] {
			add(p.ID)
		}
	}
	return out
}

// unlike gives the pairs that are in one of two lists alone.
func unlike(a, b []archive.Pair) []archive.Pair {
	count := map[archive.Pair]int{}
	for _, p := range a {
		count[p]++
	}
	for _, p := range b {
		count[p]--
	}
	var out []archive.Pair
	for p, n := range count {
		if n != 0 {
			out = append(out, p)
		}
	}
	return out
}

// A finder finds citations some weeks at a time, the oldest first, so that what
// is cited was mostly met before and little is held.
type finder struct {
	ed *Edition
	ground
	abridge *policy.Abridger
	atHand  map[string]*policy.Brief // lean, by id; nil: not to be seen
	met     map[string]bool          // ids of what was searched already
	old     []*policy.Brief          // what was kept, which stands
}

// atOnce is how much time is read at once.
const atOnce = 2 * 7 * 24 * time.Hour

// stretch finds the citations in a stretch of time.
func (f *finder) stretch(from, to time.Time, into *[]*influence.Found) error {
	for ; from.Before(to); from = from.Add(atOnce) {
		pieces, err := f.ed.View.Outlined(from, sooner(to, from.Add(atOnce)))
		if err == nil {
			err = f.find(pieces, into)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// among finds the citations in those of some entries that are of the window.
func (f *finder) among(ids []string, into *[]*influence.Found) error {
	pieces, err := f.ed.View.OutlinedAmong(ids)
	if err != nil {
		return err
	}
	var own []*policy.Piece
	for _, p := range pieces {
		if !p.Date().Before(f.from) && p.Date().Before(f.to) {
			own = append(own, p)
		}
	}
	return f.find(own, into)
}

// find finds the citations in pieces, and keeps of both what is lean. A copy is
// kept, so that what it is a copy of is known, and cites nothing.
func (f *finder) find(pieces []*policy.Piece, into *[]*influence.Found) error {
	part := &influence.Found{}
	var citing []*policy.Piece
	for _, p := range pieces {
		if f.met[p.ID] {
			continue
		}
		f.met[p.ID] = true
		lean := f.abridge.Lean(p)
		f.atHand[p.ID] = lean
		part.Pieces = append(part.Pieces, lean)
		if p.Original == "" || p.Original == p.ID {
			citing = append(citing, p)
		}
	}
	cites, err := f.ed.citationsAmong(influence.Citing{Pieces: citing, Resolve: f.resolve, Brief: f.lean, Furniture: influence.Furniture{}})
	part.Citations = cites
	*into = append(*into, part)
	return err
}

func (f *finder) lean(p *policy.Piece) *policy.Brief {
	if f.atHand[p.ID] == nil {
		f.atHand[p.ID] = f.abridge.Lean(p)
	}
	return f.atHand[p.ID]
}

// resolve finds the pieces behind folded addresses as View.Resolve does; what is
// at hand is not read again.
func (f *finder) resolve(keys []string) (map[string]*policy.Brief, error) {
	known, err := f.ed.View.Having(keys)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(known))
	for _, k := range known {
		ids = append(ids, k.Entry)
	}
	if err := f.load(ids); err != nil {
		return nil, err
	}
	ids = ids[:0]
	for _, k := range known {
		if p := f.atHand[k.Entry]; p != nil && p.Original != "" {
			ids = append(ids, p.Original)
		}
	}
	if err := f.load(ids); err != nil {
		return nil, err
	}
	first := map[string]*policy.Brief{} // where several have an address, the public piece that was first counts
	for _, k := range known {
		if p := f.atHand[k.Entry]; p != nil && (first[k.Key] == nil || older(p, first[k.Key])) {
			first[k.Key] = p
		}
	}
	for key, p := range first { // a link to a copy is about the original
		if original := f.atHand[p.Original]; original != nil {
			first[key] = original
		}
	}
	return first, nil
}

// older reports whether a piece is of a lower layer than another, or was there
// first.
func older(a, b *policy.Brief) bool {
	return cmp.Or(cmp.Compare(a.Layer, b.Layer), a.Date().Compare(b.Date()), strings.Compare(a.ID, b.ID)) < 0
}

// load reads those of some entries that are not at hand.
func (f *finder) load(ids []string) error {
	missing := map[string]bool{}
	for _, id := range ids {
		if _, known := f.atHand[id]; !known {
			f.atHand[id], missing[id] = nil, true
		}
	}
	if len(missing) == 0 {
		return nil
	}
	for _, p := range f.old {
		if missing[p.ID] {
			f.atHand[p.ID] = p
			delete(missing, p.ID)
		}
	}
	pieces, err := f.ed.View.OutlinedAmong(slices.Sorted(maps.Keys(missing)))
	for _, p := range pieces {
		f.atHand[p.ID] = f.abridge.Lean(p)
	}
	return err
}

// A ground is what citations are found in, as it is now.
type ground struct {
	from, to time.Time
	print    string // of the lists and all else that says what may be seen; empty: nothing can be kept
	marks    []archive.Mark
	pairs    []archive.Pair
}

// ground looks how the archives stand before they are read: what is written
// meanwhile is looked at once more the next time.
func (ed *Edition) ground() (ground, error) {
	var r ground
	r.from, r.to = ed.Span()
	if !ed.at.AsOf.IsZero() || ed.beside != "" {
		return r, nil
	}
	for _, db := range ed.archives {
		m, counts, err := db.Mark()
		if !counts || err != nil {
			return r, err
		}
		r.marks = append(r.marks, m)
	}
	var err error
	r.pairs, err = ed.View.PairsIn(r.from, r.to.Add(entry.Ahead))
	r.print = ed.print()
	return r, err
}
