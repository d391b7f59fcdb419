package archive

import (
	"context"
	"slices"
	"testing"
	"time"

	"weft/internal/entry"
)

const (
	oldHome = "http://a.example/feed"
	newHome = "https://b.example/feed.xml"
)

// movedArchive holds a feed of two entries whose redirects led elsewhere.
func movedArchive(t *testing.T, change func(*Feed)) *DB {
	t.Helper()
	db, err := OpenForWriting(t.TempDir() + "/archive.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	f := Feed{Key: oldHome, ETag: `"v1"`, Hash: "h", Title: "A", Checked: at, Good: at, Failures: 2, Error: "e", Reason: "page", Moved: newHome, MovedTimes: 2, MovedSince: at, Retired: at, Next: at.AddDate(0, 1, 0), Found: "https://c.example/found"}
	if change != nil {
		change(&f)
	}
	entries := []entry.Entry{{NativeID: "1", URL: "https://a.example/1", Title: "One", Published: at}, {NativeID: "2", URL: "https://a.example/2", Title: "Two", Published: at}}
	if _, err := db.Record(context.Background(), Haul{Feed: f, Entries: entries, At: at}); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestAFeedGoesOnUnderItsNewAddress(t *testing.T) {
	db := movedArchive(t, nil)
	before, err := collect(db.Entries(Query{}))
	if err != nil || len(before) != 2 {
		t.Fatal(err, before)
	}
	if n, err := db.Carry(context.Background(), oldHome, newHome); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	state, err := db.Feed(newHome)
	if err != nil || state.ETag != `"v1"` || state.Hash != "h" || state.Good.IsZero() || state.Moved != "" || state.Failures != 0 || state.Reason != "" || !state.Retired.IsZero() || !state.Next.IsZero() || state.Found != "" {
		t.Errorf("%v %+v", err, state)
	}
	if old, _ := db.Feed(oldHome); !old.Checked.IsZero() {
		t.Errorf("the old one is still there: %+v", old)
	}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	again := []entry.Entry{{NativeID: "1", URL: "https://b.example/1", Title: "One", Published: at}, {NativeID: "2", URL: "https://b.example/2", Title: "Two", Published: at}, {NativeID: "3", URL: "https://b.example/3", Title: "Three"}}
	change, err := db.Record(context.Background(), Haul{Feed: Feed{Key: newHome, Good: at, Checked: at}, Entries: again, At: at})
	if err != nil || change.New != 1 || change.Known != 2 {
		t.Fatalf("%v %+v", err, change)
	}
	after, _ := collect(db.Entries(Query{}))
	ids := func(list []entry.Entry) (out []string) {
		for _, e := range list {
			if e.NativeID != "3" && e.Title != "Three" {
				out = append(out, e.ID+e.FirstSeen.String()+e.Published.String())
			}
		}
		slices.Sort(out)
		return out
	}
	if !slices.Equal(ids(before), ids(after)) {
		t.Errorf("ids, first-seen dates or dates are others:\n%v\n%v", ids(before), ids(after))
	}
}

func TestWhoGoesOnFromWhom(t *testing.T) {
	for _, c := range []struct {
		name   string
		listed []string
		want   string // goes on from oldHome; "" nobody
	}{
		{"where it moved", []string{newHome}, newHome},
		{"where it moved, spelled otherwise", []string{"http://www.b.example/feed.xml"}, "http://www.b.example/feed.xml"},
		{"what its page named", []string{"https://c.example/found"}, "https://c.example/found"},
		{"its own address by https", []string{"https://www.a.example/feed/"}, "https://www.a.example/feed/"},
		{"somewhere else", []string{"https://d.example/feed"}, ""},
		{"while the old one is listed still", []string{newHome, oldHome}, ""},
		{"a file", []string{"feeds/a.xml"}, ""},
		{"nothing is listed", nil, ""},
	} {
		heirs, err := movedArchive(t, nil).Heirs(c.listed)
		if err != nil || len(heirs) > 1 || (c.want != "") != (len(heirs) == 1) || c.want != "" && heirs[c.want] != oldHome {
			t.Errorf("%s: %v %v", c.name, err, heirs)
		}
	}
	two := []string{newHome, "https://c.example/found"}
	if heirs, err := movedArchive(t, nil).Heirs(two); err != nil || len(heirs) != 1 || heirs[newHome] != oldHome {
		t.Errorf("two for one: %v %v", err, heirs)
	}
}

func TestAFeedThatWasReadUnderItsNewAddressIsLeftAlone(t *testing.T) {
	db := movedArchive(t, nil)
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	if _, err := db.Record(context.Background(), Haul{Feed: Feed{Key: newHome, Good: at, Checked: at}, Entries: []entry.Entry{{NativeID: "n", Title: "N"}}, At: at}); err != nil {
		t.Fatal(err)
	}
	if heirs, err := db.Heirs([]string{newHome}); err != nil || len(heirs) != 0 {
		t.Error(heirs, err)
	}
	if n, err := db.Carry(context.Background(), oldHome, newHome); err != nil || n != 0 {
		t.Error(n, err)
	}
	if old, _ := db.Feed(oldHome); old.Checked.IsZero() {
		t.Error("the old one is gone")
	}
}

// Every table that names a feed is carried along: a new one must not be
// forgotten.
func TestEveryTableThatNamesAFeedIsCarriedOver(t *testing.T) {
	db := movedArchive(t, nil)
	tables, err := db.strings(`SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'feed' ORDER BY m.name`)
	if err != nil {
		t.Fatal(err)
	}
	var carried []string
	for _, t := range ofFeeds {
		carried = append(carried, t.table)
	}
	slices.Sort(carried)
	if !slices.Equal(tables, carried) {
		t.Errorf("tables with a column feed are %v, carried are %v", tables, carried)
	}
}
