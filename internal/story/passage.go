package story

import (
	"strings"
	"unicode/utf8"
)

const (
	// MaxPassage is how many runes of a passage are kept.
	MaxPassage = 300
	// LeastPassage is how many words a passage has at least: shorter runs are
	// how people speak.
	LeastPassage = 12
	// LongPassage is how many it has where it is a small part of both texts:
	// names of institutions and books are shorter.
	LongPassage = 20
	// tries is at how many places of the earlier text a shingle is looked
	// for: strangers' texts may be one line a thousand times.
	tries = 16
)

// quote finds what the later entry has of the earlier. What is boilerplate on
// that day is left out, and so is what either feed says in several entries: its
// own signature is nobody's quote, and nobody quotes within one feed.
func (w *window) quote(c uint64, least int) (Pair, bool) {
	earlier, later := w.couple(c)
	if oneFeed(earlier, later) {
		return Pair{}, false
	}
	return quoteOf(earlier.Plain, later.Plain, least, func(shingle uint64) bool {
		return w.counts(shingle, c>>numberBits, earlier.Feed, later.Feed)
	})
}

// quoteOf finds the longest run of words that two texts have and that counts, if
// it is of so many.
func quoteOf(earlier, later string, least int, counts func(shingle uint64) bool) (Pair, bool) {
	a, b := tokens(nil, earlier), tokens(nil, later)
	r := longest(a, b, counts)
	if r.words < least {
		return Pair{}, false
	}
	p := Pair{Kind: Quotes}
	words := fitting(later, b[r.b:r.b+r.words])
	p.Passage = between(later, b[r.b:r.b+words])
	if strings.Contains(p.Passage, "://") { // addresses, not words
		return Pair{}, false
	}
	if source := between(earlier, a[r.a:r.a+words]); source != p.Passage {
		p.Source = source
	}
	return p, true
}

// noChance is how many words in a row that are not marked as a quotation are one
// all the same. What institutions and series say everywhere is shorter: the
// longest such run in the labelled data has 74 words.
const noChance = 100

// NoChance reports whether a passage that a later text has from an earlier one is
// part of so many words that no chance explains them, and still a lesser part of
// both texts: else it is a copy of the piece, or of what a third wrote for all.
func NoChance(earlier, later, passage string) bool {
	a, b := tokens(nil, earlier), tokens(nil, later)
	r := longest(a, b, func(uint64) bool { return true })
	return r.words >= noChance && 2*r.words < len(a) && 2*r.words < len(b) && strings.Contains(between(later, b[r.b:r.b+r.words]), passage)
}

// A run is words that two texts have in the same order.
type run struct{ a, b, words int }

// longest finds the longest run whose shingles all count; of equal ones the
// first in b, then in a.
func longest(a, b []token, counts func(shingle uint64) bool) run {
	theirs, ours := inOrder(a), inOrder(b)
	places := map[uint64][]int{}
	for i, s := range theirs {
		if len(places[s]) < tries {
			places[s] = append(places[s], i)
		}
	}
	asked := map[uint64]bool{}
	meets := func(at, i int) bool {
		if at < 0 || i < 0 || at >= len(theirs) || i >= len(ours) || theirs[at] != ours[i] {
			return false
		}
		ok, known := asked[ours[i]]
		if !known {
			ok = counts(ours[i])
			asked[ours[i]] = ok
		}
		return ok
	}
	var best run
	for i, s := range ours {
		for _, at := range places[s] {
			if meets(at-1, i-1) {
				continue // inside a run that was followed from its begin
			}
			n := 0
			for meets(at+n, i+n) {
				n++
			}
			if n > 0 && n+size-1 > best.words {
				best = run{at, i, n + size - 1}
			}
		}
	}
	return best
}

// inOrder are the shingles of a text as they stand, doubles with them.
func inOrder(words []token) []uint64 {
	out := make([]uint64, 0, max(0, len(words)-size+1))
	for i := 0; i+size <= len(words); i++ {
		out = append(out, shingleAt(words, i))
	}
	return out
}

// fitting says how many of the words are to be shown: all, if they fit, else to
// the end of a sentence if one ends in the second half, else as many as fit.
func fitting(s string, words []token) int {
	fit, sentence := 0, 0
	runes := 0
	for i, w := range words {
		from := w.start
		if i > 0 {
			from = words[i-1].end
		}
		runes += utf8.RuneCountInString(s[from:w.end])
		if runes > MaxPassage {
			break
		}
		fit = i + 1
		if i+1 < len(words) && strings.ContainsAny(s[w.end:words[i+1].start], ".!?…。") {
			sentence = i + 1
		}
	}
	if fit == len(words) || sentence <= fit/2 {
		return fit
	}
	return sentence
}

// between is the text from the first word to the last, and the sign that ends
// the sentence, if it ends there.
func between(s string, words []token) string {
	if len(words) == 0 {
		return ""
	}
	return s[words[0].start:words[len(words)-1].end]
}
