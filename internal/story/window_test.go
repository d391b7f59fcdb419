package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// A world is entries of all kinds: whole copies, parts, texts sewn of parts,
// with lines at the end that many have, over half a year, some at one instant.
func world(r *rand.Rand, n int) []Piece {
	var parts []string
	for i := range 12 + n/4 {
		parts = append(parts, prose(r.IntN(1<<30), 25+r.IntN(40))+" "+prose(i, 3))
	}
	var out []Piece
	for i := range n {
		var text []string
		for range 1 + r.IntN(3) {
			text = append(text, parts[r.IntN(len(parts))])
		}
		if r.IntN(3) == 0 {
			text = append(text, prose(-1-r.IntN(2), 30))
		}
		p := Piece{ID: fmt.Sprintf("%03d", r.IntN(1000)*1000+i), Date: day(float64(r.IntN(180))), Plain: strings.Join(text, "\n"), Title: prose(r.IntN(20), 3), Feed: fmt.Sprint(r.IntN(n/3 + 2))}
		if r.IntN(5) == 0 && i > 0 {
			p.Plain = out[r.IntN(i)].Plain
		}
		out = append(out, p)
	}
	slices.SortFunc(out, ByDate)
	return out
}

// slow finds the pairs as their definition has it, without any index.
func slow(pieces []Piece) []Pair {
	var out []Pair
	held := make([]held, len(pieces))
	sets := make([][]uint64, len(pieces))
	w := window{held: held}
	for i, p := range pieces {
		words := tokens(nil, p.Plain)
		sets[i] = shingles(words)
		held[i] = heldOf(p, words, len(sets[i]))
	}
	for later := range pieces {
		count := map[uint64]int{}
		earliest := -1
		copies := []int{}
		for i := range later + 1 {
			if pieces[later].Date.Sub(pieces[i].Date) > Reach {
				continue
			}
			for _, s := range sets[i] {
				count[s]++
			}
			if earliest < 0 {
				earliest = i
			}
			if i < later && held[i].whole == held[later].whole && held[i].words >= fewWords {
				copies = append(copies, i)
			}
		}
		for i := earliest; i < later; i++ {
			c := couple(i, later)
			if len(copies) > 0 && (i == copies[0] || i == copies[len(copies)-1]) && (!oneFeed(&held[i], &held[later]) || jaccard(held[i].title, held[later].title) >= sameTitle) {
				w.give(c, Pair{Kind: Same})
				continue
			}
			n := 0
			for _, s := range sets[later] {
				if _, has := slices.BinarySearch(sets[i], s); has && count[s] <= common {
					n++
				}
			}
			if n > 0 {
				slowly(&w, c, n, func(s uint64) bool { return counting(pieces, sets, i, later, s&^numbers) })
			}
		}
	}
	return append(out, w.found...)
}

// counting says whether a shingle may be part of a quote of pieces[a] in
// pieces[b].
func counting(pieces []Piece, sets [][]uint64, a, b int, shingle uint64) bool {
	all, first, second := 0, 0, 0
	for i := range b + 1 {
		_, has := slices.BinarySearch(sets[i], shingle)
		if !has || pieces[b].Date.Sub(pieces[i].Date) > Reach {
			continue
		}
		all++
		if pieces[i].Feed == pieces[a].Feed {
			first++
		}
		if pieces[i].Feed == pieces[b].Feed {
			second++
		}
	}
	return all <= common && first < 2 && second < 2
}

func slowly(w *window, c uint64, both int, counts func(uint64) bool) {
	earlier, later := w.couple(c)
	part := float64(both) / float64(min(earlier.shingles, later.shingles))
	if part >= traces && same(earlier, later, both) {
		w.give(c, Pair{Kind: Same})
		return
	}
	least := LongPassage
	if part >= quoted {
		least = LeastPassage
	}
	if earlier.Feed == later.Feed || part < quoted && both <= LongPassage-size {
		return
	}
	if p, ok := quoteOf(earlier.Plain, later.Plain, least, counts); ok {
		w.give(c, p)
	}
}

