package policy

import (
	"maps"
	"slices"

	"weft/internal/archive"
	"weft/internal/entry"
)

// Linked gives what the visible pieces of others say that pieces link to: by the
// id of the piece that links, title and text of each.
func (v *View) Linked(pieces []*Piece) (map[string][]string, error) {
	by := map[string][]*Piece{} // who links, by folded address
	for _, p := range pieces {
		for _, l := range p.Links {
			if key := entry.AddressKey(l.URL); key != "" && !entry.IsRoot(l.URL) && !slices.Contains(by[key], p) {
				by[key] = append(by[key], p)
			}
		}
	}
	keys := slices.Sorted(maps.Keys(by))
	out := map[string][]string{}
	for layer := range v.gate.Archives {
		known, found, err := v.at(layer, keys)
		if err != nil {
			return nil, err
		}
		from := map[string][]string{} // who links, by the entry linked to
		for _, k := range known {
			for _, p := range by[k.Key] {
				if q := found[k.Entry]; q != nil && q.People[0].Key != p.People[0].Key && !slices.Contains(from[q.ID], p.ID) {
					from[q.ID] = append(from[q.ID], p.ID)
				}
			}
		}
		if err := v.texts(slices.Sorted(maps.Keys(from)), layer, func(id, title, plain string) {
			for _, p := range from[id] {
				out[p] = append(out[p], title, plain)
			}
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// texts gives title and text of entries that passed the gate.
func (v *View) texts(ids []string, layer int, take func(id, title, plain string)) error {
	for some := range slices.Chunk(ids, atOnce) {
		entries, err := v.gate.Archives[layer].ByIDs(some, v.gate.AsOf, archive.PlainText)
		if err != nil {
			return err
		}
		for _, e := range entries {
			take(e.ID, e.Title, e.Plain)
		}
	}
	return nil
}
