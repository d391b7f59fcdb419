package policy

import (
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
)

// Record gives every visible piece before a moment that is tagged with a theme
// of the edition, newest first, without bodies; of those that are the same, the
// original. There are as many as there ever were, so ease is called with each as
// soon as it is read, to take from it what will not be needed. Those that have
// says are at hand already are left out.
func (v *View) Record(before time.Time, have func(id string) bool, ease func(p *Piece)) ([]*Piece, error) {
	ids, err := v.themed()
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, have)
	var all []*Piece
	for layer := range v.gate.Archives {
		for some := range slices.Chunk(ids, atOnce) {
			found, err := v.lightByIDs(some, layer, true)
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
			for _, p := range pieces {
				if len(p.Tags) > 0 {
					ease(p)
					all = append(all, p)
				}
			}
		}
	}
	slices.SortStableFunc(all, newestFirst)
	return oncePerAddress(all), nil
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
