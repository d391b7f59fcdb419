package influence

import (
	"time"

	"weft/internal/config"
	"weft/internal/policy"
	"weft/internal/roster"
)

// A Standing is what the citations of a window say about one person: whose
// ideas they took up, whether enough is known to say more. Reach and bridging
// are compared with thresholds, and exported; no page shows them.
type Standing struct {
	Person         *roster.Contributor
	Organisation   *roster.Organisation // at the window's end; nil: employed by none listed
	Supporter      bool                 // outside the home organisation, and over the thresholds
	Independent    bool                 // employed by none
	SuperConnector bool
	Enough         bool // enough people and organisations to say anything
	Reach          float64
	Bridging       float64
	Uptake         Uptake
	Bridge         Bridge
	Evidence       []*Citation // that count, the oldest first
	Passed         []Chain     // what went through them between sectors
}

// An Uptake is by whom, where and when somebody's ideas were taken up: what the
// thresholds of a supporter are held against.
type Uptake struct {
	People        []*roster.Contributor // by id
	Heard         int                   // how many of them have a standing of their own: see docs/influence.md
	Organisations []string              // ids; a person whom none employs stands for themselves
	Sectors       []string              // of the people, by id
	Entries       int                   // that were taken up
	Weeks         int                   // in which somebody did
	Home          []*Citation           // by people of the home organisation
}

// A Bridge is what went through somebody from one sector to another: what the
// thresholds of a super-connector are held against.
type Bridge struct {
	Ideas   []string    // ids of themes
	Pairs   [][2]string // from which sector into which
	Readers []string    // ids of who took it up from them
	Origins []string    // ids of who they had it from
}

// An Assembly is what standings are worked out from.
type Assembly struct {
	Citations []Citation // of the window, settled
	// Pieces are those of the window: they say when somebody first wrote of a
	// theme.
	Pieces     []*policy.Brief
	Roster     *roster.Roster
	Thresholds config.Thresholds
	Sectors    int // how many the site declares
	At         time.Time
}

// People works out the standing of everybody who is cited, by id.
//
// The method is that of "capped, uptake-weighted citations between identities"
// and of time-ordered chains between sectors; docs/influence.md gives its
// formulas, and what it is meant to withstand.
func (a Assembly) People() []Standing {
	known := a.acquaintance()
	byPerson := make([][]*Citation, len(known.people))
	for _, e := range known.edges {
		byPerson[e.of] = append(byPerson[e.of], e.Citation)
	}
	chains := known.chains()
	var all []Standing
	for n, cites := range byPerson {
		if len(cites) == 0 {
			continue
		}
		s := Standing{Person: cites[0].Of, Evidence: cites}
		if org, ok := a.Roster.EmployedBy(s.Person, a.At); ok {
			s.Organisation = &org
		}
		s.Independent = s.Organisation == nil
		a.reach(&s, int32(n), &known)
		s.Passed = chains[n]
		a.bridging(&s)
		all = append(all, s)
	}
	return all
}

// home reports whether somebody is of the home organisation: they may connect,
// but support nobody from outside.
func (s *Standing) home() bool { return s.Organisation != nil && s.Organisation.Home }
