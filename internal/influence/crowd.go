package influence

import (
	"cmp"
	"slices"
	"strings"

	"weft/internal/roster"
)

// A crowd is the people of some citations that count, numbered in the order of
// their ids: of half a year there can be hundreds of thousands of citations, and
// what is asked of each pair of people is asked of numbers.
type crowd struct {
	people  []*roster.Contributor
	numbers map[*roster.Contributor]int32
	edges   []edge // by date, once that is asked for
	ways           // by who cites
}

// An edge is a citation between numbers.
type edge struct {
	*Citation
	at             int64 // seconds
	from, of, week int32
}

// crowdOf numbers the people of those citations that count.
func crowdOf(all []Citation) crowd {
	k := crowd{numbers: map[*roster.Contributor]int32{}}
	for i := range all {
		if c := &all[i]; c.Counted {
			k.meet(c.From.Contributor)
			k.meet(c.Of)
		}
	}
	slices.SortFunc(k.people, func(a, b *roster.Contributor) int { return strings.Compare(a.ID, b.ID) })
	for n, who := range k.people {
		k.numbers[who] = int32(n)
	}
	k.edges = make([]edge, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- { // the newest come first, and then there is little to sort
		if c := &all[i]; c.Counted {
			year, week := c.At.ISOWeek()
			k.edges = append(k.edges, edge{c, c.At.Unix(), k.numbers[c.From.Contributor], k.numbers[c.Of], int32(64*year + week)})
		}
	}
	k.ways = waysOf(k.parted(k.parted(k.edges, edge.cited), edge.citing))
	return k
}

func (k *crowd) meet(who *roster.Contributor) {
	if _, known := k.numbers[who]; !known {
		k.numbers[who] = 0
		k.people = append(k.people, who)
	}
}

// byDate puts the edges in their order: by a number first, and then those of one
// second by all else.
func (k *crowd) byDate() {
	slices.SortFunc(k.edges, func(e, f edge) int { return cmp.Compare(e.at, f.at) })
	for rest := k.edges; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].at == rest[0].at {
			n++
		}
		slices.SortFunc(rest[:n], func(e, f edge) int { return byDate(e.Citation, f.Citation) })
		rest = rest[n:]
	}
}

func (e edge) citing() int32 { return e.from }
func (e edge) cited() int32  { return e.of }

// parted puts edges in the order of a number of theirs; those that have the same
// stay in their order.
func (k *crowd) parted(edges []edge, by func(edge) int32) []edge {
	next := make([]int32, len(k.people)+1)
	for _, e := range edges {
		next[by(e)+1]++
	}
	for n := range k.people {
		next[n+1] += next[n]
	}
	out := make([]edge, len(edges))
	for _, e := range edges {
		n := by(e)
		out[next[n]] = e
		next[n]++
	}
	return out
}

// run gives how many of the first edges have the same number.
func run(edges []edge, by func(edge) int32) int {
	n := 0
	for n < len(edges) && by(edges[n]) == by(edges[0]) {
		n++
	}
	return n
}

// A way is from who cites to whom, and in how many weeks they did.
type way struct{ from, of, weeks int32 }

func (w way) compare(v way) int { return cmp.Or(cmp.Compare(w.from, v.from), cmp.Compare(w.of, v.of)) }

// Ways are sorted by who cites, then by whom; each is there once.
type ways []way

// waysOf counts in how many weeks people cited one another. The edges go by who
// cites, then by whom.
func waysOf(edges []edge) ways {
	out := make(ways, 0, len(edges))
	weeks := few[int32]{}
	for i, e := range edges {
		weeks = append(weeks, e.week)
		if i+1 == len(edges) || edges[i+1].from != e.from || edges[i+1].of != e.of {
			out = append(out, way{e.from, e.of, int32(len(weeks.sorted()))})
			weeks = weeks[:0]
		}
	}
	return out
}

// times gives in how many weeks somebody cited another; 0: never.
func (all ways) times(from, of int32) int32 {
	if i, found := slices.BinarySearchFunc(all, way{from: from, of: of}, way.compare); found {
		return all[i].weeks
	}
	return 0
}

// whom gives the ways from somebody.
func (all ways) whom(from int32) ways {
	i, _ := slices.BinarySearchFunc(all, way{from: from, of: -1}, way.compare)
	n := i
	for n < len(all) && all[n].from == from {
		n++
	}
	return all[i:n]
}
