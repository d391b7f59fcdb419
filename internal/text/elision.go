package text

import (
	"strings"
	"unicode/utf8"
)

// elisions are the words that lose their last vowel before another, and are
// written as one with it: "l’eau", "dell’acqua".
var elisions = map[string]map[string]bool{
	"fr": set("c d j l m n qu s t jusqu lorsqu presqu puisqu quoiqu"),
	"it": set("c d l m n s t v un all dall dell nell sull coll quell quest bell sant gl anch com dov quant tutt"),
	"ca": set("d l m n s t"),
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// behindElision gives where in a word that begins with an elided one the word
// itself begins; 0 if there is none.
func (s Stemmer) behindElision(word string) int {
	if s.elided == nil {
		return 0
	}
	at := strings.IndexAny(word, "'’‘ʼ＇")
	if at <= 0 || at > 8 || !s.elided[strings.ToLower(word[:at])] {
		return 0
	}
	_, n := utf8.DecodeRuneInString(word[at:])
	if !isWord(word[at+n:]) {
		return 0
	}
	return at + n
}
