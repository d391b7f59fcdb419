package edition

import (
	"iter"
	"time"

	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
)

// Citations gives the citations in the window, found and settled once: links,
// quotes, bylines, and mentions as far as links to profiles show them. Whom texts
// call by name is not looked for: it never counts, and to read half a year's texts
// takes long: CitationRows does.
func (ed *Edition) Citations() ([]influence.Citation, error) {
	if ed.cites != nil {
		return ed.cites, nil
	}
	found, err := ed.found()
	if err != nil {
		return nil, err
	}
	ed.cites, ed.leaning = found.Settled()
	return ed.cites, nil
}

// citationsAmong finds the citations in pieces.
func (ed *Edition) citationsAmong(c influence.Citing) ([]influence.Citation, error) {
	var err error
	c.Roster, c.Names = ed.Roster, ed.whoIsNamed()
	if c.Quotes, err = ed.View.Quotes(c.Pieces); err != nil {
		return nil, err
	}
	return c.Find()
}

// resolving finds pieces as the view does.
func (ed *Edition) resolving(a *policy.Abridger) func([]string) (map[string]*policy.Brief, error) {
	return func(keys []string) (map[string]*policy.Brief, error) {
		found, err := ed.View.Resolve(keys)
		out := make(map[string]*policy.Brief, len(found))
		brief := influence.Briefly(a)
		for key, p := range found {
			out[key] = brief(p)
		}
		return out, err
	}
}

// whoIsNamed finds people by their names; it is made once.
func (ed *Edition) whoIsNamed() *influence.Names {
	if ed.named == nil {
		ed.named = influence.NewNames(ed.Roster)
	}
	return ed.named
}

// A naming is what was found in one pass over texts, which are not kept.
type naming struct {
	mentions  map[string][]influence.Mention // by piece
	furniture influence.Furniture
}

// naming goes through the texts of a stretch of time, one at a time. The archive
// does not hold who is named, as it holds quotes: whoever is put on a list, or
// gets an alias, would have to be looked for in every text ever seen, and is
// wanted by few commands.
func (ed *Edition) naming(from, to time.Time) (naming, error) {
	r := naming{map[string][]influence.Mention{}, influence.Furniture{}}
	names := ed.whoIsNamed()
	for p, err := range ed.View.Reading(from, to, 0) {
		if err != nil {
			return r, err
		}
		r.furniture.Add(p)
		if found := names.In(p); len(found) > 0 {
			r.mentions[p.ID] = found
			r.furniture.Name(p, found)
		}
	}
	return r, nil
}

// CitationRows gives every citation in visible entries, those that do not
// count too, the newest citing entry first. What is older than the window is
// settled by half-years, as it was when it was in one. It holds the citations of
// half a year at a time, and no texts.
func (ed *Edition) CitationRows() iter.Seq2[CitationRow, error] {
	return func(yield func(CitationRow, error) bool) {
		var held []influence.Citation
		give := func() bool {
			influence.Settle(held)
			for i := range held {
				if !yield(ed.citationRow(&held[i]), nil) {
					return false
				}
			}
			held = held[:0]
			return true
		}
		for c, err := range ed.everyCitation() {
			if err != nil {
				yield(CitationRow{}, err)
				return
			}
			if len(held) > 0 && ed.halfYearsAgo(c.At) != ed.halfYearsAgo(held[0].At) && !give() {
				return
			}
			held = append(held, c)
		}
		give()
	}
}

// halfYearsAgo numbers half-years: 0 is the window, and -1 what is later.
func (ed *Edition) halfYearsAgo(at time.Time) int {
	from, to := ed.Span()
	switch {
	case !at.Before(to):
		return -1
	case !at.Before(from):
		return 0
	}
	return 1 + int((from.Sub(at)-1)/(halfYear*24*time.Hour))
}

// everyCitation finds the citations in all visible entries, not settled, the
// newest citing entry first.
func (ed *Edition) everyCitation() iter.Seq2[influence.Citation, error] {
	return func(yield func(influence.Citation, error) bool) {
		end := ed.Now().Add(entry.Ahead)
		read, err := ed.naming(time.Time{}, end)
		if err != nil {
			yield(influence.Citation{}, err)
			return
		}
		for pieces, err := range ed.View.EachInTurn(end) {
			var cites []influence.Citation
			if err == nil {
				abridge := policy.NewAbridger()
				cites, err = ed.citationsAmong(influence.Citing{Pieces: pieces, Resolve: ed.resolving(abridge), Brief: influence.Briefly(abridge), Furniture: read.furniture, Mentions: read.mentions})
			}
			if err != nil {
				yield(influence.Citation{}, err)
				return
			}
			for _, c := range cites {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

// Candidates gives the names and addresses on no list that at least so many
// contributors cited or mentioned in the window, with the entries that show it:
// for a curator, never for a page.
func (ed *Edition) Candidates(least int) ([]influence.Candidate, error) {
	from, to := ed.Span()
	cites, err := ed.Citations()
	if err != nil {
		return nil, err
	}
	s := influence.NewSearch(ed.Roster)
	byID := map[string]*policy.Brief{}
	for _, p := range ed.leaning {
		byID[p.ID] = p
		s.Meet(p)
	}
	for p, err := range ed.View.Reading(from, to, 0) {
		if err != nil {
			return nil, err
		}
		if shown := byID[p.ID]; shown != nil { // else it is a copy
			s.Read(p, shown)
		}
	}
	s.Cited(cites)
	return s.Candidates(least), nil
}
