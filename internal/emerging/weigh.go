package emerging

import (
	"cmp"
	"slices"
)

// A test is what came out for one phrase or theme.
type test struct {
	thing  uint32
	weeks  int // of the claim
	people int
	rate   rate
	active int // person-weeks of the claim
	p      float64
}

const (
	leastTested = 2    // people who must use a phrase now for it to be looked at
	leastSlow   = 4    // people in four weeks, to be growing slowly
	worthALook  = 0.02 // p above which nothing is ever said
	mostTests   = 3000 // phrases looked at closely: a piece that a hundred people hand on has as many
)

// testPhrases weighs every phrase that may be a subject and gives those that
// could be said, best first, and how many were looked at: those too that begin
// or end with a word that says nothing, which makes it the more careful.
func (t *tally) testPhrases() (out []test, looked int) {
	for phrase := 1; phrase < len(t.lexicon.stems); phrase++ {
		if t.phrases.now[phrase] < leastTested {
			continue
		}
		looked++
		if t.isSubject(uint32(phrase)) {
			out = appendLikely(out, t.weigh(t.phrases, phrase, t.weight(phrase)))
		}
	}
	slices.SortFunc(out, func(a, b test) int {
		return cmp.Or(cmp.Compare(a.p, b.p), slices.Compare(t.lexicon.stems[a.thing], t.lexicon.stems[b.thing]))
	})
	return out[:min(len(out), mostTests)], looked
}

// testThemes weighs the themes the site has.
func (t *tally) testThemes() (out []test, looked int) {
	for theme := range t.o.Known {
		if t.known.now[theme] >= leastTested {
			looked++
			out = appendLikely(out, t.weigh(t.known, theme, 1))
		}
	}
	slices.SortFunc(out, func(a, b test) int {
		return cmp.Or(cmp.Compare(a.p, b.p), cmp.Compare(t.o.Known[a.thing].ID, t.o.Known[b.thing].ID))
	})
	return out, looked
}

func appendLikely(tests []test, one test) []test {
	if one.p > worthALook {
		return tests
	}
	return append(tests, one)
}

// weight says how readily a phrase is believed. One word alone is mostly how
// people happen to write, several together are what they write about. Of common
// words there are so many phrases that nobody happened to write in half a year
// ("main focus") that some turn up every week: what is new has a word that is
// not everywhere.
func (t *tally) weight(phrase int) float64 {
	weight := 1.0
	if len(t.lexicon.stems[phrase]) == 1 {
		weight = 0.25
	}
	rarest := 1.0
	for _, stem := range t.lexicon.stems[phrase] {
		rarest = min(rarest, t.share(stem))
	}
	return weight * min(1, everyday/max(rarest, everyday))
}

// everyday is the share of the people of a week from which on a word is common.
const everyday = 0.05

// share is how many of those who wrote in a week of the history used a word.
func (t *tally) share(stem string) float64 {
	people, active := 0, 0
	word := t.lexicon.words[stem]
	for ago := t.o.Weeks; ago < t.weeks; ago++ {
		people, active = people+int(t.phrases.counts[word][ago]), active+t.active[ago]
	}
	return float64(people) / float64(max(1, active))
}

// weigh tests the weeks asked about, and for slow growth the last four.
func (t *tally) weigh(c *census, thing int, weight float64) test {
	best := t.against(c, thing, t.o.Weeks, c.now[thing])
	if t.o.Weeks < recently {
		best.p *= 2 // two tests
		if c.recent[thing] >= leastSlow {
			slow := t.against(c, thing, recently, c.recent[thing])
			if slow.p *= 2; slow.p < best.p {
				best = slow
			}
		}
	}
	best.p = rounded(min(1, best.p/weight))
	return best
}

// against tests how many used something in the newest weeks against the half
// year before them.
func (t *tally) against(c *census, thing, weeks, people int) test {
	to := min(t.weeks, weeks+half)
	active := 0
	for _, n := range t.active[:weeks] {
		active += n
	}
	r := rateOf(c.counts[thing][weeks:to], t.active[weeks:to])
	return test{uint32(thing), weeks, people, r, active, r.atLeast(people, active)}
}
