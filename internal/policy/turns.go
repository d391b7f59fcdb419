package policy

import (
	"iter"
	"slices"
	"time"

	"weft/internal/entry"
)

// fewWeeks is how much time is read at once where all is gone through.
const fewWeeks = 4 * 7 * 24 * time.Hour

// EachInTurn gives what Each gives of all time before a moment, newest first, a
// few weeks at a time: for whoever goes through all of it and keeps nothing.
func (v *View) EachInTurn(before time.Time) iter.Seq2[[]*Piece, error] {
	return func(yield func([]*Piece, error) bool) {
		oldest, met, err := v.Oldest()
		if err != nil {
			yield(nil, err)
			return
		}
		for step := fewWeeks; met && !before.Before(oldest); {
			from := before.Add(-step)
			pieces, err := v.Each(from, before)
			if err == nil {
				pieces, err = v.notBelow(pieces)
			}
			if (err != nil || len(pieces) > 0) && !yield(pieces, err) || err != nil {
				return
			}
			before = from
			if step *= 2; len(pieces) > 0 { // years in which nobody wrote are many weeks
				step = fewWeeks
			}
		}
	}
}

// Oldest is the earliest date of an entry, seen or not, if there is one.
func (v *View) Oldest() (at time.Time, met bool, err error) {
	for _, db := range v.gate.Archives {
		t, some, err := db.Oldest()
		if err != nil {
			return at, met, err
		}
		if some && (!met || t.Before(at)) {
			at, met = t, true
		}
	}
	return at, met, nil
}

// notBelow leaves out an overlay's pieces whose address one of a layer below has,
// be it of another time.
func (v *View) notBelow(pieces []*Piece) ([]*Piece, error) {
	keys := map[int][]string{} // by layer
	for _, p := range pieces {
		if key := entry.AddressKey(p.URL); p.Layer > 0 && key != "" && !entry.IsRoot(p.URL) {
			keys[p.Layer] = append(keys[p.Layer], key)
		}
	}
	below := map[string]int{} // the lowest layer that has an address
	for top := len(v.gate.Archives) - 1; top > 0; top-- {
		for layer := range top {
			if len(keys[top]) == 0 {
				continue
			}
			known, found, err := v.at(layer, keys[top])
			if err != nil {
				return nil, err
			}
			for _, k := range known {
				if p := found[k.Entry]; p != nil && entry.AddressKey(p.URL) == k.Key {
					if least, met := below[k.Key]; !met || layer < least {
						below[k.Key] = layer
					}
				}
			}
		}
	}
	return slices.DeleteFunc(pieces, func(p *Piece) bool {
		layer, met := below[entry.AddressKey(p.URL)]
		return met && layer < p.Layer
	}), nil
}
