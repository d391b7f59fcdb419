package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// monday is the day of most first fetches below.
var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

const hour = time.Hour

// fresh gives an empty archive, in memory: what is asked of its file stands in
// file_test.go and kill_test.go.
func fresh(t *testing.T) *DB {
	t.Helper()
	db, err := open("memory", ":memory:", true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// at tells which addresses lie with whom: "a" owns a.example.
func at(letter string) func(string) bool {
	return func(address string) bool { return entry.Host(address) == letter+".example" }
}

func elsewhere(letter string) func(string) bool {
	return func(address string) bool {
		host := entry.Host(address)
		return len(host) == len("a.example") && host != letter+".example"
	}
}

// fetched records what the feed of a contributor, named by a letter, held.
func fetched(t *testing.T, db *DB, letter string, when time.Time, entries ...entry.Entry) Change {
	t.Helper()
	change, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://" + letter + ".example/feed", Good: when, Checked: when},
		Entries: entries, At: when, Owns: at(letter), Others: elsewhere(letter)})
	if err != nil {
		t.Fatal(err)
	}
	return change
}

func piece(native, url, title string, published time.Time) entry.Entry {
	return entry.Entry{NativeID: native, URL: url, Title: title, Body: "<p>" + title + "</p>", Plain: title, Published: published}
}

// told gives all entries as lines: feed's letter, title, date.
func told(t *testing.T, db *DB) string {
	t.Helper()
	found, err := collect(db.Entries(Query{}))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range found {
		lines = append(lines, fmt.Sprintf("%s %s %s", e.Feed[8:9], e.Title, e.Date().Format("01-02")))
	}
	return strings.Join(lines, "; ")
}

func wantTold(t *testing.T, db *DB, want string) {
	t.Helper()
	if got := told(t, db); got != want {
		t.Errorf("the archive tells\n%s\nand should tell\n%s", got, want)
	}
}

func wantChange(t *testing.T, got, want Change) {
	t.Helper()
	if got != want {
		t.Errorf("change %+v, want %+v", got, want)
	}
}

func TestAnEntryIsKnownAgainByItsIDWhateverElseChanges(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/draft", "Draft", monday.Add(-hour)))
	change := fetched(t, db, "a", monday.Add(hour), piece("1", "https://a.example/final", "Final", monday.Add(-hour)))
	wantChange(t, change, Change{Known: 1, Updated: 1})
	wantTold(t, db, "a Final 11-16")
	for _, address := range []string{"https://a.example/draft", "http://www.a.example/final/"} {
		if found, err := db.ByAddress(address, time.Time{}); err != nil || len(found) != 1 {
			t.Errorf("%s finds %d entries (%v): an entry keeps every address it ever had", address, len(found), err)
		}
	}
}

func TestTwoFeedsMayUseTheSameIDs(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/x", "A", monday.Add(-hour)))
	fetched(t, db, "b", monday, piece("1", "https://b.example/x", "B", monday.Add(-2*hour)))
	wantTold(t, db, "a A 11-16; b B 11-16")
}

func many(n int, native func(i int) string, published time.Time) []entry.Entry {
	var all []entry.Entry
	for i := range n {
		all = append(all, piece(native(i), fmt.Sprintf("https://a.example/%d", i), fmt.Sprint("T", i), published.Add(-time.Duration(i)*24*hour)))
	}
	return all
}

func TestAFeedThatGivesEverythingNewIDsRaisesANoticeAndNoFlood(t *testing.T) {
	db := fresh(t)
	old := func(i int) string { return fmt.Sprint("old-", i) }
	fetched(t, db, "a", monday, many(6, old, monday)...)
	before := told(t, db)
	change := fetched(t, db, "a", monday.Add(hour), many(6, func(i int) string { return fmt.Sprint("new-", i) }, monday)...)
	if change.New != 0 || change.Known != 6 || !strings.Contains(change.Notice, "new ids to 6 entries") {
		t.Errorf("change %+v", change)
	}
	wantTold(t, db, before)
	if f, err := db.Feed("https://a.example/feed"); err != nil || f.Notice != change.Notice {
		t.Errorf("the feed's notice is %q, %v", f.Notice, err)
	}
	change = fetched(t, db, "a", monday.Add(2*hour), many(6, old, monday)...)
	wantChange(t, change, Change{Known: 6}) // both ids are known now
}

