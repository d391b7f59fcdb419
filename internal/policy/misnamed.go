package policy

import (
	"fmt"
	"slices"

	"weft/internal/diag"
	"weft/internal/roster"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// A Misnomer is an id in a rule that nothing has: what is asked of it is always
// no, and nobody would see the slip of the pen.
type Misnomer struct{ Message, Hint string }

// Misnamed looks at the ids that a rule compares members of an entry with, given
// what the edition of its layer declares.
func Misnamed(rule *Rule, people *roster.Roster, themes []string) []Misnomer {
	if rule.question == nil {
		return nil
	}
	tree, err := parser.ParseWithConfig(rule.question.source, rule.question.kit.config())
	if err != nil {
		return nil
	}
	known := knownIDs(people, themes)
	var out []Misnomer
	said := map[string]bool{}
	ast.Walk(&tree.Node, visitor(func(n ast.Node) {
		member, values := compared(n)
		ids := known[member]
		for _, id := range values {
			if len(ids) == 0 || id == "" || slices.Contains(ids, id) || said[member+"\x00"+id] {
				continue
			}
			said[member+"\x00"+id] = true
			out = append(out, Misnomer{fmt.Sprintf("rule %q: no entry.%s is ever %q", rule.ID, member, id), diag.DidYouMean(id, ids, "ids are meant, as they stand in feeds/, site.toml and content/themes/")})
		}
	}))
	return out
}

// MisnamedIn tells of all rules of a layer.
func MisnamedIn(rules []Rule, layer int, people *roster.Roster, themes []string) diag.List {
	var probs diag.List
	for i := range rules {
		if r := &rules[i]; r.Layer == layer {
			for _, m := range Misnamed(r, people, themes) {
				probs.Warn(r.File, r.whenLine, m.Hint, "%s", m.Message)
			}
		}
	}
	return probs
}

// knownIDs are what a member can be, where that is declared.
func knownIDs(people *roster.Roster, themes []string) map[string][]string {
	out := map[string][]string{"relation": {string(Internal), string(External)}, "sectors": people.Sectors(), "themes": themes}
	for _, c := range people.Contributors {
		out["contributor"] = append(out["contributor"], c.ID)
	}
	for _, o := range people.Organisations {
		out["organisation"] = append(out["organisation"], o.ID)
	}
	return out
}

// compared takes a comparison of a member of the entry with texts apart; "" where
// it is none.
func compared(n ast.Node) (member string, values []string) {
	b, ok := n.(*ast.BinaryNode)
	if !ok {
		return "", nil
	}
	left, right := memberOfEntry(b.Left), memberOfEntry(b.Right)
	switch {
	case b.Operator == "==" || b.Operator == "!=":
		if left == "" {
			return right, texts(b.Left)
		}
		return left, texts(b.Right)
	case b.Operator == "in" && right != "": // "housing" in entry.sectors
		return right, texts(b.Left)
	case b.Operator == "in": // entry.contributor in ["ana", "joe"]
		return left, texts(b.Right)
	}
	return "", nil
}

func memberOfEntry(n ast.Node) string {
	m, ok := n.(*ast.MemberNode)
	if !ok {
		return ""
	}
	of, isName := m.Node.(*ast.IdentifierNode)
	name, isText := m.Property.(*ast.StringNode)
	if !isName || !isText || of.Value != "entry" {
		return ""
	}
	return name.Value
}

// texts are those that stand in an expression as they are.
func texts(n ast.Node) (out []string) {
	switch n := n.(type) {
	case *ast.StringNode:
		return []string{n.Value}
	case *ast.ArrayNode:
		for _, each := range n.Nodes {
			out = append(out, texts(each)...)
		}
	}
	return out
}
