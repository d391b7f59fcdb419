package archive

import (
	"strings"
	"unicode"

	"weft/internal/entry"
	"weft/internal/text"
)

// Marks tell by what a reader reads whether two entries of one feed may be the
// same piece: what a new platform does to ids, addresses and markup does not
// change them. They are compared within one feed alone, where whoever could
// bring two to meet would only mistake themself.
type marks struct {
	title int64 // of the title's letters; 0: it has none
	words int64 // of the text's letters; 0: too few to say anything
	long  bool  // the text alone says which piece it is
}

const (
	fewestWords = 8  // with fewer, texts of different pieces are easily the same ("Read more")
	manyWords   = 40 // from so many on, no two pieces say the same
)

func marksOf(e *entry.Entry) marks {
	m := marks{title: markOf(e.Title)}
	if n := countWords(e.Plain); n >= fewestWords {
		m.words, m.long = markOf(e.Plain), n >= manyWords
	}
	return m
}

// markOf hashes the letters and digits of a text, whatever their case: spaces,
// quotes and dashes are what platforms change.
func markOf(s string) int64 {
	h := fnvBasis
	for _, r := range s {
		if r < unicode.MaxASCII {
			if c := letter(byte(r)); c != 0 {
				h = h.with(c)
			}
			continue
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSymbol(r) { // an emoji may be all there is
			for _, c := range []byte(string(unicode.ToLower(r))) {
				h = h.with(c)
			}
		}
	}
	if h == fnvBasis { // nothing was met: to meet it again by chance is one in 2^64
		return 0
	}
	return int64(h | 1) // never 0, which means none
}

// An fnv is a 64-bit FNV-1a hash; hash/fnv takes three times as long for single
// bytes.
type fnv uint64

const fnvBasis fnv = 14695981039346656037

func (h fnv) with(c byte) fnv { return (h ^ fnv(c)) * 1099511628211 }

// letter gives a letter in lower case, or a digit; 0 for all else.
func letter(c byte) byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return c
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	}
	return 0
}

// countWords counts up to as many words as are asked about.
func countWords(s string) int {
	n := 0
	for range strings.FieldsSeq(s) {
		if n++; n == manyWords {
			break
		}
	}
	return n
}

// similar compares two texts: an edit shares more of its words than not, and an
// excerpt nearly all of its own. Too few words say nothing.
func similar(a, b string) likeness {
	one, two := wordSet(a), wordSet(b)
	if len(one) < fewestWords || len(two) < fewestWords {
		return unknown
	}
	both := 0
	for w := range one {
		if two[w] {
			both++
		}
	}
	if 2*both > len(one)+len(two)-both || 5*both >= 4*min(len(one), len(two)) {
		return same
	}
	return different
}

// wordSet gives the different words of the first part of a text.
func wordSet(s string) map[string]bool {
	const most = 2000
	out := map[string]bool{}
	for w := range strings.FieldsSeq(text.Fold(s)) {
		if out[strings.TrimFunc(w, unicode.IsPunct)] = true; len(out) == most {
			break
		}
	}
	return out
}
