package tomlfile

import (
	"bytes"

	"github.com/pelletier/go-toml/v2/unstable"
)

// A layout says where the parts of a document stand, to the byte.
type layout struct {
	data    []byte
	parts   []part          // headers of tables and keys, in the order of the file
	strings map[string]span // by path: the value with its quotes
}

// A span is data[start:end].
type span struct{ start, end int }

// A part is a table's header or a key with its value.
type part struct {
	span
	path   string // of the key, or of the table that begins
	in     string // the table it stands in; of a header: the table that begins
	header bool
	list   *elements // the value, where it is a list of texts
	value  int       // where the value begins
}

// elements are the texts of a list, each with its quotes.
type elements []span

// layoutOf gives an error where the document cannot be parsed.
func layoutOf(data []byte) (*layout, error) {
	l := &layout{data: data, strings: map[string]span{}}
	ix := &indexer{lines: Lines{at: map[string]int{}, plain: map[string][]int{}}, tables: map[string]int{}, data: data, first: 1, layout: l}
	err := ix.walk()
	return l, err
}

func (l *layout) header(ix *indexer, node *unstable.Node) {
	if l == nil {
		return
	}
	s := keySpan(ix, node.Key())
	for s.start > 0 && l.data[s.start] != '[' {
		s.start--
	}
	for s.start > 0 && l.data[s.start-1] == '[' {
		s.start--
	}
	s.end += bytes.IndexByte(l.data[s.end:], ']') + 1
	if node.Kind == unstable.ArrayTable {
		s.end++
	}
	l.parts = append(l.parts, part{span: s, path: ix.prefix, in: ix.prefix, header: true})
}

func (l *layout) key(ix *indexer, node *unstable.Node) {
	if l == nil {
		return
	}
	path := ix.prefix
	for it := node.Key(); it.Next(); {
		path = join(path, string(it.Node().Data))
	}
	start := ix.at(node.Raw)
	p := part{span: span{start, start + int(node.Raw.Length)}, path: path, in: ix.prefix}
	p.value = skipBlank(l.data, keySpan(ix, node.Key()).end)
	p.value = skipBlank(l.data, p.value+1) // over the "="
	if value := node.Value(); value.Kind == unstable.Array {
		p.list = textsOf(ix, value)
	}
	l.parts = append(l.parts, p)
}

func (l *layout) value(ix *indexer, node *unstable.Node, path string) {
	if l == nil || node.Kind != unstable.String {
		return
	}
	if _, double := l.strings[path]; !double {
		l.strings[path] = spanOf(ix, node)
	}
}

// textsOf gives the texts of a list; nil when it holds anything else.
func textsOf(ix *indexer, list *unstable.Node) *elements {
	all := elements{}
	for it := list.Children(); it.Next(); {
		if it.Node().Kind != unstable.String {
			return nil
		}
		all = append(all, spanOf(ix, it.Node()))
	}
	return &all
}

func spanOf(ix *indexer, node *unstable.Node) span {
	start := ix.at(node.Raw)
	return span{start, start + int(node.Raw.Length)}
}

// keySpan is from the first part of a key to the end of its last.
func keySpan(ix *indexer, it unstable.Iterator) span {
	s := span{start: -1}
	for it.Next() {
		this := spanOf(ix, it.Node())
		if s.start < 0 {
			s.start = this.start
		}
		s.end = this.end
	}
	return s
}

// skipBlank gives the place of what comes behind blanks.
func skipBlank(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t') {
		i++
	}
	return i
}

// lineEnd gives the place behind the line that i is in.
func lineEnd(data []byte, i int) int {
	if n := bytes.IndexByte(data[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(data)
}

// lineStart gives the place where the line that i is in begins.
func lineStart(data []byte, i int) int { return bytes.LastIndexByte(data[:i], '\n') + 1 }
