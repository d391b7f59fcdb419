package emerging

import (
	"cmp"
	"math"
	"slices"
)

// A group is phrases of the same entries, the best first.
type group []*candidate

// merged joins phrases that are about the same: that share half of the entries
// of the one that has fewer. The best of a group decides, so that they do not
// chain.
func grouped(sorted []*candidate) []group {
	var groups []group
next:
	for _, c := range sorted {
		for i, g := range groups {
			if shareHalf(g[0], c) {
				groups[i] = append(g, c)
				continue next
			}
		}
		groups = append(groups, group{c})
	}
	return groups
}

func shareHalf(a, b *candidate) bool {
	return 2*shared(a, b) >= min(len(a.uses), len(b.uses))
}

// shared counts the entries that two phrases have in common.
func shared(a, b *candidate) int {
	n := 0
	for i, j := 0, 0; i < len(a.uses) && j < len(b.uses); { // both in order
		switch order := byAge(a.uses[i], b.uses[j]); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// leader is the longest phrase of a group that is nearly as surprising as the
// best one.
func (g group) leader() *candidate {
	best := g[0]
	for _, c := range g {
		if g.asGood(c) && len(c.stems) > len(best.stems) {
			best = c
		}
	}
	return best
}

// asGood reports whether a phrase of a group is nearly as surprising as the best.
func (g group) asGood(c *candidate) bool { return surprise(c.p) >= 0.75*surprise(g[0].p) }

func surprise(p float64) float64 { return -math.Log10(max(p, 1e-300)) }

// discover gives each of the sorted groups the share of false discoveries there
// would be if it and all better ones were believed (Benjamini and Hochberg):
// among m phrases looked at. Phrases of a group are one discovery.
func discover(groups []group, m int) []float64 {
	qs := make([]float64, len(groups))
	q := 1.0
	for i := len(groups) - 1; i >= 0; i-- {
		q = min(q, groups[i][0].p*float64(m)/float64(i+1))
		qs[i] = rounded(q)
	}
	return qs
}

// judged gives the groups that may be said, but for known themes and what nobody
// wants to see. These count as discoveries all the same: that they are true is
// not in doubt.
func (t *tally) judged(groups []group, m int) (out []Finding, ignored []string) {
	l := t.list()
	for i, q := range discover(groups, m) {
		if q > perhaps || l.spares(groups[i]) {
			continue
		}
		is, near := l.theme(groups[i], t.o.Known)
		switch {
		case is != "":
		case l.ignores(groups[i]):
			ignored = append(ignored, groups[i].leader().label())
		default:
			f := t.finding(groups[i], q)
			f.Near = near
			out = append(out, f)
		}
	}
	return out, ignored
}

// rising gives the known themes of which the same is true.
func (t *tally) rising(sorted []*candidate, m int) []Finding {
	var groups []group
	for _, c := range sorted {
		groups = append(groups, group{c})
	}
	var out []Finding
	for i, q := range discover(groups, m) {
		if q <= perhaps {
			out = append(out, t.finding(groups[i], q))
		}
	}
	return out
}

// finding tells a group by its leader; how sure it is, by its best.
func (t *tally) finding(g group, q float64) Finding {
	c := g.leader()
	f := Finding{Phrase: c.label(), Theme: c.theme, Level: EarlySignal, Weeks: c.weeks, People: c.collected(people),
		Organisations: c.collected(organisations), Feeds: c.collected(feeds), Sectors: c.collected(sectors),
		Expected: c.rate.expected(c.active), P: g[0].p, Q: q, LastYear: -1}
	if q <= surely {
		f.Level = Emerging
	}
	for _, u := range c.uses {
		f.Evidence = append(f.Evidence, u.Evidence)
	}
	if c.theme != "" {
		f.Phrase, f.Counts = t.o.Known[c.thing].Label, t.known.last(int(c.thing), shown)
		return f
	}
	f.thing, f.Counts = c.thing, t.phrases.last(int(c.thing), shown)
	for _, other := range g.others(c) {
		f.Also = append(f.Also, other.label())
	}
	return f
}

// others are the phrases of a group that tell more than its leader does: no word
// that only happens to be in the same entries, and no part of a phrase told
// already that stands in no other entries than that.
func (g group) others(leader *candidate) []*candidate {
	told := []*candidate{leader}
	byLength := slices.Clone(g)
	slices.SortStableFunc(byLength, func(a, b *candidate) int { return cmp.Compare(len(b.stems), len(a.stems)) })
	for _, c := range byLength {
		chance := len(c.stems) == 1 && !g.asGood(c)
		within := func(other *candidate) bool { return stems(c.stems).in(other.stems) && shared(c, other) == len(c.uses) }
		if !chance && !slices.ContainsFunc(told, within) {
			told = append(told, c)
		}
	}
	return slices.DeleteFunc(slices.Clone(g), func(c *candidate) bool { return c == leader || !slices.Contains(told, c) })
}
