package policy

import (
	"fmt"
	"strings"

	"weft/internal/entry"

	"github.com/expr-lang/expr/ast"
)

// What stands in an expression word for word is looked at when the rules are
// read: asked of an entry it would find nothing, or fail, for ever.

// hostsFault says what is wrong with the hosts that stand in linksTo.
func hostsFault(c *ast.CallNode) *fault {
	if _, text := c.Arguments[0].(*ast.StringNode); len(c.Arguments) == 1 && !text {
		return &fault{"linksTo names no host", asWritten("linksTo"), c.Location().From}
	}
	for _, n := range c.Arguments[1:] {
		if s, ok := n.(*ast.StringNode); ok && !isHost(s.Value) {
			return &fault{fmt.Sprintf("%q is no host", s.Value), hostHint(s.Value), s.Location().From}
		}
	}
	return nil
}

// isHost reports whether a text can be a host: no address, and no pattern.
func isHost(text string) bool {
	return text != "" && !strings.HasPrefix(text, ".") && !strings.ContainsAny(text, " /@:*")
}

// hostHint says how a host is written, from what stands in its place.
func hostHint(text string) string {
	plain := "a host stands for those below it as well: " + asWritten("linksTo")
	at := strings.TrimLeft(strings.TrimSpace(text), "*.")
	if !strings.Contains(at, "://") {
		at = "https://" + at
	}
	host := entry.Host(at)
	if !isHost(host) {
		return plain
	}
	_, rest, _ := strings.Cut(at, "://")
	if _, path, _ := strings.Cut(rest, "/"); path != "" {
		return fmt.Sprintf("write %q, which means all of its pages; or for those alone any(entry.links, # startsWith %q)", host, at)
	}
	return fmt.Sprintf("write %q; those below it are meant as well", host)
}

// timeFault says what is wrong with a date or a length of time that stands in the
// expression.
func (k *kit) timeFault(n ast.Node) *fault {
	b, ok := n.(*ast.BuiltinNode)
	if !ok || timeHints[b.Name] == "" {
		return nil
	}
	said := ""
	for i, a := range b.Arguments {
		s, ok := a.(*ast.StringNode)
		if !ok {
			return nil
		}
		if i == 0 {
			said = s.Value
		}
	}
	if _, err := k.part(b.String(), Environment{}); err != nil {
		return &fault{fmt.Sprintf("%s cannot read %q", b.Name, said), timeHints[b.Name], b.Location().From}
	}
	return nil
}

var timeHints = map[string]string{
	"date":     `a day is written date("2026-11-23")`,
	"duration": `a length of time is written in hours and minutes: a day is duration("24h")`,
}
