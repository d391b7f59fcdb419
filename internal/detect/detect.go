// Package detect finds in plain text what may identify somebody (NHS numbers,
// e-mail addresses, phone numbers, words of a list), and tells what a rule asks of
// licences and hosts.
//
// It promises to claim nothing that is not one: a number whose check digit is
// wrong, that is a part of a longer one or stands in an address is none, and where
// a number may be a date, an amount, an ISBN or an identifier it is left alone.
// What it finds stands at the bytes it names, and it takes time in proportion to
// the text.
package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Span is the bytes [From, To) of a text.
type Span struct{ From, To int }

// runeBefore and runeAt give the rune that ends or begins at a place, 0 at the
// text's ends.
func runeBefore(s string, at int) rune {
	if at <= 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return r
}

func runeAt(s string, at int) rune {
	if at >= len(s) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[at:])
	return r
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// digitAt reports whether an ASCII digit stands at a byte.
func digitAt(s string, at int) bool { return at >= 0 && at < len(s) && '0' <= s[at] && s[at] <= '9' }

// digitsFrom gives the end of the run of digits that begins at a byte.
func digitsFrom(s string, at int) int {
	for digitAt(s, at) {
		at++
	}
	return at
}

// isBlank reports whether a rune is a blank that may stand within a number, the
// fixed and narrow ones of typesetting among them.
func isBlank(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u2009' || r == '\u202f' }

// isHyphen reports whether a rune may join the groups of a number.
func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

// gap gives the sign that parts two groups of digits at a byte, and the byte behind
// it; 0 where the next group does not follow.
func gap(s string, at int, more string) (rune, int) {
	r, n := utf8.DecodeRuneInString(s[min(at, len(s)):])
	switch {
	case isBlank(r):
		r = ' '
	case isHyphen(r):
		r = '-'
	case n != 1 || !strings.ContainsRune(more, r):
		return 0, at
	}
	return r, at + n
}

// glued reports whether a sign next to a number makes it a part of something
// else: of a name, an address, a decimal number, an amount.
func glued(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Sc, r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune("+/\\=_@%&#~^*", r) && r != 0
}

// A strand knows which words of a text, from blank to blank, are addresses. It
// is asked about places in ascending order, and looks at each byte once.
type strand struct {
	text     string
	from, to int // the word last asked about
	address  bool
}

// inAddress reports whether a byte stands in an address of the web.
func (t *strand) inAddress(at int) bool {
	if at < t.to && at >= t.from {
		return t.address
	}
	t.from = max(t.to, lastBlank(t.text[t.to:at])+t.to)
	t.to = at
	for t.to < len(t.text) {
		r, n := utf8.DecodeRuneInString(t.text[t.to:])
		if unicode.IsSpace(r) {
			break
		}
		t.to += n
	}
	word := t.text[t.from:t.to]
	t.address = strings.Contains(word, "://") || strings.Contains(word, "www.") || strings.Contains(word, "doi:") || strings.Contains(word, "urn:")
	t.to = max(t.to, at+1)
	return t.address
}

// lastBlank gives the byte behind the last white space, 0 where there is none.
func lastBlank(s string) int {
	i := strings.LastIndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

// before gives what stands in front of a place, so many bytes at most, in lower
// case, from the last end of a line.
func before(s string, at, most int) string {
	from := max(0, at-most)
	for from < at && !utf8.RuneStart(s[from]) {
		from++
	}
	near := s[from:at]
	if i := strings.LastIndexByte(near, '\n'); i >= 0 {
		near = near[i+1:]
	}
	return strings.ToLower(near)
}

// namedLast reports whether one of some names stands in words with nothing but
// signs and joining words behind it, as in "ISBN-10: " or "phone me on ".
func namedLast(words string, names []string) bool {
	fields := strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) })
	for n := 0; len(fields) > 0 && n < 4; n++ {
		last := fields[len(fields)-1]
		for _, name := range names {
			if last == name {
				return true
			}
		}
		if !joining[last] {
			return false
		}
		fields = fields[:len(fields)-1]
	}
	return false
}

// joining are words that stand between the name of a number and the number.
var joining = map[string]bool{"is": true, "no": true, "number": true, "num": true, "nr": true, "on": true, "me": true, "us": true, "at": true, "or": true, "the": true, "id": true, "of": true, "s": true}
