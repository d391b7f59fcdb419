package policy

import (
	"errors"
	"reflect"
	"slices"

	"github.com/expr-lang/expr/ast"
)

// errSpent is why a rule that goes round and round was stopped.
var errSpent = errors.New("it goes through too much; does it loop?")

// A meter bounds what one question about one entry may cost: the machine that
// runs it counts what it keeps, and neither turns nor bytes looked at. It counts,
// and does not look at a clock, so that a rule says the same on every machine.
type meter struct {
	left int
	memo *memo
}

// What a question may cost, in bytes looked at: so much, and so many times the
// entry's text. A turn of a loop costs as much as a few words.
const (
	allowance  = 1 << 20
	timesText  = 16
	costOfTurn = 64
)

func newMeter(text int, m *memo) *meter {
	if m == nil {
		m = &memo{}
	}
	return &meter{allowance + timesText*text, m}
}

func (m *meter) spend(n int) error {
	if m.left -= n; m.left < 0 {
		return errSpent
	}
	return nil
}

// The names of what counts: of the functions nobody can write them.
const (
	meterName = "Meter"
	turnName  = "·turn"
	lookName  = "·look"
)

// turn counts a turn of a loop, look what stands on a side of an operator or is
// handed to a function.
func turn(args ...any) (any, error) { return true, args[0].(*meter).spend(costOfTurn) }

func look(args ...any) (any, error) {
	n := 1
	switch v := args[1].(type) {
	case string:
		n += len(v)
	case []string:
		n += 16 * len(v)
	case []any:
		n += 16 * len(v)
	}
	return args[1], args[0].(*meter).spend(n)
}

// metering puts the counting into a tree that has loops or names values. What has
// neither asks each of its parts once at most, which is bounded by its length.
type metering struct{}

// loops reports whether an expression may ask one of its parts more than once.
func loops(tree ast.Node) (yes bool) {
	ast.Walk(&tree, visitor(func(n ast.Node) {
		switch n.(type) {
		case *ast.PredicateNode, *ast.VariableDeclaratorNode, *ast.SequenceNode:
			yes = true
		}
	}))
	return yes
}

// Visit is called of every node, those below it first.
func (m *metering) Visit(n *ast.Node) {
	switch n := (*n).(type) {
	case *ast.PredicateNode:
		n.Node = &ast.SequenceNode{Nodes: []ast.Node{call(turnName), n.Node}}
	case *ast.BinaryNode:
		switch n.Operator {
		case "in", "..", "&&", "||", "and", "or", "??":
			return
		}
		n.Left, n.Right = metered(n.Left), metered(n.Right)
	case *ast.BuiltinNode:
		for i, a := range n.Arguments {
			n.Arguments[i] = metered(a)
		}
	case *ast.CallNode:
		if name, ok := n.Callee.(*ast.IdentifierNode); ok && slices.Contains(functionNames(), name.Value) {
			for i, a := range n.Arguments {
				n.Arguments[i] = metered(a)
			}
		}
	}
}

func call(name string, args ...ast.Node) *ast.CallNode {
	return &ast.CallNode{Callee: &ast.IdentifierNode{Value: name}, Arguments: append([]ast.Node{&ast.IdentifierNode{Value: meterName}}, args...)}
}

// metered counts what a part gives, where that is a text or a list, or may be.
func metered(n ast.Node) ast.Node {
	switch n.(type) {
	case *ast.PredicateNode, *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NilNode, *ast.ArrayNode:
		return n
	}
	switch t := n.Type(); t.Kind() {
	case reflect.String, reflect.Interface, reflect.Slice, reflect.Array:
		c := call(lookName, n)
		c.SetLocation(n.Location())
		c.SetNature(*n.Nature())
		return c
	}
	return n
}
