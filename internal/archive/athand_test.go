package archive

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"weft/internal/entry"
)

// worded finds a theme in every word of an entry's title, and one in its text.
func worded(e *entry.Entry) []entry.Tag {
	var tags []entry.Tag
	for i, word := range slices.Compact(slices.Sorted(slices.Values(strings.Fields(e.Title + " in-" + e.Plain[:min(3, len(e.Plain))])))) {
		tags = append(tags, entry.Tag{Theme: word, Score: float64(i) / 7, By: entry.ByWeft, Evidence: []entry.Evidence{{Quote: e.Title, Where: "title"}}})
	}
	return tags
}

// atHand gives a haul with what worded finds in it.
func atHand(h Haul) Haul {
	h.Tags = make([][]entry.Tag, len(h.Entries))
	for i := range h.Entries {
		h.Tags[i] = worded(&h.Entries[i])
	}
	return h
}

// tagRest tags what is left to be, as is done after every fetch.
func tagRest(t *testing.T, db *DB) (found int) {
	t.Helper()
	left, err := db.Untagged()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := db.ToTag(slices.Sorted(maps.Keys(left)))
	if err != nil {
		t.Fatal(err)
	}
	w, err := db.Tagging(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		w.Put(entries[i].ID, left[entries[i].ID], nil, worded(&entries[i]))
	}
	if err := w.End(nil); err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// tagTables gives all tags, and with which words they were made.
func tagTables(t *testing.T, db *DB) string {
	t.Helper()
	tags, err := db.strings(`SELECT entry || ' ' || theme || ' ' || score || ' ' || evidence FROM tag ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	made, err := db.strings(`SELECT id || ' ' || tagged || ' ' || hash FROM entry UNION ALL SELECT entry || ' ' || hash FROM tagged ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(append(tags, made...), "\n")
}

// histories are hauls of one feed that does all that feeds do, and of three
// that carry one another's pieces, some of which are dated ahead.
func histories(seed uint64) (hauls []Haul) {
	rnd := rand.New(rand.NewPCG(seed, 3))
	if w := newWorld(seed); seed%2 == 0 {
		for range 20 {
			all, partial := w.document()
			hauls = append(hauls, Haul{Feed: Feed{Key: "https://one.example/feed", Title: "One", Good: w.now()}, At: w.now(), Entries: all, Partial: partial})
			w.live()
		}
		return hauls
	}
	script := make([]byte, 180)
	for i := range script {
		script[i] = byte(rnd.IntN(256))
	}
	hauls = play(script, step0)
	for i := range hauls {
		e := &hauls[i].Entries[0]
		switch rnd.IntN(8) {
		case 0:
			e.Published = hauls[i].At.AddDate(0, 0, 3)
		case 1:
			hauls[i].Listed = func(key string) bool { return key != "a" }
		case 2:
			hauls[i].Complete = true
		case 3:
			hauls[i].Deleted = []string{"1"}
		}
	}
	return hauls
}

func TestWhatIsTaggedAtHandHasTheTagsItWouldGetAfterwards(t *testing.T) {
	spared := 0
	for seed := range some(40) {
		hand, after := fresh(t), fresh(t)
		for step, h := range histories(seed) {
			for db, haul := range map[*DB]Haul{hand: atHand(h), after: h} {
				haul.Entries = slices.Clone(h.Entries)
				if db == hand {
					haul = atHand(haul)
				}
				if _, err := db.Record(context.Background(), haul); err != nil {
					t.Fatal(err)
				}
				settled(t, db, h.At)
			}
			spared += tagRest(t, after) - tagRest(t, hand)
			if got, want := tagTables(t, hand), tagTables(t, after); got != want {
				t.Fatalf("history %d, step %d: at hand\n%s\nafterwards\n%s", seed, step, got, want)
			}
		}
	}
	if spared < 100 {
		t.Errorf("only %d entries were tagged at hand", spared)
	}
}

// A feed may go from the public lists to an overlay's: its entries, which were
// tagged in the overlay's archive as another's, are then its own.
func TestAnEntryThatWasAnothersComesWithTagsOfItsOwn(t *testing.T) {
	for name, at := range map[string]func(Haul) Haul{"tagged at hand": atHand, "tagged afterwards": func(h Haul) Haul { return h }} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			e := piece("1", "https://a.example/1", "Old Words", monday)
			id := entry.NewID("a", "1")
			w, err := db.Tagging(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			w.Put(id, "hash of the old words", nil, worded(&e))
			if err := w.End(nil); err != nil {
				t.Fatal(err)
			}
			e = piece("1", "https://a.example/1", "New Words", monday)
			if _, err := db.Record(context.Background(), at(Haul{Feed: Feed{Key: "a", Good: monday}, At: monday, Entries: []entry.Entry{e}})); err != nil {
				t.Fatal(err)
			}
			tagRest(t, db)
			tags, err := db.Tags([]string{id})
			var themes []string
			for _, tag := range tags[id] {
				themes = append(themes, tag.Theme)
			}
			if want := "New Words in-New"; err != nil || strings.Join(themes, " ") != want {
				t.Errorf("tagged %v, %v; want %s", themes, err, want)
			}
			if n := db.number(t, `SELECT count(*) FROM tagged`); n != 0 {
				t.Errorf("%d entries are taken for another archive's", n)
			}
		})
	}
}

