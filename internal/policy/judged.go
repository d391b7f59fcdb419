package policy

import (
	"iter"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
)

// Judged gives every entry of a stretch of time with the decision on it, held
// ones too, newest first: for the record of decisions, never for a page. Who
// declined to be read is not in it.
func (v *View) Judged(from, to time.Time) ([]*Piece, error) {
	var all []*Piece
	for p, err := range v.judging(from, to) {
		if err != nil {
			return nil, err
		}
		all = append(all, p.lighten())
	}
	slices.SortStableFunc(all, newestFirst)
	return all, nil
}

// judging gives them one at a time, layer by layer.
func (v *View) judging(from, to time.Time) iter.Seq2[*Piece, error] {
	return func(yield func(*Piece, error) bool) {
		if err := v.ask(); err != nil {
			yield(nil, err)
			return
		}
		for layer, db := range v.gate.Archives {
			for e, err := range db.Entries(archive.Query{From: from, To: to, AsOf: v.gate.AsOf, Texts: v.light()}) {
				if err != nil {
					yield(nil, err)
					return
				}
				p := v.credit(e, layer)
				if p == nil || !v.keeps.ask(p) {
					continue
				}
				if err := v.judge(p); err != nil {
					yield(nil, err)
					return
				}
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// Held gives the pieces that an edition would show, were they not dated ahead:
// for the curator, never for a page. They are without bodies, the next one first.
func (v *View) Held() ([]*Piece, error) {
	var all []*Piece
	for layer := range v.gate.Archives {
		for p, err := range v.visible(layer, archive.Query{Held: true, AsOf: v.gate.AsOf, Texts: v.light()}) {
			if err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b *Piece) int { return newestFirst(b, a) })
	return all, v.complete(all)
}

// judge decides on a piece; also are addresses it is known to have had beside
// those in the archive.
func (v *View) judge(p *Piece, also ...string) error {
	addresses, err := v.addresses(p)
	if err != nil {
		return err
	}
	addresses = append(addresses, also...)
	curated, _ := v.gate.TagLog.Themes(addresses, v.gate.AsOf)
	p.Decision = v.gate.Verdicts.Decide(p, curated, addresses, v.gate.At)
	return nil
}

// Withdrawn reports whether something frozen must not be shown any more: its
// author or the person it was credited to opted out, or it was taken down,
// withheld or made internal since. A frozen entry whose feed is gone stays.
func (v *View) Withdrawn(id string, addresses, contributors []string) (bool, error) {
	for _, who := range contributors {
		c, ok := v.gate.Roster.Contributor(who)
		if !ok {
			c = v.gate.Roster.Named(who)
		}
		if c != nil && c.OptOut.All {
			return true, nil
		}
	}
	e, layer, found, err := v.newest(id)
	if err != nil || found && v.declined(e, layer) {
		return err == nil, err
	}
	var p *Piece
	if found {
		p = v.credit(e, layer)
	}
	if id == "" {
		if gone, err := v.withdrawnAt(addresses); gone || err != nil {
			return gone, err
		}
	}
	d := Decision{Action: Publish}
	if p != nil {
		if err := v.judge(p, addresses...); err != nil {
			return false, err
		}
		d = p.Decision
	} else if said, ok := v.gate.Verdicts.Ledger.Find(id, addresses); ok {
		d.Action = said.Action
	}
	switch d.Action {
	case Takedown, Withhold:
		return true, nil
	case ToOverlay:
		return v.gate.Public, nil
	}
	return false, nil
}

// Refused reports whether an entry is known by an address and may not be shown,
// or whether the address is that of somebody who opted out.
func (v *View) Refused(address string) (bool, error) {
	if v.gate.Roster.DeclinedAt(address) {
		return true, nil
	}
	refused := false
	for layer, db := range v.gate.Archives {
		found, err := db.ByAddress(address, v.gate.AsOf)
		if err != nil {
			return false, err
		}
		for _, e := range found {
			p := v.credit(e, layer)
			if p == nil {
				refused = refused || v.declined(e, layer)
				continue
			}
			if err := v.judge(p); err != nil {
				return false, err
			}
			if p.Decision.Visible(v.gate.Public, v.gate.At) {
				return false, nil
			}
			refused = true
		}
	}
	if said, ok := v.gate.Verdicts.Ledger.Find("", []string{address}); ok && !refused { // no archive has it
		refused = said.Action == Takedown || said.Action == Withhold
	}
	return refused, nil
}

// withdrawnAt is Withdrawn for what is known by its addresses alone.
func (v *View) withdrawnAt(addresses []string) (bool, error) {
	for _, address := range addresses {
		for _, db := range v.gate.Archives {
			found, err := db.Known([]string{entry.AddressKey(address)})
			if err != nil {
				return false, err
			}
			for _, k := range found {
				if gone, err := v.Withdrawn(k.Entry, addresses, nil); gone || err != nil {
					return gone, err
				}
			}
		}
	}
	return false, nil
}

// WordsOf gives an entry, whoever may see it, with its title and words as they
// are now; false when the archives do not have it.
func (v *View) WordsOf(id string) (e entry.Entry, known bool, err error) {
	e, layer, found, err := v.newest(id)
	return e, err == nil && found && v.credit(e, layer) != nil, err
}

// Recall reads entries that will be asked about, all at once: to ask the
// archives for each item of an issue, several times, takes far longer. They are
// held until the next Recall.
func (v *View) Recall(ids []string) error {
	v.recalled = map[string]*Piece{}
	for layer, db := range v.gate.Archives {
		found, err := db.ByIDs(ids, v.gate.AsOf, archive.PlainText)
		if err != nil {
			return err
		}
		for _, e := range found {
			if v.recalled[e.ID] == nil {
				v.recalled[e.ID] = &Piece{Entry: e, Layer: layer}
			}
		}
	}
	return nil
}

// newest finds an entry in the archives, whoever may see it, with the words
// that rules ask about.
func (v *View) newest(id string) (entry.Entry, int, bool, error) {
	if id == "" {
		return entry.Entry{}, 0, false, nil
	}
	if p := v.recalled[id]; p != nil {
		return p.Entry, p.Layer, true, nil
	}
	for layer, db := range v.gate.Archives {
		found, err := db.ByIDs([]string{id}, v.gate.AsOf, archive.PlainText)
		if err != nil {
			return entry.Entry{}, 0, false, err
		}
		if len(found) > 0 {
			return found[0], layer, true, nil
		}
	}
	return entry.Entry{}, 0, false, nil
}

// TakenBack reports whether an author took back what is known by an id or one
// of some addresses. At an earlier moment nothing is: when it was asked for then,
// it stood.
func (v *View) TakenBack(id string, addresses []string) (bool, error) {
	if v.returned == nil {
		v.returned = map[string]bool{}
		for _, db := range v.gate.Archives {
			names, err := db.Withdrawn()
			if err != nil {
				return false, err
			}
			for _, name := range names {
				v.returned[name] = true
			}
		}
	}
	return v.returned[id] || slices.ContainsFunc(addresses, func(a string) bool { return v.returned[entry.AddressKey(a)] }), nil
}
