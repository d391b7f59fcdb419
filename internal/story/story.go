// Package story finds which entries say the same: the same piece published in
// several places, passages that one takes over from another, and entries that
// tell one story.
//
// It promises that a quote's passage stands letter for letter in both entries,
// that the result depends on the entries alone and not on the order in which
// they were met, that nobody is drawn into a group by a third who is like both,
// and that what it holds in memory is bounded by the entries of some weeks.
package story

import (
	"cmp"
	"time"
)

// A Piece is an entry as this package compares it: plain values, so that
// whoever has an entry, stored or just read, can ask.
type Piece struct {
	ID        string
	Date      time.Time // when it counts as published: entry.Entry.Date
	Feed      string    // key of its feed
	Person    string    // who wrote it, as the caller tells people apart; may be empty
	Title     string    // plain text
	Plain     string    // plain text of the body
	Language  string    // BCP 47, may be empty
	URL       string
	Canonical string   // rel=canonical, may be empty
	NativeID  string   // the feed's own id, may be empty
	Links     []string // what it links to
	Quoted    []string // the texts of its block quotes
}

// A Pair is two entries with words in common. A is the earlier one (of two at
// the same instant the one with the smaller id).
type Pair struct {
	A, B string
	At   time.Time // B's date
	Kind Kind
	// Passage is, of a quote, the longest run of words that both have, verbatim
	// from B's Plain, at most MaxPassage runes.
	Passage string
	// Source is the passage as it stands in A, where that is spelled differently.
	Source string
}

// A Kind is what two entries with the same words are to each other.
type Kind string

// The kinds of a pair.
const (
	Same   Kind = "same"   // one piece in two places
	Quotes Kind = "quotes" // B has a passage of A
)

// Reach is how far apart in time two entries may be and be compared.
const Reach = 60 * 24 * time.Hour

// ByDate is the order of everything here: by date, then by id.
func ByDate(a, b Piece) int { return before(&a, &b) }

func before(a, b *Piece) int {
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.ID, b.ID))
}