func TestWhichVocabularyIsTakenOn(t *testing.T) {
	ctx := context.Background()
	one, two := map[string]string{"a": "1"}, map[string]string{"a": "2"}
	adopted := func(db *DB, v map[string]string) bool {
		t.Helper()
		ok, err := db.Adopt(ctx, v)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	empty := fresh(t)
	for _, v := range []map[string]string{one, one, two} {
		if !adopted(empty, v) {
			t.Errorf("an archive without entries does not take on %v", v)
		}
	}
	if v, err := empty.Vocabulary(); err != nil || !maps.Equal(v, two) {
		t.Errorf("it has taken on %v, %v", v, err)
	}
	fetched(t, empty, "a", monday, piece("1", "https://a.example/1", "One", monday))
	if adopted(empty, one) || adopted(empty, nil) || !adopted(empty, two) {
		t.Error("one with entries keeps its own")
	}
	overlay := fresh(t)
	w, err := overlay.Tagging(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.Put("of the public archive", "h", nil, nil)
	if err := w.End(one); err != nil {
		t.Fatal(err)
	}
	if adopted(overlay, two) || !adopted(overlay, one) {
		t.Error("so does one that has none of its own, but tagged others'")
	}
	if v, err := overlay.Vocabulary(); err != nil || !maps.Equal(v, one) {
		t.Errorf("the overlay's is %s, %v", fmt.Sprint(v), err)
	}
}

// While a fetch is under way a theme may be changed, and another weft tag the
// archive anew: what the fetch still brings has tags of the theme as it was.
func TestTagsOfAVocabularyThatIsNoMoreAreFoundAnew(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		old, now map[string]string
		begin    func(*Tagger)
	}{
		"a theme was changed": {map[string]string{"a": "1"}, map[string]string{"a": "2"}, func(w *Tagger) { w.Renew("a") }},
		"one was added":       {map[string]string{"a": "1"}, map[string]string{"a": "1", "b": "1"}, func(w *Tagger) { w.Renew("b") }},
		"one was dropped":     {map[string]string{"a": "1", "b": "1"}, map[string]string{"a": "1"}, func(w *Tagger) { w.Forget("b") }},
	} {
		t.Run(name, func(t *testing.T) {
			db, err := OpenForWriting(filepath.Join(t.TempDir(), "a.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if ok, err := db.Adopt(ctx, c.old); !ok || err != nil {
				t.Fatal(ok, err)
			}
			r, err := db.Recording(ctx)
			if err != nil {
				t.Fatal(err)
			}
			bring := func(letter string, wantLeft int) {
				t.Helper()
				h := atHand(Haul{Feed: Feed{Key: letter, Good: monday}, At: monday, Entries: []entry.Entry{piece("1", "https://"+letter+".example/1", "Words", monday)}})
				h.Vocabulary = c.old
				_, err := r.Record(ctx, h)
				if err = errors.Join(err, r.Flush()); err != nil {
					t.Fatal(err)
				}
				left, err := db.Untagged()
				if err != nil || len(left) != wantLeft {
					t.Errorf("after %s, %d are to be tagged, want %d; %v", letter, len(left), wantLeft, err)
				}
				if tags := db.number(t, `SELECT count(DISTINCT entry) FROM tag`); tags+len(left) != db.number(t, `SELECT count(*) FROM entry`) {
					t.Errorf("after %s, %d have tags and %d are to be tagged", letter, tags, len(left))
				}
			}
			bring("before", 0)
			w, err := db.Tagging(ctx)
			if err != nil {
				t.Fatal(err)
			}
			c.begin(w)
			if err := w.Pause(); err != nil {
				t.Fatal(err)
			}
			w.tx.Rollback() // of what follows the pause, nothing is at hand yet
			bring("meanwhile", 1)
			if w.tx, err = db.sql.Begin(); err != nil {
				t.Fatal(err)
			}
			if err := w.End(c.now); err != nil {
				t.Fatal(err)
			}
			bring("afterwards", 2)
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
