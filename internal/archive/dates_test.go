package archive

import (
	"context"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

func settled(t *testing.T, db *DB, at time.Time) Settlement {
	t.Helper()
	s, err := db.Settle(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is dated ahead waits for its day, in whatever week that is, and is then
// of that day: it is on top of no list before, and in no list twice.
func TestWhatIsDatedAheadComesOnItsDay(t *testing.T) {
	for name, first := range map[string]bool{"on the first fetch": true, "later": false} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			if !first {
				fetched(t, db, "a", monday.Add(-24*hour), piece("0", "https://a.example/0", "Old", monday.Add(-48*hour)))
			}
			day := monday.AddDate(0, 0, 10)
			ahead := piece("1", "https://a.example/1", "Ahead", day)
			change := fetched(t, db, "a", monday, ahead)
			if change.New != 0 || change.Held != 1 || !strings.Contains(change.Notice, `dates an entry ahead: "Ahead" is of 26 November 2026, and held back until then`) {
				t.Errorf("%+v", change)
			}
			wantHidden := func(now time.Time) {
				t.Helper()
				if s := settled(t, db, now); s.Due != 0 || strings.Contains(told(t, db), "Ahead") {
					t.Errorf("at %v it is given out", now)
				}
			}
			wantHidden(monday)
			fetched(t, db, "a", monday.AddDate(0, 0, 9), ahead)
			wantHidden(day.Add(-time.Second))
			if h := historyOf(t, db, ahead.URL); !h.Due.Equal(day) {
				t.Errorf("held until %v", h.Due)
			}
			if s := settled(t, db, day.Add(hour)); s.Due != 1 {
				t.Errorf("%+v", s)
			}
			wantDates(t, db, "Ahead", day, day)
			if gathered, _ := db.Gathered(); !gathered.Equal(day.Add(hour)) {
				t.Errorf("gathered %v: it was brought now", gathered)
			}
			wantChange(t, fetched(t, db, "a", day.Add(2*hour), ahead), Change{Known: 1})
			wantDates(t, db, "Ahead", day, day)
		})
	}
}

func TestADateAheadThatWasASlipIsCorrected(t *testing.T) {
	db := fresh(t)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "Slip", monday.AddDate(1, 0, 0)))
	now := monday.AddDate(0, 0, 3)
	if change := fetched(t, db, "a", now, piece("1", "https://a.example/1", "Slip", monday.Add(-hour))); change.New != 1 {
		t.Errorf("%+v", change)
	}
	wantDates(t, db, "Slip", now, monday.Add(-hour))
	fetched(t, db, "a", now.Add(hour), piece("1", "https://a.example/1", "Slip", monday.AddDate(2, 0, 0)))
	wantDates(t, db, "Slip", now, monday.Add(-hour)) // what was given out stays, whatever date it gets
}

func TestDatesAtTheEdges(t *testing.T) {
	at := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct{ published, want time.Time }{
		"none":                       {time.Time{}, monday},
		"the year 0":                 {at(0, 1, 1), at(0, 1, 1)},
		"the beginning of computing": {at(1970, 1, 1), at(1970, 1, 1).Add(time.Second)},
		"before it":                  {at(1969, 12, 31), at(1969, 12, 31)},
		"the year 10000":             {at(10000, 1, 1), monday},
		"before Christ":              {at(-1, 1, 1), monday},
		"the moment of the fetch":    {monday, monday},
		"the end of the week, west":  {time.Date(2026, 11, 15, 23, 59, 59, 0, time.FixedZone("", -12*3600)), time.Date(2026, 11, 16, 11, 59, 59, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", c.published))
			fetched(t, db, "a", monday.Add(hour), piece("1", "https://a.example/1", "One", c.published))
			found, err := collect(db.Entries(Query{}))
			if err != nil || len(found) != 1 || !found[0].Date().Equal(c.want) {
				t.Errorf("%v, %v; want %v", found, err, c.want)
			}
		})
	}
	t.Run("the year 9999", func(t *testing.T) {
		db := fresh(t)
		fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", at(9999, 12, 31)))
		settled(t, db, monday.AddDate(100, 0, 0))
		wantTold(t, db, "")
		if newest, err := db.Newest(at(9999, 12, 31).AddDate(1, 0, 0)); !newest.IsZero() || err != nil {
			t.Error(newest, err)
		}
		if h, err := db.Holding("https://a.example/feed"); h.Entries != 0 || err != nil {
			t.Error(h, err)
		}
	})
}

func TestAFeedThatDatesEverythingNowAtEachFetchBringsEachPieceOnce(t *testing.T) {
	db := fresh(t)
	var seen []string
	for day := range 6 {
		now := monday.AddDate(0, 0, day)
		var all []entry.Entry
		for n := range day + 3 {
			title := string(rune('A' + n))
			all = append(all, piece(title, "https://a.example/"+title, title, now))
		}
		change := fetched(t, db, "a", now, all...)
		if want := map[bool]int{true: 3, false: 1}[day == 0]; change.New != want {
			t.Errorf("day %d: %+v", day, change)
		}
		if day > 0 && !strings.Contains(change.Notice, "gave new dates to") {
			t.Errorf("day %d: notice %q", day, change.Notice)
		}
		seen = append(seen, told(t, db))
	}
	if want := "a H 11-21; a G 11-20; a F 11-19; a E 11-18; a D 11-17; "; !strings.HasPrefix(seen[5], want) {
		t.Errorf("%s\nwant %s…", seen[5], want)
	}
}
