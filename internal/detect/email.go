package detect

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest parts of an address that are looked at (RFC 5321 §4.5.3.1).
const (
	longestLocal  = 64
	longestDomain = 253
)

// Emails finds e-mail addresses, as they are written in texts: no comments, no
// quotes, and a domain with a dot. What has the form and is none is left out: the
// handle of a social network (@ana@social.example), a user in an address of the
// web, the remote of a repository (git@host:path), a file (logo@2x.png).
func Emails(text string) []Span {
	var found []Span
	addresses := strand{text: text}
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '@')
		if i < 0 {
			return found
		}
		sign := at + i
		at = sign + 1
		from, to := localFrom(text, sign), domainTo(text, sign+1)
		if from == sign || to == 0 || addresses.inAddress(sign) {
			continue
		}
		if b := runeBefore(text, from); b == '@' || b == '/' || unicode.IsLetter(b) || unicode.IsDigit(b) {
			continue
		}
		if a := runeAt(text, to); a == '@' || a == ':' && pathFollows(text, to+1) {
			continue
		}
		found = append(found, Span{from, to})
		at = to
	}
}

// localFrom gives where the part before the sign begins; the sign's own place
// where there is none.
func localFrom(s string, sign int) int {
	from := sign
	for from > 0 && sign-from < longestLocal {
		r, n := utf8.DecodeLastRuneInString(s[:from])
		if !isLocal(r) || r == '.' && strings.HasPrefix(s[from:], ".") {
			break
		}
		from -= n
	}
	for from < sign && strings.IndexByte(".'-%+", s[from]) >= 0 {
		from++
	}
	if sign > 0 && s[sign-1] == '.' {
		return sign
	}
	return from
}

func isLocal(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) || strings.ContainsRune("._%+-'", r)
}

// domainTo gives where a domain that begins at a byte ends; 0 where none does.
func domainTo(s string, from int) int {
	end := from
	for end < len(s) && end-from < longestDomain {
		r, n := utf8.DecodeRuneInString(s[end:])
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.' || r == '.' && strings.HasPrefix(s[end+1:], ".") {
			break
		}
		end += n
	}
	end = from + len(strings.TrimRight(s[from:end], ".-"))
	labels := strings.Split(s[from:end], ".")
	last := labels[len(labels)-1]
	if len(labels) < 2 || slices.ContainsFunc(labels, func(l string) bool { return l == "" || l[0] == '-' || l[len(l)-1] == '-' }) {
		return 0
	}
	if utf8.RuneCountInString(last) < 2 || strings.ContainsFunc(last, unicode.IsDigit) && !strings.HasPrefix(last, "xn--") || fileEnds[strings.ToLower(last)] {
		return 0
	}
	return end
}

// fileEnds are ends of file names that are no domain.
var fileEnds = map[string]bool{"png": true, "jpg": true, "jpeg": true, "gif": true, "webp": true, "svg": true, "css": true, "js": true, "html": true, "pdf": true, "json": true, "local": true, "localhost": true}

// pathFollows tells the remote of a repository from an address before a colon:
// somewhere in the word behind it stands a slash.
func pathFollows(s string, at int) bool {
	word := s[at:min(len(s), at+longestDomain)]
	if blank := strings.IndexAny(word, " \n\t"); blank >= 0 {
		word = word[:blank]
	}
	return strings.Contains(word, "/")
}
