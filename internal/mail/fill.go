package mail

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Columns is how wide a line of text is: what is quoted once or twice still fits
// into 80.
const Columns = 72

// Width is how many columns a text takes: East Asian letters and emoji two, what
// is written over another sign none.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

func columns(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	if isWide(r) {
		return 2
	}
	return 1
}

func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// fill breaks a text into lines of at most so many columns, at blanks, between
// letters that stand without them, and nowhere else: an address stays whole. What
// stands on lines of its own stays there.
func fill(s string, columns int) []string {
	var out []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		line, taken := "", 0
		for _, word := range strings.FieldsFunc(paragraph, isBlank) {
			for i, piece := range pieces(word) {
				gap := ""
				if i == 0 && line != "" {
					gap = " "
				}
				w := Width(piece)
				if line != "" && taken+len(gap)+w > columns {
					out = append(out, line)
					line, taken, gap = "", 0, ""
				}
				line, taken = line+gap+piece, taken+len(gap)+w
			}
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// pieces parts a word where a line may end within it: beside a wide letter, but
// not before a closing sign, nor behind an opening one, nor within an emoji made
// of several.
func pieces(word string) []string {
	var out []string
	from := 0
	var last rune
	for i, r := range word {
		if i > from && (isWide(last) || isWide(r)) && columns(r) > 0 && last != '\u200d' &&
			!unicode.In(r, unicode.Pe, unicode.Pf, unicode.Po) && !unicode.In(last, unicode.Ps, unicode.Pi) {
			out = append(out, word[from:i])
			from = i
		}
		last = r
	}
	return append(out, word[from:])
}

// Underlined gives a heading with a line below it, as wide as itself.
func Underlined(title, sign string) string {
	lines := fill(Clean(title), Columns)
	widest := 0
	for _, l := range lines {
		widest = max(widest, Width(l))
	}
	return strings.Join(append(lines, strings.Repeat(sign, min(widest, Columns))), "\n")
}

// hang puts a lead before the first line and as many blanks before the others.
func hang(lead string, lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		if i > 0 {
			lead = strings.Repeat(" ", Width(lead))
		}
		out[i] = strings.TrimRight(lead+l, " ")
	}
	return out
}
