package archive

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

func historyOf(t *testing.T, db *DB, address string) History {
	t.Helper()
	ids, err := db.IDsAt(address)
	if err != nil || len(ids) == 0 {
		t.Fatal(address, ids, err)
	}
	h, ok, err := db.History(ids[0])
	if err != nil || !ok {
		t.Fatal(address, ok, err)
	}
	return h
}

func TestAnEntrysHistoryHasItsVersionsAddressesAndCarriers(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/old", "First words", monday))
	fetched(t, db, "a", monday.Add(hour), piece("1", "https://a.example/new", "Other words", monday))
	fetched(t, db, "b", monday.Add(2*hour), piece("9", "https://a.example/new", "A copy", monday))
	h := historyOf(t, db, "http://www.a.example/old/?utm_source=x")
	var said []string
	for _, v := range h.Versions {
		said = append(said, v.Seen.Format("15 ")+v.Title+" "+v.Plain)
	}
	if got := strings.Join(said, "; "); got != "09 First words First words; 10 Other words Other words" {
		t.Error(got)
	}
	if !slices.Equal(h.Addresses, []string{"a.example/new", "a.example/old"}) || !slices.Equal(h.Feeds, []string{"https://a.example/feed", "https://b.example/feed"}) || h.Entry.Title != "Other words" || !h.InFeed() {
		t.Errorf("%+v", h)
	}
	if _, ok, err := db.History("nobody"); ok || err != nil {
		t.Error("somebody is remembered who never was", err)
	}
}

func TestWhatFellOffTheEndIsToldFromWhatWasTakenOut(t *testing.T) {
	db := fresh(t)
	day := func(n int) entry.Entry {
		at := monday.AddDate(0, 0, n)
		return piece(at.Format("02"), "https://a.example/"+at.Format("02"), at.Format("02"), at)
	}
	fetched(t, db, "a", monday, day(-3), day(-2), day(-1))
	fetched(t, db, "a", monday.AddDate(0, 0, 1), day(-2), day(0))
	for address, want := range map[string]struct{ in, older bool }{
		"https://a.example/13": {false, false}, // the oldest: it aged out
		"https://a.example/15": {false, true},  // an older one is still there
		"https://a.example/14": {true, false},
		"https://a.example/16": {true, true},
	} {
		if h := historyOf(t, db, address); h.InFeed() != want.in || h.OlderStay != want.older || h.Gone {
			t.Errorf("%s: in the feed %v, older ones stay %v", address, h.InFeed(), h.OlderStay)
		}
	}
	if _, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed"}, Entries: []entry.Entry{day(0)}, At: monday.AddDate(0, 0, 2), Complete: true}); err != nil {
		t.Fatal(err)
	}
	if h := historyOf(t, db, "https://a.example/14"); !h.Gone || h.InFeed() || h.Entry.Title != "14" {
		t.Errorf("a piece whose file was deleted: %+v", h)
	}
}

func TestTheAddressesOfAHostAreThoseOfNoOther(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/x", "X", monday), piece("2", "https://a.example/y?p=1", "Y", monday),
		piece("3", "https://a.example.org/z", "Z", monday), piece("4", "https://a.example0.org/z", "0", monday), piece("5", "https://aa.example/z", "A", monday))
	got, err := db.AddressesAt("a.example", 10)
	if err != nil || strings.Join(got, " ") != "a.example/x a.example/y?p=1" {
		t.Error(got, err)
	}
	if got, _ := db.AddressesAt("a.example", 1); len(got) != 1 {
		t.Error(got)
	}
}

func TestHoldingsCountWhatEachFeedOwns(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "1", monday.Add(-2*hour)), piece("2", "https://a.example/2", "2", monday.Add(-hour)))
	fetched(t, db, "a", monday.Add(hour), piece("3", "https://a.example/3", "3", monday))
	fetched(t, db, "b", monday.Add(hour), piece("1", "https://a.example/1", "1", monday.Add(-2*hour)))
	got, err := db.Holdings(2)
	a := got["https://a.example/feed"]
	if err != nil || len(got) != 1 || a.Entries != 3 || !a.Oldest.Equal(monday.Add(-2*hour)) || len(a.Newest) != 2 || !a.Newest[0].Equal(monday) || !a.Arrived.Equal(monday.Add(hour)) {
		t.Errorf("%+v, %v", got, err)
	}
}

