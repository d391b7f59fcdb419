// Package travel follows a theme from sector to sector: who wrote of it first
// in each, who pointed to whom along the way, and who took it up without a link.
//
// It promises that everything it says can be looked up: each claim holds the
// entries, and each leg the citation, that show it. To have written first is
// told as a date and never as influence; of two entries of one day it does not
// say which was first, of one without a date not that it came later; a person
// who writes in two sectors carries nothing from one to the other; the same
// piece at two places is one; and about people who want no such claims made
// there are none. The order of what goes in does not matter.
package travel

import (
	"time"

	"weft/internal/influence"
	"weft/internal/policy"
)

// A Record is all that is known of one theme.
type Record struct {
	Theme     string
	Pieces    []*policy.Brief // every piece on it, in any order
	Citations []Citation      // any; those between two of the pieces are used
	Sectors   []string        // ids, in the site's order
	Zone      *time.Location  // whose days are days; nil: UTC
}

// A Citation is one piece pointing to another.
type Citation struct {
	From, To         *policy.Brief
	Kind             influence.Kind
	Address, Passage string // as linked; verbatim from From
	Counted          bool
}

// A Journey is how a theme went through a community.
type Journey struct {
	Theme    string
	Pieces   []*policy.Brief // each once, the oldest first
	Stops    []Stop          // the first mention of each sector, the oldest first
	Legs     []Leg           // who pointed to whom, the oldest first
	Unlinked []*policy.Brief // see Of
}

// A Stop is the first entry on a theme in a sector; in several, where its
// author is of several.
type Stop struct {
	Piece   *policy.Brief
	Sectors []string // that it is the first of, in the site's order
	How     Arrival
	Legs    []Leg         // Pointed: to what
	Before  *policy.Brief // Carried: what the same person had written of it elsewhere
}

// An Arrival says how a theme came to a sector, as far as can be seen.
type Arrival string

// The arrivals.
const (
	Began    Arrival = "began"    // nothing earlier is known; several, when they are of one day
	Pointed  Arrival = "pointed"  // the entry cites an earlier one on the theme
	Carried  Arrival = "carried"  // by somebody who had written of it in another sector
	Unlinked Arrival = "unlinked" // later, and citing nothing earlier on the theme
	Undated  Arrival = "undated"  // the entry has no date but that of being seen
	Silent   Arrival = "silent"   // nothing is said: its author wants no such claims
)

// A Leg is a citation between two entries on a theme, or the several of one
// kind between the same two, of which it has the first.
type Leg struct {
	From, To *policy.Brief // who points, and to what
	Kind     influence.Kind
	Passage  string // verbatim from From
	Crosses  bool   // from one sector into another
}

// Began lists the sectors in which nothing earlier is known, in their order.
func (j Journey) Began() []string {
	var all []string
	for _, s := range j.Stops {
		if s.How == Began {
			all = append(all, s.Sectors...)
		}
	}
	return all
}

// First gives the stop at which a theme came to a sector; false: it never did.
func (j Journey) First(sector string) (Stop, bool) {
	for _, s := range j.Stops {
		for _, id := range s.Sectors {
			if id == sector {
				return s, true
			}
		}
	}
	return Stop{}, false
}
