package archive

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// paired stores what entries of some days have in common, in place of what they
// had; pairs are written "entry earlier day kind".
func paired(t *testing.T, db *DB, from, until int, pairs ...string) {
	t.Helper()
	w, err := db.Tagging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []Pair
	for _, p := range pairs {
		f := strings.Fields(p)
		day, _ := strconv.Atoi(f[2])
		all = append(all, Pair{f[0], f[1], monday.AddDate(0, 0, day), f[3], "words of " + f[0]})
	}
	w.Pair(monday.AddDate(0, 0, from), monday.AddDate(0, 0, until), all)
	if err := w.End(nil); err != nil {
		t.Fatal(err)
	}
}

func compared(t *testing.T, db *DB, states ...State) {
	t.Helper()
	w, err := db.Tagging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		w.Compared(s)
	}
	if err := w.End(nil); err != nil {
		t.Fatal(err)
	}
}

func wantPairs(t *testing.T, db *DB, ids []string, want string) {
	t.Helper()
	found, err := db.Pairs(ids)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range found {
		if p.Passage != "words of "+p.Entry || p.At.IsZero() {
			t.Errorf("%+v", p)
		}
		got = append(got, fmt.Sprintf("%s %s %s", p.Entry, p.Earlier, p.Kind))
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("of %v: %s, want %s", ids, strings.Join(got, ", "), want)
	}
}

func TestPairsAreFoundFromEitherSideAndReplacedByDays(t *testing.T) {
	db := fresh(t)
	paired(t, db, 0, 9, "b a 1 same", "c a 2 quotes", "c b 2 same")
	wantPairs(t, db, []string{"a"}, "b a same, c a quotes")
	wantPairs(t, db, []string{"a", "b", "c"}, "b a same, c a quotes, c b same")
	wantPairs(t, db, []string{"x"}, "")
	paired(t, db, 2, 3, "c b 2 quotes")
	wantPairs(t, db, []string{"a", "b", "c"}, "b a same, c b quotes")
	paired(t, db, 1, 1)
	wantPairs(t, db, []string{"a", "b", "c"}, "c b quotes")
}

func uncompared(t *testing.T, db *DB) (all []State) {
	t.Helper()
	for s, err := range db.Uncompared() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func TestWhatWasComparedAsItIsNowIsNotComparedAgain(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday), piece("2", "https://a.example/2", "Two", monday.Add(-hour)), piece("3", "https://a.example/3", "Three", monday))
	left := func() (titles string) {
		t.Helper()
		for _, s := range uncompared(t, db) {
			e, _, _ := db.ByID(s.ID, time.Time{})
			titles += e.Title + " "
			if s.Hash != e.Hash || !s.Date.Equal(e.Date()) {
				t.Errorf("%+v of %+v", s, e)
			}
		}
		return titles
	}
	if got := left(); !strings.HasPrefix(got, "Two ") || len(strings.Fields(got)) != 3 {
		t.Errorf("at first %s", got)
	}
	compared(t, db, uncompared(t, db)...)
	if got := left(); got != "" {
		t.Errorf("afterwards %s", got)
	}
	edited := piece("2", "https://a.example/2", "Two", monday.Add(-hour))
	edited.Body, edited.Plain = "<p>Other words</p>", "Other words"
	fetched(t, db, "a", monday.Add(hour), edited)
	if got := left(); got != "Two " {
		t.Errorf("after an edit %s", got)
	}
	compared(t, db, State{ID: "of another", Hash: "h"})
	if known, err := db.Compared(); err != nil || len(known) != 1 || known["of another"] != "h" {
		t.Errorf("of others: %v, %v", known, err)
	}
}

func TestReadingGivesTextsInTheOrderOfTime(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday.Add(-2*hour)), piece("2", "https://a.example/2", "Two", monday.Add(-hour)), piece("3", "https://a.example/3", "Three", monday.Add(-3*hour)),
		piece("4", "https://a.example/4", "Four", monday), piece("5", "https://a.example/5", "Five", monday), piece("6", "https://a.example/6", "Six", monday))
	read := func(from, to time.Time) (titles string) {
		var last *entry.Entry
		for e, err := range db.Reading(from, to) {
			if err != nil || e.Plain == "" {
				t.Fatal(e, err)
			}
			if last != nil && !last.Date().Before(e.Date()) && !(last.Date().Equal(e.Date()) && last.ID < e.ID) {
				t.Errorf("%s comes before %s", last.Title, e.Title)
			}
			last, titles = &e, titles+e.Title+" "
		}
		return titles
	}
	if got := read(time.Time{}, time.Time{}); !strings.HasPrefix(got, "Three One Two ") || len(strings.Fields(got)) != 6 {
		t.Error(got)
	}
	if got := read(monday.Add(-2*hour), monday.Add(-hour)); got != "One " {
		t.Error(got)
	}
}
