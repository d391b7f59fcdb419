package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A Word is one word of a text.
type Word struct {
	Stem       string // folded and stemmed: what words are compared by
	Start, End int    // the bytes of the text it stands in
}

// Words finds the words of a text by UAX 29; spaces and punctuation are left
// out. Each is folded and, where the language has a stemmer, stemmed.
func (s Stemmer) Words(text string) []Word {
	out := make([]Word, 0, len(text)/6)
	for it := words.FromString(text); it.Next(); {
		w := it.Value()
		if !isWord(w) {
			continue
		}
		out = append(out, Word{Stem: s.Stem(w), Start: it.Start(), End: it.End()})
	}
	return out
}

// isWord tells words from the spaces and signs that UAX 29 hands out as well.
func isWord(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// CountWords counts the words of a text.
func CountWords(text string) int {
	n := 0
	for it := words.FromString(text); it.Next(); {
		if isWord(it.Value()) {
			n++
		}
	}
	return n
}
