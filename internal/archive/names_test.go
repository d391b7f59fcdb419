package archive

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// long gives a text that no other piece has.
func long(n int) string {
	var words []string
	for i := range 60 {
		words = append(words, fmt.Sprintf("word%dof%d", i, n))
	}
	return strings.Join(words, " ")
}

func told2(e entry.Entry, text string) entry.Entry {
	e.Plain, e.Body = text, "<p>"+text+"</p>"
	return e
}

// A site that moves: what its feed does to its entries, and what stays.
func TestOldPiecesAreKnownUnderNewIDsAndAddresses(t *testing.T) {
	day := func(n int) time.Time { return monday.AddDate(0, 0, -7*n).Add(-hour) }
	old := func(n int) entry.Entry {
		return told2(piece(fmt.Sprint("old-", n), fmt.Sprintf("https://old.example/%d/piece-%d", 2000+n, n), fmt.Sprint("Piece ", n), day(n)), long(n))
	}
	for name, c := range map[string]struct {
		change func(n int, e *entry.Entry)
		notice string
	}{
		"new ids at the same addresses": {func(n int, e *entry.Entry) { e.NativeID = fmt.Sprint("new-", n) }, "gave new ids to 6 entries known by their addresses"},
		"another domain": {func(n int, e *entry.Entry) {
			e.URL = strings.Replace(e.URL, "old.example", "new.example", 1)
			e.NativeID = e.URL
		}, "gave new ids and addresses to 6 known entries"},
		"another domain, other paths": {func(n int, e *entry.Entry) { e.URL = fmt.Sprint("https://new.example/?p=", n); e.NativeID = e.URL }, "gave new ids and addresses"},
		"a date without a time of day": {func(n int, e *entry.Entry) {
			e.URL = fmt.Sprint("https://new.example/", n)
			e.NativeID = e.URL
			e.Plain = ""
			e.Published = e.Published.Truncate(24 * hour)
		}, "gave new ids and addresses"},
		"no date any more": {func(n int, e *entry.Entry) {
			e.URL = fmt.Sprint("https://new.example/", n)
			e.NativeID = e.URL
			e.Published = time.Time{}
		}, "gave new ids and addresses"},
		"all of today": {func(n int, e *entry.Entry) {
			e.URL = fmt.Sprint("https://new.example/", n)
			e.NativeID = e.URL
			e.Published = monday.Add(hour)
		}, "gave new ids and addresses"},
		"all of today, and other words": {func(n int, e *entry.Entry) {
			e.URL = fmt.Sprint("https://new.example/", n)
			e.NativeID = e.URL
			e.Published, e.Plain = monday.Add(hour), long(1000+n)
		}, "gave new ids and addresses"},
		"all of today, the same paths, other words": {func(n int, e *entry.Entry) {
			e.URL = strings.Replace(e.URL, "old.example", "new.example", 1)
			e.NativeID, e.Published, e.Plain = e.URL, monday.Add(hour), "Continue reading"
		}, "gave new ids and addresses"},
		"other titles": {func(n int, e *entry.Entry) {
			e.URL = fmt.Sprint("https://new.example/", n)
			e.NativeID = e.URL
			e.Title = "Archive: " + e.Title
		}, "gave new ids and addresses"},
		"other titles, all of today": {func(n int, e *entry.Entry) {
			e.URL = fmt.Sprint("https://new.example/", n)
			e.NativeID, e.Title, e.Published = e.URL, "Archive: "+e.Title, monday.Add(hour)
		}, "gave new ids and addresses"},
	} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			var before, after []entry.Entry
			for n := range 6 {
				before = append(before, old(n))
				e := old(n)
				c.change(n, &e)
				after = append(after, e)
			}
			fetched(t, db, "a", monday, before...)
			was := byID(t, db)
			novel := told2(piece("novel", "https://new.example/novel", "Something new", monday), long(99))
			change := fetched(t, db, "a", monday.Add(2*hour), append(after, novel)...)
			if change.New != 1 || change.Known != 6 || !strings.Contains(change.Notice, c.notice) {
				t.Errorf("change %+v", change)
			}
			now := byID(t, db)
			for id, e := range was {
				if !now[id].FirstSeen.Equal(e.FirstSeen) || !now[id].Published.Equal(e.Published) {
					t.Errorf("%s was of %v, first seen %v; now %v, %v", e.Title, e.Published, e.FirstSeen, now[id].Published, now[id].FirstSeen)
				}
			}
			for i := range before { // found by every address it ever had
				for _, address := range []string{before[i].URL, after[i].URL} {
					wantOnly(t, db, address, after[i].Title)
				}
			}
			wantChange(t, fetched(t, db, "a", monday.Add(3*hour), append(after, novel)...), Change{Known: 7})
		})
	}
}

