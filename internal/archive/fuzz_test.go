package archive

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"weft/internal/entry"
)

// FuzzRecord plays any sequence of hauls of three feeds, two of which have a
// host of their own, that carry one another's pieces, change ids, addresses
// and words. Three bytes make an entry: feed, id, address; a feed's bytes in a
// row are one haul.
func FuzzRecord(f *testing.F) {
	f.Add([]byte{0, 1, 1, 0, 2, 2, 1, 1, 1, 0, 1, 1})       // a, then b carries a's, then a again
	f.Add([]byte{2, 1, 1, 0, 1, 1, 2, 1, 1})                // a planet first, then its author
	f.Add([]byte{1, 1, 9, 1, 1, 1, 0, 1, 1})                // b moves to an address of a's
	f.Add([]byte{0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 2, 0})       // all link to one page
	f.Add([]byte{0, 1, 1, 1, 7, 7, 0, 2, 1, 1, 8, 7, 0, 1}) // new ids at the same address
	f.Fuzz(func(t *testing.T, script []byte) {
		db, err := open("memory", ":memory:", true)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var before map[string]entry.Entry
		for step, h := range play(script[:min(len(script), 90)], step0) {
			if _, err := db.Record(context.Background(), h); err != nil {
				t.Fatal(err)
			}
			now := byID(t, db)
			wantNothingLost(t, before, now)
			wantOwnWords(t, now)
			wantAllFound(t, db, h)
			if again, err := db.Record(context.Background(), h); err != nil || again.New+again.Updated != 0 {
				t.Fatalf("haul %d recorded again: %+v, %v", step, again, err)
			}
			if len(byID(t, db)) != len(now) {
				t.Fatalf("haul %d recorded again made entries", step)
			}
			before = byID(t, db)
		}
	})
}

var step0 = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// play makes hauls of a script. Feeds a and b own a.example and b.example; p
// owns nothing. The words of an entry name its feed.
func play(script []byte, start time.Time) []Haul {
	var hauls []Haul
	for i := 0; i+2 < len(script); i += 3 {
		letter := string("abp"[script[i]%3])
		when := start.Add(time.Duration(len(hauls)) * hour)
		host := string("abp"[script[i+2]/4%3])
		e := piece(fmt.Sprint(script[i+1]%4), fmt.Sprintf("https://%s.example/%d", host, script[i+2]%4), fmt.Sprintf("%s %d", letter, script[i+1]), when.Add(-hour))
		if n := len(hauls); n > 0 && hauls[n-1].Feed.Key == letter {
			hauls[n-1].Entries = append(hauls[n-1].Entries, e)
			continue
		}
		hauls = append(hauls, Haul{Feed: Feed{Key: letter, Good: when}, At: when, Owns: at(letter), Others: elsewhere(letter), Entries: []entry.Entry{e}})
	}
	return hauls
}

func byID(t *testing.T, db *DB) map[string]entry.Entry {
	t.Helper()
	out := map[string]entry.Entry{}
	for e, err := range db.Entries(Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		out[e.ID] = e
	}
	if n, _ := db.Count(); n != len(out) {
		t.Fatalf("%d entries, %d can be read", n, len(out))
	}
	return out
}

func wantNothingLost(t *testing.T, before, now map[string]entry.Entry) {
	t.Helper()
	for id := range maps.Keys(before) {
		if e, ok := now[id]; !ok || !e.FirstSeen.Equal(before[id].FirstSeen) {
			t.Fatalf("entry %s first seen %v is now %v, %v", id, before[id].FirstSeen, ok, e.FirstSeen)
		}
	}
}

// wantOwnWords: what a feed holds are its own words, whoever else carries it.
func wantOwnWords(t *testing.T, now map[string]entry.Entry) {
	t.Helper()
	for id, e := range now {
		if e.Title[:1] != e.Feed {
			t.Fatalf("entry %s of feed %s has the words %q", id, e.Feed, e.Title)
		}
	}
}

// wantAllFound: every piece of a haul is known by its id there, as one entry
// that says the feed carried it.
func wantAllFound(t *testing.T, db *DB, h Haul) {
	t.Helper()
	for _, e := range h.Entries {
		n := db.number(t, `SELECT count(*) FROM native n JOIN entry e ON e.id = n.entry WHERE n.feed = ? AND n.id = ? AND (e.feed = n.feed OR EXISTS (SELECT 1 FROM sighting s WHERE s.entry = e.id AND s.feed = n.feed))`, h.Feed.Key, e.NativeID)
		if n != 1 {
			t.Fatalf("id %s of feed %s leads to %d entries", e.NativeID, h.Feed.Key, n)
		}
	}
}
