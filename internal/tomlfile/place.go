package tomlfile

import (
	"bytes"
	"unicode/utf8"
)

// A Place is a sign of a file.
type Place struct {
	Line, Column int    // from 1; the column in signs
	Source       string // the line
}

// PlaceIn finds the n-th sign (from 0) of a text that a file gives a key, for
// instance {"rule", 2, "when"}: what the quotes and escapes of the file leave of
// the text begins somewhere else than the line. False where there is no such text.
func PlaceIn(data []byte, n int, path ...any) (Place, bool) {
	l, _ := layoutOf(data)
	if l == nil {
		return Place{}, false
	}
	where, ok := l.strings[pathKey(path)]
	if !ok || where.end > len(data) || where.end-where.start < 2 {
		return Place{}, false
	}
	at := signAt(data[where.start:where.end], n) + where.start
	from := lineStart(data, at)
	end := from + len(bytes.TrimRight(cutLine(data[from:]), "\r"))
	lead := bytes.TrimPrefix(data[from:min(at, end)], mark)
	return Place{1 + bytes.Count(data[:at], []byte("\n")), 1 + utf8.RuneCount(lead), string(bytes.TrimPrefix(data[from:end], mark))}, true
}

// signAt gives the byte of a value, quotes included, at which the n-th sign of its
// text stands; of a sign behind the last the closing quote's.
func signAt(value []byte, n int) int {
	quote := value[:1]
	if three := bytes.Repeat(quote, 3); len(value) >= 6 && bytes.HasPrefix(value, three) {
		quote = three
	}
	end, i := len(value)-len(quote), len(quote)
	if len(quote) == 3 { // a line end behind the quotes is no part of the text
		i += lineEndAt(value[i:end])
	}
	for i < end {
		if size := joined(value[i:end]); quote[0] == '"' && len(quote) == 3 && size > 0 {
			i += size
			continue
		}
		if n--; n < 0 {
			break
		}
		i += sign(value[i:end], quote[0] == '"')
	}
	return min(i, end)
}

// lineEndAt gives the length of a line end that begins a text.
func lineEndAt(b []byte) int {
	switch {
	case bytes.HasPrefix(b, []byte("\r\n")):
		return 2
	case bytes.HasPrefix(b, []byte("\n")):
		return 1
	}
	return 0
}

// joined gives the length of a backslash at the end of a line with the white space
// behind it: they stand for nothing.
func joined(b []byte) int {
	if b[0] != '\\' {
		return 0
	}
	rest := bytes.TrimLeft(b[1:], " \t")
	if lineEndAt(rest) == 0 {
		return 0
	}
	return len(b) - len(bytes.TrimLeft(rest, " \t\r\n"))
}

// sign gives the length of what stands for one sign of the text.
func sign(b []byte, escapes bool) int {
	if escapes && b[0] == '\\' && len(b) > 1 {
		switch b[1] {
		case 'u':
			return min(6, len(b))
		case 'U':
			return min(10, len(b))
		case 'x':
			return min(4, len(b))
		}
		return 2
	}
	_, n := utf8.DecodeRune(b)
	return n
}
