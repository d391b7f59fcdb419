package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// chatter is a text in words that everybody uses, with those of one subject
// here and there.
func chatter(r *rand.Rand, subject string, n int) string {
	words := make([]string, n)
	for i := range words {
		if words[i] = fmt.Sprintf("c%d", int(r.ExpFloat64()*600)); subject != "" && r.IntN(5) < 2 {
			words[i] = fmt.Sprintf("%s%d", subject, r.IntN(12))
		}
	}
	return strings.Join(words, " ")
}

// news is a year of entries of which some tell of the same thing.
func news(r *rand.Rand, n int, days float64) []Piece {
	var out []Piece
	for i := range n {
		date := float64(i) * days / float64(n)
		subject := ""
		if r.IntN(3) == 0 {
			subject = fmt.Sprintf("s%dx%dx", int(date)/4, r.IntN(2))
		}
		out = append(out, Piece{ID: fmt.Sprintf("%04d", i), Date: day(date), Feed: fmt.Sprint(r.IntN(30)), Title: chatter(r, subject, 5), Plain: chatter(r, subject, 80)})
	}
	return out
}

func storiesOf(pieces []Piece) []string {
	var out []string
	for s := range Stories(slices.Values(pieces)) {
		out = append(out, strings.Join(s.Entries, " "))
		if s.ID != s.Entries[0] || len(s.Entries) < 2 {
			out = append(out, "wrong: "+s.ID)
		}
	}
	slices.Sort(out)
	return out
}

func TestEntriesOfOneWeekThatTellOfOneThingAreAStory(t *testing.T) {
	pieces := news(rand.New(rand.NewPCG(1, 1)), 60, 40)
	for i, c := range []struct {
		date    float64
		subject string
	}{{15, "flood"}, {15, "flood"}, {18, "flood"}, {16, "vote"}, {30, "vote"}} {
		r := rand.New(rand.NewPCG(uint64(i), 5))
		pieces = append(pieces, Piece{ID: fmt.Sprint(c.subject, i), Date: day(c.date), Feed: fmt.Sprint("f", i), Title: c.subject + "0 " + chatter(r, "", 3), Plain: chatter(r, c.subject, 80)})
	}
	slices.SortFunc(pieces, ByDate)
	got := strings.Join(storiesOf(pieces), "\n")
	if !strings.Contains(got, "flood0 flood1 flood2") || strings.Contains(got, "vote") {
		t.Errorf("the floods are one story, two votes a fortnight apart none:\n%s", got)
	}
}

