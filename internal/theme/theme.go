// Package theme finds the themes a community follows in its entries, with the
// words that prove it, and says which crossed from one sector to another.
//
// It promises that every tag quotes the entry verbatim, that a curator's tag
// always wins, and that the same entries and themes give the same tags.
package theme

import "strings"

// A Theme is one file of content/themes.
type Theme struct {
	ID      string // the file's name
	Label   string
	Terms   []string
	Not     []string // phrases in which a term does not count
	Related []string // ids
	Note    string   // Markdown: why the community follows it
	Layer   int      // 0: public; n: of the n-th overlay
	File    string
	// Added is what overlays added to a theme below them; it is among the rest.
	Added Addition
}

// An Addition is what overlays say of a theme that is not theirs.
type Addition struct {
	Terms, Not, Related []string
	Note                string // the end of the whole note
}

// OwnNote is the note without what overlays added.
func (t *Theme) OwnNote() string {
	return strings.TrimSpace(strings.TrimSuffix(t.Note, t.Added.Note))
}

// A Crossing says that a theme was in entries of several sectors in a period,
// by independent people of different organisations; and by whom, in which.
type Crossing struct {
	Theme         string
	Sectors       []string // ids, in the site's order
	People        []Voice  // those who carried it, by name
	Organisations []string // keys, sorted: an id, or "person:" and that of somebody whom none employs
	Entries       []string // ids, by date; of people without a sector too
}

// A Voice is one of the people behind a claim. One person has one key.
type Voice struct{ Key, Name string }
