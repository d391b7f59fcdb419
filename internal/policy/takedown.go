package policy

import (
	"slices"

	"weft/internal/archive"
	"weft/internal/entry"
)

// TakenDown gives the ids of the entries of an archive on which the last word of
// the ledger is a takedown, sorted.
func (l *Ledger) TakenDown(db *archive.DB) ([]string, error) {
	var keys, ids []string
	for _, a := range l.Acts {
		if a.Act == ActDecide && a.Action == Takedown {
			keys, ids = append(keys, entry.AddressKey(a.URL)), append(ids, a.Entry)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	known, err := db.Known(keys)
	if err != nil {
		return nil, err
	}
	for _, k := range known {
		ids = append(ids, k.Entry)
	}
	slices.Sort(ids)
	var out []string
	for _, id := range slices.Compact(ids) {
		addresses, err := db.Addresses(id)
		if err != nil {
			return nil, err
		}
		if said, ok := l.Find(id, addresses); ok && id != "" && said.Action == Takedown {
			out = append(out, id)
		}
	}
	return out, nil
}

// standing adds, to a ledger that looks back, the takedowns made since: who looks
// back sees what was said then, but not what was taken down.
func (l Ledger) standing(whole Ledger) Ledger {
	if len(l.Acts) == len(whole.Acts) {
		return l
	}
	for _, a := range whole.Acts {
		if a.Act != ActDecide || a.Action != Takedown {
			continue
		}
		if said, ok := whole.Find(a.Entry, []string{a.URL}); ok && said.Action == Takedown {
			l.add(a)
		}
	}
	return l
}
