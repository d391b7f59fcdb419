package archive

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// compared stores what entries have in common, written "entry earlier kind".
func compared(t *testing.T, db *DB, s State, pairs ...string) {
	t.Helper()
	w, err := db.Tagging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.Compare(s)
	for _, p := range pairs {
		f := strings.Fields(p)
		w.Pair(Pair{f[0], f[1], f[2], "words of " + f[0]})
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
		if p.Passage != "words of "+p.Entry {
			t.Errorf("%+v", p)
		}
		got = append(got, fmt.Sprintf("%s %s %s", p.Entry, p.Earlier, p.Kind))
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("of %v: %s, want %s", ids, strings.Join(got, ", "), want)
	}
}

func TestPairsAreFoundFromEitherSideAndForgottenWhenOneIsComparedAnew(t *testing.T) {
	db := fresh(t)
	compared(t, db, State{ID: "b", Hash: "1"}, "b a same")
	compared(t, db, State{ID: "c", Hash: "1"}, "c a quotes", "c b same")
	wantPairs(t, db, []string{"a"}, "b a same, c a quotes")
	wantPairs(t, db, []string{"a", "b", "c"}, "b a same, c a quotes, c b same")
	wantPairs(t, db, []string{"x"}, "")
	compared(t, db, State{ID: "b", Hash: "2"}, "b a quotes")
	wantPairs(t, db, []string{"a", "b", "c"}, "b a quotes, c a quotes")
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
	for _, s := range uncompared(t, db) {
		compared(t, db, s)
	}
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
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday.Add(-2*hour)), piece("2", "https://a.example/2", "Two", monday.Add(-hour)), piece("3", "https://a.example/3", "Three", monday.Add(-3*hour)))
	read := func(from, to time.Time) (titles string) {
		for e, err := range db.Reading(from, to) {
			if err != nil || e.Plain == "" {
				t.Fatal(e, err)
			}
			titles += e.Title + " "
		}
		return titles
	}
	if got := read(time.Time{}, time.Time{}); got != "Three One Two " {
		t.Error(got)
	}
	if got := read(monday.Add(-2*hour), monday.Add(-hour)); got != "One " {
		t.Error(got)
	}
}
