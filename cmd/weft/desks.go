package main

import (
	"context"
	"errors"
	"slices"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/edition"
)

// Whoever writes an issue writes files of several folders. All of them are
// read first: a file of the overlay that cannot be read stops the draft before
// the public one is touched.

// open opens every edition that is at hand, the public one first. Close them
// with done. What warns in several is shown once.
func (env *environment) open(p *edition.Project, at edition.Moment) (all []*edition.Edition, done func(), err error) {
	done = func() {
		for _, ed := range all {
			ed.Close()
		}
	}
	told := map[string]bool{} // a public file warns in each edition
	for _, e := range p.Editions() {
		ed, probs, err := p.Load(e, at)
		if err == nil {
			err = probs.Err()
		}
		if err != nil {
			done()
			return nil, nil, err
		}
		all = append(all, ed)
		fresh := slices.DeleteFunc(probs, func(p diag.Problem) bool { return told[p.String()] })
		env.warn(fresh)
		for _, p := range fresh {
			told[p.String()] = true
		}
	}
	return all, done, nil
}

// openInTurn opens every edition to write by. Whoever writes issues or decides
// meanwhile waits until done is called, so that what is compared with is what
// is there.
func (env *environment) openInTurn(p *edition.Project, at edition.Moment) (all []*edition.Edition, done func(), err error) {
	leave, err := turn(p)
	if err != nil {
		return nil, nil, err
	}
	all, closed, err := env.open(p, at)
	if err != nil {
		leave()
		return nil, nil, err
	}
	return all, func() { closed(); leave() }, nil
}

// deskInTurn opens every edition for a curator who says something of it, as
// things are now.
func (env *environment) deskInTurn() (*edition.Project, []*edition.Edition, func(), error) {
	p, at, err := env.desk("")
	if err != nil {
		return nil, nil, nil, err
	}
	all, done, err := env.openInTurn(p, at)
	return p, all, done, err
}

// A seat is a desk and the edition it stands in.
type seat struct {
	*edition.Edition
	desk digest.Desk
}

// layer is where the seat's file lies: in the folder its edition adds.
func (s seat) layer() int { return len(s.Layers) - 1 }

// seats prepares a period's draft in every edition; an overlay's is what those
// that it is built upon do not see.
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
		desk, probs, err := ed.Desk(period, beneath(out, ed))
		if err = errors.Join(probs.Err(), err); err != nil {
			return nil, err
		}
		out = append(out, seat{ed, desk})
	}
	return out, nil
}

// beneath gathers what the editions see that one is built upon, the public one among
// them; nil for the public one itself.
func beneath(seats []seat, ed *edition.Edition) *digest.Desk {
	var base *digest.Desk
	own := ed.Site.Overlays(ed.Edition)
	for _, s := range seats {
		under := ed.Site.Overlays(s.Edition.Edition)
		if len(under) >= len(own) || !slices.Equal(under, own[:len(under)]) {
			continue
		}
		if base == nil {
			base = &digest.Desk{}
		}
		base.Pieces, base.Young = append(base.Pieces, s.desk.Pieces...), append(base.Young, s.desk.Young...)
		base.Thanks, base.Waiting = append(base.Thanks, s.desk.Thanks...), append(base.Waiting, s.desk.Waiting...)
	}
	return base
}
