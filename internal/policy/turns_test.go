package policy

import (
	"testing"
	"time"

	"weft/internal/entry"
)

func TestWhatIsGivenInTurnIsAllOfItOnce(t *testing.T) {
	w := newWorld(t)
	at := func(title, url string, days int) entry.Entry {
		e := titled(title, url)
		e.Published = now.AddDate(0, 0, -days)
		return e
	}
	w.holds(0, anasFeed, quoting(at("today", "https://ana.example/1", 0))...)
	w.holds(0, anasFeed, at("lastmonth", "https://ana.example/2", 35), at("thirtyyearsago", "https://ana.example/3", 11_000),
		at("shared", "https://ana.example/4", 90), at("copy", "https://ana.example/5", 36))
	w.holds(1, ivysFeed, at("inside", "https://intranet.example/1", 200), at("sharednearby", "http://www.ana.example/4/", 20))
	w.share(0, "copy thirtyyearsago same", "today copy quotes")
	for public, want := range map[bool]string{true: "today, lastmonth, copy, shared, thirtyyearsago", false: "today, lastmonth, copy, shared, inside, thirtyyearsago"} {
		v := w.view(public)
		var all []*Piece
		turns := 0
		for pieces, err := range v.EachInTurn(now.Add(time.Hour)) {
			if err != nil {
				t.Fatal(err)
			}
			if turns++; pieces[0].Date().Sub(pieces[len(pieces)-1].Date()) > fewWeeks {
				t.Errorf("from %v to %v at once", pieces[0].Date(), pieces[len(pieces)-1].Date())
			}
			all = append(all, pieces...)
		}
		whole, err := v.Each(time.Time{}, now.Add(time.Hour))
		if titles(all) != want || titles(whole) != want || err != nil || turns < 4 {
			t.Errorf("public %v: in %d turns %s; at once %s, %v; want %s", public, turns, titles(all), titles(whole), err, want)
		}
		// Whom a piece quotes does not depend on what is read with it.
		for _, with := range [][]*Piece{whole, whole[:1]} {
			if quotes, err := v.Quotes(with); err != nil || len(quotes) != 1 || quotes[0].To.Title != "thirtyyearsago" {
				t.Errorf("read with %d others: %+v, %v", len(with)-1, quotes, err)
			}
		}
	}
}

func TestNothingIsGivenInTurnOfAnEmptyArchive(t *testing.T) {
	for pieces, err := range newWorld(t).view(true).EachInTurn(now) {
		t.Errorf("%v, %v", pieces, err)
	}
}
