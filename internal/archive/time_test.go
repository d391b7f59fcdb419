package archive

import (
	"context"
	"testing"
	"time"

	"weft/internal/entry"
)

func TestFirstSeenIsThePublishedDateOnTheFirstFetchAndTheFetchLater(t *testing.T) {
	undated := time.Time{}
	for _, c := range []struct {
		name             string
		published, fetch time.Time // of a first fetch
		first, date      time.Time
	}{
		{"dated in the past", monday.AddDate(0, -3, 0), monday, monday.AddDate(0, -3, 0), monday.AddDate(0, -3, 0)},
		{"dated this evening, as it is elsewhere", monday.Add(13 * hour), monday, monday, monday.Add(13 * hour)},
		{"undated", undated, monday, monday, monday},
	} {
		t.Run(c.name, func(t *testing.T) {
			db := fresh(t)
			fetched(t, db, "a", c.fetch, piece("1", "https://a.example/1", "One", c.published))
			wantDates(t, db, "One", c.first, c.date)
			later := monday.AddDate(0, 0, 3)
			fetched(t, db, "a", later, piece("2", "https://a.example/2", "Two", c.published))
			date := later
			if !c.published.IsZero() && c.published.Before(later) {
				date = c.published
			}
			wantDates(t, db, "Two", later, date)
			wantDates(t, db, "One", c.first, c.date)
		})
	}
}

func wantDates(t *testing.T, db *DB, title string, first, date time.Time) {
	t.Helper()
	found, err := collect(db.Entries(Query{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found {
		if e.Title == title && (!e.FirstSeen.Equal(first) || !e.Date().Equal(date)) {
			t.Errorf("%s: first seen %v, dated %v; want %v, %v", title, e.FirstSeen, e.Date(), first, date)
		}
	}
	if len(found) == 0 {
		t.Errorf("%s is not there", title)
	}
}

func TestAFailedFetchBeforeTheFirstGoodOneIsNotTheFirst(t *testing.T) {
	db := fresh(t)
	_, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed", Checked: monday, Failures: 1, Error: "no answer"}, At: monday, Unchanged: true})
	if err != nil {
		t.Fatal(err)
	}
	fetched(t, db, "a", monday.Add(hour), piece("1", "https://a.example/1", "One", monday.AddDate(-1, 0, 0)))
	wantDates(t, db, "One", monday.AddDate(-1, 0, 0), monday.AddDate(-1, 0, 0))
}

func TestAWindowHoldsItsFirstMomentAndNotItsLast(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday.Add(-2*hour)), piece("2", "https://a.example/2", "Two", monday.Add(-hour)))
	found, err := collect(db.Entries(Query{From: monday.Add(-2 * hour), To: monday.Add(-hour)}))
	if err != nil || len(found) != 1 || found[0].Title != "One" {
		t.Errorf("found %v, %v; want One alone", found, err)
	}
}

func TestEntriesComeNewestFirstAndByIDWhereDatesAreEqual(t *testing.T) {
	db := fresh(t)
	var all []entry.Entry
	for _, native := range []string{"d", "b", "a", "c"} {
		all = append(all, piece(native, "https://a.example/"+native, native, monday.Add(-hour)))
	}
	all = append(all, piece("new", "https://a.example/new", "new", monday))
	fetched(t, db, "a", monday, all...)
	found, _ := collect(db.Entries(Query{}))
	if found[0].Title != "new" {
		t.Errorf("first is %q", found[0].Title)
	}
	for i := 2; i < len(found); i++ {
		if found[i-1].ID >= found[i].ID {
			t.Errorf("ids %s, %s are out of order", found[i-1].ID, found[i].ID)
		}
	}
	if newest, _ := collect(db.Entries(Query{Limit: 2})); len(newest) != 2 || newest[0].ID != found[0].ID || newest[1].ID != found[1].ID {
		t.Errorf("a bound of 2 gives %v", newest)
	}
}

func TestLookingBackShowsTheVersionOfThatDayAndTheEarliestWhereNoneIsHeld(t *testing.T) {
	db := fresh(t)
	written := monday.AddDate(0, -1, 0) // before weft met the feed
	for day, title := range []string{"First", "Second", "First", "Third"} {
		fetched(t, db, "a", monday.AddDate(0, 0, day), piece("1", "https://a.example/1", title, written))
	}
	id := ids(t, db)[0]
	for _, c := range []struct {
		name string
		asOf time.Time
		want string
	}{
		{"before it was written", written.Add(-time.Second), ""},
		{"written, not yet fetched: the earliest stands in", written.AddDate(0, 0, 1), "First"},
		{"the first day", monday, "First"},
		{"just before the second", monday.AddDate(0, 0, 1).Add(-time.Second), "First"},
		{"the second day", monday.AddDate(0, 0, 1), "Second"},
		{"the day the words came back", monday.AddDate(0, 0, 2), "First"},
		{"the last day", monday.AddDate(0, 0, 3), "Third"},
		{"now", time.Time{}, "Third"},
	} {
		e, ok, err := db.ByID(id, c.asOf)
		if err != nil || ok != (c.want != "") || e.Title != c.want {
			t.Errorf("%s: %q, %v, %v; want %q", c.name, e.Title, ok, err, c.want)
		}
		listed, err := collect(db.Entries(Query{AsOf: c.asOf}))
		if err != nil || len(listed) > 1 || len(listed) == 1 != ok {
			t.Errorf("%s: listed %d times, %v", c.name, len(listed), err)
		}
	}
}

func TestLookingBackDoesNotShowWhatWasMetLater(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday.Add(-hour)))
	fetched(t, db, "a", monday.AddDate(0, 0, 7), piece("2", "https://a.example/2", "Late", monday.Add(-2*hour)))
	found, err := collect(db.Entries(Query{AsOf: monday.AddDate(0, 0, 6)}))
	if err != nil || len(found) != 1 || found[0].Title != "One" {
		t.Errorf("found %v, %v; want One alone", found, err)
	}
}

