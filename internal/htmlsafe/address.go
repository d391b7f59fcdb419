package htmlsafe

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress bounds an address, in bytes; browsers and servers have bounds near
// it, and what is longer holds data, not a place.
const maxAddress = 8 << 10

// Resolve gives the absolute http, https or mailto address that ref means on
// the page base, or "" if it means none or is longer than 8 KiB. An address that is absolute already
// stays letter for letter, but for blanks, which are escaped.
func Resolve(base, ref string) string {
	return resolve(newCleaner(base).base, ref)
}

func resolve(base *url.URL, ref string) string {
	ref = plainAddress(ref)
	if len(ref) > maxAddress {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		u, err = url.Parse(escapePercent(ref))
		if err != nil {
			return ""
		}
		ref = escapePercent(ref)
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
		return ref
	case "mailto":
		return ref
	case "":
		if base == nil || ref == "" {
			return ""
		}
		// Whoever reads what is written here must find the same: an address
		// grows when it is joined and escaped.
		return resolve(nil, readable(plainAddress(base.ResolveReference(u).String()), ref))
	}
	return ""
}

// readable undoes the escaping of letters beyond ASCII that ref had written
// plainly.
func readable(s, ref string) string {
	if isASCII(ref) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && s[i+1] >= '8' && isHex(s[i+1]) && isHex(s[i+2]) {
			c, _ := strconv.ParseUint(s[i+1:i+3], 16, 8)
			b.WriteByte(byte(c))
			i += 2
			continue
		}
		b.WriteByte(s[i])
	}
	if !utf8.ValidString(b.String()) || strings.IndexFunc(b.String(), unicode.IsSpace) >= 0 {
		return s
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// plainAddress does what a browser does before it reads an address (WHATWG URL
// §4.4): blanks around it and line breaks in it go. What may not stand in an
// attribute's pattern is escaped.
func plainAddress(s string) string {
	s = strings.TrimSpace(s)
	if isPlainAddress(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t' || r == '\r' || r == '\n':
		case r == '<' || r == '>' || r == '"' || r < ' ' || oddSpace(r):
			b.WriteString(url.PathEscape(string(r)))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isPlainAddress reports whether nothing in s is to be escaped.
func isPlainAddress(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == '<' || c == '>' || c == '"' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// oddSpace reports the blanks beyond ASCII's line breaks.
func oddSpace(r rune) bool {
	return r == ' ' || r == '\f' || r == '\v' || r == 0x85
}

// escapePercent mends "100%" and the like, which no parser takes.
func escapePercent(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			b.WriteString("%25")
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
