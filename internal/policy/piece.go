package policy

import (
	"weft/internal/entry"
	"weft/internal/roster"
)

// A Relation says on which side of the home organisation's border a piece was
// written.
type Relation string

// The two relations.
const (
	Internal Relation = "internal"
	External Relation = "external"
)

// A Piece is an entry as one edition may see it: with the people behind it,
// and with what policy decided.
type Piece struct {
	entry.Entry
	// Contributor is who is credited: the listed author, else whose feed it is.
	Contributor *roster.Contributor
	// Via is whose feed brought a guest's piece; nil when it came by the
	// contributor's own.
	Via *roster.Contributor
	// People are the authors, at least one, none of them opted out.
	People []Person
	// Organisation is the contributor's employer on the day of the piece, or nil.
	Organisation *roster.Organisation
	Sectors      []string // the contributor's, by id
	Relation     Relation
	Layer        int    // 0: of the public lists; n: of the n-th overlay
	Excerpt      string // plain text; empty when the feed's owner wants none shown
	Full         bool   // Body may be shown whole
	Licensed     bool   // and handed on, in feeds: a licence is on record
	Tags         []entry.Tag
	Suggested    []entry.Tag           // themes that it may be about, not sure enough to say so
	AlsoAt       []string              // other addresses of the same piece
	AlsoIn       []*roster.Contributor // others whose feeds carry it
	Original     string                // of a piece that stands at several places: the id of the first; else empty
	Decision     Decision
	Feed         *roster.Feed // nil for a contribution
	counts       Counts
	listed       *roster.Roster
}

// A Person is an author of a piece. One person has one Key however many feeds
// they write in, as far as the lists say so; nobody is guessed together.
type Person struct {
	Key         string // a contributor's id, or the feed's key and the folded byline
	Name        string
	Contributor *roster.Contributor // nil when no list knows the name
}

// OrganisationKey tells voices apart: a person whom no organisation employs
// counts as one of their own.
func (p *Piece) OrganisationKey() string {
	if p.Organisation != nil {
		return p.Organisation.ID
	}
	return "person:" + p.Contributor.ID
}

// OrganisationKey tells voices apart as a piece's does.
func (a *Authorship) OrganisationKey() string {
	if a.Organisation != nil {
		return a.Organisation.ID
	}
	return "person:" + a.Contributor.ID
}

// HasTheme reports whether the piece is tagged with a theme.
func (p *Piece) HasTheme(id string) bool {
	for _, t := range p.Tags {
		if t.Theme == id {
			return true
		}
	}
	return false
}
