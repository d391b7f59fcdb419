package story

import (
	"slices"

	"weft/internal/text"
)

// size is how many words make a shingle.
const size = 4

// A token is a word of a text: the hash of its folded letters, and where it
// stands.
type token struct {
	hash       uint64
	start, end int
}

// tokens are the words of a text, folded and not stemmed: what was copied was
// copied with its endings.
func tokens(out []token, s string) []token {
	text.EachWord(s, func(start, end int) {
		out = append(out, token{hashWord(s[start:end]), start, end})
	})
	return out
}

// FNV-1a, 64 bits: the same on every machine.
const (
	fnvOffset uint64 = 14695981039346656037
	fnvPrime  uint64 = 1099511628211
)

// hashWord hashes the folded letters of a word, which of ASCII need no copy.
func hashWord(word string) uint64 {
	h := fnvOffset
	for i := range len(word) {
		c := word[i]
		if c >= 0x80 {
			return hashLetters(text.FoldWord(word, ""))
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

func hashLetters(s string) uint64 {
	h := fnvOffset
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// mix takes one more word into the hash of those before it.
func mix(h, word uint64) uint64 {
	h = (h ^ word) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// shingleAt is the hash of the words [i, i+size).
func shingleAt(words []token, i int) uint64 {
	h := fnvOffset
	for _, w := range words[i : i+size] {
		h = mix(h, w.hash)
	}
	return h
}

// whole is the hash of all words.
func whole(words []token) uint64 {
	h := fnvOffset
	for _, w := range words {
		h = mix(h, w.hash)
	}
	return h
}

// shingles are the different shingles of a text, in order, as the index keeps
// them: without the bits that a number takes.
func shingles(words []token) []uint64 {
	out := inOrder(words)
	for i := range out {
		out[i] &^= numbers
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// titleWords are the different words of a title, in order.
func titleWords(title string) []uint64 {
	var out []uint64
	for _, w := range tokens(nil, title) {
		out = append(out, w.hash)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wordPairs are the different pairs of neighbouring words of a text, in order.
func wordPairs(s string) []uint64 {
	var out []uint64
	words := tokens(nil, s)
	for i := 1; i < len(words); i++ {
		out = append(out, mix(words[i-1].hash, words[i].hash))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// both counts what two ordered sets have in common.
func both(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// jaccard is the part of two ordered sets that both have.
func jaccard(a, b []uint64) float64 {
	n := both(a, b)
	return float64(n) / float64(max(1, len(a)+len(b)-n))
}
