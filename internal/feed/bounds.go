package feed

import (
	"net/url"
	"strings"
	"unicode"

	"weft/internal/entry"
)

// What a stranger's texts may measure, in characters (addresses: bytes). The
// bounds are far beyond what people write; what is longer was not written to be
// read, and would make a page or a feed useless for everybody else in it.
const (
	maxTitle   = 1000
	maxName    = 200
	maxTag     = 200
	maxAddress = 8 << 10 // more than servers accept
	maxMarks   = 8       // combining marks on one letter; living scripts have four
)

// bound settles the texts of an entry within what a reader can bear.
func bound(e *entry.Entry, n *notices) {
	if title := boundText(e.Title, maxTitle); title != e.Title {
		n.add("a title is too long, or has too many marks on a letter, or is nothing to be seen; it was cut: %q", firstWords(e.Title))
		e.Title = title
	}
	e.URL = boundAddress(e.URL)
	e.Image = boundAddress(e.Image)
	for _, people := range [][]entry.Byline{e.Bylines, e.Contributors} {
		for i := range people {
			p := &people[i]
			p.Name, p.Email, p.URL = boundText(p.Name, maxName), boundText(p.Email, maxName), boundAddress(p.URL)
		}
	}
	for i, tag := range e.Tags {
		e.Tags[i] = boundText(tag, maxTag)
	}
	if s := e.Source; s != nil {
		s.Title, s.Link, s.ID = boundText(s.Title, maxTitle), boundAddress(s.Link), boundedID(s.ID)
	}
}

// boundText cuts a line of text to so many characters, and marks heaped upon a
// letter to so many. Where a reader would see nothing at all, there is nothing.
func boundText(s string, most int) string {
	var b strings.Builder
	marks, length, seen := 0, 0, false
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks, seen = 0, seen || visible(r)
		}
		if length++; length > most {
			b.WriteRune('…')
			break
		}
		b.WriteRune(r)
	}
	if !seen {
		return ""
	}
	return b.String()
}

// visible reports whether a character by itself is something to see. The three
// named are letters and a symbol that are blank.
func visible(r rune) bool {
	switch r {
	case '\u3164', '\uffa0', '\u2800':
		return false
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Mc, unicode.Co)
}

// boundAddress leaves out what a reader could not follow: an entry's page is on
// the web.
func boundAddress(address string) string {
	u, err := url.Parse(address)
	if len(address) > maxAddress || err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	if strings.ContainsFunc(address, unseen) {
		return u.String() // which writes them as %E2%80%AE and the like
	}
	return address
}

// unseen reports whether a character of an address would not be seen in it, or
// would turn it round.
func unseen(r rune) bool { return unicode.Is(unicode.C, r) }
