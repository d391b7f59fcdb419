package htmlsafe

import (
	"strings"
	"unicode/utf8"
)

// tidy drops what no page and no XML document may hold (XML 1.0 §2.2) and
// makes the text valid UTF-8.
func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if !isSuspect(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\f':
			return '\n'
		case illegal(r):
			return -1
		}
		return r
	}, s)
}

// calm gives a text without what would turn the direction of the words around
// it: overrides, and embeddings and isolates that are not closed (UAX 9).
func calm(s string) string {
	if !isSuspect(s) {
		return s
	}
	s = tidy(s)
	if strings.IndexFunc(s, isDirection) < 0 {
		return s
	}
	embeddings, isolates := closed(s)
	return strings.Map(func(r rune) rune {
		if r >= 0x202A && r <= 0x202E && !embeddings || r >= 0x2066 && r <= 0x2069 && !isolates {
			return -1
		}
		return r
	}, s)
}

// Turns reports whether a line holds an override, or an embedding or isolate that
// is not closed in it, so that a reader sees another line than a program
// (CVE-2021-42574, UAX 9).
func Turns(line string) bool {
	if strings.IndexFunc(line, isDirection) < 0 {
		return false
	}
	embeddings, isolates := closed(line)
	return !embeddings || !isolates
}

// closed reports whether a text has no overrides and closes its embeddings, and
// whether it closes its isolates.
func closed(s string) (embeddings, isolates bool) {
	return paired(s, "\u202A\u202B", '\u202C') && !strings.ContainsAny(s, "\u202D\u202E"), paired(s, "\u2066\u2067\u2068", '\u2069')
}

// paired reports whether each of some signs that open has its closing one
// behind it.
func paired(s, opening string, closing rune) bool {
	open := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune(opening, r):
			open++
		case r == closing:
			if open--; open < 0 {
				return false
			}
		}
	}
	return open == 0
}

func isDirection(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// isSuspect looks by the byte for anything that tidy or calm may have to touch:
// controls (also those of two bytes, C2 80 to C2 9F), the specials (EF BB, EF
// BF), what is no character (EF B7, and some of four bytes) and the signs of direction (E2 80, E2 81).
func isSuspect(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !beginsSuspect[c] {
			continue
		}
		switch {
		case c < 0x80:
			return true
		case i+1 == len(s):
			return true
		case c == 0xC2 && s[i+1] < 0xA0, c == 0xEF && s[i+1] >= 0xB7, c >= 0xF0, c == 0xE2 && isDirectionByte(s[i:]):
			return true
		}
	}
	return false
}

// beginsSuspect holds the bytes at which isSuspect looks closer.
var beginsSuspect = newBeginsSuspect()

func newBeginsSuspect() (begins [256]bool) {
	for c := range begins {
		begins[c] = c < ' ' && c != '\t' && c != '\n' || c == 0x7F || c >= 0xC2
	}
	return begins
}

func isDirectionByte(s string) bool {
	return len(s) < 3 || s[1] == 0x80 && s[2] >= 0xAA && s[2] <= 0xAE || s[1] == 0x81 && s[2] >= 0xA6 && s[2] <= 0xA9
}

func illegal(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r >= 0x7F && r < 0xA0 || r == '\uFEFF' ||
		r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF // no characters (Unicode 23.7)
}

// cut shortens s to at most max bytes without breaking a character.
func cut(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max]
}
