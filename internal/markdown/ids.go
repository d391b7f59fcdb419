package markdown

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// ids makes heading ids that keep the letters of every script: goldmark's own
// drop all but ASCII, so that "日本" and "Über uns" would lose their names.
type ids struct {
	taken map[string]bool
	next  map[string]int // of a name that several headings have, the number to try
}

func newIDs() *ids { return &ids{map[string]bool{}, map[string]int{}} }

// Generate makes an id that no heading of the text has yet.
func (s *ids) Generate(value []byte, _ ast.NodeKind) []byte {
	base := slug(string(value))
	if base == "" {
		base = "section"
	}
	id := base
	n := max(s.next[base], 2)
	for ; s.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	s.next[base] = n
	s.taken[id] = true
	return []byte(id)
}

// Put notes an id that a person gave.
func (s *ids) Put(value []byte) { s.taken[util.BytesToReadOnlyString(value)] = true }

func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}
