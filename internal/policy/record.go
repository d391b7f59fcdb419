package policy

import (
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
)

// Record gives every visible piece before a moment that is tagged with a theme
// of the edition, some at a time, in no order that says anything, without bodies;
// of those that are the same, the original. There are as many as there ever were,
// so that none is held: take keeps of each what it needs. Those that have says
// are at hand already are left out.
func (v *View) Record(before time.Time, have func(id string) bool, take func(pieces []*Piece) error) error {
	ids, err := v.themed()
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, have)
	for some := range slices.Chunk(ids, atOnce) { // sorted, so that what is read together lies together in the archive
		for layer := range v.gate.Archives {
			pieces, err := v.recorded(some, layer, before)
			if err != nil {
				return err
			}
			if err := take(pieces); err != nil {
				return err
			}
		}
	}
	return nil
}

// recorded reads some entries of the record.
func (v *View) recorded(ids []string, layer int, before time.Time) ([]*Piece, error) {
	found, err := v.lightByIDs(ids, layer, true)
	if err != nil {
		return nil, err
	}
	pieces := slices.SortedFunc(maps.Values(found), newestFirst)
	pieces = slices.DeleteFunc(pieces, func(p *Piece) bool { return !p.Date().Before(before) })
	f, err := v.kin(pieces)
	if err != nil {
		return nil, err
	}
	pieces = f.fold(pieces)
	if err := v.completeIn(pieces, f); err != nil {
		return nil, err
	}
	pieces = slices.DeleteFunc(pieces, func(p *Piece) bool { return len(p.Tags) == 0 })
	return v.unshared(pieces)
}

// unshared leaves out what a layer below shows as well, at the same address.
func (v *View) unshared(pieces []*Piece) ([]*Piece, error) {
	below := map[string]int{} // the lowest layer that has an address
	for layer := range len(v.gate.Archives) - 1 {
		var keys []string
		for _, p := range pieces {
			if p.Layer > layer && p.URL != "" && !entry.IsRoot(p.URL) {
				keys = append(keys, entry.AddressKey(p.URL))
			}
		}
		known, err := v.gate.Archives[layer].Known(keys)
		if err != nil {
			return nil, err
		}
		visible, err := v.lightByIDs(entriesOf(known), layer, false)
		if err != nil {
			return nil, err
		}
		for _, q := range visible {
			if key := entry.AddressKey(q.URL); below[key] == 0 {
				below[key] = layer + 1
			}
		}
	}
	return slices.DeleteFunc(pieces, func(p *Piece) bool {
		lowest := below[entry.AddressKey(p.URL)]
		return lowest > 0 && lowest-1 < p.Layer && !entry.IsRoot(p.URL)
	}), nil
}

// themed lists the ids of the entries that weft, sure enough to say so, or a
// curator put under a theme, sorted.
func (v *View) themed() ([]string, error) {
	top := v.gate.Archives[len(v.gate.Archives)-1]
	said := map[string]bool{}
	for _, theme := range v.gate.Themes {
		ids, err := top.SaidOf(theme)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			said[id] = true
		}
	}
	known, err := v.Known(slices.Sorted(maps.Keys(v.gate.TagLog.byAddress)))
	if err != nil {
		return nil, err
	}
	for _, k := range known {
		said[k.Entry] = true
	}
	return slices.Sorted(maps.Keys(said)), nil
}

// Known gives the ids of the entries behind folded addresses, also of those that
// the edition may not see: for whoever holds the visible ones already, and asks
// which of them are meant.
func (v *View) Known(keys []string) ([]archive.Address, error) {
	var all []archive.Address
	for _, db := range v.gate.Archives {
		known, err := db.Known(keys)
		if err != nil {
			return nil, err
		}
		all = append(all, known...)
	}
	return all, nil
}
