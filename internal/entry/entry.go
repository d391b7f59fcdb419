// Package entry is the word that every stage of weft speaks: an entry, as one
// feed gave it, with its links, bylines and dates.
//
// An Entry is plain data. It promises that its text is UTF-8, that Title is
// what a reader sees (no markup), that Summary and Body are HTML made safe by
// htmlsafe, and that the addresses in it are absolute. It knows no parser and
// no store, and nobody's policy: who the contributor is, and what an edition
// may show of it, is decided above.
package entry

import "time"

// An Entry is one post of one feed.
type Entry struct {
	// ID names the entry for good; see NewID. Empty until the archive has
	// seen the entry.
	ID string
	// Feed is the key of the feed that owns the entry: its address or path as
	// listed.
	Feed string
	// NativeID is the id the feed gave, letter for letter; empty if it gave none.
	NativeID string
	// URL is the entry's page: absolute, or, for a contribution of this site,
	// a path as route.Contribution makes it.
	URL string
	// Canonical is the address that the entry itself names as its first home
	// (rel=canonical, RFC 6596), or empty.
	Canonical string

	Title    string // plain text, may be empty
	Summary  string // safe HTML: what the feed offers as a summary, may be empty
	Body     string // safe HTML: the full content, may be empty
	Plain    string // what a reader sees of Text, blocks on lines of their own
	Opening  string // plain text: the first sentences, for pages that show no more
	Language string // BCP 47, may be empty
	Licence  string // SPDX id or address as given, may be empty
	Image    string // absolute address, may be empty

	Published time.Time // zero: the feed gave no date
	Updated   time.Time // zero: never, as far as the feed says
	// FirstSeen is when weft first met the entry. On a feed's first fetch it
	// is the published date, clamped to the fetch.
	FirstSeen time.Time
	// Withdrawn is since when the feed does not hold the entry any more, while
	// older ones stay: its author took it back. Zero: it stands. It is no part
	// of the content.
	Withdrawn time.Time `json:"-"`
	// Hash names the version of the content; the archive sets it.
	Hash string

	Bylines      []Byline // the people the entry names as its authors, in its order
	Contributors []Byline // Atom's contributors
	Tags         []string // the feed's own tags, plain text, in its order, no doubles
	Links        []Link   // what Body (else Summary) links to, in order, no doubles
	Enclosures   []Enclosure
	Source       *Source // where a re-published entry comes from, or nil
}

// A Byline is a person as an entry names them.
type Byline struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	URL   string `json:"url,omitempty"`
}

// A Link is one address that an entry's text points at.
type Link struct {
	URL string `json:"url"` // absolute, http or https
	// Text is the words linked, white space squeezed, at most 200 runes.
	Text string `json:"text,omitempty"`
	// Passage is the sentence or so around the link, verbatim from the
	// entry's text, at most 300 runes: evidence for a citation.
	Passage string `json:"passage,omitempty"`
}

// An Enclosure is a file attached to an entry.
type Enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length string `json:"length,omitempty"` // in bytes, as given
}

// A Source names the feed an entry was first published in (RFC 4287 §4.2.11,
// RSS 2.0 source).
type Source struct {
	Title string `json:"title,omitempty"`
	Link  string `json:"link,omitempty"`
	ID    string `json:"id,omitempty"`
}

// Ahead is how much later than the first sight a publication date may be and be
// true: no zone is further from UTC, and a feed that names none, or the wrong
// one, does not date ahead.
const Ahead = 14 * time.Hour

// Date is the moment the entry belongs to: when it was published, else when
// weft first saw it. A publication date that is further ahead of the first sight
// is not believed, so that none pins an entry to the top.
func (e *Entry) Date() time.Time {
	if e.Published.IsZero() || !e.FirstSeen.IsZero() && e.Published.After(e.FirstSeen.Add(Ahead)) {
		return e.FirstSeen
	}
	return e.Published
}

// Text is the HTML to read the entry by: its body if it has one, else its
// summary.
func (e *Entry) Text() string {
	if e.Body != "" {
		return e.Body
	}
	return e.Summary
}
