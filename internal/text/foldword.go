package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// FoldWord brings together the spellings under which readers see one word: it
// is Fold, and besides what only tells how the word is set (ligatures of type,
// letters of full or half width, bold ones, presentation forms, soft hyphens,
// joiners, marks of direction, the stretching of Arabic) is undone, and points of
// Hebrew and Arabic, which few write, are left out. Letters stay letters: "œ"
// is not "oe", nor "ß" "ss". Of Turkish and Azerbaijani the capitals of "ı" and
// "i" are theirs. It is for comparing words, never names, and what it gives may
// change.
func FoldWord(word, language string) string {
	turkic := isTurkic(language)
	if isASCII(word) && !turkic {
		return strings.ToLower(word)
	}
	letters := norm.NFC.String(strings.Map(plainly, typeset(word)))
	folded := norm.NFC.String(strings.Map(func(r rune) rune { return foldLetter(r, turkic) }, letters))
	if folded == "" { // nothing but what is left out
		return Fold(word)
	}
	return folded
}

// isTurkic reports whether "I" is the capital of "ı" in a language.
func isTurkic(language string) bool { return language == "tr" || language == "az" }

// typeset undoes ligatures and forms of letters that only type has.
func typeset(word string) string {
	if strings.IndexFunc(word, isForm) < 0 {
		return word
	}
	var b strings.Builder
	for i, r := range word {
		if size := len(string(r)); isForm(r) {
			b.WriteString(norm.NFKC.String(word[i : i+size]))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isForm(r rune) bool { return r > 0xff && unicode.Is(forms, r) }

// forms are the letters that Unicode has for the sake of type alone.
var forms = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0132, 0x0133, 1}, // IJ in one
		{0x017f, 0x017f, 1}, // long s
		{0x01c4, 0x01cc, 1}, // DŽ, LJ, NJ in one
		{0x01f1, 0x01f3, 1}, // DZ
		{0xfb00, 0xfb4f, 1}, // ligatures of Latin, Armenian, Hebrew
		{0xfb50, 0xfdfb, 1}, // Arabic
		{0xfe70, 0xfefc, 1},
		{0xff01, 0xffdc, 1}, // full and half width
	},
	R32: []unicode.Range32{{0x1d400, 0x1d7ff, 1}}, // bold, italic, script
}

// plainly drops what a word is set with: it is heard in no word.
func plainly(r rune) rune {
	switch {
	case r < 0xad:
		return r
	case r == 0xad, r == 0x34f, r == 0x61c, r == 0x640, r == 0x180e, r == 0x2060, r == 0xfeff, r == 0x20e3:
		return -1 // soft hyphen, joiners, marks of direction, tatweel, the frame of a key
	case 0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
		return -1 // joiners, marks of direction
	case 0xfe00 <= r && r <= 0xfe0f, 0xe0100 <= r && r <= 0xe01ef:
		return -1 // which of a letter's forms
	}
	return r
}

func foldLetter(r rune, turkic bool) rune {
	switch {
	case r == 'I' && turkic:
		return 'ı'
	case r == 'ς':
		return 'σ'
	case r == '״':
		return '"'
	case r == '׳':
		return '\''
	case 0x591 <= r && r <= 0x5c7 && unicode.Is(unicode.Mn, r):
		return -1 // points of Hebrew
	case 0x64b <= r && r <= 0x652, 0x656 <= r && r <= 0x65f, r == 0x670, 0x6d6 <= r && r <= 0x6ed && unicode.Is(unicode.Mn, r):
		return -1 // points of Arabic
	}
	return foldRune(r)
}
