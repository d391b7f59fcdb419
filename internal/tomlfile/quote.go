package tomlfile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote writes a text as TOML, on one line, so that it reads back the same.
// What would not be seen in an editor, or would turn the direction of what
// stands around it, is written by its number; bytes that are no UTF-8 become
// U+FFFD.
func Quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case !isSeen(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		case !isSeen(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isSeen reports whether a character shows as itself. The joiners within emoji
// and within words of some languages do, by what they join.
func isSeen(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	switch {
	case r == nonJoiner, r == joiner:
		return true
	case r == '\ufeff', r == '\u2028', r == '\u2029', unicode.Is(unicode.Bidi_Control, r):
		return false
	}
	return !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r)
}

// quotedLike writes a text in the quotes of another that stands in a file. What
// would have to be escaped is written by Quote.
func quotedLike(old []byte, s string) string {
	if strings.ContainsAny(s, `"'\`) || strings.ContainsFunc(s, func(r rune) bool { return !isSeen(r) || r == utf8.RuneError }) {
		return Quote(s)
	}
	for _, quotes := range []string{`"""`, "'''", "'"} {
		if strings.HasPrefix(string(old), quotes) && len(old) >= 2*len(quotes) {
			return quotes + s + quotes
		}
	}
	return Quote(s)
}

func quoteList(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = Quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
