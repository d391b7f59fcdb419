package discover

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"weft/internal/entry"
	"weft/internal/feed"
)

// A Found is a candidate that was fetched and read, and is a feed.
type Found struct {
	Candidate
	Feed    *feed.Feed
	Newest  time.Time // of its entries' dates; zero: none has one
	Full    bool      // it carries whole pieces, not summaries
	Purpose Purpose
}

// A Purpose says what a feed is for.
type Purpose int

// What feeds are for, the best first.
const (
	Whole    Purpose = iota // what the page is about: all of its posts
	Part                    // one category, tag or author of a site
	Comments                // what readers wrote below posts
)

// Read says what a feed is that was found at a candidate's address, for
// somebody who named the address page. now bounds the dates that are believed.
func Read(c Candidate, f *feed.Feed, page string, now time.Time) Found {
	out := Found{Candidate: c, Feed: f, Full: isFull(f.Entries), Purpose: purposeOf(c, f, page)}
	for _, e := range f.Entries {
		date := e.Published
		if date.IsZero() {
			date = e.Updated
		}
		if date.After(out.Newest) && !date.After(now) {
			out.Newest = date
		}
	}
	return out
}

// longPiece is how many words a post has that is more than its summary.
const longPiece = 120

// isFull reports whether most entries carry more than a summary: they have a
// body beside it, or are long.
func isFull(entries []entry.Entry) bool {
	full := 0
	for _, e := range entries {
		cut := strings.TrimRightFunc(e.Plain, func(r rune) bool { return unicode.IsSpace(r) || r == ']' || r == ')' })
		ends := strings.HasSuffix(cut, "…") || strings.HasSuffix(cut, "...")
		if len(strings.Fields(e.Plain)) >= longPiece || e.Body != "" && e.Summary != e.Body && !ends {
			full++
		}
	}
	return full*2 > len(entries)
}

var (
	ofComments = regexp.MustCompile(`(?i)\b(comments?|replies|kommentare?|commentaires?|comentarios|commenti|reacties)\b`)
	partFolder = regexp.MustCompile(`(?i)^(categor(y|ies)|tags?|labels?|topics?|authors?|search|series|-?/?label)$`)
)

func purposeOf(c Candidate, f *feed.Feed, page string) Purpose {
	u, err := url.Parse(c.URL)
	if err != nil {
		return Part
	}
	folders := strings.Split(u.Path, "/")
	switch {
	case slices.ContainsFunc(folders, func(s string) bool { return strings.EqualFold(s, "comments") || strings.EqualFold(s, "comments.xml") }),
		strings.HasPrefix(u.Query().Get("feed"), "comments"), ofComments.MatchString(c.Title), ofComments.MatchString(f.Title):
		return Comments
	case !slices.ContainsFunc(folders, partFolder.MatchString):
		return Whole
	}
	if asked, err := url.Parse(page); err == nil && strings.Trim(asked.Path, "/") != "" && strings.HasPrefix(u.Path, strings.TrimSuffix(asked.Path, "/")+"/") {
		return Whole // of what was asked for: the page is that category's own
	}
	return Part
}

// Rank puts the feed first that is most likely meant: all posts before a part
// of them, and readers' comments last; one with entries before an empty one;
// what the page names before what was only found; whole pieces before
// summaries; more entries before fewer, newer before older. What is equal in
// all stays as it was.
func Rank(found []Found) {
	slices.SortStableFunc(found, func(a, b Found) int {
		return cmp.Or(
			cmp.Compare(a.Purpose, b.Purpose),
			first(len(a.Feed.Entries) > 0, len(b.Feed.Entries) > 0),
			cmp.Compare(a.From, b.From),
			first(a.Full, b.Full),
			cmp.Compare(len(b.Feed.Entries), len(a.Feed.Entries)),
			b.Newest.Compare(a.Newest),
		)
	})
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// Distinct leaves of feeds that carry the same entries, such as a blog's RSS
// and its Atom, the first; forms says which addresses were left out for it. It
// is meant for what Rank has put in order.
func Distinct(found []Found) (kept []Found, forms map[string][]string) {
	forms = map[string][]string{}
	for _, f := range found {
		twin := slices.IndexFunc(kept, func(k Found) bool { return k.Purpose == f.Purpose && sameEntries(k.Feed, f.Feed) })
		if twin < 0 {
			kept = append(kept, f)
			continue
		}
		forms[kept[twin].URL] = append(forms[kept[twin].URL], f.URL)
	}
	return kept, forms
}

// sameEntries reports whether two feeds have most of their entries in common:
// as many as three in five of what either has.
func sameEntries(a, b *feed.Feed) bool {
	in, all := keysOf(a), keysOf(b)
	both := 0
	for key := range in {
		if all[key] {
			both++
		}
		all[key] = true
	}
	return both > 0 && both*5 >= len(all)*3
}

func keysOf(f *feed.Feed) map[string]bool {
	keys := map[string]bool{}
	for _, e := range f.Entries {
		key := entry.AddressKey(e.URL)
		if key == "" {
			key = e.NativeID
		}
		keys[key] = true
	}
	return keys
}