func TestPairsAreThoseOfTheirDefinition(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 1))
		pieces := world(r, 20+r.IntN(70))
		want := slow(pieces)
		for _, least := range []int{1, 7, leastBlock} {
			w := newWindow()
			w.least = least
			if got := slices.Collect(pairs(slices.Values(pieces), w)); !slices.Equal(got, want) {
				t.Fatalf("world %d in blocks of %d: %d pairs, want %d", seed, least, len(got), len(want))
			}
		}
	}
}

// Entries come in any order, change and go; what is stored, renewed stretch by
// stretch, is what one run over the whole archive finds.
func TestWhatIsFoundByAndByIsWhatOneRunFinds(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 2))
		all := world(r, 20+r.IntN(80))
		archive, stored := []Piece{}, []Pair{}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for len(all) > 0 {
			n := min(len(all), 1+r.IntN(15))
			var touched []time.Time
			for _, p := range all[:n] {
				touched = append(touched, p.Date)
			}
			archive, all = append(archive, all[:n]...), all[n:]
			if r.IntN(2) == 0 { // one changes its text and its date
				p := &archive[r.IntN(len(archive))]
				touched = append(touched, p.Date)
				p.Plain, p.Date = archive[r.IntN(len(archive))].Plain, day(float64(r.IntN(180)))
				touched = append(touched, p.Date)
			}
			if r.IntN(3) == 0 { // one goes
				i := r.IntN(len(archive))
				touched = append(touched, archive[i].Date)
				archive = slices.Delete(archive, i, i+1)
			}
			slices.SortFunc(archive, ByDate)
			stored = renewed(stored, archive, touched)
			if want := pairsOf(slices.Clone(archive)...); !slices.Equal(stored, want) {
				t.Fatalf("world %d: %d pairs stored, one run finds %d", seed, len(stored), len(want))
			}
		}
	}
}

func renewed(stored []Pair, archive []Piece, touched []time.Time) []Pair {
	for _, s := range Stretches(touched) {
		stored = slices.DeleteFunc(stored, func(p Pair) bool { return !p.At.Before(s.From) && !p.At.After(s.Until) })
		var read []Piece
		for _, p := range archive {
			if !p.Date.Before(s.Since) && !p.Date.After(s.Until) {
				read = append(read, p)
			}
		}
		stored = append(stored, slices.Collect(s.Pairs(slices.Values(read)))...)
	}
	slices.SortStableFunc(stored, func(a, b Pair) int {
		return before(&Piece{ID: a.B, Date: a.At}, &Piece{ID: b.B, Date: b.At})
	})
	return stored
}

func TestStretchesCoverEachTouchedDateOnce(t *testing.T) {
	if Stretches(nil) != nil {
		t.Error("nothing touched, and something to find")
	}
	got := Stretches([]time.Time{day(100), day(0), day(30), day(161)})
	want := []Stretch{{day(-60), day(0), day(90)}, {day(40), day(100), day(160)}, {day(101), day(161), day(221)}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// What thousands of entries have costs no more than what a few have.
func TestWhatAllHaveIsNobodysPair(t *testing.T) {
	line := prose(1, 60)
	var pieces []Piece
	for i := range 3000 {
		pieces = append(pieces, Piece{ID: fmt.Sprintf("%04d", i), Date: start.Add(time.Duration(i) * time.Minute), Plain: prose(i+2, 40) + " " + line})
	}
	w := newWindow()
	found := slices.Collect(pairs(slices.Values(pieces), w))
	if len(found) > common*common {
		t.Errorf("%d pairs by a line that all have", len(found))
	}
	for _, p := range found {
		if p.B > "0012" {
			t.Errorf("%s and %s are a pair by a line that all have", p.A, p.B)
		}
	}
}

func TestMemoryIsBoundedByWhatIsInReach(t *testing.T) {
	w := newWindow()
	most := 0
	entries := func(yield func(Piece) bool) {
		for i := range 5000 {
			if !yield(Piece{ID: fmt.Sprintf("%05d", i), Date: day(float64(i) / 4), Plain: prose(i, 20)}) {
				return
			}
			most = max(most, len(w.held))
		}
	}
	for range pairs(entries, w) {
	}
	if bound := 60*4 + 2*leastBlock; most > bound || len(w.live) > bound*20 {
		t.Errorf("%d entries held and %d postings, 240 are in reach", most, len(w.live))
	}
}
