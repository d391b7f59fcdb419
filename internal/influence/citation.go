// Package influence finds whose ideas were taken up: citations between
// entries and people, and what they say about supporters and super-connectors.
//
// It promises that every claim comes with the entries and passages that show
// it, that what does not count is kept and says why, and that nobody's own or
// their organisation's praise counts.
package influence

import (
	"time"

	"weft/internal/policy"
	"weft/internal/roster"
)

// A Citation is one entry pointing to an earlier entry, or to a person.
type Citation struct {
	From *policy.Brief // who cites
	To   *policy.Brief // what is cited; nil when a person's own page is
	// Of is the contributor cited; of a byline, whose feed it is.
	Of *roster.Contributor
	// Author is of a byline who wrote; nil: the piece's contributor.
	Author  *roster.Contributor
	Address string // as linked
	Kind    Kind
	At      time.Time // the citing entry's date
	Passage string    // verbatim from the citing entry
	Counted bool
	WhyNot  string // why it does not count, in plain words; empty when it does
	// place tells what the feed points to from what else it does: the same in
	// all its entries that point there. 0: of no use.
	place uint64
}

// A Kind is how a citation is made.
type Kind string

// The kinds of citations.
const (
	Link  Kind = "link"  // a link in the text
	Quote Kind = "quote" // a passage of the other's, word for word
	// Of these none counts: to name somebody is not to take up an idea of
	// theirs, and to write in somebody's feed is another thing.
	MentionKind Kind = "mention" // a name, an alias or a profile's address
	BylineKind  Kind = "byline"  // somebody writes in another's feed
)

// By is who cites.
func (c *Citation) By() *roster.Contributor {
	if c.Author != nil {
		return c.Author
	}
	return c.From.Contributor
}

// Crosses reports whether the citation goes from one sector into another:
// both ends have sectors, and they share none.
func (c *Citation) Crosses() bool {
	if len(c.From.Sectors) == 0 || len(c.Of.Sectors) == 0 {
		return false
	}
	for _, a := range c.From.Sectors {
		for _, b := range c.Of.Sectors {
			if a == b {
				return false
			}
		}
	}
	return true
}
