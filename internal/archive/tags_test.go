package archive

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

func TestTagsAreStoredAllOrNone(t *testing.T) {
	db := fresh(t)
	tag := func(theme string, score float64) entry.Tag {
		return entry.Tag{Theme: theme, Score: score, By: entry.ByWeft, Evidence: []entry.Evidence{{Quote: "“words” " + theme, Where: "title"}}}
	}
	put := func(finish func(*Tagger) error, id string, themes []string, tags ...entry.Tag) {
		t.Helper()
		w, err := db.Tagging(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		w.Put(id, "h", themes, tags)
		if err := finish(w); err != nil {
			t.Fatal(err)
		}
	}
	end := func(w *Tagger) error { return w.End(map[string]string{"a": "1"}) }
	put(end, "x", nil, tag("b", .5), tag("a", 1))
	put(end, "y", nil, tag("a", .2))
	put((*Tagger).Abandon, "x", nil)
	wantTags(t, db, "x a 1, b 0.5; y a 0.2")
	put(end, "x", []string{"a"}, tag("a", .7), tag("b", 1)) // of theme a alone
	wantTags(t, db, "x a 0.7, b 0.5; y a 0.2")
	w, _ := db.Tagging(context.Background())
	w.Forget("b")
	if err := end(w); err != nil {
		t.Fatal(err)
	}
	wantTags(t, db, "x a 0.7; y a 0.2")
	if with, err := db.WithTheme("a"); err != nil || strings.Join(with, " ") != "x y" {
		t.Errorf("with theme a: %v, %v", with, err)
	}
	if v, err := db.Vocabulary(); err != nil || len(v) != 1 || v["a"] != "1" {
		t.Errorf("vocabulary %v, %v", v, err)
	}
}

func wantTags(t *testing.T, db *DB, want string) {
	t.Helper()
	tags, err := db.Tags([]string{"x", "y", "z"})
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, id := range []string{"x", "y", "z"} {
		var own []string
		for _, tag := range tags[id] {
			own = append(own, fmt.Sprintf("%s %v", tag.Theme, tag.Score))
			if len(tag.Evidence) != 1 || tag.Evidence[0].Quote != "“words” "+tag.Theme || tag.By != entry.ByWeft {
				t.Errorf("%s: %+v", id, tag)
			}
		}
		if own != nil {
			entries = append(entries, id+" "+strings.Join(own, ", "))
		}
	}
	if got := strings.Join(entries, "; "); got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
}

func TestATagKeepsWhetherItIsSaidOrOnlySuggested(t *testing.T) {
	db := fresh(t)
	want := []entry.Tag{{Theme: "a", Suggested: true}, {Theme: "b", Short: true}, {Theme: "c", Suggested: true, Short: true}, {Theme: "d"}}
	w, err := db.Tagging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.Put("x", "h", nil, want)
	if err := w.End(nil); err != nil {
		t.Fatal(err)
	}
	tags, err := db.Tags([]string{"x"})
	if err != nil || len(tags["x"]) != len(want) {
		t.Fatal(tags, err)
	}
	for i, tag := range tags["x"] {
		if tag.Suggested != want[i].Suggested || tag.Short != want[i].Short {
			t.Errorf("%+v, want %+v", tag, want[i])
		}
	}
}

func TestWhatWasLearntIsKeptUntilSomethingElseIs(t *testing.T) {
	db := fresh(t)
	if period, data, err := db.Model(); period != "" || data != nil || err != nil {
		t.Errorf("before: %q, %v, %v", period, data, err)
	}
	learn := func(finish func(*Tagger) error, period, data string) {
		t.Helper()
		w, err := db.Tagging(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.Learn(period, []byte(data))
		if err := finish(w); err != nil {
			t.Fatal(err)
		}
	}
	end := func(w *Tagger) error { return w.End(nil) }
	learn(end, "2026-W46", "one")
	learn(end, "2026-W47", "two")
	learn((*Tagger).Abandon, "2026-W48", "three")
	if period, data, err := db.Model(); period != "2026-W47" || string(data) != "two" || err != nil {
		t.Errorf("%q, %q, %v", period, data, err)
	}
}

func TestAFeedsStateIsKeptToTheSecond(t *testing.T) {
	db := fresh(t)
	want := Feed{Key: "k", ETag: `W/"1"`, LastModified: "Mon", Hash: "h", Title: "T", Checked: monday, Good: monday.Add(-hour), Next: monday.Add(time.Hour), Failures: 3, Error: "no answer", Notice: "n"}
	if _, err := db.Record(context.Background(), Haul{Feed: want, At: monday, Unchanged: true}); err != nil {
		t.Fatal(err)
	}
	if got, err := db.Feed("k"); got != want || err != nil {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
	if got, err := db.Feed("never met"); got != (Feed{Key: "never met"}) || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