// What looks alike and is not the same piece.
func TestPiecesThatLookAlikeAreKeptApart(t *testing.T) {
	week := func(n int) time.Time { return monday.AddDate(0, 0, 7*n) }
	for name, make := range map[string]func(n int) entry.Entry{
		"a weekly title": func(n int) entry.Entry {
			return piece(fmt.Sprint("w", n), fmt.Sprint("https://a.example/w", n), "Weeknotes", week(n))
		},
		"a weekly title and a standing text": func(n int) entry.Entry {
			return told2(piece(fmt.Sprint("w", n), fmt.Sprint("https://a.example/w", n), "Links", week(n)), "Here is what I read this week, as I do every week. Read more.")
		},
		"a weekly title at one page": func(n int) entry.Entry {
			return told2(piece(fmt.Sprint("w", n), "https://a.example/latest", "Weeknotes", week(n)), long(n))
		},
		"an id that counts from 1 again": func(n int) entry.Entry {
			return told2(piece(fmt.Sprint(n%2), fmt.Sprint("https://a.example/", n), fmt.Sprint("Title ", n), week(n)), long(n))
		},
		"the site's address as the id of all": func(n int) entry.Entry {
			return told2(piece("https://a.example/", fmt.Sprint("https://a.example/", n), fmt.Sprint("Title ", n), week(n)), long(n))
		},
		"one id and the front page": func(n int) entry.Entry {
			return told2(piece("x", "https://a.example/", fmt.Sprint("Title ", n), week(n)), long(n))
		},
		"no titles": func(n int) entry.Entry {
			return told2(piece(fmt.Sprint("w", n), fmt.Sprint("https://a.example/", n), "", week(n)), fmt.Sprint("note ", n))
		},
	} {
		for _, shows := range []int{1, 3, 20} { // the newest so many
			t.Run(fmt.Sprintf("%s, %d at once", name, shows), func(t *testing.T) {
				db := fresh(t)
				for n := range 9 {
					if n == 0 {
						continue
					}
					var all []entry.Entry
					for i := max(0, n-shows+1); i <= n; i++ {
						all = append(all, make(i))
					}
					if clash(all) { // what one document confuses, its reading tells apart (feed.Parse)
						for i := range all {
							all[i].NativeID = all[i].URL + all[i].Title
						}
					}
					fetched(t, db, "a", week(n).Add(hour), all...)
				}
				want := 9
				if shows == 1 {
					want = 8
				}
				if got, _ := db.Count(); got != want {
					t.Errorf("%d entries of %d pieces: %s", got, want, told(t, db))
				}
			})
		}
	}
}

func clash(all []entry.Entry) bool {
	met := map[string]bool{}
	for _, e := range all {
		if met[e.NativeID] {
			return true
		}
		met[e.NativeID] = true
	}
	return false
}

// A blog of daily columns that is read once a week shows other pieces under the
// same titles, all of them new.
func TestTheColumnsOfAnotherWeekAreOtherPieces(t *testing.T) {
	db := fresh(t)
	for week := range 4 {
		var all []entry.Entry
		for i, title := range []string{"Monday news", "Tuesday tools", "Midweek links", "Thursday thoughts", "Friday music"} {
			at := monday.AddDate(0, 0, 7*week+i)
			all = append(all, piece(at.Format("0102"), "https://a.example/"+at.Format("0102"), title, at))
		}
		if c := fetched(t, db, "a", monday.AddDate(0, 0, 7*week+6), all...); c.New != 5 {
			t.Errorf("week %d: %+v", week, c)
		}
	}
}

// What has changed, and is the same piece.
func TestAnEditIsNoOtherPiece(t *testing.T) {
	first := told2(piece("7", "https://a.example/draft", "A knock at the door", monday.Add(-hour)), long(1))
	for name, edit := range map[string]func(e *entry.Entry){
		"another title and address":             func(e *entry.Entry) { e.Title, e.URL = "Who is there", "https://a.example/final" },
		"another title, address and words":      func(e *entry.Entry) { e.Title, e.URL, e.Plain = "Who is there", "https://a.example/final", long(2) },
		"another title, address and date":       func(e *entry.Entry) { e.Title, e.URL, e.Published = "Who is there", "https://a.example/final", monday },
		"another title and date, words revised": func(e *entry.Entry) { e.Title, e.Published, e.Plain = "Who is there", monday, e.Plain+" and more" },
		"all but the address": func(e *entry.Entry) {
			e.Title, e.Published, e.Plain, e.NativeID = "Who is there", monday, long(1)+" x", "8"
		},
		"everything but id and address": func(e *entry.Entry) { e.Title, e.Published, e.Plain = "Who is there", monday, long(2) },
		"no date and no address":        func(e *entry.Entry) { e.Title, e.Published, e.URL, e.Plain = "Who is there", time.Time{}, "", long(2) },
	} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			fetched(t, db, "a", monday, first)
			e := first
			edit(&e)
			e.Body = "<p>" + e.Plain + "</p>"
			wantChange(t, fetched(t, db, "a", monday.Add(hour), e), Change{Known: 1, Updated: 1})
			if h := historyOf(t, db, first.URL); len(h.Versions) != 2 || h.Entry.Title != e.Title {
				t.Errorf("%+v", h)
			}
		})
	}
}

