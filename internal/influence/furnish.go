package influence

import "slices"

// Furnish judges what only all citations of a window together show of one feed:
// what stands in at least three, and three of ten, of its entries is its template
// or blogroll. entries says how many each feed has in the window. It is for what
// Find found with an empty Furniture, and comes before Settle.
func Furnish(all []Citation, entries map[string]int) {
	times := map[uint64]int{}
	for i := range all {
		if all[i].place != 0 {
			times[all[i].place]++
		}
	}
	for some := all; len(some) > 0; {
		n := 1 // how many are of one entry
		for n < len(some) && some[n].From == some[0].From {
			n++
		}
		for i := range some[:n] {
			c := &some[i]
			if t := times[c.place]; c.place != 0 && t >= 3 && 10*t >= 3*entries[c.From.Feed] && !c.firmly() {
				c.Counted, c.WhyNot = false, whyFurniture
			}
		}
		unlink(some[:n])
		some = some[n:]
	}
}

// firmly reports whether a citation does not count for a reason that stands
// before others.
func (c *Citation) firmly() bool {
	return slices.Contains([]string{whySelf, whyHouse, whyColleague, whySame, whyCopy, whyByline}, c.WhyNot)
}

// unlink lets those quotes of one entry count again whose links do not.
func unlink(cites []Citation) {
	for i := range cites {
		q := &cites[i]
		if q.WhyNot == whyLinked && !slices.ContainsFunc(cites, func(l Citation) bool { return l.Kind == Link && l.Counted && l.To.ID == q.To.ID }) {
			q.Counted, q.WhyNot = true, ""
		}
	}
}
