package digest

import (
	"regexp"
	"strings"
	"unicode"

	"weft/internal/text"
)

// Strangers' words go into a Markdown file that people edit and weft reads
// back: they must stay words.

// inline makes plain text safe inside a line of Markdown. What is a mark only
// among certain neighbours is left alone among others: people edit these lines.
func inline(s string) string {
	var b strings.Builder
	runes := []rune(clean(s))
	for i, r := range runes {
		if isMark(runes, i) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return addresses.ReplaceAllString(b.String(), `$1\$2`)
}

// isMark reports whether the i-th rune could be more than itself.
func isMark(runes []rune, i int) bool {
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	before, after := at(i-1), at(i+1)
	switch r := runes[i]; {
	case strings.ContainsRune("\\`*[]<>~|{}$", r):
		return true
	case r == '&': // of an entity
		return after == '#' || isLetterOrDigit(after)
	case r == '@': // of a mail address
		return before != ' ' && after != ' '
	case r == '_': // inside a word it is never emphasis
		return !isLetterOrDigit(before) || !isLetterOrDigit(after)
	}
	return i == 0 && strings.ContainsRune("#+-=!:.^", runes[i])
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

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
