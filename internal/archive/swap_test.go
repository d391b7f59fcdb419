package archive

import (
	"context"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

func TestAnotherSitesFeedIsNotTakenForTheListedOne(t *testing.T) {
	const key = "https://a.example/feed"
	hers := []entry.Entry{piece("1", "https://a.example/1", "One", monday.Add(-hour)), piece("2", "https://a.example/2", "Two", monday.Add(-2*hour))}
	at := func(host string, natives ...string) []entry.Entry {
		var all []entry.Entry
		for _, n := range natives {
			all = append(all, piece(n, "https://"+host+"/"+n, "Title of "+n, monday))
		}
		return all
	}
	for name, c := range map[string]struct {
		title, page string
		entries     []entry.Entry
		trusted     bool
		swap        bool
	}{
		"a casino":                         {"Casino", "https://casino.example/", at("casino.example", "x", "y"), false, true},
		"a casino that keeps the page":     {"Casino", "https://a.example/", at("casino.example", "x"), false, true},
		"a casino that says no page":       {"Casino", "", at("casino.example", "x"), false, true},
		"a casino that takes the name":     {"Ana’s blog", "https://casino.example/", at("casino.example", "x"), false, false}, // hers may have moved
		"a casino without a name":          {"", "https://casino.example/", at("casino.example", "x"), false, true},
		"a casino, and a person wants it":  {"Casino", "https://casino.example/", at("casino.example", "x"), true, false},
		"a new name":                       {"Letters", "https://a.example/", append(at("a.example", "3"), hers...), false, false},
		"a new name, and all entries new":  {"Letters", "https://a.example/", at("a.example", "3", "4"), false, false},
		"a new name and home, one known":   {"Letters", "https://new.example/", append(at("new.example", "3"), piece("1", "https://new.example/1", "One", monday.Add(-hour))), false, false},
		"a new name and home, known by it": {"Letters", "https://new.example/", append(at("new.example", "3"), piece("n1", "https://new.example/one", "One", monday.Add(-hour))), false, false},
		"a new home under the same name":   {"Ana’s blog", "https://new.example/", at("new.example", "3"), false, false},
		"another host for what is written": {"Ana’s blog", "https://a.example/", at("medium.example", "3"), false, false},
		"nothing":                          {"Casino", "https://casino.example/", nil, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			record := func(title, page string, when time.Time, trusted bool, entries []entry.Entry) Change {
				change, err := db.Record(context.Background(), Haul{Feed: Feed{Key: key, Title: title, Page: page, Good: when}, At: when, Owns: at_a, Trusted: trusted, Entries: entries})
				if err != nil {
					t.Fatal(err)
				}
				return change
			}
			record("Ana's Blog", "https://a.example/", monday, false, hers)
			before := told(t, db)
			change := record(c.title, c.page, monday.Add(hour), c.trusted, c.entries)
			if (change.Swap != nil) != c.swap {
				t.Fatalf("swap %v", change.Swap)
			}
			if !c.swap {
				return
			}
			if got := told(t, db); got != before || change.New != 0 {
				t.Errorf("it was taken in: %s", got)
			}
			if f, _ := db.Feed(key); f.Title != "Ana's Blog" || !f.Good.Equal(monday) {
				t.Errorf("%+v", f)
			}
			if said := change.Swap.Error(); !strings.Contains(said, `it was "Ana's Blog" at a.example and is `) || !strings.Contains(said, "casino.example") {
				t.Error(said)
			}
			if change := record("Ana's Blog", "https://a.example/", monday.Add(2*hour), false, hers); change.Known != 2 || change.Swap != nil {
				t.Errorf("hers again: %+v", change)
			}
		})
	}
}
