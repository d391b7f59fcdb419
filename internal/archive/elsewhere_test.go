package archive

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"weft/internal/entry"
)

// The same piece from two feeds is one entry, its author's, whichever came
// first; and nobody gains a piece, or loses one, by what another writes.
func TestOnePieceOfTwoFeeds(t *testing.T) {
	const home = "https://a.example/piece"
	hers := piece("tag:a.example,2026:1", home, "A knock at the door", monday.Add(-hour))
	copied := func(change func(*entry.Entry)) entry.Entry {
		e := piece("x1", "https://elsewhere.example/x1", hers.Title, monday.Add(-hour))
		change(&e)
		return e
	}
	for name, c := range map[string]struct {
		from string // p: a planet that owns no host; m: somebody with a host of their own
		copy entry.Entry
		want string // who has what, whoever came first
	}{
		"at her address":                    {"p", copied(func(e *entry.Entry) { e.URL = "http://www.a.example/piece/?utm_source=p" }), "a A knock at the door"},
		"at an address that names hers":     {"p", copied(func(e *entry.Entry) { e.Canonical = home }), "a A knock at the door"},
		"at his own, which names hers":      {"m", copied(func(e *entry.Entry) { e.URL, e.Canonical = "https://m.example/x", home }), "a A knock at the door"},
		"under her id":                      {"p", copied(func(e *entry.Entry) { e.NativeID = hers.NativeID }), "a A knock at the door"},
		"under her id, at his own":          {"m", copied(func(e *entry.Entry) { e.NativeID, e.URL = hers.NativeID, "https://m.example/x" }), "a A knock at the door; m A knock at the door"},
		"under her id, another title":       {"p", copied(func(e *entry.Entry) { e.NativeID, e.Title = hers.NativeID, "Mine" }), "a A knock at the door; p Mine"},
		"names hers, another title":         {"m", copied(func(e *entry.Entry) { e.URL, e.Canonical, e.Title = "https://m.example/x", home, "Mine" }), "a A knock at the door; m Mine"},
		"under an id that is nothing":       {"p", copied(func(e *entry.Entry) { e.NativeID = "1" }), "a A knock at the door; p A knock at the door"},
		"with her words, somewhere":         {"p", copied(func(e *entry.Entry) { e.Plain, e.Body = hers.Plain, hers.Body }), "a A knock at the door; p A knock at the door"},
		"names her front page as its first": {"p", copied(func(e *entry.Entry) { e.Canonical = "https://a.example/" }), "a A knock at the door; p A knock at the door"},
	} {
		for _, first := range []string{"a", c.from} {
			t.Run(fmt.Sprintf("%s, %s first", name, first), func(t *testing.T) {
				db := fresh(t)
				for i, letter := range map[string][]string{"a": {"a", c.from, "a", c.from}, c.from: {c.from, "a", c.from, "a"}}[first] {
					e := c.copy
					if letter == "a" {
						e = hers
					}
					fetched(t, db, letter, monday.AddDate(0, 0, i), e)
				}
				found, err := collect(db.Entries(Query{}))
				if err != nil {
					t.Fatal(err)
				}
				got := map[string]bool{}
				for _, e := range found {
					got[e.Feed[8:9]+" "+e.Title] = true
				}
				n := 0
				for _, one := range strings.Split(c.want, "; ") {
					if n++; !got[one] {
						t.Errorf("%s is not there: %v", one, got)
					}
				}
				if len(found) != n {
					t.Errorf("%d entries: %v", len(found), got)
				}
				wantOnly(t, db, home, hers.Title)
				if n == 1 {
					wantFeeds(t, db, map[string]string{"p": "a p", "m": "a m"}[c.from])
				}
			})
		}
	}
}

func TestTwoFeedsOfOnePersonShareTheirPiecesByID(t *testing.T) {
	db := fresh(t)
	one := piece("tag:a.example,2026:1", "https://a.example/piece", "A knock", monday)
	two := one
	two.URL = "https://a.example/piece?format=amp"
	fetched(t, db, "a", monday, one)
	if _, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/atom", Good: monday}, At: monday.Add(hour), Owns: at_a, Others: elsewhere("a"), Entries: []entry.Entry{two}}); err != nil {
		t.Fatal(err)
	}
	if n, _ := db.Count(); n != 1 {
		t.Errorf("%d entries", n)
	}
}
