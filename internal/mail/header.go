package mail

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

const (
	longestHeader = 200 // runes of a text: no list of mails shows more
	longestWord   = 60  // bytes of a word that may stand unencoded: lines fold between words only
	encodedBytes  = 45  // bytes of an encoded word before its frame: at most 75 in all (RFC 2047 §2)
)

// header gives a text as the value of a header: on one line, as it is where it is
// plain ASCII, else in encoded words (RFC 2047). What looks like an encoded word is
// encoded too: it would be read as what it says.
func header(s string) string {
	s = short(Line(s))
	for _, word := range strings.Split(s, " ") {
		if len(word) > longestWord || strings.ContainsFunc(word, func(r rune) bool { return r <= ' ' || r >= 0x7f }) || strings.Contains(word, "=?") {
			return encoded(s)
		}
	}
	return s
}

// phrase gives a name as it stands before an address: words of letters and digits
// as they are, all else encoded.
func phrase(s string) string {
	s = header(s)
	if strings.HasPrefix(s, "=?") || !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		return s
	}
	return encoded(s)
}

// short bounds a text for a header.
func short(s string) string {
	if r := []rune(s); len(r) > longestHeader {
		return strings.TrimSpace(string(r[:longestHeader-1])) + "…"
	}
	return s
}

// encoded writes a text in encoded words of the "Q" form, whole characters in
// each. Only letters and digits stand for themselves, as in names (§5 rule 3).
func encoded(s string) string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, "=?utf-8?q?"+word.String()+"?=")
			word.Reset()
		}
	}
	for _, r := range s {
		sign := inQ(r)
		if word.Len()+len(sign) > encodedBytes {
			end()
		}
		word.WriteString(sign)
	}
	end()
	return strings.Join(words, " ")
}

func inQ(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return string(r)
	}
	var b strings.Builder
	for _, c := range []byte(string(r)) {
		fmt.Fprintf(&b, "=%02X", c)
	}
	return b.String()
}

// Line gives a text on one line, without what is no sign of it: controls, and
// marks that turn the direction of what follows.
func Line(s string) string { return strings.Join(strings.FieldsFunc(Clean(s), isBlank), " ") }

// Clean takes out controls but the ends of lines and tabs, marks that turn the
// direction of all that follows, and bytes that are no UTF-8.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u2028' || r == '\u2029' || r == '\u0085':
			return '\n'
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// isBlank reports where a line may end; a blank that must not break stays.
func isBlank(r rune) bool { return r != '\u00a0' && r != '\u202f' && unicode.IsSpace(r) }

// listed gives an address as it can stand in a header about the list (RFC 2369
// §2): in ASCII, and with nothing that would end it; "" where it cannot. A host
// has its name in ASCII, and other signs of an address of the web are encoded.
func listed(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
			address = strings.Replace(address, u.Hostname(), ascii, 1)
		}
		address = inAddress(address)
	}
	if len(address) >= 900 || strings.ContainsFunc(address, breaks) {
		return ""
	}
	return address
}

// breaks reports what no address in a header may hold as it is.
func breaks(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>,", r) }

func inAddress(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if breaks(rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
