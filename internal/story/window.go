package story

import (
	"slices"
	"time"
)

// The index is one sorted array of 64-bit numbers, a posting for each shingle
// of each entry in reach: the upper bits are the shingle's hash, the lower ones
// the entry's number, so that a shingle's postings lie together in the order of
// the entries. New entries are gathered to a block, sorted, and merged into it;
// while it is merged, every shingle shows who has it, and what has fallen out
// of reach is left behind. Two shingles of 44 bits are taken for one now and
// then; a pair needs many.
const (
	numberBits = 20
	numbers    = uint64(1)<<numberBits - 1
	most       = int(numbers) - 1
	// common is in how many entries a shingle may stand; more make it
	// boilerplate.
	common = 12
	// crowd is how many entries before another are looked at, where more than
	// that come in sixty days: memory is bounded by it.
	crowd = 6000
	// leastBlock is how many entries are gathered at least.
	leastBlock = 256
)

// A held entry is one in reach.
type held struct {
	Piece
	title    []uint64 // its title's words
	shingles int      // how many different ones it has
	whole    uint64   // all its words
	words    int
	marked   []uint64 // the shingles of what it marks as quotations
}

func heldOf(p Piece, words []token, shingles int) held {
	h := held{p, titleWords(p.Title), shingles, whole(words), len(words), marked(p)}
	h.Links, h.Quoted = h.hosts(), nil // very many are held
	return h
}

// A window goes through entries in order of their dates.
type window struct {
	held  []held // by number
	live  []uint64
	spare []uint64 // the array before last, to be written again
	block []uint64
	first int       // number of the block's first entry
	least int       // entries of a block
	from  time.Time // pairs whose later entry is earlier than that are not asked for
	hits  []uint64
	said  []uint64 // of the hits, those of shingles that the later entry marks as a quotation
	words []token
	found []Pair
}

func newWindow() *window { return &window{least: leastBlock} }

// add takes in the next entry; by and by the pairs of those before are found.
func (w *window) add(p Piece) {
	if len(w.held) > most { // in sixty days: the numbers are at an end
		w.settle()
		w.drop(most / 2)
	}
	w.words = tokens(w.words[:0], p.Plain)
	shingles := shingles(w.words)
	number := uint64(len(w.held))
	for _, s := range shingles {
		w.block = append(w.block, s|number)
	}
	w.held = append(w.held, heldOf(p, w.words, len(shingles)))
	// A block that grows with what is in reach keeps the merging linear.
	if n := len(w.held) - w.first; n >= w.least && n >= w.first/4 {
		w.settle()
	}
}

// settle finds the pairs of the block's entries with those before them and
// among themselves.
func (w *window) settle() {
	if w.first == len(w.held) {
		return
	}
	w.forget()
	slices.Sort(w.block)
	w.merge()
	w.pair()
	w.block, w.first = w.block[:0], len(w.held)
}

// forget lets go of the entries that none of the block, nor later, can reach.
func (w *window) forget() {
	oldest := w.held[w.first].Date.Add(-Reach)
	gone := max(0, w.first-crowd)
	for w.held[gone].Date.Before(oldest) {
		gone++
	}
	if gone > 0 {
		w.drop(gone)
	}
}

// drop lets go of the first entries: the others get new numbers.
func (w *window) drop(gone int) {
	w.held = slices.Delete(w.held, 0, gone)
	w.first -= gone
	kept := w.live[:0]
	for _, p := range w.live {
		if number := p & numbers; number >= uint64(gone) {
			kept = append(kept, p-uint64(gone))
		}
	}
	w.live = kept
	for i := range w.block {
		w.block[i] -= uint64(gone)
	}
}

// merge brings the block into the index, and notes for every pair of entries
// each shingle that counts for it.
func (w *window) merge() {
	out, old, block := slices.Grow(w.spare[:0], len(w.live)+len(w.block)), w.live, w.block
	w.hits, w.said = w.hits[:0], w.said[:0]
	for len(block) > 0 {
		shingle := block[0] &^ numbers
		for len(old) > 0 && old[0] < shingle {
			out, old = append(out, old[0]), old[1:]
		}
		from := len(out)
		for len(old) > 0 && old[0]&^numbers == shingle {
			out, old = append(out, old[0]), old[1:]
		}
		fresh := len(out)
		for len(block) > 0 && block[0]&^numbers == shingle {
			out, block = append(out, block[0]), block[1:]
		}
		if len(out)-from > 1 {
			w.note(out[from:], fresh-from)
		}
	}
	w.spare, w.live = w.live, append(out, old...)
}

// note enters the pairs that the postings of one shingle make; those from
// fresh on are of the block.
func (w *window) note(postings []uint64, fresh int) {
	for j := max(fresh, 1); j < len(postings); j++ {
		later := postings[j] & numbers
		if w.held[later].Date.Before(w.from) {
			continue
		}
		from, boilerplate := w.inReach(postings[:j+1], later)
		if boilerplate {
			continue
		}
		for _, p := range postings[from:j] {
			w.hits = append(w.hits, later<<numberBits|p&numbers)
		}
		if w.held[later].marks(postings[j]) {
			w.said = append(w.said, w.hits[len(w.hits)-(j-from):]...)
		}
	}
}

// inReach says from where on the postings are in reach of the last of them, and
// whether they are more than a shingle may have.
func (w *window) inReach(postings []uint64, later uint64) (from int, boilerplate bool) {
	oldest := w.held[later].Date.Add(-Reach)
	from = len(postings) - 1
	for from > 0 && !w.dateOf(postings[from-1]).Before(oldest) && postings[from-1]&numbers+crowd >= later {
		from--
		if len(postings)-from > common {
			return from, true
		}
	}
	return from, false
}

func (w *window) dateOf(posting uint64) time.Time { return w.held[posting&numbers].Date }

// counts asks the index whether a shingle may be part of a quote, as of an
// entry.
func (w *window) counts(shingle, number uint64, feeds ...string) bool {
	from, _ := slices.BinarySearch(w.live, shingle&^numbers)
	until, _ := slices.BinarySearch(w.live, shingle&^numbers|number+1)
	postings := w.live[from:until]
	near, boilerplate := w.inReach(postings, number)
	if boilerplate {
		return false
	}
	for _, feed := range feeds {
		n := 0
		for _, p := range postings[near:] {
			if w.held[p&numbers].Feed == feed && feed != "" {
				n++
			}
		}
		if n > 1 {
			return false
		}
	}
	return true
}