func TestAnEditWarMakesNoMoreThanItsVersions(t *testing.T) {
	db := fresh(t)
	for i := range 20 {
		fetched(t, db, "a", monday.Add(time.Duration(i)*hour), piece("1", "https://a.example/1", []string{"This", "That"}[i%2], monday))
	}
	if n := db.number(t, `SELECT count(*) FROM version`); n != 20 {
		t.Errorf("%d versions of 20 turns: what stood when is what is asked", n)
	}
	wantDates(t, db, "That", monday, monday)
}

func TestAnotherPolicyBringsNothingAnew(t *testing.T) {
	native := map[string]func(e entry.Entry) string{
		"guid": func(e entry.Entry) string { return "g" + e.Title }, "link": func(e entry.Entry) string { return e.URL }, "title": func(e entry.Entry) string { return e.Title + " " + e.Published.Format(time.DateOnly) },
	}
	for from, was := range native {
		for to, is := range native {
			for _, page := range []string{"https://a.example/", "https://a.example/p"} {
				db := fresh(t)
				haul := func(policy string, name func(entry.Entry) string, at time.Time) Change {
					var all []entry.Entry
					for n := range 6 {
						e := told2(piece("", page, fmt.Sprint("T", n), monday.AddDate(0, 0, -n)), long(n))
						if page != "https://a.example/" {
							e.URL += fmt.Sprint(n)
						} else if policy == "link" {
							continue // says nothing
						}
						e.NativeID = name(e)
						all = append(all, e)
					}
					c, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed", Good: at, Terms: policy}, At: at, Entries: all, Owns: at_a})
					if err != nil {
						t.Fatal(err)
					}
					return c
				}
				haul(from, was, monday)
				if c := haul(to, is, monday.Add(hour)); c.New != 0 && from != "link" || c.Notice != "" {
					t.Errorf("%s to %s at %s: %+v", from, to, page, c)
				}
			}
		}
	}
}

func at_a(address string) bool { return at("a")(address) }

func TestIDsThatAreNewAtEveryFetchAreSaidSoAndForgotten(t *testing.T) {
	db := fresh(t)
	for i := range 12 {
		when := monday.Add(time.Duration(i) * hour)
		all := many(6, func(n int) string { return fmt.Sprintf("%d-%d", i, n) }, monday)
		change, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed", Good: when}, At: when, Entries: all, Owns: at_a, Remedy: "write this"})
		if err != nil {
			t.Fatal(err)
		}
		f, _ := db.Feed("https://a.example/feed")
		if i > 2 && (!strings.HasPrefix(f.Notice, "gives its entries new ids again and again") || !strings.HasSuffix(f.Notice, "; write this")) || i > 0 && change.New > 0 {
			t.Errorf("%d: %+v, %q", i, change, f.Notice)
		}
	}
	if n := db.number(t, `SELECT count(*) FROM native`); n > 18 {
		t.Errorf("%d ids are kept of 6 entries", n)
	}
}

func TestTheOrderOfADocumentChangesNoByteOfTheArchive(t *testing.T) {
	var files []string
	for _, turned := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "a.db")
		db, err := OpenForWriting(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			all := many(8, func(n int) string { return fmt.Sprint(i, n%7) }, monday)
			if turned {
				for n := range 4 {
					all[n], all[7-n] = all[7-n], all[n]
				}
			}
			fetched(t, db, "a", monday.Add(time.Duration(i)*hour), all...)
		}
		db.Close()
		files = append(files, sealed(t, filepath.Dir(path))[path])
	}
	if files[0] != files[1] {
		t.Error("two archives of the same documents, one turned round, differ")
	}
}

// An id that names now this piece and now that one loses neither, nor makes more.
func TestAnIDThatGoesBackAndForthKeepsItsPieces(t *testing.T) {
	for name, page := range map[string]string{"pages of their own": "https://a.example/p", "the front page": "https://a.example/", "no page": ""} {
		t.Run(name, func(t *testing.T) {
			db := fresh(t)
			for i, n := range []int{0, 1, 2, 1, 0, 2, 0} {
				e := told2(piece("x", page, fmt.Sprint("T", n), monday.AddDate(0, 0, -n)), long(n))
				if strings.HasSuffix(page, "p") {
					e.URL += fmt.Sprint(n)
				}
				c := fetched(t, db, "a", monday.AddDate(0, 0, i), e)
				if want := map[bool]int{true: 1, false: 0}[i < 3]; c.New != want || c.Updated != 0 {
					t.Errorf("reading %d: %+v", i, c)
				}
			}
			wantTold(t, db, "a T0 11-16; a T1 11-15; a T2 11-14")
		})
	}
}