func TestTheSameBytesOrA304ChangeNothingButTheFeedsState(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday))
	state, err := db.Feed("https://a.example/feed")
	if err != nil {
		t.Fatal(err)
	}
	state.Checked, state.Good, state.ETag = monday.Add(hour), monday.Add(hour), `"v2"`
	change, err := db.Record(context.Background(), Haul{Feed: state, At: monday.Add(hour), Unchanged: true})
	wantChange(t, change, Change{})
	got, err2 := db.Feed("https://a.example/feed")
	if err != nil || err2 != nil || got.ETag != `"v2"` || !got.New.Equal(monday) || !got.Checked.Equal(monday.Add(hour)) {
		t.Errorf("state %+v, %v, %v", got, err, err2)
	}
	if gathered, _ := db.Gathered(); !gathered.Equal(monday) {
		t.Errorf("gathered %v, want %v", gathered, monday)
	}
	wantTold(t, db, "a One 11-16")
}

func TestADateThatCannotBeWrittenIsDroppedAndNothingElse(t *testing.T) {
	db := fresh(t)
	west := time.FixedZone("", -12*3600)
	e := piece("1", "https://a.example/1", "One", time.Date(9999, 12, 31, 23, 0, 0, 0, west))
	e.Updated = time.Date(-3, 1, 1, 0, 0, 0, 0, time.UTC)
	fetched(t, db, "a", monday, e)
	wantDates(t, db, "One", monday, monday)
}

func TestWhatGoesInComesOutAgain(t *testing.T) {
	db := fresh(t)
	e := piece("urn:x\x00'\"\u2028", "https://a.example/ü?p=12", "Über \x00 “all”", monday.Add(-hour))
	e.Bylines = []entry.Byline{{Name: "Ana", Email: "ana@a.example", URL: "https://a.example/ana"}}
	e.Links = []entry.Link{{URL: "https://b.example/x/", Text: "words", Passage: "some words."}}
	e.Source = &entry.Source{Title: "S"}
	e.Updated = monday
	fetched(t, db, "a", monday, e)
	got, ok, err := db.ByID(ids(t, db)[0], time.Time{})
	if err != nil || !ok {
		t.Fatal(err)
	}
	if got.Title != e.Title || got.URL != e.URL || got.Body != e.Body || !got.Updated.Equal(e.Updated) || got.Bylines[0] != e.Bylines[0] || got.Links[0] != e.Links[0] || *got.Source != *e.Source {
		t.Errorf("got %+v", got)
	}
	if linking, err := db.Linking("http://www.b.example/x?utm_source=mail"); err != nil || len(linking) != 1 || linking[0] != got.ID {
		t.Errorf("linking: %v, %v", linking, err)
	}
	wantChange(t, fetched(t, db, "a", monday.Add(hour), e), Change{Known: 1})
}

