package policy

import (
	"slices"
	"time"

	"weft/internal/archive"
)

// Judged gives every entry of a stretch of time with the decision on it, held
// ones too, newest first: for the record of decisions, never for a page. Who
// declined to be read is not in it.
func (v *View) Judged(from, to time.Time) ([]*Piece, error) {
	var all []*Piece
	for layer, db := range v.gate.Archives {
		for e, err := range db.Entries(archive.Query{From: from, To: to, AsOf: v.gate.AsOf}) {
			if err != nil {
				return nil, err
			}
			p := v.credit(e, layer)
			if p == nil || !v.keeps.ask(p) {
				continue
			}
			if err := v.judge(p); err != nil {
				return nil, err
			}
			all = append(all, p.lighten())
		}
	}
	slices.SortStableFunc(all, newestFirst)
	return all, nil
}

func (v *View) judge(p *Piece) error {
	addresses, err := v.addresses(p)
	if err != nil {
		return err
	}
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
	d := Decision{Action: Publish}
	if said, ok := v.gate.Verdicts.Ledger.Find(id, addresses); ok {
		d.Action = said.Action
	} else if p, err := v.judgedByID(id); err != nil {
		return false, err
	} else if p != nil {
		d = p.Decision
	}
	switch d.Action {
	case Takedown, Withhold:
		return true, nil
	case ToOverlay:
		return v.gate.Public, nil
	}
	return false, nil
}

// HashOf gives the hash of an entry's version as it is now; "" when the
// archives do not have it.
func (v *View) HashOf(id string) (string, error) {
	p, err := v.judgedByID(id)
	if p == nil {
		return "", err
	}
	return p.Hash, nil
}

func (v *View) judgedByID(id string) (*Piece, error) {
	for layer, db := range v.gate.Archives {
		e, ok, err := db.ByID(id, v.gate.AsOf)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		p := v.credit(e, layer)
		if p == nil {
			return nil, nil
		}
		return p, v.judge(p)
	}
	return nil, nil
}
