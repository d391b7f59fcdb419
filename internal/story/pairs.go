package story

import (
	"iter"
	"slices"
)

// Pairs goes through entries in order of date (those of one instant by id) and
// gives the pairs among them, by the later one's place, then the earlier one's.
// It holds the entries of sixty days and what it gathers before it looks, and
// takes time linear in the entries.
//
// Whether a pair is one depends on what lies in the sixty days before the later
// entry and on nothing else: shingles that more than twelve of those entries
// have are boilerplate. So what was found stands when newer entries come.
func Pairs(entries iter.Seq[Piece]) iter.Seq[Pair] { return pairs(entries, newWindow()) }

func pairs(entries iter.Seq[Piece], w *window) iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		give := func() bool {
			found := w.found
			w.found = w.found[:0]
			for _, p := range found {
				if !yield(p) {
					return false
				}
			}
			return true
		}
		for p := range entries {
			w.add(p)
			if !give() {
				return
			}
		}
		w.settle()
		give()
	}
}

// pair judges every two entries that have words in common.
func (w *window) pair() {
	slices.Sort(w.hits)
	slices.Sort(w.said)
	exact := w.exact()
	for i, e, q := 0, 0, 0; i < len(w.hits) || e < len(exact); {
		if e < len(exact) && (i == len(w.hits) || exact[e] <= w.hits[i]) {
			w.give(exact[e], Pair{Kind: Same})
			for i < len(w.hits) && w.hits[i] == exact[e] {
				i++
			}
			e++
			continue
		}
		from := i
		for i < len(w.hits) && w.hits[i] == w.hits[from] {
			i++
		}
		for q < len(w.said) && w.said[q] < w.hits[from] { // of a couple that is the same piece
			q++
		}
		said := q
		for q < len(w.said) && w.said[q] == w.hits[from] {
			q++
		}
		w.judge(w.hits[from], i-from, q-said)
	}
}

// exact gives the pairs of entries of the block whose words are those of an
// earlier one: of the first in reach, and of the last. What a hundred places
// publish is boilerplate by its shingles, and would not be found.
func (w *window) exact() []uint64 {
	var out []uint64
	copies := map[uint64][]int{}
	for later := range w.held {
		h := &w.held[later]
		if h.words < fewWords {
			continue
		}
		earlier := copies[h.whole]
		for len(earlier) > 0 && (h.Date.Sub(w.held[earlier[0]].Date) > Reach || later-earlier[0] > crowd) {
			earlier = earlier[1:]
		}
		if n := len(earlier); n > 0 && later >= w.first && !h.Date.Before(w.from) {
			for _, i := range slices.Compact([]int{earlier[0], earlier[n-1]}) {
				if !oneFeed(&w.held[i], h) || jaccard(w.held[i].title, h.title) >= sameTitle {
					out = append(out, couple(i, later))
				}
			}
		}
		copies[h.whole] = append(earlier, later)
	}
	return out
}

// A couple is two numbers in one, in the order in which pairs are given.
func couple(earlier, later int) uint64 { return uint64(later)<<numberBits | uint64(earlier) }

func (w *window) couple(c uint64) (earlier, later *held) {
	return &w.held[c&numbers], &w.held[c>>numberBits]
}

func (w *window) give(c uint64, p Pair) {
	earlier, later := w.couple(c)
	p.A, p.B, p.At = earlier.ID, later.ID, later.Date
	w.found = append(w.found, p)
}

// How much of two texts must be the same. Where words were changed all over a
// text, few shingles are left; its pairs of neighbouring words then tell.
const (
	alike     = .45 // of all their shingles: the same piece
	contained = .80 // of the shorter one's, if those are
	enough    = 30  // and the titles or the lengths agree:
	titled    = .50 // so much of the titles' words,
	longer    = 2   // so many times the length at most
	sameTitle = .80 // titles as good as the same: then
	excerpt   = .25 // of the shorter one's shingles, and
	overlap   = .10 // of all; or
	reworded  = .40 // of the shorter one's pairs of words
	rewritten = .65 // of its pairs of words, whatever the titles, with the lengths
	traces    = .12 // of the shorter one's shingles, to look at pairs of words
	again     = .80 // of all, for a piece that one feed has twice
	quoted    = .15 // of the shorter one's shingles, to look for a quote
	fewWords  = 20  // a text of fewer words is equal by chance
	// fewShingles is how many such a text has at most.
	fewShingles = fewWords - 3
)

// judge says what two entries are to each other that have so many shingles in
// common, of which the later marks some as a quotation.
func (w *window) judge(c uint64, both, said int) {
	earlier, later := w.couple(c)
	part := float64(both) / float64(min(earlier.shingles, later.shingles))
	switch {
	case part >= traces && same(earlier, later, both):
		w.give(c, Pair{Kind: Same})
		return
	case said > MarkedPassage-size:
		if p, ok := w.quoteMarked(c); ok {
			w.give(c, p)
			return
		}
	}
	if part >= quoted || both > LongPassage-size {
		least := LongPassage
		if part >= quoted {
			least = LeastPassage
		}
		if p, ok := w.quote(c, least); ok {
			w.give(c, p)
		}
	}
}

func same(a, b *held, both int) bool {
	n, most := min(a.shingles, b.shingles), max(a.shingles, b.shingles)
	part := float64(both) / float64(n)
	whole := float64(both) / float64(n+most-both)
	titles, lengths := jaccard(a.title, b.title), most <= longer*n
	if oneFeed(a, b) { // a series is written on one last; a piece is published once
		return whole >= again && titles >= sameTitle
	}
	switch {
	case n < fewShingles:
		return false
	case whole >= alike:
		return true
	case part >= contained && n >= enough && (titles >= titled || lengths):
		return true
	case titles >= sameTitle:
		return part >= excerpt && whole >= overlap || n >= enough && inPairs(a, b) >= reworded
	}
	return n >= enough && lengths && part >= excerpt && inPairs(a, b) >= rewritten
}

// oneFeed reports whether two entries come from the same feed. Some put one text
// under every title by mistake.
func oneFeed(a, b *held) bool { return a.Feed == b.Feed && a.Feed != "" }

// inPairs says how many of the shorter text's pairs of words the other has.
func inPairs(a, b *held) float64 {
	x, y := wordPairs(a.Plain), wordPairs(b.Plain)
	return float64(both(x, y)) / float64(max(1, min(len(x), len(y))))
}
