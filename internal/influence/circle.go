package influence

import (
	"cmp"
	"slices"
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
	weeks := weeksOf(all)
	circles, traders := circlesOf(weeks), tradersOf(weeks)
	for i := range all {
		c := &all[i]
		w := way{c.From.Contributor.ID, c.Of.ID}
		switch {
		case !c.Counted:
		case circles[w.from] != "" && circles[w.from] == circles[w.of]:
			c.Counted, c.WhyNot = false, inCircle
		case traders[w.from] && traders[w.of] && weeks[w.back()] != nil:
			c.Counted, c.WhyNot = false, inExchange
		}
	}
}

// SettleLike judges some citations as Settle judged all of a window, where they
// are among those.
func SettleLike(all, some []Citation) {
	type key struct {
		from, address string
		kind          Kind
	}
	whyNot := map[key]string{}
	for i := range all {
		if c := &all[i]; c.WhyNot == inCircle || c.WhyNot == inExchange {
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

// A way is from who cites to whom.
type way struct{ from, of string }

func (w way) back() way { return way{w.of, w.from} }

// weeksOf gives the weeks in which somebody cited another.
func weeksOf(all []Citation) map[way]map[[2]int]bool {
	weeks := map[way]map[[2]int]bool{}
	for i := range all {
		if c := &all[i]; c.Counted {
			w := way{c.From.Contributor.ID, c.Of.ID}
			if weeks[w] == nil {
				weeks[w] = map[[2]int]bool{}
			}
			year, week := c.At.ISOWeek()
			weeks[w][[2]int{year, week}] = true
		}
	}
	return weeks
}

// circlesOf names the circle of everybody who is in one, by their ids: by that of
// its first member.
func circlesOf(weeks map[way]map[[2]int]bool) map[string]string {
	ties := groups{}
	for w, there := range weeks {
		if len(there) >= often && len(weeks[w.back()]) >= often {
			ties.join(w.from, w.of)
		}
	}
	size := map[string]int{}
	for id := range ties {
		size[ties.first(id)]++
	}
	out := map[string]string{}
	for id := range ties {
		if first := ties.first(id); size[first] >= circle {
			out[id] = first
		}
	}
	return out
}

// tradersOf gives those who trade citations with three others who do so too: what
// is left when all who trade with fewer are taken away, again and again.
func tradersOf(weeks map[way]map[[2]int]bool) map[string]bool {
	with := map[string]map[string]bool{}
	for w := range weeks {
		if weeks[w.back()] != nil {
			if with[w.from] == nil {
				with[w.from] = map[string]bool{}
			}
			with[w.from][w.of] = true
		}
	}
	for again := true; again; {
		again = false
		for id, others := range with {
			if len(others) >= exchange {
				continue
			}
			for other := range others {
				delete(with[other], id)
			}
			delete(with, id)
			again = true
		}
	}
	out := map[string]bool{}
	for id := range with {
		out[id] = true
	}
	return out
}

// Groups are sets of ids that were joined: each id points towards the first of
// its set.
type groups map[string]string

func (g groups) first(id string) string {
	for g[id] != id && g[id] != "" {
		id = g[id]
	}
	return id
}

func (g groups) join(a, b string) {
	a, b = g.first(a), g.first(b)
	first := min(a, b)
	g[a], g[b] = first, first
}

func byDate(x, y *Citation) int {
	return cmp.Or(x.At.Compare(y.At), strings.Compare(x.From.ID, y.From.ID), strings.Compare(x.Address, y.Address), strings.Compare(string(x.Kind), string(y.Kind)))
}

// oldestFirst gives the citations that count, the oldest first.
func oldestFirst(all []Citation) []*Citation {
	var out []*Citation
	for i := range all {
		if all[i].Counted {
			out = append(out, &all[i])
		}
	}
	slices.SortFunc(out, byDate)
	return out
}