func TestAFeedThatGivesEverythingNewDatesRaisesANoticeAndKeepsTheFirst(t *testing.T) {
	db := fresh(t)
	native := func(i int) string { return fmt.Sprint(i) }
	fetched(t, db, "a", monday, many(6, native, monday)...)
	before := told(t, db)
	for day := range 3 {
		now := monday.AddDate(0, 0, day+1)
		change := fetched(t, db, "a", now, many(6, native, now)...)
		if change.New+change.Updated != 0 || !strings.Contains(change.Notice, "new dates to 6 known entries") {
			t.Errorf("change %+v", change)
		}
	}
	wantTold(t, db, before)
	if n := db.number(t, `SELECT count(*) FROM version`); n != 6 {
		t.Errorf("%d versions of 6 entries: a new date alone is no edit", n)
	}
	if gathered, _ := db.Gathered(); !gathered.Equal(monday) {
		t.Errorf("gathered %v: nothing new was brought since %v", gathered, monday)
	}
}

// number asks the file for one number.
func (db *DB) number(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := db.sql.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFewChangesAreNoNotice(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, many(20, func(i int) string { return fmt.Sprint(i) }, monday)...)
	change := fetched(t, db, "a", monday.Add(hour), many(20, func(i int) string {
		if i < 5 {
			return fmt.Sprint("new-", i)
		}
		return fmt.Sprint(i)
	}, monday)...)
	wantChange(t, change, Change{Known: 20})
}

func TestAFeedThatLinksEverythingToOnePageKeepsItsPiecesApart(t *testing.T) {
	for name, page := range map[string]string{"the front page": "https://a.example/", "another page": "https://a.example/blog"} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			week := func(from int) (all []entry.Entry) {
				for i := from; i < from+4; i++ {
					all = append(all, piece(fmt.Sprint(i), page, fmt.Sprint("T", i), monday.AddDate(0, 0, i)))
				}
				return all
			}
			fetched(t, db, "a", monday.AddDate(0, 0, 9), week(0)...)
			change := fetched(t, db, "a", monday.AddDate(0, 0, 10), week(1)...)
			wantChange(t, change, Change{New: 1, Known: 3})
			wantTold(t, db, "a T4 11-20; a T3 11-19; a T2 11-18; a T1 11-17; a T0 11-16")
		})
	}
}

func TestAPieceListedTwiceIsOneAndIsNotRewrittenAtEveryFetch(t *testing.T) {
	db := fresh(t)
	twice := []entry.Entry{piece("1", "https://a.example/x", "First words", monday), piece("1", "https://a.example/x", "Other words", monday)}
	for i := range 4 {
		fetched(t, db, "a", monday.Add(time.Duration(i)*hour), twice...)
	}
	wantTold(t, db, "a First words 11-16")
	if n := db.number(t, `SELECT count(*) FROM version`); n != 1 {
		t.Errorf("%d versions, want 1", n)
	}
}

func TestNobodyRewritesAnotherContributorsEntry(t *testing.T) {
	hers := piece("1", "https://a.example/x", "Hers", monday.Add(-hour))
	stolen := piece("m1", "https://a.example/x", "Stolen", monday.AddDate(-20, 0, 0))
	t.Run("by carrying it later", func(t *testing.T) {
		db := fresh(t)
		fetched(t, db, "a", monday, hers)
		fetched(t, db, "m", monday.Add(hour), stolen)
		wantTold(t, db, "a Hers 11-16")
		wantFeeds(t, db, "a m")
	})
	t.Run("by carrying it first, with a date that would hide it", func(t *testing.T) {
		db := fresh(t)
		fetched(t, db, "m", monday.Add(-2*hour), stolen)
		fetched(t, db, "a", monday, hers)
		wantTold(t, db, "a Hers 11-16")
		fetched(t, db, "m", monday.Add(hour), stolen)
		wantTold(t, db, "a Hers 11-16")
		found, err := db.ByAddress(hers.URL, monday.Add(-hour))
		if err != nil || len(found) != 1 || found[0].Title != "Hers" {
			t.Errorf("looking back shows %v, %v: the copy's words are not hers", found, err)
		}
	})
	t.Run("by calling it the canonical address of something else", func(t *testing.T) {
		for _, first := range []string{"a", "m"} {
			db := fresh(t)
			other := piece("m1", "https://m.example/y", "Claims", monday.AddDate(-20, 0, 0))
			other.Canonical = hers.URL
			if first == "m" {
				fetched(t, db, "m", monday, other)
				fetched(t, db, "a", monday, hers)
			} else {
				fetched(t, db, "a", monday, hers)
				fetched(t, db, "m", monday, other)
			}
			wantTold(t, db, "a Hers 11-16; m Claims 11-16")
			wantOnly(t, db, hers.URL, "Hers")
		}
	})
	t.Run("by moving an entry of one's own to her address before she publishes", func(t *testing.T) {
		db := fresh(t)
		fetched(t, db, "m", monday, piece("m1", "https://m.example/y", "Mine", monday))
		fetched(t, db, "m", monday.Add(hour), piece("m1", hers.URL, "Mine", monday))
		fetched(t, db, "a", monday.Add(2*hour), hers)
		wantOnly(t, db, hers.URL, "Hers")
	})
}

