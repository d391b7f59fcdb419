package gather

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
	"weft/internal/text"
)

const (
	openingRunes = 280 // about three sentences
	headingRunes = 80  // a line without a full stop that is shorter looks like a heading
	labelWords   = 3   // a line of so many that ends with a colon is a label: "Background:"
	fewestWords  = 4   // fewer say nothing of a piece
)

// opening gives the first sentences of an entry, for pages that show no more:
// of its summary if that says something, else of its text, on one line. What stands
// before the first sentence is passed over: the title said again, headings,
// labels, captions, bare addresses. It ends where the next heading, a list or a
// listing begins. Nothing is left when there is no sentence.
func opening(e *entry.Entry) string {
	if e.Summary != "" {
		if first := beginning(undressed(htmlsafe.Text(e.Summary)), e.Title); first != "" {
			return first
		}
	}
	return beginning(e.Plain, e.Title)
}

func beginning(words, title string) string {
	first := strings.Join(sentences(strings.Split(words, "\n"), title), " ")
	if len(strings.Fields(first)) < fewestWords {
		return ""
	}
	return text.Excerpt(first, openingRunes)
}

// sentences gives the lines of the first passage of running text, as many as an
// opening can need.
func sentences(lines []string, title string) []string {
	var kept []string
	long := 0 // in bytes, of which a rune has up to four
	for i, line := range lines {
		line = withoutAddresses(line)
		last := len(kept) == 0 && i == len(lines)-1 // a text that is one line is no heading
		switch {
		case line == "" || len(kept) == 0 && said(line, title):
		case !looksLikeHeading(line) || last:
			kept = append(kept, line)
			if long += len(line); long > 4*openingRunes {
				return kept
			}
		case len(kept) > 0:
			kept[len(kept)-1] = openEnded(kept[len(kept)-1])
			return kept
		}
	}
	return kept
}

// openEnded shows of a line that it introduces what does not follow here.
func openEnded(line string) string {
	line = strings.TrimSuffix(line, ":")
	if last, _ := utf8.DecodeLastRuneInString(line); unicode.IsLetter(last) {
		return line + "…"
	}
	return line
}

// said reports whether a line only says the title again.
func said(line, title string) bool {
	fold := func(s string) string {
		return strings.TrimFunc(text.Squeeze(text.Fold(s)), func(r rune) bool { return strings.ContainsRune(" .:!?", r) })
	}
	return title != "" && fold(line) == fold(title)
}

// looksLikeHeading reports whether a line is no running text: a heading, an
// item of a list, a label, a caption in brackets.
func looksLikeHeading(line string) bool {
	if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
		return true
	}
	if strings.HasSuffix(line, ":") {
		return len(strings.Fields(line)) <= labelWords
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	return utf8.RuneCountInString(line) < headingRunes && !strings.ContainsRune(".,;!?\"'”’)…。！？", last)
}

// withoutAddresses squeezes a line and makes of every bare address its host, so
// that the sentence around it stays one. A line of addresses alone is empty.
func withoutAddresses(line string) string {
	words := strings.Fields(line)
	bare := 0
	for i, w := range words {
		if strings.Contains(w, "://") {
			words[i], bare = scheme.ReplaceAllString(w, "$1$2"), bare+1
		}
	}
	if bare == len(words) {
		return ""
	}
	return strings.Join(words, " ")
}

// scheme finds an address: what stands before its host, the host, and a path
// without the stop that ends the sentence.
var scheme = regexp.MustCompile(`(?i)[a-z][a-z+.-]*://(?:www\.)?([^\s/?#]*[^\s/?#.,;:!)\]])(?:[/?#]\S*?)?([.,;:!)\]]*)$`)

// undressed takes marks off a summary that some systems leave in it: entities
// escaped twice, and strong words between stars.
func undressed(s string) string {
	s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	return strong.ReplaceAllString(s, "$1")
}

var (
	entity = regexp.MustCompile(`&(#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});`)
	strong = regexp.MustCompile(`\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*`)
)
