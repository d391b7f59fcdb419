package edition

import (
	"cmp"
	"slices"
	"time"

	"weft/internal/policy"
)

// An Undecided is what waits for a person: an entry under review, or an appeal that
// nobody has answered.
type Undecided struct {
	policy.Pending // its Piece is nil where no archive knows what is appealed against
	// Edition is the topmost that holds it: all is told from there.
	Edition *Edition
	Under   []string        // the editions in which it is under review
	Appeals []policy.Appeal // that wait, the oldest first
	unmet   string          // the address of what no archive knows
}

// Address is what it is known by.
func (w *Undecided) Address() string {
	if w.Piece == nil {
		return w.unmet
	}
	return w.URL
}

// UndecidedIn lists what waits in any of some editions: appeals first, then what
// has waited longest. Entries dated before a moment are only listed where a
// person set them under review, or somebody appealed.
func UndecidedIn(all []*Edition, from time.Time) ([]Undecided, error) {
	var out []Undecided
	at := map[string]int{}
	for _, ed := range slices.Backward(all) {
		found, err := ed.View.Pending(from)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			i, known := at[p.ID]
			if !known {
				i, at[p.ID] = len(out), len(out)
				out = append(out, Undecided{Pending: p, Edition: ed})
			}
			out[i].Under = append(out[i].Under, ed.Edition.Name)
		}
	}
	for i := range out {
		slices.Reverse(out[i].Under)
	}
	out, err := withAppeals(all, out)
	slices.SortStableFunc(out, func(a, b Undecided) int {
		switch {
		case len(a.Appeals) > 0 && len(b.Appeals) > 0:
			return a.Appeals[0].At.Compare(b.Appeals[0].At)
		case len(a.Appeals)+len(b.Appeals) > 0:
			return len(b.Appeals) - len(a.Appeals)
		}
		return policy.LongestWaiting(a.Pending, b.Pending)
	})
	return out, err
}

// withAppeals adds the appeals without an answer to what they are about.
func withAppeals(all []*Edition, out []Undecided) ([]Undecided, error) {
	type place struct {
		file string
		line int
	}
	told := map[place]bool{} // a public ledger is read in every edition
	for _, ed := range slices.Backward(all) {
		for _, a := range ed.View.Ledger().Appeals() {
			at := place{a.File, a.Line}
			if told[at] {
				continue
			}
			told[at] = true
			about, err := ed.appealed(all, a)
			if err != nil {
				return nil, err
			}
			if about.answered(a) {
				continue
			}
			i := slices.IndexFunc(out, func(w Undecided) bool { return about.same(&w) })
			if i < 0 {
				i, out = len(out), append(out, *about)
			}
			out[i].Appeals = append(out[i].Appeals, a)
			slices.SortStableFunc(out[i].Appeals, func(a, b policy.Appeal) int { return a.At.Compare(b.At) })
		}
	}
	return out, nil
}

// answered reports whether the appeal has its answer: also one that names the
// entry by another of its addresses.
func (w *Undecided) answered(a policy.Appeal) bool {
	if w.Piece == nil {
		return a.Outcome != policy.Waiting
	}
	for _, known := range w.Edition.View.Ledger().AppealsOn(w.ID, append(slices.Clone(w.Addresses), a.URL)) {
		if known.File == a.File && known.Line == a.Line {
			return known.Outcome != policy.Waiting
		}
	}
	return a.Outcome != policy.Waiting
}

func (w *Undecided) same(o *Undecided) bool {
	if w.Piece == nil || o.Piece == nil {
		return w.Piece == nil && o.Piece == nil && w.Address() == o.Address()
	}
	return w.ID == o.ID
}

// appealed finds what an appeal is about, in the topmost edition that holds it.
func (ed *Edition) appealed(all []*Edition, a policy.Appeal) (*Undecided, error) {
	out := &Undecided{Edition: ed, unmet: cmp.Or(a.URL, a.Entry)}
	for _, top := range slices.Backward(all) {
		for _, named := range []string{a.Entry, a.URL} {
			if named == "" {
				continue
			}
			f, err := top.Locate(named)
			if err != nil {
				return nil, err
			}
			if f == nil {
				continue
			}
			c, err := top.CaseOf(f, top.View)
			if err != nil {
				return nil, err
			}
			if p := top.View.Looked(c); p != nil {
				out.Pending, out.Edition = *p, top
			}
			return out, nil
		}
	}
	return out, nil
}
