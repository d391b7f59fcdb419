package archive

import (
	"context"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"weft/internal/entry"
)

func marked(t *testing.T, db *DB) Mark {
	t.Helper()
	m, counts, err := db.Mark()
	if err != nil || !counts {
		t.Fatal(counts, err)
	}
	return m
}

func sinceOf(t *testing.T, db *DB, m Mark) []string {
	t.Helper()
	ids, ours, err := db.Since(m)
	if err != nil || !ours {
		t.Fatal(ours, err)
	}
	return ids
}

// wantCounted: whatever of the entries is another than before is among what
// changed since the mark.
func wantCounted(t *testing.T, db *DB, m Mark, before, now map[string]entry.Entry) {
	t.Helper()
	since := sinceOf(t, db, m)
	for id, e := range now {
		if was, known := before[id]; (!known || !reflect.DeepEqual(was, e)) && !slices.Contains(since, id) {
			t.Errorf("entry %s (%s) changed, and is not among what did", id, e.Title)
		}
	}
	for id := range before {
		if _, there := now[id]; !there && !slices.Contains(since, id) {
			t.Errorf("entry %s went, and is not among what did", id)
		}
	}
}

func TestNothingChangedSinceNothingWasWritten(t *testing.T) {
	db := fresh(t)
	if got := sinceOf(t, db, marked(t, db)); len(got) > 0 {
		t.Error(got)
	}
	one := piece("1", "https://a.example/1", "One", monday)
	fetched(t, db, "a", monday, one)
	m := marked(t, db)
	fetched(t, db, "a", monday.Add(hour), one) // the same again
	if got := sinceOf(t, db, m); len(got) > 0 {
		t.Error(got)
	}
}

func TestAnEntryThatIsTaggedIsOneThatChanged(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday), piece("2", "https://a.example/2", "Two", monday))
	one := historyOf(t, db, "https://a.example/1").Entry
	put := func(ids ...string) {
		t.Helper()
		w, err := db.Tagging(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			w.Put(id, one.Hash, nil, nil)
		}
		if err := w.Done(); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // once more by another model, with the same hash
		m := marked(t, db)
		put(one.ID, "of the public archive")
		want := []string{one.ID, "of the public archive"}
		slices.Sort(want)
		if got := sinceOf(t, db, m); !slices.Equal(got, want) {
			t.Errorf("since %+v: %v", m, got)
		}
	}
}

func TestAMarkOfAnotherArchiveIsNotOurs(t *testing.T) {
	db, other := fresh(t), fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday))
	early := marked(t, db)
	fetched(t, db, "a", monday.Add(hour), piece("1", "https://a.example/1", "One", monday), piece("2", "https://a.example/2", "Two", monday))
	fetched(t, other, "a", monday, piece("7", "https://a.example/7", "Seven", monday), piece("8", "https://a.example/8", "Eight", monday))
	for what, m := range map[string]Mark{"a backup's": marked(t, db), "another's": marked(t, other)} {
		backup := fresh(t)
		fetched(t, backup, "a", monday, piece("1", "https://a.example/1", "One", monday))
		if _, ours, err := backup.Since(m); ours || err != nil {
			t.Errorf("%s is ours: %v, %v", what, ours, err)
		}
	}
	if got := sinceOf(t, db, early); len(got) != 1 {
		t.Errorf("an early mark of its own tells %v", got)
	}
}

func TestAnArchiveOfAnEarlierFormDoesNotCount(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path)
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	m := marked(t, db)
	if _, err := db.sql.Exec(`DROP TRIGGER entry_changes; DROP TRIGGER entry_tagged; DROP TRIGGER other_tagged; DROP TABLE touched; PRAGMA user_version = 5`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if db, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, counts, err := db.Mark(); counts || err != nil {
		t.Error(counts, err)
	}
	if _, ours, err := db.Since(m); ours || err != nil {
		t.Error(ours, err)
	}
}
