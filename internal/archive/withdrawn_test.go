package archive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// shelf is a feed's entries, by number: the higher the newer.
func shelf(numbers ...int) []entry.Entry {
	var all []entry.Entry
	for _, n := range numbers {
		all = append(all, told2(piece(fmt.Sprint(n), fmt.Sprint("https://a.example/", n), fmt.Sprint("T", n), monday.AddDate(0, 0, n-100)), long(n)))
	}
	return all
}

func numbers(from, to int) []int {
	var out []int
	for n := from; n <= to; n++ {
		out = append(out, n)
	}
	return out
}

func without(list []int, some ...int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(n int) bool { return slices.Contains(some, n) })
}

// withdrawn gives the titles of what is withdrawn, by date.
func withdrawnIn(t *testing.T, db *DB) string {
	t.Helper()
	var out []string
	for e, err := range db.Entries(Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if !e.Withdrawn.IsZero() {
			out = append(out, e.Title)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// runs plays readings a day apart; nil is an answer without anything new.
func runs(t *testing.T, db *DB, readings ...[]int) {
	t.Helper()
	for i, numbers := range readings {
		at := monday.AddDate(0, 0, i)
		if numbers == nil {
			state, err := db.Feed("https://a.example/feed")
			state.Good = at
			if err == nil {
				_, err = db.Record(context.Background(), Haul{Feed: state, At: at, Unchanged: true})
			}
			if err != nil {
				t.Fatal(err)
			}
		} else {
			fetched(t, db, "a", at, shelf(numbers...)...)
		}
		settled(t, db, at)
	}
}

func TestWithdrawnIsToldFromAgedOut(t *testing.T) {
	ten := numbers(1, 10)
	for name, c := range map[string]struct {
		readings [][]int
		want     string
	}{
		"one is taken out":                          {[][]int{ten, without(ten, 5), nil}, "T5"},
		"and a new one comes":                       {[][]int{ten, append(without(ten, 1, 5), 11), nil}, "T5"},
		"and an older one comes up again":           {[][]int{numbers(1, 9), numbers(2, 10), append(without(numbers(1, 10), 5), 11), nil}, "T5"},
		"of three one is taken out, and one comes":  {[][]int{{1, 2, 3}, {1, 3, 4}, nil}, "T2"},
		"not yet: it was missing once":              {[][]int{ten, without(ten, 5)}, ""},
		"it comes back the next day":                {[][]int{ten, without(ten, 5), ten, nil}, ""},
		"it comes back later":                       {[][]int{ten, without(ten, 5), nil, nil, ten}, ""},
		"the oldest falls off the end":              {[][]int{ten, numbers(2, 11), nil, numbers(3, 12), nil}, ""},
		"many fall off the end":                     {[][]int{ten, numbers(9, 18), nil}, ""},
		"an old one is pinned, and others fall off": {[][]int{append(numbers(11, 20), 1), append(numbers(12, 21), 1), nil, append(numbers(13, 22), 1), nil}, ""},
		"the feed is cut to its newest five":        {[][]int{ten, numbers(6, 10), nil}, ""},
		"nearly all are gone":                       {[][]int{ten, {1, 10}, nil}, ""},
		"all are gone and others come":              {[][]int{{1, 2}, {3}, nil}, ""},
		"the newest is taken out":                   {[][]int{ten, numbers(1, 9), nil}, "T10"},
		"the newest is taken out, and was all":      {[][]int{{1}, {2}, nil}, ""},
		"two are taken out":                         {[][]int{ten, without(ten, 5, 8), nil}, "T5 T8"},
		"one after the other":                       {[][]int{ten, without(ten, 5), nil, without(ten, 5, 8), nil}, "T5 T8"},
		"it is taken out, and the end falls off":    {[][]int{ten, without(numbers(1, 11), 1, 8), without(numbers(3, 13), 8), nil}, "T8"},
		"the feed shows every other one by turns":   {[][]int{{1, 3, 5, 7, 9}, {2, 4, 6, 8, 10}, {1, 3, 5, 7, 9}, {2, 4, 6, 8, 10}, nil}, ""},
		"the feed shows some of its own by turns":   {[][]int{without(ten, 3), without(ten, 7), without(ten, 5), without(ten, 3), without(ten, 8), nil}, ""},
		"two came back, so it is not trusted again": {[][]int{ten, without(ten, 5), without(ten, 7), ten, without(ten, 9), nil}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			runs(t, db, c.readings...)
			if got := withdrawnIn(t, db); got != c.want {
				t.Errorf("withdrawn: %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever part of its entries a feed shows by chance, none is withdrawn once
// it is clear what it does, and it is clear soon.
func TestAFeedThatShowsSomeByChanceWithdrawsNone(t *testing.T) {
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		db := fresh(t)
		of, shows := 12+rnd.IntN(30), 4+rnd.IntN(7)
		for i := range 25 {
			at := monday.AddDate(0, 0, i)
			fetched(t, db, "a", at, shelf(rnd.Perm(of)[:shows]...)...)
			settled(t, db, at)
			if got := withdrawnIn(t, db); i > 6 && got != "" {
				t.Errorf("seed %d, %d of %d, reading %d: withdrawn %s", seed, shows, of, i, got)
			}
		}
	}
}

func TestWhatIsCutOffIsNotMissed(t *testing.T) {
	db := fresh(t)
	ten := numbers(1, 10)
	runs(t, db, ten, without(ten, 5))
	cut := func(day int, numbers ...int) {
		t.Helper()
		at := monday.AddDate(0, 0, day)
		if _, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed", Good: at}, At: at, Partial: true, Owns: at_a, Entries: shelf(numbers...)}); err != nil {
			t.Fatal(err)
		}
		settled(t, db, at)
	}
	cut(2, 10, 9, 8)
	if got := withdrawnIn(t, db); got != "" {
		t.Errorf("a cut-off document withdrew %s", got)
	}
	at := monday.AddDate(0, 0, 3)
	fetched(t, db, "a", at, shelf(without(ten, 5)...)...)
	settled(t, db, at)
	if got := withdrawnIn(t, db); got != "T5" {
		t.Errorf("the next whole one withdrew %q, want T5", got)
	}
}

func TestAFeedTakesEntriesBackByTheirIDs(t *testing.T) {
	db := fresh(t)
	runs(t, db, numbers(1, 3))
	fetched(t, db, "b", monday, piece("2", "https://b.example/2", "B2", monday))
	take := func(day int, entries []entry.Entry, ids ...string) {
		t.Helper()
		at := monday.AddDate(0, 0, day)
		if _, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed", Good: at}, At: at, Owns: at_a, Entries: entries, Deleted: ids}); err != nil {
			t.Fatal(err)
		}
	}
	take(1, shelf(1, 3), "2", "nobody's")
	if got := withdrawnIn(t, db); got != "T2" {
		t.Errorf("withdrawn %q, want T2 at once, and nobody else's", got)
	}
	if h := historyOf(t, db, "https://a.example/2"); !h.Entry.Withdrawn.Equal(monday.AddDate(0, 0, 1)) || h.InFeed() {
		t.Errorf("%+v", h.Entry.Withdrawn)
	}
	take(2, shelf(1, 2, 3))
	if got := withdrawnIn(t, db); got != "" {
		t.Errorf("put back, and withdrawn still: %q", got)
	}
}

func TestAPlanetThatDropsAnEntryDoesNotWithdrawItForItsAuthor(t *testing.T) {
	db := fresh(t)
	five := numbers(1, 5)
	for i, shown := range [][]int{five, without(five, 4), without(five, 4)} {
		at := monday.AddDate(0, 0, i)
		fetched(t, db, "p", at, shelf(shown...)...)
		fetched(t, db, "b", at, shelf(4)...)
		settled(t, db, at.Add(time.Minute))
	}
	if got := withdrawnIn(t, db); got != "" {
		t.Errorf("withdrawn: %s", got)
	}
}
