package text

import (
	"strings"
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
		w, start := bare(it.Value(), it.Start())
		if !isWord(w) {
			continue
		}
		out = append(out, Word{Stem: s.Stem(w), Start: start, End: start + len(w)})
	}
	return out
}

// bare takes low lines off a token's ends. UAX 29 makes them part of a word,
// but in plain text they are what is left of an emphasis ("_so_").
func bare(token string, start int) (string, int) {
	trimmed := strings.TrimLeft(token, "_")
	start += len(token) - len(trimmed)
	return strings.TrimRight(trimmed, "_"), start
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
		if w, _ := bare(it.Value(), 0); isWord(w) {
			n++
		}
	}
	return n
}
