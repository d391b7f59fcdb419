package main

import (
	"context"
	"errors"

	"weft/internal/digest"
	"weft/internal/edition"
)

// Whoever writes an issue writes files of several folders. All of them are
// read first: a file of the overlay that cannot be read stops the draft before
// the public one is touched.

// open opens every edition that is at hand, the public one first.
func (env *environment) open(p *edition.Project, at edition.Moment) (all []*edition.Edition, done func(), err error) {
	done = func() {
		for _, ed := range all {
			ed.Close()
		}
	}
	for _, e := range p.Editions() {
		ed, err := env.load(p, e, at)
		if err != nil {
			done()
			return nil, nil, err
		}
		all = append(all, ed)
	}
	return all, done, nil
}

// A seat is a desk and the edition it stands in.
type seat struct {
	*edition.Edition
	desk digest.Desk
}

// layer is where the seat's file lies: in the folder its edition adds.
func (s seat) layer() int { return len(s.Layers) - 1 }

// seats prepares a period's draft in every edition; an overlay's is what the
// public one does not see.
func (env *environment) seats(ctx context.Context, all []*edition.Edition, args []string) ([]seat, error) {
	period, err := periodOf(all[0], args)
	if err != nil {
		return nil, err
	}
	var out []seat
	for _, ed := range all {
		if err := env.tagEdition(ctx, ed); err != nil {
			return nil, err
		}
		var base *digest.Desk
		if len(out) > 0 {
			base = &out[0].desk
		}
		desk, probs, err := ed.Desk(period, base)
		if err = errors.Join(probs.Err(), err); err != nil {
			return nil, err
		}
		out = append(out, seat{ed, desk})
	}
	return out, nil
}
