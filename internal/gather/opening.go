package gather

import (
	"strings"
	"unicode/utf8"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
	"weft/internal/text"
)

const (
	openingRunes = 280 // about three sentences
	headingRunes = 80  // a line without a full stop that is shorter looks like a heading
	fewestWords  = 4   // fewer say nothing of a piece
)

// opening gives the first sentences of an entry, for pages that show no more:
// of its summary if it has one, else of its text. A title that is said again,
// headings before the first sentence and bare addresses are passed over;
// nothing is left when there are only such.
func opening(e *entry.Entry) string {
	words := e.Plain
	if e.Summary != "" {
		words = htmlsafe.Text(e.Summary)
	}
	lines := strings.Split(words, "\n")
	for len(lines) > 0 && (strings.TrimSpace(lines[0]) == "" || said(lines[0], e.Title) || len(lines) > 1 && looksLikeHeading(lines[0])) {
		lines = lines[1:]
	}
	kept := strings.Fields(strings.Join(lines, " "))
	kept = withoutAddresses(kept)
	if len(kept) < fewestWords {
		return ""
	}
	return text.Excerpt(strings.Join(kept, " "), openingRunes)
}

// said reports whether a line only says the title again.
func said(line, title string) bool {
	fold := func(s string) string {
		return strings.TrimFunc(text.Squeeze(text.Fold(s)), func(r rune) bool { return strings.ContainsRune(" .:!?", r) })
	}
	return title != "" && fold(line) == fold(title)
}

func looksLikeHeading(line string) bool {
	line = strings.TrimSpace(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	return utf8.RuneCountInString(line) < headingRunes && !strings.ContainsRune(".,;:!?\"'”’)…", last)
}

func withoutAddresses(words []string) []string {
	var kept []string
	for _, w := range words {
		if !strings.Contains(w, "://") {
			kept = append(kept, w)
		}
	}
	return kept
}
