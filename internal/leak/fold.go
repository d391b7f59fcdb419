package leak

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded brings the spellings of a word together, slugs among them: small
// letters without marks. A simple word is in small ASCII letters already.
func folded(word []byte, simple bool) []byte {
	switch {
	case simple:
		return word
	case isASCII(word):
		return bytes.ToLower(word)
	}
	apart := plainLetters.Replace(strings.ToLower(norm.NFKD.String(string(word))))
	return []byte(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unseen(r) {
			return -1
		}
		return r
	}, apart))
}

// Latin letters that are not a plain one with a mark, as slugs spell them.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// unseen reports whether a rune leaves no sign where it stands: soft hyphens,
// joiners, marks of direction.
func unseen(r rune) bool { return r == '\u034f' || unicode.Is(unicode.Cf, r) }

func isASCII(word []byte) bool {
	for _, b := range word {
		if b >= 0x80 {
			return false
		}
	}
	return true
}
