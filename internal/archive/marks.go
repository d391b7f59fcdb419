package archive

import (
	"hash/fnv"
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
	h := fnv.New64a()
	var buf [4]byte
	any := false
	for _, r := range s {
		if r < unicode.MaxASCII {
			if c := letter(byte(r)); c != 0 {
				buf[0], any = c, true
				h.Write(buf[:1])
			}
			continue
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSymbol(r) { // an emoji may be all there is
			h.Write([]byte(string(unicode.ToLower(r))))
			any = true
		}
	}
	if !any {
		return 0
	}
	return int64(h.Sum64() | 1) // never 0, which means none
}

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
