package story

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func day(n float64) time.Time { return start.Add(time.Duration(n * float64(24*time.Hour))) }

// prose is a text of n words that nobody else has.
func prose(seed, n int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%dx%d", seed, r.IntN(1000))
	}
	return strings.Join(words, " ")
}

func addresses(n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("https://a.example/page/%d", i))
	}
	return strings.Join(out, "\n")
}

func pairsOf(pieces ...Piece) []Pair {
	slices.SortFunc(pieces, ByDate)
	return slices.Collect(Pairs(slices.Values(pieces)))
}

func shown(pairs []Pair) string {
	var out []string
	for _, p := range pairs {
		out = append(out, fmt.Sprintf("%s %s %s", p.B, p.Kind, p.A))
	}
	return strings.Join(out, ", ")
}

func TestWhatTwoEntriesAreToEachOther(t *testing.T) {
	long, other := prose(1, 120), prose(2, 120)
	words := strings.Fields(long)
	reworded := slices.Clone(words)
	for i := range reworded {
		if i%4 == 0 {
			reworded[i] = fmt.Sprint("other", i)
		}
	}
	for name, c := range map[string]struct {
		a, b Piece
		want string
	}{
		"word for word":                                {Piece{Plain: long}, Piece{Plain: long}, "b same a"},
		"capitals and signs do not count":              {Piece{Plain: "“" + strings.ToUpper(long) + "”"}, Piece{Plain: strings.ReplaceAll(long, " ", ", ")}, "b same a"},
		"with words before and behind":                 {Piece{Plain: long}, Piece{Plain: "Posted first elsewhere. " + long + " " + prose(3, 60)}, "b same a"},
		"the beginning, under one title":               {Piece{Title: "A fine title", Plain: long}, Piece{Title: "A fine title", Plain: strings.Join(words[:45], " ")}, "b same a"},
		"reworded, under one title":                    {Piece{Title: "A fine title", Plain: long}, Piece{Title: "A fine title", Plain: strings.Join(reworded, " ")}, ""},
		"nothing in common":                            {Piece{Title: "A fine title", Plain: long}, Piece{Title: "A fine title", Plain: other}, ""},
		"a passage in a text of one's own":             {Piece{Plain: long}, Piece{Plain: other + " " + strings.Join(words[10:60], " ")}, "b quotes a"},
		"a passage too short to be a quote":            {Piece{Plain: strings.Join(words[:50], " ")}, Piece{Plain: prose(4, 50) + " " + strings.Join(words[:11], " ")}, ""},
		"a small part of both, but long":               {Piece{Plain: prose(7, 300) + " " + strings.Join(words[:20], " ")}, Piece{Plain: strings.Join(words[:20], " ") + " " + prose(8, 300)}, "b quotes a"},
		"a small part of both, and short":              {Piece{Plain: prose(7, 300) + " " + strings.Join(words[:19], " ")}, Piece{Plain: strings.Join(words[:19], " ") + " " + prose(8, 300)}, ""},
		"sixty days apart":                             {Piece{Plain: long}, Piece{Plain: long, Date: day(60)}, "b same a"},
		"more than sixty days apart":                   {Piece{Plain: long}, Piece{Plain: long, Date: day(60.1)}, ""},
		"the earlier one is quoted":                    {Piece{Plain: other + " " + strings.Join(words[10:60], " "), Date: day(1)}, Piece{Plain: long}, "a quotes b"},
		"at one instant the id decides":                {Piece{ID: "z", Plain: long}, Piece{ID: "y", Plain: long}, "z same y"},
		"equal, and too short to say":                  {Piece{Plain: "Open thread"}, Piece{Plain: "Open thread"}, ""},
		"one feed, a text by mistake under two titles": {Piece{Feed: "f", Title: "A fine title", Plain: long}, Piece{Feed: "f", Title: "Another", Plain: long}, ""},
		"one feed, published again":                    {Piece{Feed: "f", Title: "A fine title", Plain: long}, Piece{Feed: "f", Title: "A fine title", Plain: long + " " + prose(3, 9)}, "b same a"},
		"one feed, its own words again":                {Piece{Feed: "f", Plain: long}, Piece{Feed: "f", Plain: other + " " + strings.Join(words[10:60], " ")}, ""},
		"two feeds of one person":                      {Piece{Feed: "f", Person: "p", Plain: long}, Piece{Feed: "g", Person: "p", Plain: other + " " + strings.Join(words[10:60], " ")}, "b quotes a"},
		"a list of addresses":                          {Piece{Plain: addresses(8) + " " + long}, Piece{Plain: prose(6, 130) + " " + addresses(8)}, ""},
		"without words":                                {Piece{Plain: "…"}, Piece{Plain: "…"}, ""},
	} {
		c.a.ID, c.b.ID = cmp.Or(c.a.ID, "a"), cmp.Or(c.b.ID, "b")
		for _, p := range []*Piece{&c.a, &c.b} {
			if p.Date.IsZero() {
				p.Date = start
			}
		}
		if got := shown(pairsOf(c.a, c.b)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
