package influence

import (
	"cmp"
	"strings"
)

const (
	// often is in how many weeks two people must cite one another, each way, to
	// be tied, and circle how many who are tied make a circle.
	often, circle = 2, 3
	// exchange is with how many others of a company each of it trades citations,
	// be it once: then what they trade does not count.
	exchange = 3
)

// Why citations among people who praise one another do not count.
const (
	inCircle   = "within a circle of people who cite one another again and again"
	inExchange = "one of many citations that a few people trade with one another"
)

// Settle judges what only all citations of a window together show: praise that
// goes round in a circle does not count. Three people or more, of whom each is
// tied to another by citations in two weeks or more both ways, are a circle; where
// everybody of a company trades citations with three others of it, these are not
// heard either. Whom they cite outside it, and who cites them from there, counts.
func Settle(all []Citation) {
	k := crowdOf(all)
	circles, traders := circlesOf(k.ways), tradersOf(k.ways)
	for _, c := range k.edges {
		first, circular := circles[c.from]
		other, too := circles[c.of]
		switch {
		case circular && too && first == other:
			c.Counted, c.WhyNot = false, inCircle
		case traders[c.from] && traders[c.of] && k.times(c.of, c.from) > 0:
			c.Counted, c.WhyNot = false, inExchange
		}
	}
}

// SettleLike judges some citations as Furnish and Settle judged all of a window,
// where they are among those.
func SettleLike(all, some []Citation) {
	type key struct {
		from, address string
		kind          Kind
	}
	whyNot := map[key]string{}
	for i := range all {
		if c := &all[i]; c.WhyNot == inCircle || c.WhyNot == inExchange || c.WhyNot == whyFurniture {
			whyNot[key{c.From.ID, c.Address, c.Kind}] = c.WhyNot
		}
	}
	for i := range some {
		c := &some[i]
		if why := whyNot[key{c.From.ID, c.Address, c.Kind}]; c.Counted && why != "" {
			c.Counted, c.WhyNot = false, why
		}
	}
}

// circlesOf gives the circle of everybody who is in one, by its first member.
func circlesOf(all ways) map[int32]int32 {
	ties := groups{}
	for _, w := range all {
		if w.weeks >= often && all.times(w.of, w.from) >= often {
			ties.join(w.from, w.of)
		}
	}
	size := map[int32]int{}
	for who := range ties {
		size[ties.first(who)]++
	}
	out := map[int32]int32{}
	for who := range ties {
		if first := ties.first(who); size[first] >= circle {
			out[who] = first
		}
	}
	return out
}

// tradersOf gives those who trade citations with three others who do so too: what
// is left when all who trade with fewer are taken away, again and again.
func tradersOf(all ways) map[int32]bool {
	with := map[int32]map[int32]bool{}
	for _, w := range all {
		if all.times(w.of, w.from) > 0 {
			if with[w.from] == nil {
				with[w.from] = map[int32]bool{}
			}
			with[w.from][w.of] = true
		}
	}
	for again := true; again; {
		again = false
		for who, others := range with {
			if len(others) >= exchange {
				continue
			}
			for other := range others {
				delete(with[other], who)
			}
			delete(with, who)
			again = true
		}
	}
	out := map[int32]bool{}
	for who := range with {
		out[who] = true
	}
	return out
}

// Groups are sets of people who were joined: each points towards the first of
// their set.
type groups map[int32]int32

func (g groups) first(who int32) int32 {
	for {
		next, joined := g[who]
		if !joined || next == who {
			return who
		}
		who = next
	}
}

func (g groups) join(a, b int32) {
	a, b = g.first(a), g.first(b)
	first := min(a, b)
	g[a], g[b] = first, first
}

func byDate(x, y *Citation) int {
	return cmp.Or(x.At.Compare(y.At), strings.Compare(x.From.ID, y.From.ID), strings.Compare(x.Address, y.Address), strings.Compare(string(x.Kind), string(y.Kind)))
}
