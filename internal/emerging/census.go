package emerging

import "slices"

// A census counts different people by thing (a phrase, a theme) and week.
type census struct {
	weeks  int        // asked about
	counts [][]uint16 // by thing, then by weeks ago
	now    []int      // people in the weeks asked about, by thing
	recent []int      // people in the last four weeks, by thing
	lately []uint64   // things and people of the newest weeks
}

func newCensus(things, weeks, history int) *census {
	c := &census{weeks: weeks, counts: make([][]uint16, things), now: make([]int, things), recent: make([]int, things)}
	flat := make([]uint16, things*history)
	for i := range c.counts {
		c.counts[i], flat = flat[:history:history], flat[history:]
	}
	return c
}

// enter takes in who was met with what in a week; weeks come newest first.
func (c *census) enter(ago int, pairs []uint64) {
	pairs = unique(pairs)
	for _, k := range pairs {
		c.counts[k>>32][ago]++
	}
	if ago < max(recently, c.weeks) {
		c.lately = unique(append(c.lately, pairs...))
	}
	if ago == c.weeks-1 {
		countUp(c.now, c.lately)
	}
	if ago == recently-1 {
		countUp(c.recent, c.lately)
	}
}

func countUp(into []int, pairs []uint64) {
	for _, k := range pairs {
		into[k>>32]++
	}
}

// last gives the counts of the last weeks, oldest first.
func (c *census) last(thing, weeks int) []int {
	var out []int
	for ago := weeks - 1; ago >= 0; ago-- {
		out = append(out, int(c.counts[thing][ago]))
	}
	return out
}

func unique[T uint32 | uint64](all []T) []T {
	slices.Sort(all)
	return slices.Compact(all)
}
