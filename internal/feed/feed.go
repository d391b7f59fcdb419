// Package feed reads bytes that claim to be an RSS, Atom or JSON Feed document
// and gives entries.
//
// It promises that whatever the bytes are, Parse ends, in time and memory
// bounded by their number, with an error or with a Feed whose texts are valid
// UTF-8, whose HTML is safe (htmlsafe), whose titles, names and tags are plain
// text, and whose addresses are absolute. It fetches nothing, keeps nothing
// and knows neither lists nor policies.
//
// A document goes through three hands:
//
//	decode      bytes to UTF-8 text (decode.go)
//	transcribe  the text, however broken, to a plain dialect of its own format:
//	            well formed, prefixes settled, titles and names resolved,
//	            addresses absolute, what may be HTML set aside (scan, tree,
//	            nesting, construct, transcribe, json)
//	translate   gofeed's raw model of that dialect to entries, and the HTML that
//	            is used to safe HTML, text and links (rss, atom, json)
//
// So gofeed, which this package alone imports, never meets what it would drop
// or take for something else.
package feed

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"weft/internal/entry"
)

const (
	// maxEntries bounds what is taken from one document, newest first as far
	// as the document's order says.
	maxEntries = 5000
	// maxBytes bounds what is read of one document; fetching has its own,
	// equal limit.
	maxBytes = 10 << 20
)

// A Source says where a document came from. All fields may be empty.
type Source struct {
	Address         string // of the feed, absolute
	ContentType     string // the header as received
	ContentLocation string // the header as received
	Identity        string // "", "guid", "link" or "title": what names an entry
}

// A Feed is one document as read.
type Feed struct {
	Title        string // plain text
	Description  string // safe HTML
	Rights       string // safe HTML
	Link         string // the page the feed belongs to, absolute or empty
	Self         string // the feed's own address as it states it, absolute or empty
	ID           string // as given
	Language     string // as given, usually BCP 47
	Image        string // absolute or empty
	Updated      time.Time
	Published    time.Time
	Authors      []entry.Byline
	Contributors []entry.Byline
	Tags         []string
	Format       string // "rss", "atom" or "json"
	Entries      []entry.Entry
	Notices      []string // what was mended or left out, for people
	// Partial says that the document goes on where reading ended: it was cut
	// off, or is too long. What is not in it may still be in the feed.
	Partial bool
	// Deleted are the ids of entries that the feed says were taken back (RFC
	// 6721), as given.
	Deleted []string
	// BadIDs says that the ids name nothing: different pieces have the same.
	BadIDs bool
}

// ErrNotAFeed is wrapped by Parse's errors for bytes that are something else.
var ErrNotAFeed = errors.New("not an RSS, Atom or JSON Feed document")

var errCutOff = errors.New("read feed: the document is cut off before its first entry ends")

// Parse reads a document. The entries come in the document's order; their
// fields Feed, ID and FirstSeen stay empty. Bytes beyond 10 MiB and entries
// beyond 5,000 are left out, with a notice.
func Parse(data []byte, src Source) (*Feed, error) {
	n := &notices{}
	if len(data) > maxBytes {
		data, n.partial = data[:maxBytes], true
		n.add("only the first %d MiB were read", maxBytes>>20)
	}
	text := decode(data, src.ContentType, n)
	f, err := parse(text, src, n)
	if err != nil {
		return nil, err
	}
	settle(f, src, n)
	f.Notices, f.Partial = n.list, n.partial
	return f, nil
}

func parse(text string, src Source, n *notices) (*Feed, error) {
	start := strings.TrimSpace(text)
	switch {
	case start == "":
		return nil, fmt.Errorf("%w: it is empty", ErrNotAFeed)
	case start[0] == '{' || start[0] == '/' && strings.HasPrefix(strings.TrimSpace(withoutRemarks(start)), "{"):
		return parseJSON(start, src, n)
	case start[0] == '[' && strings.HasSuffix(start, "]"):
		return nil, errOtherJSON
	case looksLikePage(start):
		return nil, notAFeed(start, "html")
	}
	doc, first := buildTree(text, documentBase(src), n)
	if doc == nil || strings.EqualFold(first, "html") {
		return nil, notAFeed(start, first)
	}
	f, err := parseXML(doc, n)
	n.partial = n.partial || doc.unended
	if err == nil && len(f.Entries) == 0 && doc.unended {
		return nil, errCutOff
	}
	return f, err
}

// looksLikePage reports whether a text begins as HTML does.
func looksLikePage(s string) bool {
	head := strings.ToLower(s[:min(len(s), 200)])
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}

// notAFeed says what a text is instead, by its first element.
func notAFeed(start, first string) error {
	switch strings.ToLower(first) {
	case "":
		return fmt.Errorf("%w: it begins with %q", ErrNotAFeed, firstWords(start))
	case "html":
		return fmt.Errorf("%w: it is an HTML page; `weft add` finds the feed of one", ErrNotAFeed)
	case "opml":
		return fmt.Errorf("%w: it is an OPML list of feeds", ErrNotAFeed)
	case "urlset", "sitemapindex":
		return fmt.Errorf("%w: it is a sitemap", ErrNotAFeed)
	}
	return fmt.Errorf("%w: its first element is <%s>", ErrNotAFeed, firstWords(first))
}

func firstWords(s string) string {
	const max = 40
	if len(s) > max {
		s = strings.ToValidUTF8(s[:max], "")
	}
	return s
}

// settle does what is the same for every format: language and identity.
func settle(f *Feed, src Source, n *notices) {
	for i := range f.Entries {
		e := &f.Entries[i]
		if e.Language == "" {
			e.Language = f.Language
		}
		e.NativeID = boundedID(e.NativeID)
		bound(e, n)
	}
	f.BadIDs = settleIdentity(f.Entries, src.Identity, n)
	f.Deleted = stillDeleted(f.Deleted, f.Entries)
}

// notices collects what people should know, each line once.
type notices struct {
	list    []string
	partial bool // the document was not read to its end
}

func (n *notices) add(format string, args ...any) {
	line := fmt.Sprintf(format, args...)
	for _, have := range n.list {
		if have == line {
			return
		}
	}
	n.list = append(n.list, line)
}
