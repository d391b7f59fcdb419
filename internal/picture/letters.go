package picture

import "strings"

// width counts the letters of a text as wide as an "n" is: those of East Asian
// scripts are two.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xffdc || r >= 0x1f300 && r <= 0x3fffd {
			n++
		}
	}
	return n
}

// shorten cuts a text to a width, with a sign that it goes on.
func shorten(s string, most int) string {
	if width(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		if n += width(string(r)); n > most-1 {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// shortenName is shorten, between two words where there are two: what is left of
// a name can then be spoken, and is part of the whole.
func shortenName(s string, most int) string {
	short := shorten(s, most)
	cut, isCut := strings.CutSuffix(short, "…")
	if !isCut || short == s || strings.HasPrefix(s[len(cut):], " ") {
		return short
	}
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		return strings.TrimRight(cut[:i], " ") + "…"
	}
	return short
}

// wrap breaks a text between words into at most so many lines; the last may be
// cut.
func wrap(s string, wide, most int) []string {
	words := strings.Fields(s)
	var lines []string
	for len(words) > 0 && len(lines) < most {
		n, line := 1, words[0]
		for n < len(words) && width(line+" "+words[n]) <= wide {
			line, n = line+" "+words[n], n+1
		}
		if len(lines) == most-1 && n < len(words) {
			line += " " + strings.Join(words[n:], " ")
		}
		lines, words = append(lines, shorten(line, wide)), words[n:]
	}
	return lines
}
