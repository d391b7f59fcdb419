package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestTheOriginalAndWhereElseItStands(t *testing.T) {
	same := func(a, b string) Pair { return Pair{A: a, B: b, Kind: Same} }
	for name, c := range map[string]struct {
		pieces []Piece
		pairs  []Pair
		want   string
	}{
		"the earliest":                      {[]Piece{{ID: "b", Date: day(1)}, {ID: "a", Date: day(2)}}, []Pair{same("b", "a")}, "b: a"},
		"canonical decides before the date": {[]Piece{{ID: "a", Date: day(1), URL: "https://x.example/1", Canonical: "https://y.example/2"}, {ID: "b", Date: day(2), URL: "http://www.y.example/2/"}}, []Pair{same("a", "b")}, "b: a"},
		"canonical without any words alike": {[]Piece{{ID: "a", Date: day(1), Canonical: "https://y.example/2"}, {ID: "b", Date: day(200), URL: "https://y.example/2"}}, nil, "b: a"},
		"two that name one home":            {[]Piece{{ID: "a", Date: day(1), Canonical: "https://y.example/2"}, {ID: "b", Date: day(2), Canonical: "https://y.example/2"}}, nil, "a: b"},
		"a front page is nobody's home":     {[]Piece{{ID: "a", Canonical: "https://y.example/"}, {ID: "b", Canonical: "https://y.example/"}}, nil, ""},
		"an id for all the world":           {[]Piece{{ID: "a", NativeID: "tag:x.example,2026:1"}, {ID: "b", NativeID: "tag:x.example,2026:1"}}, nil, "a: b"},
		"an id of a feed's own":             {[]Piece{{ID: "a", NativeID: "17"}, {ID: "b", NativeID: "17"}}, nil, ""},
		"an address as another's id":        {[]Piece{{ID: "a", NativeID: "https://x.example/1"}, {ID: "b", URL: "https://x.example/1?utm_source=rss"}}, nil, "a: b"},
		"of one day, the one linked to":     {[]Piece{{ID: "a", Links: []string{"https://x.example/b"}}, {ID: "b", URL: "https://x.example/b"}}, []Pair{same("a", "b")}, "b: a"},
		"else the smaller id":               {[]Piece{{ID: "b"}, {ID: "a"}}, []Pair{same("a", "b")}, "a: b"},
		"no chain":                          {[]Piece{{ID: "a", Date: day(1)}, {ID: "b", Date: day(2)}, {ID: "c", Date: day(3)}}, []Pair{same("a", "b"), same("b", "c")}, "a: b"},
		"quotes draw nobody in":             {[]Piece{{ID: "a"}, {ID: "b"}}, []Pair{{A: "a", B: "b", Kind: Quotes}}, ""},
		"what is hidden is not there":       {[]Piece{{ID: "b", Date: day(2)}, {ID: "c", Date: day(3)}}, []Pair{same("a", "b"), same("a", "c"), same("b", "c")}, "b: c"},
	} {
		var got []string
		for _, g := range Groups(c.pieces, c.pairs) {
			got = append(got, g.Original+": "+strings.Join(g.Others, " "))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// In whatever order pieces and pairs are handed over, groups are the same, no
// piece is in two, and each matches its original.
func TestGroupsDependOnNoOrder(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		var pieces []Piece
		for i := range 12 {
			pieces = append(pieces, Piece{ID: fmt.Sprintf("%02d", i), Date: day(float64(r.IntN(4))), URL: fmt.Sprintf("https://x.example/%d", r.IntN(20)), Canonical: []string{"", fmt.Sprintf("https://x.example/%d", r.IntN(20))}[r.IntN(2)]})
		}
		var pairs []Pair
		for range r.IntN(15) {
			pairs = append(pairs, Pair{A: pieces[r.IntN(12)].ID, B: pieces[r.IntN(12)].ID, Kind: []Kind{Same, Quotes}[r.IntN(2)]})
		}
		want := fmt.Sprint(Groups(pieces, pairs))
		seen := map[string]bool{}
		for _, g := range Groups(pieces, pairs) {
			for _, id := range append(g.Others, g.Original) {
				if seen[id] {
					t.Fatalf("world %d: %s is in two groups", seed, id)
				}
				seen[id] = true
			}
		}
		r.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		slices.Reverse(pairs)
		if got := fmt.Sprint(Groups(pieces, pairs)); got != want {
			t.Fatalf("world %d: %s, in another order %s", seed, want, got)
		}
	}
}
