// Package syndicate writes feeds and lists of feeds: Atom, RSS, JSON Feed, OPML.
//
//	Atom   RFC 4287
//	RSS    RSS 2.0, with the Atom, Dublin Core and Content modules
//	JSON   JSON Feed 1.1
//	OPML   OPML 2.0
//
// It promises that the same values give the same bytes (UTF-8, line feeds, two
// spaces of indent, a last newline); that each result is well-formed whatever
// the strings hold; and that a feed reader gets back the titles, identifiers,
// addresses, times, authors and categories that went in. It is pure: times are
// given, never asked for.
//
// # What it does with strangers' strings
//
// Characters that XML 1.0 §2.2 forbids and broken UTF-8 are dropped, from JSON
// as well, so that the three formats say the same. Text is escaped, never
// wrapped in CDATA. Addresses of others that are not absolute http or https
// ones are left out; characters that no address may hold are percent-encoded.
// ContentHTML is taken as it is: to make it safe and its addresses absolute is
// the caller's part. A Summary is plain text, and is escaped once more where a
// format takes it for HTML.
//
// What makes a feed useless or unstable is an error, never mended silently: no
// identifier, no title, no time, the same identifier twice.
package syndicate

import "time"

// Feed is what the three feed formats say. ID, Title, Updated, HomeURL and the
// address of the format being written are required; addresses are absolute.
type Feed struct {
	ID       string // a URI that never changes, such as urn:uuid:…
	Title    string
	Subtitle string
	Language string // BCP 47, such as en-GB

	HomeURL string // the page of which this is the feed
	AtomURL string // where Atom's result will be found
	RSSURL  string // the same for RSS
	JSONURL string // the same for JSON
	Icon    string // a square picture

	Updated   time.Time // the last change that matters to a reader
	Generator string    // the program's name
	Authors   []Person  // of entries that name none
	Entries   []Entry   // in the order in which they are to stand
}

// Entry is one post or item. ID is required, and one of Published and Updated;
// times are written to the second, in UTC.
type Entry struct {
	ID          string // a URI that never changes
	URL         string // its page; ExternalURL when empty
	ExternalURL string // the page elsewhere that it is about
	Via         string // where it was found (Atom alone has a place for this)
	Title       string // plain text; may be empty
	Published   time.Time
	Updated     time.Time // Published when zero
	Authors     []Person
	Categories  []Category
	Summary     string // plain text
	ContentHTML string // safe, with absolute addresses
	Language    string // BCP 47; the feed's when empty
	Source      *Source
}

// Person is an author. A Person without a name is known by the address.
type Person struct{ Name, URL string }

// Category is a theme of an entry: Term is for machines, Label for people.
type Category struct{ Term, Label string }

// Source is the feed from which an entry was taken.
type Source struct {
	ID      string // its own identifier, when it has one
	Title   string
	HomeURL string
	FeedURL string
}
