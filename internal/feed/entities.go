package feed

import (
	"errors"
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

const (
	maxEntity    = 1 << 10 // bytes of one declared entity, expanded
	maxDeclared  = 200     // entities of one document
	maxExpansion = 1 << 20 // bytes that declared entities may add in all
	maxReference = 64      // bytes from "&" to ";"
)

// entities resolves references: numbers, HTML's names (which feeds use without
// declaring them), and what the document declares itself, within bounds that
// take the charge out of a bomb. A reference to anything else stays as text.
type entities struct {
	declared map[string]string
	spent    int
}

var declaredEntity = regexp.MustCompile(`<!ENTITY\s+([\pL_][\pL\pN._-]*)\s+(?:"([^"]*)"|'([^']*)')\s*>`)

// declare notes the plain entities of an internal subset. External ones and
// parameters (%) are not looked at.
func (e *entities) declare(subset string) {
	for _, m := range declaredEntity.FindAllStringSubmatch(subset, maxDeclared) {
		value := m[2] + m[3]
		if len(value) > maxEntity {
			continue
		}
		if value = e.resolve(value); len(value) > maxEntity {
			continue
		}
		if e.declared == nil {
			e.declared = map[string]string{}
		}
		if _, have := e.declared[m[1]]; !have {
			e.declared[m[1]] = value
		}
	}
}

// resolve gives s with its references replaced.
func (e *entities) resolve(s string) string {
	amp := strings.IndexByte(s, '&')
	if amp < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for amp >= 0 {
		b.WriteString(s[:amp])
		s = s[amp:]
		value, size := e.reference(s)
		b.WriteString(value)
		s = s[size:]
		amp = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// reference resolves the one at the start of s and says how long it is.
func (e *entities) reference(s string) (value string, size int) {
	window := s[:min(len(s), maxReference)]
	semi := strings.IndexByte(window, ';')
	if semi < 2 {
		return "&", 1
	}
	name := s[1:semi]
	if v := predefined(name); v != "" {
		return v, semi + 1
	}
	if name[0] == '#' {
		return number(s, name[1:], semi+1)
	}
	if v, ok := e.declared[name]; ok {
		if e.spent += len(v); e.spent <= maxExpansion {
			return v, semi + 1
		}
		return "&", 1
	}
	// The standard library knows the names, but takes some without their ";":
	// only a whole name counts.
	if v := html.UnescapeString(s[:semi+1]); v != s[:semi+1] && !strings.HasSuffix(v, ";") || name == "semi" {
		return v, semi + 1
	}
	return "&", 1
}

// predefined are the five of XML itself (XML 1.0 §4.6): escaped HTML is full of
// them.
func predefined(name string) string {
	switch name {
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "amp":
		return "&"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	return ""
}

// number resolves a numeric reference. Those to the control characters 128 to
// 159 mean Windows-1252 (as in HTML §13.2.5.5), a pair of surrogates the
// character they make together, and what no document may hold is dropped.
func number(s, digits string, size int) (string, int) {
	r, ok := codePoint(digits)
	if !ok {
		return "&", 1
	}
	switch {
	case utf16.IsSurrogate(r):
		return surrogates(s, r, size)
	case r >= 0x80 && r < 0xA0:
		return string(charmap.Windows1252.DecodeByte(byte(r))), size
	case forbidden(r) || r > unicode.MaxRune:
		return "", size
	}
	return string(r), size
}

func codePoint(digits string) (rune, bool) {
	base := 10
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 31)
	if errors.Is(err, strconv.ErrRange) {
		return unicode.MaxRune + 1, true
	}
	return rune(v), err == nil
}

func surrogates(s string, high rune, size int) (string, int) {
	rest := s[size:]
	if semi := strings.IndexByte(rest[:min(len(rest), 12)], ';'); semi > 2 && rest[0] == '&' && rest[1] == '#' {
		if low, ok := codePoint(rest[2:semi]); ok {
			if r := utf16.DecodeRune(high, low); r != '\uFFFD' {
				return string(r), size + semi + 1
			}
		}
	}
	return "", size
}
