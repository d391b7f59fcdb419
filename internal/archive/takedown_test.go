package archive

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// saying is a piece with words that stand nowhere else.
func saying(id, address, title, words string, at time.Time) entry.Entry {
	e := piece(id, address, title, at)
	e.Plain, e.Summary, e.Body, e.Opening = words, "<p>"+words+"</p>", "<p>"+words+" and more</p>", words
	e.Tags = []string{words + " tag"}
	e.Links = []entry.Link{{URL: "https://elsewhere.example/x", Text: words, Passage: words}}
	return e
}

func takeDown(t *testing.T, db *DB, want Takedown, ids ...string) {
	t.Helper()
	if got, err := db.TakeDown(context.Background(), ids); err != nil || got != want {
		t.Errorf("taking down %v: %+v, %v; want %+v", ids, got, err, want)
	}
}

func TestOfWhatIsTakenDownNoWordStaysInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	fetched(t, db, "a", monday, saying("1", "https://a.example/1", "Kept title", "aubergine", monday), saying("2", "https://a.example/2", "Other", "broccoli", monday))
	fetched(t, db, "a", monday.Add(hour), saying("1", "https://a.example/1", "Kept title", "artichoke", monday), saying("2", "https://a.example/2", "Other", "broccoli", monday))
	id := historyOf(t, db, "https://a.example/1").Entry.ID
	tg, err := db.Tagging(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	tg.Put(id, "h", []string{"x"}, []entry.Tag{{Theme: "x", Evidence: []entry.Evidence{{Quote: "artichoke", Where: "text"}}}})
	if err := tg.Done(); err != nil {
		t.Fatal(err)
	}
	before := historyOf(t, db, "https://a.example/1")
	takeDown(t, db, Takedown{Emptied: 1}, id)
	takeDown(t, db, Takedown{}, id)
	h := historyOf(t, db, "https://a.example/1")
	if e := h.Entry; e.Title != "Kept title" || e.Plain+e.Summary+e.Body+e.Opening != "" || e.Links != nil || !e.Published.Equal(before.Entry.Published) || !e.FirstSeen.Equal(before.Entry.FirstSeen) {
		t.Errorf("%+v", e)
	}
	if len(h.Versions) != 1 || !h.Versions[0].Seen.Equal(monday) || h.Versions[0].Plain != "" {
		t.Errorf("its versions are %+v", h.Versions)
	}
	if linking, err := db.Linking("https://elsewhere.example/x"); err != nil || slices.Contains(linking, id) || len(linking) != 1 {
		t.Errorf("linking are %v, %v", linking, err)
	}
	if tags, err := db.Tags([]string{id}); err != nil || len(tags) > 0 {
		t.Errorf("tags %v, %v", tags, err)
	}
	if left, err := db.Untagged(); err != nil || left[id] != "" {
		t.Errorf("it waits to be tagged: %v, %v", left, err)
	}
	db.Close()
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, []byte("aubergine")) || bytes.Contains(data, []byte("artichoke")) || !bytes.Contains(data, []byte("broccoli")) {
		t.Errorf("the file holds the words of what was taken down, or not those of others: %v", err)
	}
}

// To write the file anew it is handled otherwise, and that must not last: readers
// beside a fetch would be locked out.
func TestAfterATakedownTheArchiveIsWrittenAsBefore(t *testing.T) {
	db, err := OpenForWriting(filepath.Join(t.TempDir(), Name))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.sql.SetMaxOpenConns(1) // all of this over the one connection
	fetched(t, db, "a", monday, saying("1", "https://a.example/1", "Kept title", "aubergine", monday))
	settings := func() (got [2]int) {
		for i, name := range []string{"temp_store", "cache_spill"} {
			if err := db.sql.QueryRow("PRAGMA " + name).Scan(&got[i]); err != nil {
				t.Fatal(err)
			}
		}
		return got
	}
	before := settings()
	takeDown(t, db, Takedown{Emptied: 1}, historyOf(t, db, "https://a.example/1").Entry.ID)
	if after := settings(); after != before || before != [2]int{2, 0} {
		t.Errorf("temp_store and cache_spill are %v, and were %v", after, before)
	}
}

