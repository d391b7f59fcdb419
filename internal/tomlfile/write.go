package tomlfile

import (
	"bytes"
	"strings"
)

// valid is a text as Quote writes it.
func valid(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// Text writes a table of a list with LF line ends, as AddTables does.
func (t Table) Text(list string) string { return t.text(list, "") }

func (t Table) text(list, indent string) string {
	var b strings.Builder
	b.WriteString(indent + "[[" + list + "]]\n")
	for _, k := range t.Keys {
		value := Quote(k.Text)
		if k.List != nil {
			value = quoteList(k.List)
		}
		b.WriteString(indent + k.Name + " = " + value + "\n")
	}
	for _, sub := range t.Tables {
		b.WriteString("\n" + sub.text(list+"."+sub.Name, indent+"  "))
	}
	return b.String()
}

// endOf gives the place behind a table, or behind a list of tables, with all
// that is its own: its tables, and the comments that follow without an empty
// line, unless they lead to the next table. Of a list that is not there it is
// the end of the file; of a table that is not there -1.
func (l *layout) endOf(path string) int {
	last := -1
	for _, p := range l.parts {
		if within(p.in, path) {
			last = max(last, p.end)
		}
	}
	switch {
	case last < 0 && strings.HasSuffix(path, "]"):
		return -1
	case last < 0:
		return len(l.data)
	}
	end := lineEnd(l.data, last)
	comments := end
	for comments < len(l.data) {
		next := lineEnd(l.data, comments)
		line := bytes.TrimSpace(l.data[comments:next])
		if len(line) == 0 {
			break
		}
		if line[0] != '#' {
			return end
		}
		comments = next
	}
	return comments
}

// within reports whether a table is one named by path or lies below it.
func within(table, path string) bool {
	rest, ok := strings.CutPrefix(table, path)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// block puts lines in between, with an empty line on either side and the
// file's own line ends.
func (l *layout) block(at int, text string) insert {
	before := bytes.TrimPrefix(l.data[:at], mark)
	switch {
	case len(bytes.TrimSpace(before)) == 0:
	case before[len(before)-1] != '\n':
		text = "\n\n" + text
	case len(bytes.TrimSpace(before[lineStart(before, len(before)-1):])) > 0:
		text = "\n" + text
	}
	if rest := l.data[at:]; len(rest) > 0 && len(bytes.TrimSpace(rest[:lineEnd(rest, 0)])) > 0 {
		text += "\n"
	}
	return insert{span{at, at}, l.ended(text)}
}

// ended gives a text the line ends of the file.
func (l *layout) ended(text string) string {
	if i := bytes.IndexByte(l.data, '\n'); i > 0 && l.data[i-1] == '\r' {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// addText adds a text to a list of the table at a path.
func (l *layout) addText(table, key, value string) ([]insert, error) {
	own := -1
	for i, p := range l.parts {
		if p.in != table {
			continue
		}
		if !p.header && p.path == join(table, key) {
			if p.list == nil {
				return nil, ErrForm
			}
			return l.addElement(p, Quote(value)), nil
		}
		own = i
	}
	if own < 0 {
		return nil, ErrForm
	}
	last := l.parts[own]
	start := lineStart(l.data, last.start)
	line := string(l.data[start:skipBlank(l.data, start)]) + key + " = [" + Quote(value) + "]"
	end := lineEnd(l.data, last.end)
	if end == len(l.data) && l.data[end-1] != '\n' {
		line = "\n" + line
	} else {
		line += "\n"
	}
	return []insert{{span{end, end}, l.ended(line)}}, nil
}

// addElement puts a text behind the last of a list, in the list's own form: on
// the same line, or on a line of its own, with the comma that others have.
func (l *layout) addElement(p part, text string) []insert {
	list := *p.list
	if len(list) == 0 {
		at := p.value + 1
		return []insert{{span{at, at}, text}}
	}
	last := list[len(list)-1]
	inline := []insert{{span{last.end, last.end}, ", " + text}}
	start := lineStart(l.data, last.start)
	indent := skipBlank(l.data, start)
	if start <= p.value { // the list is on one line
		return inline
	}
	comma := skipBlank(l.data, last.end)
	rest, hasComma := comma, l.data[comma] == ','
	if hasComma {
		rest = skipBlank(l.data, comma+1)
	}
	if c := l.data[rest]; c != '\n' && c != '\r' && c != '#' {
		return inline
	}
	end := lineEnd(l.data, rest)
	if next := bytes.TrimLeft(l.data[end:], " \t\r\n"); !hasComma && len(next) > 0 && next[0] != ']' { // a comma may still come
		return inline
	}
	line := string(l.data[start:indent]) + text
	if hasComma {
		return []insert{{span{end, end}, l.ended(line + ",\n")}}
	}
	return []insert{{span{last.end, last.end}, ","}, {span{end, end}, l.ended(line + "\n")}}
}
