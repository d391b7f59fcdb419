package digest

import (
	"regexp"
	"strings"
	"unicode"

	"weft/internal/text"
)

// Strangers' words go into a Markdown file that people edit and weft reads
// back: they must stay words.

// inline makes plain text safe inside a line of Markdown.
func inline(s string) string {
	var b strings.Builder
	for i, r := range clean(s) {
		if strings.ContainsRune("\\`*_[]<>&~|{}$^@", r) || i == 0 && strings.ContainsRune("#+-=!:.", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return addresses.ReplaceAllString(b.String(), `$1\$2`)
}

// addresses are what Markdown makes a link of by itself.
var addresses = regexp.MustCompile(`(?i)(https?|ftp|www)(://|\.)`)

// comment makes plain text safe inside of <!-- -->.
func comment(s string) string {
	s = clean(s)
	for strings.Contains(s, "--") {
		s = strings.ReplaceAll(s, "--", "- -")
	}
	return strings.NewReplacer("<", "‹", ">", "›").Replace(s)
}

// tomlString writes a basic string of TOML.
func tomlString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(clean(s)) + `"`
}

// clean makes one line of a text and drops what no reader sees.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff' || r == '\ufffd' {
			return -1
		}
		return r
	}, text.Squeeze(s))
}

// entity is what Markdown would take for a character in an address.
var entity = regexp.MustCompile(`&(#?\w+;)`)

// destination writes an address as a link's destination.
func destination(url string) string {
	url = strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", `\`, "%5C").Replace(clean(linkTo(url)))
	url = entity.ReplaceAllString(url, `&amp;$1`)
	if strings.ContainsAny(url, "()") {
		return "<" + url + ">"
	}
	return url
}