func TestWhatIsTakenDownStaysSoThroughFetches(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, saying("1", "https://a.example/1", "One", "aubergine", monday))
	id := historyOf(t, db, "https://a.example/1").Entry.ID
	takeDown(t, db, Takedown{Emptied: 1}, id)
	for n, again := range []struct {
		feed  string
		piece entry.Entry
	}{
		{"a", saying("1", "https://a.example/1", "One", "aubergine", monday)},
		{"a", saying("1", "https://a.example/1", "One", "edited aubergine", monday)},
		{"a", saying("new id", "https://a.example/1", "One", "aubergine", monday)},
		{"b", saying("copy", "https://a.example/1", "One", "aubergine", monday)},
	} {
		if change := fetched(t, db, again.feed, monday.Add(time.Duration(n+1)*hour), again.piece); change.New+change.Updated != 0 {
			t.Errorf("%d: %+v", n, change)
		}
		h := historyOf(t, db, "https://a.example/1")
		if h.Entry.ID != id || h.Entry.Plain+h.Entry.Summary+h.Entry.Body != "" || len(h.Versions) != 1 {
			t.Errorf("%d: its words came back: %+v", n, h)
		}
	}
	if ids, err := db.IDsAt("https://a.example/1"); err != nil || len(ids) != 1 {
		t.Errorf("there are %v, %v", ids, err)
	}
	// A feed that does not have it any more took it back, like any other.
	fetched(t, db, "a", monday.Add(9*hour), saying("1", "https://a.example/1", "One", "aubergine", monday), saying("0", "https://a.example/0", "Zero", "older", monday.Add(-hour)))
	fetched(t, db, "a", monday.Add(10*hour), saying("0", "https://a.example/0", "Zero", "older", monday.Add(-hour)))
	if h := historyOf(t, db, "https://a.example/1"); h.Missing.IsZero() {
		t.Error("that it left its feed is not seen")
	}
}

func TestAReleasedEntryComesInAgain(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, saying("1", "https://a.example/1", "One", "aubergine", monday))
	before := historyOf(t, db, "https://a.example/1")
	takeDown(t, db, Takedown{Emptied: 1}, before.Entry.ID, "of no archive")
	takeDown(t, db, Takedown{Released: 2})
	if ids, err := db.TakenDown(); err != nil || len(ids) > 0 {
		t.Error(ids, err)
	}
	if f, err := db.Feed("https://a.example/feed"); err != nil || f.Hash+f.ETag+f.LastModified != "" {
		t.Errorf("the feed would not be read again: %+v, %v", f, err)
	}
	if change := fetched(t, db, "a", monday.Add(hour), saying("1", "https://a.example/1", "One", "aubergine", monday)); change.Updated != 1 {
		t.Errorf("%+v", change)
	}
	if after := historyOf(t, db, "https://a.example/1"); after.Entry.Plain != "aubergine" || after.Entry.ID != before.Entry.ID || !after.Entry.FirstSeen.Equal(before.Entry.FirstSeen) {
		t.Errorf("%+v", after.Entry)
	}
}

// An archive that cannot be written to says so, and an older form has nothing
// taken down.
func TestAnArchiveOpenedForReadingTakesNothingDown(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	fill(t, path)
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.TakeDown(context.Background(), []string{"x"}); err == nil {
		t.Error("what was opened for reading was written to")
	}
}

// Rows that SQLite moved before leave no copy in the gaps of its pages.
func TestOfALongPieceNoWordStaysInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	long := saying("1", "https://a.example/1", "Title", "artichoke", monday)
	long.Plain, long.Body = strings.Repeat("artichoke ", 20000), "<p>"+strings.Repeat("artichoke ", 20000)
	other := saying("2", "https://a.example/2", "Other", "broccoli", monday)
	fetched(t, db, "a", monday, long, other)
	for i := range 3 {
		other.Plain, other.Body = strings.Repeat("cabbage ", 200*i), "<p>"+strings.Repeat("cabbage ", 300*i)
		fetched(t, db, "a", monday.Add(time.Duration(i+1)*hour), long, other)
	}
	takeDown(t, db, Takedown{Emptied: 1}, historyOf(t, db, "https://a.example/1").Entry.ID)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(data, []byte("artichoke")); n > 0 {
		t.Errorf("the file still has the piece's word %d times", n)
	}
}

// aubergine is a text that alone says which piece it is.
var aubergine = strings.Repeat("an aubergine is no artichoke and a heron no weir ", 8)

func TestACopyThatComesLaterIsWhatWasTakenDown(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, saying("1", "https://a.example/1", "One", aubergine, monday))
	id := historyOf(t, db, "https://a.example/1").Entry.ID
	takeDown(t, db, Takedown{Emptied: 1}, id)
	fetched(t, db, "b", monday.Add(hour), saying("x", "https://b.example/copy", "One", strings.ToUpper(aubergine), monday.Add(hour)),
		saying("y", "https://b.example/other", "Two", aubergine, monday.Add(hour)))
	fetched(t, db, "a", monday.Add(hour), saying("1", "https://a.example/1", "One", aubergine, monday), saying("2", "https://a.example/again", "One", aubergine, monday.Add(hour)))
	for address, want := range map[string]int{"https://b.example/copy": 0, "https://a.example/again": 0, "https://b.example/other": 1} {
		if ids, err := db.IDsAt(address); err != nil || len(ids) != want {
			t.Errorf("at %s are %v, %v; want %d", address, ids, err, want)
		}
	}
	if h := historyOf(t, db, "https://a.example/1"); h.Entry.Plain != "" || !slices.Contains(h.Feeds, "https://b.example/feed") {
		t.Errorf("%+v", h)
	}
	takeDown(t, db, Takedown{Released: 1})
	if change := fetched(t, db, "a", monday.Add(2*hour), saying("1", "https://a.example/1", "One", aubergine, monday)); change.Updated != 1 {
		t.Errorf("%+v", change)
	}
}
