package contribution

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// How much of a text's form is read. Reading Markdown takes the square of how
// deep a line is quoted, and of how many signs a paragraph has that may belong
// together; no text that somebody wrote comes near.
const (
	maxDepth = 50   // quotations and lists in one line, one in the other
	maxSigns = 4000 // of emphasis, links and code, in one paragraph
)

// Bounds says why a text is not read, and the line it is about, 0 for all of it;
// "" when nothing is in the way: it is text, and reading it takes a bounded time.
func Bounds(source string) (line int, why string) {
	switch {
	case len(source) > MaxSize:
		return 0, fmt.Sprintf("longer than %d kB", MaxSize>>10)
	case !utf8.ValidString(source):
		return 1 + strings.Count(source[:firstInvalid(source)], "\n"), "not all in UTF-8"
	}
	n, signs := 0, 0
	for text := range strings.Lines(source) {
		n++
		if depth(text) > maxDepth {
			return n, fmt.Sprintf("quoted or indented more than %d deep", maxDepth)
		}
		if strings.TrimSpace(text) == "" {
			signs = 0
		}
		if signs += strings.Count(text, "[") + strings.Count(text, "*") + strings.Count(text, "_") + strings.Count(text, "`") + strings.Count(text, "~"); signs > maxSigns {
			return n, fmt.Sprintf("in a paragraph with more than %d signs of form", maxSigns)
		}
	}
	return 0, ""
}

func firstInvalid(s string) int {
	for i, r := range s {
		if _, size := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(s)
}

// depth counts the marks of quotations and lists that a line begins with.
func depth(line string) (n int) {
	for {
		line = strings.TrimLeft(line, " \t0123456789")
		switch {
		case strings.HasPrefix(line, ">"):
		case len(line) > 1 && strings.ContainsRune("-*+.)", rune(line[0])) && (line[1] == ' ' || line[1] == '\t'):
		default:
			return n
		}
		n, line = n+1, line[1:]
	}
}

// Unseen reports whether words hold what no reader sees, or more than one line:
// then they are no name and no title.
func Unseen(s string) bool { return strings.ContainsFunc(s, hidden) }

// Seen gives a text without what no reader sees in it, and how much that was.
func Seen(s string) (string, int) {
	n := 0
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !hidden(r) {
			return r
		}
		n++
		return -1
	}, s), n
}