func TestLinksAreThoseOfTheNewestVersion(t *testing.T) {
	db := fresh(t)
	e := piece("1", "https://a.example/1", "One", monday)
	e.Links = []entry.Link{{URL: "https://b.example/x"}}
	fetched(t, db, "a", monday, e)
	e.Links = []entry.Link{{URL: "https://c.example/y"}}
	fetched(t, db, "a", monday.Add(hour), e)
	before, _ := db.Linking("https://b.example/x")
	now, _ := db.Linking("https://c.example/y")
	if len(before) != 0 || len(now) != 1 {
		t.Errorf("%d link to the old address, %d to the new; want 0 and 1", len(before), len(now))
	}
}

func TestAHaulThatIsInterruptedLeavesNothing(t *testing.T) {
	db := fresh(t)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err := db.Record(ctx, Haul{Feed: Feed{Key: "x", Good: monday}, At: monday, Entries: []entry.Entry{piece("1", "https://a.example/1", "One", monday)}})
	if err == nil {
		t.Error("an interrupted haul was taken for recorded")
	}
	wantTold(t, db, "")
}

func TestKnownAddressesComeInTheOrderOfDates(t *testing.T) {
	db := fresh(t)
	newer := piece("1", "https://a.example/both", "Newer", monday)
	fetched(t, db, "a", monday, newer)
	older := piece("2", "https://b.example/2", "Older", monday.AddDate(0, 0, -1))
	older.Canonical = "https://shared.example/both"
	fetched(t, db, "b", monday, older)
	newer.Canonical = older.Canonical
	fetched(t, db, "a", monday.Add(hour), newer)
	keys := []string{entry.AddressKey(older.Canonical), "nowhere.example", entry.AddressKey(newer.URL)}
	for range 2001 { // more than one question's worth
		keys = append(keys, "nowhere.example")
	}
	known, err := db.Known(keys)
	if err != nil || len(known) != 3 {
		t.Fatalf("known %v, %v", known, err)
	}
	oldest, _, _ := db.ByID(known[0].Entry, time.Time{})
	if oldest.Title != "Older" || known[0].Key != keys[0] {
		t.Errorf("first is %q by %s, want the older", oldest.Title, known[0].Key)
	}
	if none, err := db.Known(nil); err != nil || len(none) != 0 {
		t.Errorf("no keys: %v, %v", none, err)
	}
}

func TestWhatACompleteHaulDoesNotHoldIsTakenBackUntilItReturns(t *testing.T) {
	db := fresh(t)
	folder := func(feed string, complete bool, listed bool, entries ...entry.Entry) {
		t.Helper()
		_, err := db.Record(context.Background(), Haul{Feed: Feed{Key: feed, Good: monday}, At: monday, Complete: complete, Entries: entries,
			Listed: func(string) bool { return listed }})
		if err != nil {
			t.Fatal(err)
		}
	}
	one, two := piece("1", "https://a.example/1", "One", monday.Add(-hour)), piece("2", "https://a.example/2", "Two", monday.Add(-2*hour))
	const feed, other = "https://a.example/feed", "https://b.example/feed"
	folder(feed, true, true, one, two)
	folder(feed, false, true, one) // a feed that shows its newest only
	wantTold(t, db, "a One 11-16; a Two 11-16")
	folder(feed, true, true, one)
	wantTold(t, db, "a One 11-16")
	if found, err := db.ByAddress(two.URL, time.Time{}); len(found) != 0 || err != nil {
		t.Errorf("by address: %v, %v", found, err)
	}
	folder(other, true, true, two) // somebody else has it still
	wantTold(t, db, "a One 11-16")
	folder(feed, true, true, two)
	wantTold(t, db, "a Two 11-16")
	folder(feed, true, true)
	wantTold(t, db, "")
	folder(other, true, false, two) // the folder has moved
	wantTold(t, db, "b Two 11-16")
}

func TestAVersionIsTheEntrysJSONWithItsOpening(t *testing.T) {
	e := entry.Entry{Title: `"Opening":"" & <b>`, Opening: "It \"begins\"\n\"Opening\":\"\" <so>", Links: []entry.Link{{URL: "https://a.example/", Text: `"Opening":""`}}}
	if want := string(marshal(e)); encode(&e).content != want {
		t.Errorf("got %s\nwant %s", encode(&e).content, want)
	}
	bare := e
	bare.Opening = ""
	if encode(&e).hash != encode(&bare).hash {
		t.Error("what is derived from the texts counts as content")
	}
}
