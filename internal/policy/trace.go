package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// A tracer goes through an expression that was true of an entry, and finds the
// parts that made it so. Each part is compiled and asked by itself: what it looks
// for may be worked out, as in lower(entry.text) contains lower("NHS").
type tracer struct {
	tree  ast.Node
	kit   *kit
	env   Environment
	found []Passage
}

// newTracer gives nil where the expression cannot be read.
func newTracer(q *question, env Environment) *tracer {
	if q == nil {
		return nil
	}
	tree, err := parser.ParseWithConfig(q.source, q.kit.config())
	if err != nil {
		return nil
	}
	return &tracer{tree: tree.Node, kit: q.kit, env: env}
}

// value asks a part of the expression by itself; false where it cannot be.
func (t *tracer) value(n ast.Node) (any, bool) { return t.ask(n.String()) }

func (t *tracer) ask(source string) (any, bool) {
	out, err := t.kit.part(source, t.env)
	return out, err == nil // it may name a variable of the expression around it
}

func (t *tracer) holds(n ast.Node) bool {
	out, _ := t.value(n)
	yes, _ := out.(bool)
	return yes
}

func (t *tracer) fails(n ast.Node) bool {
	out, asked := t.value(n)
	yes, is := out.(bool)
	return asked && is && !yes
}

// follow finds what made a part true or, below a "not", false.
func (t *tracer) follow(n ast.Node, truth bool) {
	switch n := n.(type) {
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			t.follow(n.Node, !truth)
		}
	case *ast.ConditionalNode:
		if t.holds(n.Cond) {
			t.follow(n.Cond, true)
			t.follow(n.Exp1, truth)
		} else {
			t.follow(n.Cond, false)
			t.follow(n.Exp2, truth)
		}
	case *ast.BinaryNode:
		t.binary(n, truth)
	case *ast.BuiltinNode:
		if truth {
			t.builtin(n)
		}
	case *ast.CallNode:
		if truth {
			t.call(n)
		}
	}
}

func (t *tracer) binary(n *ast.BinaryNode, truth bool) {
	and, or := n.Operator == "and" || n.Operator == "&&", n.Operator == "or" || n.Operator == "||"
	switch {
	case and && truth, or && !truth: // both sides made it so
		t.follow(n.Left, truth)
		t.follow(n.Right, truth)
	case and || or: // either may have
		for _, side := range []ast.Node{n.Left, n.Right} {
			if truth && t.holds(side) || !truth && t.fails(side) {
				t.follow(side, truth)
			}
		}
	case truth:
		t.comparison(n)
	}
}

// comparison finds the words that an operator met.
func (t *tracer) comparison(n *ast.BinaryNode) {
	left, ok := t.value(n.Left)
	if !ok {
		return
	}
	right, ok := t.value(n.Right)
	if !ok {
		return
	}
	where := whereOf(n.Left)
	switch n.Operator {
	case "matches", "contains", "startsWith", "endsWith":
		s, isText := left.(string)
		sought, isToo := right.(string)
		if isText && isToo && where != "" {
			t.hits(where, s, finders[n.Operator](s, sought))
		}
	case "in":
		if in := whereOf(n.Right); in != "" && where == "" { // "jobs" in entry.tags
			t.note(entire(in, fmt.Sprint(left)))
		} else if where != "" {
			t.fact(where, left)
		}
	case "==", "!=", "<", "<=", ">", ">=":
		if where != "" {
			t.fact(where, left)
		} else if where = whereOf(n.Right); where != "" {
			t.fact(where, right)
		}
	}
}

func (t *tracer) fact(where string, value any) {
	switch v := value.(type) {
	case []string:
		for _, s := range v[:min(len(v), fewPassages)] {
			t.note(entire(where, s))
		}
	case int:
		t.note(entire(where, strconv.Itoa(v)))
	default:
		if p, ok := fact(where, value); ok {
			t.note(p)
		}
	}
}

func (t *tracer) note(p Passage) {
	if !slices.Contains(t.found, p) {
		t.found = append(t.found, p)
	}
}