func TestTwoPeopleWhoLinkTheSamePageElsewhereTellOneStory(t *testing.T) {
	const page = "https://elsewhere.example/2026/the-report"
	for name, c := range map[string]struct {
		change func(pieces []Piece)
		want   string
	}{
		"the same page":       {func([]Piece) {}, "a b"},
		"spelled differently": {func(p []Piece) { p[0].Links[0] = "http://www.elsewhere.example/2026/the-report/?utm_source=rss" }, "a b"},
		"one person":          {func(p []Piece) { p[0].Person, p[1].Person = "x", "x" }, ""},
		"a front page": {func(p []Piece) {
			p[0].Links[0], p[1].Links[0] = "https://elsewhere.example/", "https://elsewhere.example/"
		}, ""},
		"a page of one's own": {func(p []Piece) { p[0].URL = "https://elsewhere.example/mine" }, ""},
		"a fortnight apart":   {func(p []Piece) { p[1].Date = day(33) }, ""},
		"a link in all that one feed writes": {func(p []Piece) {
			for i := 2; i < 9; i++ {
				p[i].Feed, p[i].Links = "a", []string{page}
			}
		}, ""},
		"a list of links": {func(p []Piece) {
			for i := range roundup {
				p[0].Links = append(p[0].Links, fmt.Sprintf("https://elsewhere.example/%d", i))
			}
		}, ""},
	} {
		pieces := []Piece{{ID: "a", Feed: "a", Date: day(19), Links: []string{page}, Plain: prose(1, 30)}, {ID: "b", Feed: "b", Date: day(20), Links: []string{page}, Plain: prose(2, 30)}}
		for i := range 20 {
			pieces = append(pieces, Piece{ID: fmt.Sprint("c", i), Feed: fmt.Sprint("c", i), Date: day(10 + float64(i)), Plain: prose(i+10, 40)})
		}
		c.change(pieces)
		slices.SortFunc(pieces, ByDate)
		if got := strings.Join(storiesOf(pieces), ", "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The stories of a period are those of the whole archive, when enough around it
// is read.
func TestStoriesOfAPeriodAreThoseOfTheArchive(t *testing.T) {
	pieces := news(rand.New(rand.NewPCG(3, 3)), 900, 300)
	inPeriod := func(stories []string) []string {
		return slices.DeleteFunc(stories, func(s string) bool {
			first := pieces[slices.IndexFunc(pieces, func(p Piece) bool { return strings.HasPrefix(s, p.ID) })].Date
			return first.Before(day(150)) || first.After(day(157))
		})
	}
	whole := inPeriod(storiesOf(pieces))
	part := inPeriod(storiesOf(slices.DeleteFunc(slices.Clone(pieces), func(p Piece) bool { return p.Date.Before(day(150-49)) || p.Date.After(day(157+49)) })))
	if len(whole) == 0 || !slices.Equal(whole, part) {
		t.Errorf("%d stories %q, with seven weeks around the period %q", len(whole), whole, part)
	}
}

func TestADeskIsClearedAsTimeGoesBy(t *testing.T) {
	d := newDesk()
	for i, p := range news(rand.New(rand.NewPCG(4, 4)), 2000, 1000) {
		d.read(p)
		if len(d.ahead) > 70 || len(d.open) > 20 || len(d.vocabulary.entries) > 5500 {
			t.Fatalf("entry %d: %d ahead, %d open, %d words", i, len(d.ahead), len(d.open), len(d.vocabulary.entries))
		}
	}
	if d.finish(); len(d.open) > 0 || len(d.over) == 0 {
		t.Errorf("%d pages are left, %d stories told", len(d.open), len(d.over))
	}
}

// Somebody may write the same thousands of times: that is no story, and takes no
// more time than as many others.
func TestWhereVeryManyTellTheSameStoriesStayOfAHumanSize(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	var pieces []Piece
	for i := range company + 500 {
		p := Piece{ID: fmt.Sprintf("%05d", i), Date: day(float64(i) / 1000), Feed: fmt.Sprint(i), Title: chatter(r, "", 5), Plain: prose(i, 20)}
		if i%5 == 0 {
			p.Title, p.Plain = "the flood", "the flood in the old town "+prose(i, 1)
		}
		pieces = append(pieces, p)
	}
	d := newDesk()
	for _, p := range pieces {
		d.read(p)
	}
	for most := 0; d.next < len(d.ahead); most++ {
		if d.weigh(); len(d.open) > company+1 {
			t.Fatalf("entry %d is held together with %d before it", most, len(d.open))
		}
	}
	d.finish()
	entries := 0
	for _, s := range d.over {
		if entries += len(s.Entries); len(s.Entries) > gossip {
			t.Errorf("a story of %d entries", len(s.Entries))
		}
	}
	if entries < gossip {
		t.Errorf("%d entries tell stories", entries)
	}
}

func TestOneStoryDoesNotGoOnForEver(t *testing.T) {
	var pieces []Piece
	for i := range 200 {
		pieces = append(pieces, Piece{ID: fmt.Sprintf("%03d", i), Date: day(float64(i) / 2), Feed: fmt.Sprint(i), Plain: "the flood in the town " + prose(i, 6), Title: "flood"})
		pieces = append(pieces, Piece{ID: fmt.Sprintf("x%03d", i), Date: day(float64(i) / 2), Feed: fmt.Sprint("x", i), Plain: prose(1000+i, 60)})
		pieces = append(pieces, Piece{ID: fmt.Sprintf("y%03d", i), Date: day(float64(i) / 2), Feed: fmt.Sprint("y", i), Plain: prose(5000+i, 60)})
		pieces = append(pieces, Piece{ID: fmt.Sprintf("z%03d", i), Date: day(float64(i) / 2), Feed: fmt.Sprint("z", i), Plain: prose(9000+i, 60)})
	}
	slices.SortFunc(pieces, ByDate)
	for s := range Stories(slices.Values(pieces)) {
		var first, last time.Time
		for _, p := range pieces {
			if p.ID == s.Entries[0] {
				first = p.Date
			}
			if p.ID == s.Entries[len(s.Entries)-1] {
				last = p.Date
			}
		}
		if last.Sub(first) > lasts+Week {
			t.Errorf("a story of %d entries from %v to %v", len(s.Entries), first, last)
		}
	}
}

// FuzzStories: strangers' words and dates are told of once, in order.
func FuzzStories(f *testing.F) {
	f.Add("the flood\nthe flood in town\nnothing\nflood, the flood!", uint16(3))
	f.Add("漢字かな\n漢字かな漢字\n\n\xff", uint16(0))
	f.Add(strings.Repeat("a b c\n", 50), uint16(700))
	f.Fuzz(func(t *testing.T, s string, step uint16) {
		var pieces []Piece
		for i, line := range strings.Split(s, "\n") {
			pieces = append(pieces, Piece{ID: fmt.Sprintf("%05d", i), Date: start.Add(time.Duration(i/2*int(step)) * time.Minute), Plain: line, Title: line, Links: []string{line}, Feed: fmt.Sprint(i % 3)})
		}
		seen := map[string]bool{}
		for s := range Stories(slices.Values(pieces)) {
			if !slices.IsSorted(s.Entries) || s.ID != s.Entries[0] || len(s.Entries) < 2 {
				t.Errorf("%+v", s)
			}
			for _, id := range s.Entries {
				if seen[id] {
					t.Errorf("%s is told twice", id)
				}
				seen[id] = true
			}
		}
	})
}
