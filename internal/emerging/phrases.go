package emerging

import (
	"slices"

	"weft/internal/text"
)

// A lexicon is the phrases that two people or more use in the weeks asked about:
// a trie in one map. Number 0 is no phrase.
type lexicon struct {
	words map[string]uint32 // of one word, by stem
	next  map[uint64]uint32 // by phrase and the word that follows
	stems [][]string        // by number
	maybe []uint64          // bits of the keys of next: most words go on in no phrase, and this tells sooner
}

// bit is where a key is noted in maybe.
func (x *lexicon) bit(k uint64) (word int, bit uint64) {
	h := k * 0x9E3779B97F4A7C15 // spreads neighbours: Fibonacci hashing
	return int(h >> 32 & uint64(len(x.maybe)-1)), 1 << (h >> 58)
}

// index notes the keys of next; their number is then final.
func (x *lexicon) index() {
	size := 1
	for size*4 < len(x.next) { // 16 bits or more for each
		size *= 2
	}
	x.maybe = make([]uint64, size)
	for k := range x.next {
		word, bit := x.bit(k)
		x.maybe[word] |= bit
	}
}

// after gives the phrase that a phrase and a word make; 0: none.
func (x *lexicon) after(phrase, word uint32) uint32 {
	k := key(phrase, word)
	if at, bit := x.bit(k); x.maybe[at]&bit == 0 {
		return 0
	}
	return x.next[k]
}

func key(phrase, word uint32) uint64 { return uint64(phrase)<<32 | uint64(word) }

// A line is the words of one voice by number, 0 between stretches that no
// phrase goes across.
type line struct {
	person uint32
	words  []uint32
}

// A gatherer makes a lexicon level by level: a phrase of n words is looked at
// where both of its parts of n-1 words were kept, so that what only one person
// ever wrote costs nothing.
type gatherer struct {
	*lexer
	numbers map[string]uint32 // of all stems met
	stems   []string
	lines   []line
}

func newGatherer(l *lexer) *gatherer {
	return &gatherer{l, map[string]uint32{}, []string{""}, nil}
}

// add takes in what a voice says, but for standing words and those of others.
func (g *gatherer) add(v Voice, person uint32, s *survey) {
	l := line{person: person}
	s.sentences(v, func(part sentence) {
		if len(l.words) > mostWords {
			return
		}
		words := g.of(part, v.Language)
		for i, w := range words {
			if i > 0 && !joined(part.text[words[i-1].End:w.Start]) {
				l.words = append(l.words, 0)
			}
			l.words = append(l.words, g.number(w.Stem))
		}
		l.words = append(l.words, 0)
	})
	g.lines = append(g.lines, l)
}

func (g *gatherer) number(stem string) uint32 {
	n, ok := g.numbers[stem]
	if !ok {
		n = uint32(len(g.stems))
		g.numbers[stem] = n
		g.stems = append(g.stems, stem)
	}
	return n
}

// several notes for each key whether more than one person has it.
type several map[uint64]uint32

const many = ^uint32(0)

func (s several) note(key uint64, person uint32) {
	if known, ok := s[key]; !ok {
		s[key] = person
	} else if known != person {
		s[key] = many
	}
}

// kept lists the keys of several people, in order.
func (s several) kept() []uint64 {
	var out []uint64
	for k, who := range s {
		if who == many {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// lexicon gives the phrases that two people or more use. It uses the lines up.
func (g *gatherer) lexicon() *lexicon {
	x := &lexicon{words: map[string]uint32{}, next: map[uint64]uint32{}, stems: [][]string{nil}}
	g.single(x)
	at := make([][]uint32, len(g.lines)) // the phrase that begins at each word
	for i, l := range g.lines {
		at[i] = slices.Clone(l.words)
	}
	for n := 1; n < longest; n++ {
		seen := several{}
		g.each(at, n, func(_, _ int, k uint64, person uint32) { seen.note(k, person) })
		kept := seen.kept()
		if len(kept) == 0 {
			break
		}
		for _, k := range kept {
			x.next[k] = uint32(len(x.stems))
			x.stems = append(x.stems, append(slices.Clone(x.stems[k>>32]), x.stems[uint32(k)]...))
		}
		after := make([][]uint32, len(at))
		for i := range at {
			after[i] = make([]uint32, len(at[i]))
		}
		g.each(at, n, func(i, j int, k uint64, _ uint32) { after[i][j] = x.next[k] })
		at = after
	}
	x.index()
	return x
}

// single keeps the words of several people and numbers them as phrases; all
// others become gaps.
func (g *gatherer) single(x *lexicon) {
	seen := several{}
	for _, l := range g.lines {
		for _, w := range l.words {
			if w != 0 {
				seen.note(uint64(w), l.person)
			}
		}
	}
	phrase := make([]uint32, len(g.stems))
	for _, k := range seen.kept() {
		phrase[k] = uint32(len(x.stems))
		x.words[g.stems[k]] = phrase[k]
		x.stems = append(x.stems, []string{g.stems[k]})
	}
	for _, l := range g.lines {
		for i, w := range l.words {
			l.words[i] = phrase[w]
		}
	}
}

// each gives every place where a phrase of n words kept goes on with a word such
// that the n words from its second on were kept as well.
func (g *gatherer) each(at [][]uint32, n int, found func(line, word int, k uint64, person uint32)) {
	for i, l := range g.lines {
		for j := 0; j+n < len(l.words); j++ {
			if at[i][j] != 0 && at[i][j+1] != 0 {
				found(i, j, key(at[i][j], l.words[j+n]), l.person)
			}
		}
	}
}

// find gives every phrase in the words of a sentence: its number, and the words
// [from, to) that it is.
func (x *lexicon) find(part sentence, words []span, numbers []uint32, found func(phrase uint32, from, to int)) []uint32 {
	numbers = numbers[:0]
	for _, w := range words {
		numbers = append(numbers, x.words[w.Stem])
	}
	for i, phrase := range numbers {
		for to := i + 1; phrase != 0; to++ {
			found(phrase, i, to)
			if to-i == longest || to == len(words) || numbers[to] == 0 || !joined(part.text[words[to-1].End:words[to].Start]) {
				break
			}
			phrase = x.after(phrase, numbers[to])
		}
	}
	return numbers
}

// span is a word of a sentence.
type span = text.Word

// read gives every phrase of the lexicon in a voice, but for standing words and
// those of others.
func (t *tally) read(v Voice, found func(part sentence, words []span, phrase uint32, from, to int)) {
	read := 0
	t.survey.sentences(v, func(part sentence) {
		if read > mostWords {
			return
		}
		part.before = read
		words := t.lexer.of(part, v.Language)
		t.numbers = t.lexicon.find(part, words, t.numbers, func(phrase uint32, from, to int) { found(part, words, phrase, from, to) })
		if !part.title {
			read += len(words)
		}
	})
}
