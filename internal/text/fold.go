// Package text takes plain text apart: folds case, finds words by UAX 29,
// reduces them to stems, matches phrases of stems, and cuts excerpts and
// passages at the bounds of words.
//
// It promises that everything it quotes stands letter for letter in the text
// it was given, and that the same text gives the same result everywhere.
package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold brings spellings of one word together: NFC, lower case, typographic
// apostrophes made plain.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	// Composed again: some letters have a composed form in lower case alone.
	return norm.NFC.String(strings.Map(foldRune, norm.NFC.String(s)))
}

// isASCII reports whether folding is only a matter of capitals, which is so for
// most words and saves most of the work.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func foldRune(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '＇':
		return '\''
	}
	return unicode.ToLower(r)
}
