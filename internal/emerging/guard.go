package emerging

import (
	"cmp"
	"fmt"
	"slices"

	"weft/internal/config"
)

// collected lists what each use has of something, sorted, each once.
func (c *candidate) collected(of func(Voice) []string) []string {
	var out []string
	for _, u := range c.uses {
		out = append(out, of(u.voice)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func people(v Voice) []string        { return []string{v.Person} }
func organisations(v Voice) []string { return []string{v.organisation()} }
func feeds(v Voice) []string         { return []string{v.Feed} }
func sectors(v Voice) []string       { return v.Sectors }

// stands reports whether enough different people say it, from enough places.
func (t *tally) stands(c *candidate) bool {
	least := t.o.Least
	if len(c.stems) == 1 {
		least.People++ // three people using one rare word is how people happen to write
	}
	return len(c.collected(people)) >= least.People &&
		len(c.collected(organisations)) >= least.Organisations &&
		len(c.collected(feeds)) >= least.Feeds &&
		len(c.collected(sectors)) >= least.Sectors &&
		float64(c.people) >= rise*c.rate.expected(c.active)
}

// isOnesOwn reports whether one sector or organisation holds nearly all of the
// people: more than three quarters, of an organisation three quarters too.
func (c *candidate) isOnesOwn() bool {
	all := float64(len(c.collected(people)))
	return c.largest(sectors) > dominant*all || c.largest(organisations) >= dominant*all
}

// largest is how many people one of a kind of places has, those of several left
// aside: they are nobody's alone.
func (c *candidate) largest(of func(Voice) []string) float64 {
	holds := map[string][]string{}
	for _, u := range c.uses {
		if all := of(u.voice); len(all) == 1 {
			holds[all[0]] = append(holds[all[0]], u.voice.Person)
		}
	}
	most := 0
	for _, who := range holds {
		slices.Sort(who)
		most = max(most, len(slices.Compact(who)))
	}
	return float64(most)
}

// isPieceOf reports whether a phrase is part of one that is somebody's own, and
// mostly met in it.
func (c *candidate) isPieceOf(own []*candidate) bool {
	return slices.ContainsFunc(own, func(o *candidate) bool {
		return len(o.stems) > len(c.stems) && stems(c.stems).in(o.stems) && 2*shared(c, o) >= len(c.uses)
	})
}

// byAge is the order of evidence: the newest week first, then by id.
func byAge(a, b *use) int {
	return cmp.Or(cmp.Compare(a.Ago, b.Ago), cmp.Compare(a.Entry, b.Entry))
}

// standing leaves out what does not stand.
func (t *tally) standing(all []*candidate) []*candidate {
	var own []*candidate
	for _, c := range all {
		slices.SortFunc(c.uses, byAge)
		if c.isOnesOwn() {
			own = append(own, c)
		}
	}
	return slices.DeleteFunc(all, func(c *candidate) bool { return c.isOnesOwn() || !t.stands(c) || c.isPieceOf(own) })
}

// silence says why nothing can be said; "" when something can.
func silence(r Report, least config.Emerging) string {
	if r.History < least.History {
		return fmt.Sprintf("people wrote in %s before, and it takes %d (thresholds.emerging.history)", counted(r.History, "week", "weeks"), least.History)
	}
	if r.Active < least.Active {
		return fmt.Sprintf("%s wrote, and it takes %d (thresholds.emerging.active)", counted(r.Active, "person", "people"), least.Active)
	}
	return ""
}
