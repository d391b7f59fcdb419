package feed

import "strings"

// mendJSON brings JSON as people and interrupted servers write it to JSON as
// it is parsed: without remarks (// and /* */), without commas before a closing
// bracket, with blanks for the control characters that strings may not hold,
// and closed. Of what is cut off it keeps the feed's members and items up to
// the last that is whole; then cut is true. It reads each byte once.
func mendJSON(text string) (mended string, cut bool) {
	m := jsonMender{s: text}
	for m.pos < len(m.s) {
		m.step()
	}
	if len(m.open) == 0 {
		return m.b.String(), false
	}
	if m.whole == 0 {
		return "{}", true
	}
	return m.b.String()[:m.whole] + m.closers, true
}

type jsonMender struct {
	s    string
	pos  int
	b    strings.Builder
	open []byte // the brackets to come
	// whole is how much of b ends with a whole member or item, closers what
	// would end the document there.
	whole   int
	closers string
	comma   bool // one is due, if anything but a closing bracket follows
}

func (m *jsonMender) step() {
	switch c := m.s[m.pos]; {
	case c == '"':
		m.text()
		return
	case strings.HasPrefix(m.s[m.pos:], "//"):
		m.skipTo("\n")
		return
	case strings.HasPrefix(m.s[m.pos:], "/*"):
		m.skipTo("*/")
		return
	case c <= ' ':
		m.b.WriteByte(' ')
	case c == ',':
		m.mark()
		m.comma = true
	case c == '{' || c == '[':
		m.follow()
		m.open = append(m.open, c+2) // "}" and "]" stand two behind in ASCII
		m.b.WriteByte(c)
	case c == '}' || c == ']':
		m.shut(c)
	default:
		m.follow()
		m.b.WriteByte(c)
	}
	m.pos++
}

// follow writes the comma that is due.
func (m *jsonMender) follow() {
	if m.comma {
		m.b.WriteByte(',')
		m.comma = false
	}
}

// shut writes a closing bracket, without the comma that is due.
func (m *jsonMender) shut(c byte) {
	m.comma = false
	m.b.WriteByte(c)
	if n := len(m.open); n > 0 {
		m.open = m.open[:n-1]
	}
	m.mark()
}

// mark notes that all so far is whole, if it stands in the feed or in a list
// of it: half an item is none.
func (m *jsonMender) mark() {
	if n := len(m.open); n == 1 && m.open[0] == '}' || n == 2 && m.open[0] == '}' && m.open[1] == ']' {
		m.whole = m.b.Len()
		m.closers = "}"
		if n == 2 {
			m.closers = "]}"
		}
	}
}

// text copies a string; one without an end is all that is left.
func (m *jsonMender) text() {
	start := m.pos
	for m.pos++; m.pos < len(m.s); m.pos++ {
		switch m.s[m.pos] {
		case '\\':
			m.pos++
		case '"':
			m.pos++
			m.follow()
			m.b.WriteString(knownEscapes(blankControls(m.s[start:m.pos])))
			return
		}
	}
	m.pos = len(m.s)
}

func (m *jsonMender) skipTo(end string) {
	i := strings.Index(m.s[m.pos:], end)
	if i < 0 {
		m.pos = len(m.s)
		return
	}
	m.pos += i + len(end)
}

func blankControls(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// knownEscapes takes the backslash from a character that needs none: "\'".
func knownEscapes(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if c := s[i]; strings.IndexByte(`"\/bfnrt`, c) >= 0 || c == 'u' && isHex(s[i+1:min(i+5, len(s))]) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isHex(s string) bool { return len(s) == 4 && strings.Trim(s, "0123456789abcdefABCDEF") == "" }

// withoutRemarks passes the remarks that stand before anything else.
func withoutRemarks(text string) string {
	m := jsonMender{s: text}
	for m.pos < len(m.s) && (m.s[m.pos] == '/' || m.s[m.pos] <= ' ') && m.b.Len() < 100 {
		m.step()
	}
	return m.s[m.pos:]
}
