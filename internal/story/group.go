package story

import (
	"cmp"
	"slices"
	"strings"

	"weft/internal/entry"
)

// A Group is one piece in several places: ids, the others in the order in which
// they would have been the original.
type Group struct {
	Original string
	Others   []string
}

// Groups gathers the pieces that are the same, by the pairs found among them
// and by what they say of themselves: an address that is another's, or that
// both call canonical, or an id that is meant for all the world. Pairs with an
// entry that is not among them (an edition may not see it) do not count.
//
// The original is the one that others call canonical; else the earliest; else
// the one that most others link to; else the smallest id. Only what matches the
// original itself is in its group. The groups come in order of their originals'
// dates.
func Groups(pieces []Piece, pairs []Pair) []Group {
	g := newGrouper(pieces, pairs)
	taken := make([]bool, len(pieces))
	var out []Group
	for _, i := range g.order {
		if taken[i] {
			continue
		}
		group := Group{Original: pieces[i].ID}
		for _, j := range g.matches[i] {
			if !taken[j] {
				taken[j] = true
				group.Others = append(group.Others, pieces[j].ID)
			}
		}
		if taken[i] = true; len(group.Others) > 0 {
			out = append(out, group)
		}
	}
	return g.byDate(out)
}

// A grouper is the pieces by number, and which match.
type grouper struct {
	pieces  []Piece
	number  map[string]int
	matches [][]int // of each, in the order in which they may be the original
	order   []int   // all that match another, likewise
	home    []bool  // another calls this one canonical
	away    []bool  // this one calls another canonical
	linked  []int   // how many of its matches link to it
}

func newGrouper(pieces []Piece, pairs []Pair) *grouper {
	n := len(pieces)
	g := &grouper{pieces: pieces, number: make(map[string]int, n), matches: make([][]int, n), home: make([]bool, n), away: make([]bool, n), linked: make([]int, n)}
	for i := range pieces {
		g.number[pieces[i].ID] = i
	}
	for _, p := range pairs {
		a, known := g.number[p.A]
		b, too := g.number[p.B]
		if known && too && p.Kind == Same {
			g.match(a, b)
		}
	}
	g.claims()
	for i := range pieces {
		slices.Sort(g.matches[i])
		if g.matches[i] = slices.Compact(g.matches[i]); len(g.matches[i]) > 0 {
			g.order = append(g.order, i)
			g.count(i)
		}
	}
	slices.SortFunc(g.order, g.precedes)
	for i := range pieces {
		slices.SortFunc(g.matches[i], g.precedes)
	}
	return g
}

func (g *grouper) match(a, b int) {
	if a != b {
		g.matches[a], g.matches[b] = append(g.matches[a], b), append(g.matches[b], a)
	}
}

// claims matches what has the same address or id, or says where its home is.
// Every name leads to one piece, the first that has it, so that a hundred of
// one name are not each other's matches ten thousand times.
func (g *grouper) claims() {
	order := make([]int, len(g.pieces))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return before(&g.pieces[a], &g.pieces[b]) })
	first := map[string]int{}
	for _, i := range order {
		p := &g.pieces[i]
		for _, name := range []string{addressName(p.URL), idName(p.NativeID)} {
			if name == "" {
				continue
			}
			if holder, ok := first[name]; ok {
				g.match(holder, i)
			} else {
				first[name] = i
			}
		}
	}
	for _, i := range order {
		name := addressName(g.pieces[i].Canonical)
		if name == "" || name == addressName(g.pieces[i].URL) {
			continue
		}
		if holder, ok := first[name]; ok {
			g.match(holder, i)
			g.home[holder], g.away[i] = true, true
		} else {
			first[name] = i // neither is at home, yet both say where that is
		}
	}
}

func addressName(address string) string {
	key := entry.AddressKey(address)
	if key == "" || entry.IsRoot(address) {
		return ""
	}
	return "address " + key
}

// idName is an id that means the same in every feed.
func idName(id string) string {
	lower := strings.ToLower(id)
	switch {
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"):
		return addressName(id)
	case strings.HasPrefix(lower, "tag:"), strings.HasPrefix(lower, "urn:"):
		return "id " + id
	}
	return ""
}

// count says how many of a piece's matches link to it.
func (g *grouper) count(i int) {
	own := addressName(g.pieces[i].URL)
	for _, j := range g.matches[i] {
		if own != "" && slices.ContainsFunc(g.pieces[j].Links, func(l string) bool { return addressName(l) == own }) {
			g.linked[i]++
		}
	}
}

// precedes is the order in which pieces may be an original.
func (g *grouper) precedes(a, b int) int {
	return cmp.Or(
		g.claim(a)-g.claim(b),
		g.pieces[a].Date.Compare(g.pieces[b].Date),
		g.linked[b]-g.linked[a],
		cmp.Compare(g.pieces[a].ID, g.pieces[b].ID),
	)
}

// claim is 0 for what others call canonical, 2 for what calls another so.
func (g *grouper) claim(i int) int {
	switch {
	case g.away[i]:
		return 2
	case g.home[i]:
		return 0
	}
	return 1
}

func (g *grouper) byDate(groups []Group) []Group {
	slices.SortStableFunc(groups, func(a, b Group) int {
		return before(&g.pieces[g.number[a.Original]], &g.pieces[g.number[b.Original]])
	})
	return groups
}
