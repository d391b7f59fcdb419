package emerging

import (
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

// stands reports whether enough different people say it, from enough places,
// and none of the places alone.
func (t *tally) stands(c *candidate) bool {
	least := t.o.Least
	return len(c.collected(people)) >= least.People &&
		len(c.collected(organisations)) >= least.Organisations &&
		len(c.collected(feeds)) >= least.Feeds &&
		len(c.collected(sectors)) >= least.Sectors &&
		float64(c.people) >= rise*c.rate.expected(c.active) &&
		!c.isRuledBy(sectors) && !c.isRuledBy(organisations)
}

// isRuledBy reports whether one sector or organisation holds nearly all of the
// people, those of several sectors left aside: they are nobody's alone.
func (c *candidate) isRuledBy(of func(Voice) []string) bool {
	holds := map[string][]string{}
	for _, u := range c.uses {
		if all := of(u.voice); len(all) == 1 {
			holds[all[0]] = append(holds[all[0]], u.voice.Person)
		}
	}
	all := float64(len(c.collected(people)))
	for _, who := range holds {
		slices.Sort(who)
		if float64(len(slices.Compact(who))) > dominant*all {
			return true
		}
	}
	return false
}

// silence says why nothing can be said; "" when something can.
func silence(r Report, least config.Emerging) string {
	if r.History < least.History {
		return fmt.Sprintf("only %d of %d weeks of history", r.History, least.History)
	}
	if r.Active < least.Active {
		return fmt.Sprintf("too few people write: %d of %d", r.Active, least.Active)
	}
	return ""
}
