package digest

import (
	"html"
	"regexp"
	"strings"

	"weft/internal/text"
)

var (
	quoted = regexp.MustCompile(`\s*“[^“”]*”`)
	tag    = regexp.MustCompile(`<[^<>]*>`)
)

// unquoted takes out of an editor's words (safe HTML) what they quote of a
// piece's beginning, as a draft did for them: its author took it back. What the
// editor said in their own words stays.
func unquoted(words, excerpt string) string {
	excerpt = text.Squeeze(excerpt)
	return strings.TrimSpace(quoted.ReplaceAllStringFunc(words, func(span string) string {
		said := html.UnescapeString(tag.ReplaceAllString(span, ""))
		said = strings.TrimRight(strings.Trim(text.Squeeze(said), "“” "), "….")
		if said != "" && strings.Contains(excerpt, said) {
			return ""
		}
		return span
	}))
}
