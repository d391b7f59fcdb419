package text

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Unaccented takes the accents off a word, so that "Zoë" and "Zoe" are one: for
// lists of names, which people write with and without. Letters that have no plain
// form stay ("ø", "ł", "ß"), and so does "й", which is a letter of its own.
func Unaccented(word string) string {
	if isASCII(word) {
		return word
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(word) {
		if r == 'й' || r == 'Й' {
			b.WriteRune(r)
			continue
		}
		for _, part := range norm.NFD.String(string(r)) {
			if part < 0x300 || part > 0x36f {
				b.WriteRune(part)
			}
		}
	}
	return norm.NFC.String(b.String())
}