// An archive of an earlier form is read as it is, and brought to this one when
// something is written.
func TestAnArchiveOfAnEarlierFormIsReadAndUpdated(t *testing.T) {
	const (
		sixth = `DROP TABLE taken;
UPDATE entry SET tagged = hash; INSERT INTO tagged VALUES ('of the public archive', 'h'); INSERT INTO sighting SELECT id, 'https://planet.example/feed' FROM entry;`
		fifth = sixth + `DROP TRIGGER entry_changes; DROP TRIGGER entry_tagged; DROP TRIGGER other_tagged; DROP TABLE touched;
DROP INDEX pair_at; ALTER TABLE pair DROP COLUMN at;`
		fourth = fifth + `ALTER TABLE entry DROP COLUMN compared; ALTER TABLE tag DROP COLUMN kind; DROP TABLE model; DROP TABLE pair; DROP TABLE compared;`
		third  = fourth + `ALTER TABLE entry DROP COLUMN tagged;
INSERT INTO tagged SELECT id, hash FROM entry; INSERT INTO sighting SELECT id, feed FROM entry;`
		second = third + `DROP INDEX entry_due; DROP INDEX entry_missing; DROP INDEX entry_withdrawn; DROP INDEX native_id; DROP TABLE claim; CREATE INDEX link_entry ON link(entry);
ALTER TABLE entry DROP COLUMN title; ALTER TABLE entry DROP COLUMN words; ALTER TABLE entry DROP COLUMN given; ALTER TABLE entry DROP COLUMN missing;
ALTER TABLE entry DROP COLUMN withdrawn; ALTER TABLE entry DROP COLUMN due;
ALTER TABLE feed DROP COLUMN validated; ALTER TABLE feed DROP COLUMN fresh; ALTER TABLE feed DROP COLUMN retired; ALTER TABLE feed DROP COLUMN found;
ALTER TABLE feed DROP COLUMN page; ALTER TABLE feed DROP COLUMN terms; ALTER TABLE feed DROP COLUMN returns; ALTER TABLE feed DROP COLUMN whole;`
		first = second + `ALTER TABLE feed DROP COLUMN reason; ALTER TABLE feed DROP COLUMN moved; ALTER TABLE feed DROP COLUMN moved_since; ALTER TABLE feed DROP COLUMN moved_times;`
	)
	for form, undo := range []string{1: first, 2: second, 3: third, 4: fourth, 5: fifth, 6: sixth} {
		if form > 0 {
			t.Run(fmt.Sprint(form), func(t *testing.T) { earlier(t, form, undo) })
		}
	}
}

func earlier(t *testing.T, form int, undo string) {
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path)
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.sql.Exec(undo); err != nil {
		t.Fatal(err)
	}
	if _, err := db.sql.Exec(fmt.Sprintf("PRAGMA user_version = %d", form)); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for _, open := range []func(string) (*DB, error){Open, OpenForWriting, OpenForWriting, Open} {
		db, err := open(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := db.Feed("https://a.example/feed")
		if err != nil || !f.Good.Equal(monday) || f.Reason+f.Moved+f.Found != "" {
			t.Errorf("%+v, %v", f, err)
		}
		if n, err := db.Count(); n != 1 || err != nil {
			t.Errorf("%d entries, %v", n, err)
		}
		h := historyOf(t, db, "https://a.example/1")
		if h.Entry.Title != "One" || !h.InFeed() || !slices.Equal(h.Feeds, []string{"https://a.example/feed", "https://planet.example/feed"}) {
			t.Errorf("%+v", h)
		}
		if tagged, err := db.Tagged(); err != nil || len(tagged) != 2 || tagged[h.Entry.ID] != h.Entry.Hash || tagged["of the public archive"] != "h" {
			t.Errorf("tagged are %v, %v", tagged, err)
		}
		if left, err := db.Untagged(); err != nil || len(left) > 0 {
			t.Errorf("not tagged are %v, %v", left, err)
		}
		wantTold(t, db, "a One 11-16")
		db.Close()
	}
	db, _ = OpenForWriting(path)
	defer db.Close()
	if own, others := db.number(t, `SELECT count(*) FROM tagged JOIN entry ON id = entry`), db.number(t, `SELECT count(*) FROM sighting`); own != 0 || others != 1 {
		t.Errorf("%d of its own entries stand with those of others, and %d sightings", own, others)
	}
	if dated := db.number(t, `SELECT count(*) FROM pragma_table_info('pair') WHERE name = 'at'`); dated != 1 {
		t.Error("pairs are kept without their days")
	}
	want := Feed{Key: "https://a.example/feed", Good: monday, Reason: "gone", Moved: "https://b.example/feed", MovedSince: monday, MovedTimes: 2,
		Validated: "https://a.example/f", Fresh: monday.Add(hour), Retired: monday, Found: "https://c.example/feed", Page: "https://a.example/", Terms: "a1b2"}
	if _, err := db.Record(context.Background(), Haul{Feed: want, At: monday.Add(time.Hour), Unchanged: true}); err != nil {
		t.Fatal(err)
	}
	wantChange(t, fetched(t, db, "a", monday.Add(2*hour), piece("new", "https://new.example/1", "One", monday)), Change{Known: 1, Updated: 1}) // known by words that had no marks
	if _, err := db.Record(context.Background(), Haul{Feed: want, At: monday.Add(3 * time.Hour), Unchanged: true}); err != nil {
		t.Fatal(err)
	}
	want.New = monday.Add(2 * hour)
	if got, err := db.Feed(want.Key); got != want || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
