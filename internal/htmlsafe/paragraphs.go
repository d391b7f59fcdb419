package htmlsafe

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Paragraphs makes safe HTML of plain text: an empty line parts paragraphs, a
// line break stays one. The breaks of the source stay beside their tags, so
// that words do not run together where tags are not seen. What Clean says of a
// text's characters and length holds here, too.
func Paragraphs(plain string) string {
	var b strings.Builder
	for para := range strings.SplitSeq(strings.ReplaceAll(strings.TrimSpace(plain), "\r\n", "\n"), "\n\n") {
		para = strings.TrimSpace(para)
		if para == "" {
			continue
		}
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(para), "\n", "<br/>\n") + "</p>\n")
	}
	raw := b.String()
	if len(raw) > maxInput || isSuspect(raw) || !utf8.ValidString(raw) {
		return Clean(raw, "")
	}
	return strings.TrimSpace(raw) // as Clean would leave it
}