func (t *tracer) hits(where, s string, spans [][]int) {
	for _, at := range spans[:min(len(spans), fewPassages)] {
		if at[1] > at[0] {
			t.note(passage(where, s, at[0], at[1]))
		}
	}
}

// finders say where operators find what they look for.
var finders = map[string]func(s, sought string) [][]int{
	"matches": func(s, pattern string) [][]int {
		re, err := regexp.Compile(pattern)
		if err != nil {
			return nil
		}
		return re.FindAllStringIndex(s, fewPassages)
	},
	"contains": func(s, sought string) (spans [][]int) {
		for at := 0; sought != "" && len(spans) < fewPassages; {
			i := strings.Index(s[at:], sought)
			if i < 0 {
				break
			}
			spans = append(spans, []int{at + i, at + i + len(sought)})
			at += i + len(sought)
		}
		return spans
	},
	"startsWith": func(_, sought string) [][]int { return [][]int{{0, len(sought)}} },
	"endsWith":   func(s, sought string) [][]int { return [][]int{{len(s) - len(sought), len(s)}} },
}

// builtin finds which of a list any(…) and its like met, and what else functions
// of the language look for.
func (t *tracer) builtin(n *ast.BuiltinNode) {
	switch {
	case slices.Contains([]string{"any", "one", "all"}, n.Name) && len(n.Arguments) == 2:
		where := whereOf(n.Arguments[0])
		out, _ := t.ask("filter(" + n.Arguments[0].String() + ", " + n.Arguments[1].String() + ")")
		met, _ := out.([]any)
		for _, v := range met[:min(len(met), fewPassages)] {
			if s, ok := v.(string); ok && where != "" && s != "" {
				t.note(entire(where, s))
			}
		}
	case slices.Contains([]string{"hasPrefix", "hasSuffix"}, n.Name) && len(n.Arguments) == 2:
		op := map[string]string{"hasPrefix": "startsWith", "hasSuffix": "endsWith"}[n.Name]
		t.comparison(&ast.BinaryNode{Operator: op, Left: n.Arguments[0], Right: n.Arguments[1]})
	}
}

// call finds what weft's own functions met.
func (t *tracer) call(n *ast.CallNode) {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok || !t.holds(n) {
		return
	}
	var args []any
	for _, a := range n.Arguments {
		v, ok := t.value(a)
		if !ok {
			return
		}
		args = append(args, v)
	}
	for _, f := range functions() {
		if f.name == name.Value {
			t.met(f, n.Arguments[0], args)
		}
	}
}

func (t *tracer) met(f function, asked ast.Node, args []any) {
	where := whereOf(asked)
	switch f.name {
	case "linksTo":
		t.fact("links", linksTo(args))
	case "linksToHostOf":
		t.fact("links", linksAmong(args[0].(EntryFacts), t.kit.hosts[args[1].(string)]))
	case "linksToListed":
		t.fact("links", linksToListed(args[0].(EntryFacts)))
	default:
		if where == "" {
			return
		}
		if f.find == nil {
			t.fact(where, args[0])
			return
		}
		found := f.find(t.kit, args)
		for _, s := range found[:min(len(found), fewPassages)] {
			t.note(passage(where, args[0].(string), s.From, s.To))
		}
	}
}

// whereOf names the members of entry and feed that a part asks about: "title",
// or "title and text"; "" where it asks about none.
func whereOf(n ast.Node) string {
	var names []string
	ast.Walk(&n, visitor(func(n ast.Node) {
		m, ok := n.(*ast.MemberNode)
		if !ok {
			return
		}
		of, isName := m.Node.(*ast.IdentifierNode)
		property, isText := m.Property.(*ast.StringNode)
		if isName && isText && (of.Value == "entry" || of.Value == "feed") && !slices.Contains(names, property.Value) {
			names = append(names, property.Value)
		}
	}))
	return strings.Join(names, " and ")
}

type visitor func(ast.Node)

func (v visitor) Visit(n *ast.Node) { v(*n) }
