package story

import (
	"iter"
	"slices"
	"time"
)

// A Stretch is a time in which pairs are to be found anew, after entries came,
// changed or went: what is stored of pairs whose At lies in [From, Until] is to
// be replaced by what Pairs gives of the entries dated in [Since, Until].
type Stretch struct{ Since, From, Until time.Time }

// Stretches says which times the entries of these dates touch. Of an entry that
// changed its date both count. They come in order and do not overlap, so each
// pair lies in one; what is read for them may.
func Stretches(dates []time.Time) []Stretch {
	var out []Stretch
	for _, d := range slices.SortedFunc(slices.Values(dates), time.Time.Compare) {
		if n := len(out); n > 0 && !d.After(out[n-1].Until) {
			out[n-1].Until = d.Add(Reach)
			continue
		}
		out = append(out, Stretch{d.Add(-Reach), d, d.Add(Reach)})
	}
	return out
}

// Pairs gives the pairs of the stretch, and exactly those that the function
// Pairs would give of them among all entries there are. The entries are those
// dated in [Since, Until], in order of date, those of one instant by id.
func (s Stretch) Pairs(entries iter.Seq[Piece]) iter.Seq[Pair] {
	w := newWindow()
	w.from = s.From
	return pairs(entries, w)
}
