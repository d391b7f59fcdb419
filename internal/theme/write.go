package theme

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/text"
	"weft/internal/tomlfile"
)

// Begin writes the file of a new theme that is named for a phrase, for a curator
// to go on with: further forms are terms, and reasons, one a line, stand in a
// comment that never reaches a reader.
func Begin(phrase string, forms, reasons []string) []byte {
	phrase = text.Squeeze(phrase)
	var terms []string
	for _, t := range append([]string{phrase}, forms...) {
		terms = append(terms, tomlfile.Quote(text.Squeeze(t)))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "+++\nlabel = %s\nterms = [%s]\n+++\n", tomlfile.Quote(upperFirst(phrase)), strings.Join(terms, ", "))
	b.WriteString("<!-- Why does the community follow this? Write it here; readers see your words on the theme's page.\n")
	for _, r := range reasons {
		b.WriteString("     " + inComment(r) + "\n")
	}
	b.WriteString("-->\n")
	return []byte(b.String())
}

// inComment makes one line that does not end the comment it stands in.
func inComment(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text.Squeeze(s))
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", "- -")
	}
	return strings.NewReplacer("<", "‹", ">", "›").Replace(s)
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
