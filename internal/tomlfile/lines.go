package tomlfile

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Lines tells on which line each key of a file stands. The zero value knows
// none.
type Lines struct {
	at     map[string]int   // "contributor[2].feed[0].url" → line
	plain  map[string][]int // "contributor.feed.url" → every line
	broken bool
}

// Broken reports that the file could not be decoded to its end: what is
// missing in it is perhaps not missing.
func (l Lines) Broken() bool { return l.broken }

// Of gives the line of a key, named by its path: strings are keys, ints the
// place in a list of tables. An unknown key gives the line of the nearest
// table around it that is known, else 0.
func (l Lines) Of(path ...any) int {
	for n := len(path); n > 0; n-- {
		if line, ok := l.at[pathKey(path[:n])]; ok {
			return line
		}
	}
	return 0
}

func (l Lines) all(path string) []int {
	if lines := l.plain[path]; len(lines) > 0 {
		return lines
	}
	return []int{0}
}

func pathKey(path []any) string {
	var b strings.Builder
	for _, p := range path {
		switch p := p.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", p)
		case string:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(p)
		}
	}
	return b.String()
}

// An indexer walks a document's expressions and remembers where keys stand.
type indexer struct {
	lines  Lines
	tables map[string]int // how many [[x]] of each path there were
	prefix string         // of the table the walk is in, with places
	plain  string         // the same without
	data   []byte
	first  int
	layout *layout // where things stand to the byte; nil: nobody asks

	counted, newlines int // so many bytes hold so many line ends
}

// index never fails: of a broken document it knows the keys before the break.
func index(data []byte, first int) Lines {
	ix := &indexer{lines: Lines{at: map[string]int{}, plain: map[string][]int{}}, tables: map[string]int{}, data: data, first: first}
	ix.walk()
	return ix.lines
}

// walk gives the parser's error, at which it ends.
func (ix *indexer) walk() error {
	var p unstable.Parser
	p.Reset(bytes.TrimPrefix(ix.data, mark)) // offsets are of ix.data all the same: see at
	for p.NextExpression() {
		switch node := p.Expression(); node.Kind {
		case unstable.Table, unstable.ArrayTable:
			ix.table(node)
		case unstable.KeyValue:
			ix.layout.key(ix, node)
			ix.keyValue(node, ix.prefix, ix.plain)
		}
	}
	return p.Error()
}

// mark is how some editors begin a file (the byte order mark, in UTF-8). The
// parser does not know it.
var mark = []byte("\ufeff")

// at gives where a part of the document begins in ix.data.
func (ix *indexer) at(r unstable.Range) int {
	if bytes.HasPrefix(ix.data, mark) {
		return int(r.Offset) + len(mark)
	}
	return int(r.Offset)
}

func (ix *indexer) table(node *unstable.Node) {
	parts, line := ix.key(node.Key())
	prefix, plain := "", ""
	for i, part := range parts {
		prefix, plain = join(prefix, part), join(plain, part)
		last := i == len(parts)-1
		switch n, isList := ix.tables[prefix]; {
		case last && node.Kind == unstable.ArrayTable:
			ix.tables[prefix] = n + 1
			prefix = fmt.Sprintf("%s[%d]", prefix, n)
		case isList:
			prefix = fmt.Sprintf("%s[%d]", prefix, n-1)
		}
	}
	ix.prefix, ix.plain = prefix, plain
	ix.note(prefix, plain, line)
	ix.layout.header(ix, node)
}

func (ix *indexer) keyValue(node *unstable.Node, prefix, plain string) {
	parts, line := ix.key(node.Key())
	for _, part := range parts {
		prefix, plain = join(prefix, part), join(plain, part)
	}
	ix.note(prefix, plain, line)
	ix.layout.value(ix, node.Value(), prefix)
	ix.value(node.Value(), prefix, plain)
}

// value goes into inline tables and lists of them.
func (ix *indexer) value(node *unstable.Node, prefix, plain string) {
	switch node.Kind {
	case unstable.InlineTable:
		for it := node.Children(); it.Next(); {
			if child := it.Node(); child.Kind == unstable.KeyValue {
				ix.keyValue(child, prefix, plain)
			}
		}
	case unstable.Array:
		i := 0
		for it := node.Children(); it.Next(); i++ {
			place := fmt.Sprintf("%s[%d]", prefix, i)
			if raw := it.Node().Raw; raw.Length > 0 {
				ix.lines.at[place] = ix.line(ix.at(raw))
			}
			ix.layout.value(ix, it.Node(), place)
			ix.value(it.Node(), place, plain)
		}
	}
}

func (ix *indexer) key(it unstable.Iterator) (parts []string, line int) {
	for it.Next() {
		node := it.Node()
		if line == 0 {
			line = ix.line(ix.at(node.Raw))
		}
		parts = append(parts, string(node.Data))
	}
	return parts, line
}

// line counts on from the place asked for last: a list may have many keys.
func (ix *indexer) line(offset int) int {
	if offset < ix.counted {
		ix.counted, ix.newlines = 0, 0
	}
	ix.newlines += bytes.Count(ix.data[ix.counted:offset], []byte("\n"))
	ix.counted = offset
	return ix.first + ix.newlines
}

func (ix *indexer) note(prefix, plain string, line int) {
	if _, ok := ix.lines.at[prefix]; !ok {
		ix.lines.at[prefix] = line
	}
	ix.lines.plain[plain] = append(ix.lines.plain[plain], line)
}

func join(prefix, part string) string {
	if prefix == "" {
		return part
	}
	return prefix + "." + part
}
