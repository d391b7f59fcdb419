package feed

import (
	"slices"
	"strings"
)

// A scanner cuts a text into the tokens of XML and never fails: what is no
// markup is text, what is not closed ends where the next markup begins. It
// reads each byte a bounded number of times.
type scanner struct {
	s        string
	pos      int
	entities *entities
	// missing remembers terminators that do not come again, so that looking
	// for them once is enough.
	missing map[string]bool
}

type tokenKind uint8

const (
	tokenEOF tokenKind = iota
	tokenText
	tokenOpen
	tokenClose
)

type token struct {
	kind  tokenKind
	name  string // as written, prefix and all
	attrs []attribute
	empty bool   // <name/>
	text  string // references resolved
	cdata bool
}

type attribute struct{ name, value string }

func newScanner(s string) *scanner {
	return &scanner{s: s, entities: &entities{}, missing: map[string]bool{}}
}

func (sc *scanner) next() token {
	for sc.pos < len(sc.s) {
		rest := sc.s[sc.pos:]
		switch {
		case rest[0] != '<':
			return sc.textToken()
		case strings.HasPrefix(rest, "<!--"):
			sc.skipComment()
		case strings.HasPrefix(rest, "<![CDATA["):
			return sc.cdataToken()
		case strings.HasPrefix(rest, "<!"):
			sc.skipDeclaration()
		case strings.HasPrefix(rest, "<?"):
			sc.skipInstruction()
		case len(rest) > 2 && rest[1] == '/' && isNameStart(rest[2]):
			return sc.closeToken()
		case len(rest) > 1 && isNameStart(rest[1]):
			return sc.openToken()
		default:
			sc.pos++
			return token{kind: tokenText, text: "<"}
		}
	}
	return token{kind: tokenEOF}
}

// find gives the place of a terminator at or after pos, or -1.
func (sc *scanner) find(what string, from int) int {
	if sc.missing[what] || from > len(sc.s) {
		return -1
	}
	i := strings.Index(sc.s[from:], what)
	if i < 0 {
		sc.missing[what] = true
		return -1
	}
	return from + i
}

// skipComment passes a comment; one without an end hides only its own tag.
func (sc *scanner) skipComment() {
	if i := sc.find("-->", sc.pos+4); i >= 0 {
		sc.pos = i + len("-->")
		return
	}
	sc.skipPast(">", 4)
}

// skipInstruction passes <?…?>, which may hold ">", unless it forgets its "?".
func (sc *scanner) skipInstruction() {
	i := sc.find("?>", sc.pos+2)
	if i >= 0 && strings.IndexByte(sc.s[sc.pos+2:min(i, sc.pos+maxInstruction)], '<') < 0 {
		sc.pos = i + len("?>")
		return
	}
	sc.skipPast(">", 2)
}

// maxInstruction bounds, in bytes, how far an instruction is looked through.
const maxInstruction = 4 << 10

func (sc *scanner) skipPast(end string, offset int) {
	if i := sc.find(end, sc.pos+offset); i >= 0 {
		sc.pos = i + len(end)
		return
	}
	sc.pos = len(sc.s)
}

func (sc *scanner) textToken() token {
	end := sc.find("<", sc.pos)
	if end < 0 {
		end = len(sc.s)
	}
	raw := sc.s[sc.pos:end]
	sc.pos = end
	return token{kind: tokenText, text: sc.entities.resolve(raw)}
}

func (sc *scanner) cdataToken() token {
	from := sc.pos + len("<![CDATA[")
	end := sc.find("]]>", from)
	if end < 0 {
		sc.pos = len(sc.s)
		return token{kind: tokenText, text: sc.s[from:], cdata: true}
	}
	sc.pos = end + 3
	return token{kind: tokenText, text: sc.s[from:end], cdata: true}
}

