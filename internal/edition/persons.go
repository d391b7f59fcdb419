package edition

import (
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/site"
)

// Naming gives a curator's newest word on whether somebody may be named as one
// whose ideas carry. False: nobody has said.
func (ed *Edition) Naming(c *roster.Contributor) (policy.Act, bool) {
	return ed.gate.Verdicts.Ledger.Naming(idsOf(c))
}

// Confirmed reports whether a curator let somebody be named, and they want it.
func (ed *Edition) Confirmed(c *roster.Contributor) bool {
	a, said := ed.Naming(c)
	return said && !a.Not && !c.OptOut.All && !c.OptOut.Influence
}

// Credits gives what curators know of somebody's ideas, the oldest first.
func (ed *Edition) Credits(c *roster.Contributor) []policy.Act {
	if c.OptOut.All || c.OptOut.Influence {
		return nil
	}
	return ed.gate.Verdicts.Ledger.Credits(idsOf(c))
}

// unnamed reports whether a curator said last that somebody is not to be named.
func (ed *Edition) unnamed(c *roster.Contributor) bool {
	a, said := ed.Naming(c)
	return said && a.Not
}

// isSupporter reports whether somebody is named as a supporter.
func (ed *Edition) isSupporter(id string) (bool, error) {
	if ed.backers == nil {
		standings, err := ed.Standings()
		if err != nil {
			return false, err
		}
		ed.backers = map[string]bool{}
		for _, s := range standings {
			if s.Supporter && ed.Confirmed(s.Person) {
				ed.backers[s.Person.ID] = true
			}
		}
	}
	return ed.backers[id], nil
}

// shownCredits are those credits of somebody that pages may show: what names who
// declined, or is of an entry that may not be shown, goes as a whole.
func (ed *Edition) shownCredits(c *roster.Contributor) ([]policy.Act, error) {
	var out []policy.Act
	for _, a := range ed.Credits(c) {
		if ed.Roster.Claims(a.Note) || ed.Roster.Names(a.By) {
			continue
		}
		if a.URL != "" {
			if refused, err := ed.View.Refused(a.URL); err != nil {
				return nil, err
			} else if refused {
				continue
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// persons puts in what pages say of people.
func (ed *Edition) persons(in *site.Input) error {
	var err error
	if in.Standings, err = ed.Standings(); err != nil {
		return err
	}
	in.Confirmed, in.Credits = map[string]bool{}, map[string][]policy.Act{}
	for _, c := range ed.Roster.Contributors {
		if ed.Confirmed(c) {
			in.Confirmed[c.ID] = true
		}
		credits, err := ed.shownCredits(c)
		if err != nil {
			return err
		}
		if len(credits) > 0 {
			in.Credits[c.ID] = credits
		}
	}
	return nil
}

// idsOf are all ids by which the ledger may know somebody.
func idsOf(c *roster.Contributor) []string { return append([]string{c.ID}, c.Was...) }
