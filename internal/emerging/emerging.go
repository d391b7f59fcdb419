// Package emerging finds phrases that distinct people in several sectors have
// begun to use: subjects that no theme names yet, while they are young.
//
// It counts people, never mentions. For every phrase of one to four words that
// is in the weeks asked about it weighs how many people use it against how many
// did in the half year before and how many write at all, and keeps only what
// would seldom be there by chance among all the phrases looked at.
//
// It promises that the same voices give the same report whatever order they come
// in, that one person, one piece and one organisation's standing words count
// once, that every phrase reported comes with sentences that stand letter for
// letter in the entries, and that it says why when it says nothing.
package emerging

import (
	"iter"
	"time"

	"weft/internal/config"
	"weft/internal/entry"
)

// A Voice is one entry with the person who wrote it.
type Voice struct {
	Entry        string   // its id
	Person       string   // who wrote it: of several authors the first, since a piece is one voice
	Feed         string   // its key
	Organisation string   // empty: the person is one of their own
	Sectors      []string // ids
	Title, Plain string
	Language     string      // BCP 47; empty: Options.Language
	At           time.Time   // when it was published: who was first in a week
	Same         string      // what all places of the same piece share; empty: it has one place
	Tags         []entry.Tag // of known themes, those said aloud
	// Linked gives what the pieces of others say that it links to, a text each;
	// nil: it links to none. It is asked once.
	Linked func() ([]string, error)
}

// A Source gives the voices of an ISO week: 0 is the newest week asked about,
// 1 the one before it. A week may be asked for three times, and voices need not
// come in any order. An error ends the search.
type Source func(ago int) iter.Seq2[Voice, error]

// Options say what to look for.
type Options struct {
	Weeks    int             // asked about: 1; of a longer period its weeks, see Span. 0 means 1
	Language string          // of voices that name none
	Least    config.Emerging // thresholds of site.toml
	Ignore   []string        // phrases never to be raised, nor what holds one of them
	Names    []string        // of contributors and organisations: they are no subject
	Known    []Known         // themes: not suggested, tested apart
}

// Known is a theme that the site has.
type Known struct {
	ID, Label string
	Phrases   []string // its label and terms
}

// The levels: at most one in ten of what is called emerging would be there by
// chance, at most one in five of the rest.
const (
	Emerging    = "emerging"
	EarlySignal = "early signal"
)

// A Report is what was found in the weeks asked about.
type Report struct {
	Silent   string    // why nothing can be said; "" when phrases were tested
	Found    []Finding // new phrases, best first
	Rising   []Finding // themes the site has, of which the same is true
	Seasonal []Finding // phrases that as many used in the same weeks a year ago
	Active   int       // people who wrote in the weeks asked about
	History  int       // weeks before them in which anybody wrote, of the last 30
	Tested   int       // phrases
	Ignored  []string  // of what would have been found, what Options.Ignore keeps out, best first
}

// A Finding is a phrase that more people use than would be expected.
type Finding struct {
	Phrase        string   // as most of its authors write it
	Theme         string   // id, of a known theme
	Near          []string // ids of themes of which a phrase is part of this one
	Also          []string // phrases of the same entries that rose with it
	Level         string
	Weeks         int      // that the claim is about: those asked about, or the last four
	People        []string // keys, sorted; so are the next three
	Organisations []string
	Feeds         []string
	Sectors       []string
	Expected      float64 // people, from the half year before
	P, Q          float64
	LastYear      int   // people in the same weeks of the last year, and one before and after; -1: not known
	Counts        []int // people by week, the last 30, oldest first
	Evidence      []Evidence
	thing         uint32
}

// Evidence is one entry that uses the phrase.
type Evidence struct {
	Entry, Person string
	Ago           int    // weeks before the newest one asked about
	Quote, Where  string // a sentence, verbatim; "title", "first lines" or "body"
}

// Entries lists the entries that use the phrase, newest week first.
func (f *Finding) Entries() []string {
	var ids []string
	for _, e := range f.Evidence {
		ids = append(ids, e.Entry)
	}
	return ids
}

const (
	longest   = 4    // words of a phrase
	half      = 26   // weeks of history
	recently  = 4    // weeks in which slow growth is looked for
	shown     = 30   // weeks of Counts
	dominant  = 0.75 // share of the people above which a sector or an organisation is the only one that speaks
	rise      = 2    // times the expected number that it takes
	surely    = 0.10 // false discoveries among what is emerging
	perhaps   = 0.20 // and among early signals
	mostWords = 20000
)
