package policy

import (
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
)

// A Pending is an entry that waits for a person to decide, with what is to be
// looked at: for the curator, never for a page.
type Pending struct {
	*Piece    // its texts are left out; Opening has the beginning
	Since     time.Time
	Hits      []Holding // the rules that met it, in the order of the files
	Asked     *Act      // the decision to review it that stands; nil: rules alone hold it
	Addresses []string  // it is known by, as far as somebody decided on one or tagged it
}

// A Holding is a rule that met an entry, with the words it met there.
type Holding struct {
	Hit
	Passages []Passage
}

// Pending gives the entries under review, the oldest wait first: those dated
// from a moment on, and older ones that a person set under review.
func (v *View) Pending(from time.Time) ([]Pending, error) {
	if err := v.ask(); err != nil {
		return nil, err
	}
	var all []Pending
	for layer, db := range v.gate.Archives {
		seen := map[string]bool{}
		take := func(e entry.Entry) error {
			if seen[e.ID] {
				return nil
			}
			seen[e.ID] = true
			p, err := v.pending(e, layer)
			if err == nil && p != nil {
				all = append(all, *p)
			}
			return err
		}
		for e, err := range db.Entries(archive.Query{From: from, AsOf: v.gate.AsOf, Texts: v.light()}) {
			if err == nil {
				err = take(e)
			}
			if err != nil {
				return nil, err
			}
		}
		older, err := v.setUnderReview(layer)
		if err != nil {
			return nil, err
		}
		for _, e := range older {
			if err := take(e); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(all, LongestWaiting)
	return all, nil
}

// LongestWaiting orders what waits: the longest first.
func LongestWaiting(a, b Pending) int {
	if c := a.Since.Compare(b.Since); c != 0 {
		return c
	}
	return newestFirst(b.Piece, a.Piece)
}

// setUnderReview gives the entries of a layer on which the newest decision is to
// review them, however old they are.
func (v *View) setUnderReview(layer int) ([]entry.Entry, error) {
	l, db := &v.gate.Verdicts.Ledger, v.gate.Archives[layer]
	ids, keys := map[string]bool{}, map[string]bool{}
	for id, a := range l.byEntry {
		ids[id] = ids[id] || a.Action == Review
	}
	for key, a := range l.byAddress {
		keys[key] = a.Action == Review
	}
	maps.DeleteFunc(keys, func(_ string, review bool) bool { return !review })
	known, err := db.Known(slices.Sorted(maps.Keys(keys)))
	if err != nil {
		return nil, err
	}
	for _, a := range known {
		ids[a.Entry] = true
	}
	maps.DeleteFunc(ids, func(_ string, review bool) bool { return !review })
	return db.ByIDs(slices.Sorted(maps.Keys(ids)), v.gate.AsOf, v.light())
}

// pending weighs an entry; nil when it does not wait, or nobody may be credited
// with it.
func (v *View) pending(e entry.Entry, layer int) (*Pending, error) {
	p := v.credit(e, layer)
	if p == nil || !v.keeps.ask(p) {
		return nil, nil
	}
	if err := v.judge(p); err != nil || p.Decision.Action != Review {
		return nil, err
	}
	addresses, err := v.addresses(p)
	if err != nil {
		return nil, err
	}
	if addresses == nil {
		addresses = []string{p.URL}
	}
	return v.lookedAt(p, addresses), nil
}

// Looked gives what is to be looked at of a case, whatever was decided on it;
// nil when nobody is credited with it.
func (v *View) Looked(c *Case) *Pending {
	if c.Piece == nil {
		return nil
	}
	p := *c.Piece
	return v.lookedAt(&p, c.Addresses)
}

func (v *View) lookedAt(p *Piece, addresses []string) *Pending {
	out := &Pending{Piece: p, Since: p.FirstSeen, Addresses: addresses}
	curated, _ := v.gate.TagLog.Themes(addresses, v.gate.AsOf)
	rules := false
	for _, h := range v.gate.Verdicts.hits(p, curated, v.gate.At) {
		out.Hits = append(out.Hits, Holding{h, h.Rule.Passages(p, curated)})
		rules = rules || h.Action == Review
	}
	acts := v.gate.Verdicts.Ledger.On(p.ID, addresses)
	if n := len(acts); n > 0 && acts[n-1].Action == Review {
		out.Asked = &acts[n-1]
	}
	held := time.Time{}
	if rules {
		held = p.FirstSeen
	}
	if all := waits(acts, held); len(all) > 0 && all[len(all)-1].Answer == nil {
		out.Since = all[len(all)-1].From
	}
	out.Piece = p.lighten()
	return out
}

// Ledger gives the ledger the view goes by.
func (v *View) Ledger() *Ledger { return &v.gate.Verdicts.Ledger }
