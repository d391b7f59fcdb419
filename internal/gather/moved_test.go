package gather

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/feed"
)

// corpusFeeds are feeds as real blogs gave them.
const corpusFeeds = "../../../shared/corpus/feeds"

// What real blogs wrote is known again when they move, whatever moving does to
// their feeds, and is not touched when they stay.
func TestRealBlogsThatMoveBringNothingTwice(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(corpusFeeds, "*"))
	if len(files) == 0 {
		t.Skip("the corpus of real feeds is not beside this repository")
	}
	host := func(e *entry.Entry) {
		e.URL = strings.Replace(e.URL, entry.Host(e.URL), "moved.example", 1)
		e.NativeID = "new-" + e.NativeID
	}
	changes := map[string]func(*entry.Entry){
		"it stays":                    func(*entry.Entry) {},
		"new ids":                     func(e *entry.Entry) { e.NativeID = "new-" + e.NativeID },
		"another domain":              host,
		"another domain, other paths": func(e *entry.Entry) { host(e); e.URL = "https://moved.example/?page=" + e.NativeID },
		"another domain, all of today": func(e *entry.Entry) {
			host(e)
			e.Published = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		},
	}
	for _, file := range files {
		newest := newestOf(t, file)
		if len(newest) < 3 {
			continue
		}
		for name, change := range changes {
			if c := movesTo(t, newest, change); c.New > 0 || name == "it stays" && (c.Updated > 0 || c.Notice != "") || name != "it stays" && c.Notice == "" {
				t.Errorf("%s, %s: of %d entries %+v", filepath.Base(file), name, len(newest), c)
			}
		}
	}
}

// newestOf reads up to 20 entries of a feed.
func newestOf(t *testing.T, file string) []entry.Entry {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := feed.Parse(data, feed.Source{Address: "https://feeds.example/" + filepath.Base(file)})
	if err != nil {
		return nil
	}
	return f.Entries[:min(len(f.Entries), 20)]
}

// movesTo records entries, and then as they are changed.
func movesTo(t *testing.T, entries []entry.Entry, change func(*entry.Entry)) archive.Change {
	t.Helper()
	db, err := archive.OpenForWriting(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var last archive.Change
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for turn := range 2 {
		all := append([]entry.Entry(nil), entries...)
		for i := range all {
			if turn == 1 {
				change(&all[i])
			}
		}
		when := at.AddDate(0, 0, turn)
		if last, err = db.Record(context.Background(), archive.Haul{Feed: archive.Feed{Key: "k", Good: when}, At: when, Entries: all}); err != nil {
			t.Fatal(err)
		}
	}
	return last
}