func wantFeeds(t *testing.T, db *DB, want string) {
	t.Helper()
	found, _ := collect(db.Entries(Query{}))
	feeds, err := db.strings(`SELECT feed FROM sighting WHERE entry = ?1 UNION SELECT feed FROM entry WHERE id = ?1 ORDER BY feed`, found[0].ID)
	var letters []string
	for _, f := range feeds {
		letters = append(letters, f[8:9])
	}
	if got := strings.Join(letters, " "); got != want || err != nil {
		t.Errorf("carried by %q, %v; want %q", got, err, want)
	}
}

func wantOnly(t *testing.T, db *DB, address, title string) {
	t.Helper()
	found, err := db.ByAddress(address, time.Time{})
	if err != nil || len(found) != 1 || found[0].Title != title {
		t.Errorf("%s leads to %v, %v; want %q alone", address, found, err, title)
	}
}

func TestAnEntryGoesOverToTheFeedAtWhoseAddressItLies(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "p", monday, piece("p1", "https://a.example/x", "Copy on a planet", monday.Add(-hour)))
	id := ids(t, db)[0]
	fetched(t, db, "a", monday.Add(hour), piece("1", "https://a.example/x", "Original", monday.Add(-hour)))
	wantTold(t, db, "a Original 11-16")
	if now := ids(t, db); !slices.Equal(now, []string{id}) {
		t.Errorf("ids %v, want %s: an entry keeps its id for good", now, id)
	}
	fetched(t, db, "p", monday.Add(2*hour), piece("p1", "https://a.example/x", "Copy changed", monday))
	wantTold(t, db, "a Original 11-16")
}

func ids(t *testing.T, db *DB) []string {
	t.Helper()
	out, err := db.strings(`SELECT id FROM entry ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnEntryOfAFeedNoLongerListedGoesToTheOneThatCarriesItNow(t *testing.T) {
	record := func(t *testing.T, db *DB, feed, title string, when time.Time, listed ...string) {
		_, err := db.Record(context.Background(), Haul{Feed: Feed{Key: feed, Good: when}, At: when, Owns: at("a"),
			Listed:  func(key string) bool { return slices.Contains(listed, key) },
			Entries: []entry.Entry{piece("1", "https://a.example/x", title, monday)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	const oldFeed, newFeed = "https://a.example/rss", "https://a.example/atom"
	db := fresh(t)
	record(t, db, oldFeed, "Old", monday, oldFeed)
	record(t, db, newFeed, "New", monday.Add(hour), oldFeed, newFeed)
	if got, _, _ := db.ByID(ids(t, db)[0], time.Time{}); got.Feed != oldFeed || got.Title != "Old" {
		t.Errorf("%s by %s: while its feed is listed, an entry stays there", got.Title, got.Feed)
	}
	record(t, db, newFeed, "New", monday.Add(2*hour), newFeed)
	got, _, _ := db.ByID(ids(t, db)[0], time.Time{})
	if got.Feed != newFeed || got.Title != "New" {
		t.Errorf("%s by %s, want New by %s", got.Title, got.Feed, newFeed)
	}
	if back, _, _ := db.ByID(got.ID, monday); back.Title != "Old" {
		t.Errorf("as of then %q: a change of feed keeps the versions", back.Title)
	}
}