// skipDeclaration passes <!DOCTYPE …> with its internal subset, of which the
// plain entities are noted.
func (sc *scanner) skipDeclaration() {
	end := sc.find(">", sc.pos)
	if end < 0 {
		sc.pos = len(sc.s)
		return
	}
	if open := strings.IndexByte(sc.s[sc.pos:end], '['); open >= 0 {
		if shut := sc.find("]", sc.pos+open); shut >= 0 {
			sc.entities.declare(sc.s[sc.pos+open : shut])
			if end = sc.find(">", shut); end < 0 {
				end = len(sc.s) - 1
			}
		}
	}
	sc.pos = end + 1
}

func (sc *scanner) closeToken() token {
	sc.pos += 2
	name := sc.name()
	for sc.pos < len(sc.s) && sc.s[sc.pos] != '>' && sc.s[sc.pos] != '<' {
		sc.pos++
	}
	if sc.pos < len(sc.s) && sc.s[sc.pos] == '>' {
		sc.pos++
	}
	return token{kind: tokenClose, name: name}
}

func (sc *scanner) openToken() token {
	start := sc.pos
	sc.pos++
	t := token{kind: tokenOpen, name: sc.name()}
	for sc.pos < len(sc.s) {
		switch c := sc.s[sc.pos]; {
		case c == '>':
			sc.pos++
			return t
		case c == '<' && strings.HasPrefix(sc.s[sc.pos:], "</") && !t.says():
			return token{kind: tokenText, text: sc.entities.resolve(sc.s[start:sc.pos])} // it is none: "if a<b"
		case c == '<':
			return t // the tag was never closed
		case c == '/' && strings.HasPrefix(sc.s[sc.pos:], "/>"):
			sc.pos += 2
			t.empty = true
			return t
		case isNameStart(c):
			t.attrs = append(t.attrs, sc.attribute())
		default:
			sc.pos++
		}
	}
	return t
}

// says reports whether a tag has an attribute with a value, as words in a text
// have not.
func (t token) says() bool {
	return slices.ContainsFunc(t.attrs, func(a attribute) bool { return a.value != "" })
}

func (sc *scanner) attribute() attribute {
	a := attribute{name: sc.name()}
	sc.blanks()
	if sc.pos >= len(sc.s) || sc.s[sc.pos] != '=' {
		return a
	}
	sc.pos++
	sc.blanks()
	if sc.pos < len(sc.s) && (sc.s[sc.pos] == '"' || sc.s[sc.pos] == '\'') {
		if v, ok := sc.quoted(sc.s[sc.pos : sc.pos+1]); ok {
			a.value = sc.entities.resolve(v)
			return a
		}
		sc.pos++ // the closing quote is missing
	}
	start := sc.pos
	for sc.pos < len(sc.s) && !strings.ContainsRune(" \t\r\n<>\"'", rune(sc.s[sc.pos])) {
		sc.pos++
	}
	value := sc.s[start:sc.pos]
	if strings.HasSuffix(value, "/") && sc.pos < len(sc.s) && sc.s[sc.pos] == '>' {
		value = value[:len(value)-1]
		sc.pos--
	}
	a.value = sc.entities.resolve(value)
	return a
}

// quoted reads a value up to its closing quote, which is one only if a tag can
// go on after it.
func (sc *scanner) quoted(quote string) (string, bool) {
	end := sc.find(quote, sc.pos+1)
	if end < 0 {
		return "", false
	}
	if end+1 < len(sc.s) && !strings.ContainsRune(" \t\r\n/>?<", rune(sc.s[end+1])) && strings.ContainsAny(sc.s[sc.pos+1:end], "<>") {
		return "", false
	}
	v := sc.s[sc.pos+1 : end]
	sc.pos = end + 1
	return v, true
}

func (sc *scanner) name() string {
	start := sc.pos
	for sc.pos < len(sc.s) && isNamePart(sc.s[sc.pos]) {
		sc.pos++
	}
	return sc.s[start:sc.pos]
}

func (sc *scanner) blanks() {
	for sc.pos < len(sc.s) && strings.ContainsRune(" \t\r\n", rune(sc.s[sc.pos])) {
		sc.pos++
	}
}

// Names are taken by the byte: every byte beyond ASCII may stand in one.
func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func isNamePart(c byte) bool {
	return isNameStart(c) || '0' <= c && c <= '9' || c == '-' || c == '.'
}
