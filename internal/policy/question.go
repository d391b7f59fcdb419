package policy

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"weft/internal/roster"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// How much an expression may be.
const (
	longestExpression = 8 << 10 // bytes
	mostNodes         = 1000    // members, values and operators
)

// A question is an expression of a rule, or of a feed's keep, made ready to be
// asked of entries.
type question struct {
	source  string
	program *vm.Program
	kit     *kit
}

// A fault is what is wrong with an expression, for the person who wrote it.
type fault struct {
	message, hint string
	at            int // the place in the expression, in runes; -1: none
}

func (f *fault) Error() string { return f.message }

// compile checks an expression against the Environment, and reads the lists that
// it names, which lie in the layer it stands in.
func compile(source string, layer roster.Layer) (*question, *fault) {
	switch {
	case strings.TrimSpace(source) == "":
		return nil, &fault{"the expression is empty", `ask something of the entry, such as entry.relation == "internal"`, -1}
	case len(source) > longestExpression:
		return nil, &fault{fmt.Sprintf("the expression is %d bytes long, and may be %d", len(source), longestExpression), "make several rules of it, or put words into a file for hasWordOf", -1}
	}
	k := &kit{}
	tree, err := parser.ParseWithConfig(source, k.config())
	if err != nil {
		return nil, faultOf(err, source)
	}
	if f := k.prepare(tree.Node, layer); f != nil {
		return nil, f
	}
	if _, err := k.compile(source, expr.AsBool()); err != nil { // as written, for what it says of mistakes
		return nil, faultOf(err, source)
	}
	patches := []expr.Option{expr.AsBool(), expr.Patch(&patterns{k})}
	if k.metered = loops(tree.Node); k.metered {
		patches = append([]expr.Option{expr.Patch(&metering{})}, patches...)
	}
	program, err := k.compile(source, patches...)
	if err != nil {
		return nil, faultOf(err, source)
	}
	return &question{source, program, k}, nil
}

// faultOf says in plain words what the compiler found.
func faultOf(err error, source string) *fault {
	var at *file.Error
	if !errors.As(err, &at) {
		message, hint := plainly(err.Error())
		return &fault{message, hint, 0}
	}
	message, hint := plainly(at.Message)
	return &fault{message, hint, min(at.From, utf8.RuneCountInString(source))}
}

// asked is what a program is run with.
type asked struct {
	Environment
	Meter *meter
}

// ask puts the question. One that fails has not answered no.
func (q *question) ask(env Environment) (bool, error) {
	if q == nil {
		return false, errors.New("the rule cannot be read")
	}
	out, err := run(q.program, env)
	if err != nil {
		return false, plainError(err)
	}
	yes, ok := out.(bool)
	if !ok {
		return false, errors.New("the rule does not answer yes or no")
	}
	return yes, nil
}

func run(program *vm.Program, env Environment) (any, error) {
	return expr.Run(program, &asked{env, newMeter(len(env.Entry.Text), env.Entry.memo)})
}

// plainError takes what a program failed with out of the machine's words.
func plainError(err error) error {
	var at *file.Error
	switch {
	case errors.Is(err, errSpent):
		return errSpent
	case errors.As(err, &at) && strings.Contains(at.Message, "memory budget exceeded"):
		return errSpent
	case errors.As(err, &at):
		return errors.New(at.Message)
	}
	return err
}

// part asks a part of an expression by itself.
func (k *kit) part(source string, env Environment) (any, error) {
	var more []expr.Option
	if k.metered {
		more = append(more, expr.Patch(&metering{}))
	}
	program, err := k.compile(source, more...)
	if err != nil {
		return nil, err
	}
	return run(program, env)
}

// calls gives the calls of functions in a tree, by name.
func calls(tree ast.Node, visit func(name string, call *ast.CallNode)) {
	ast.Walk(&tree, visitor(func(n ast.Node) {
		if call, ok := n.(*ast.CallNode); ok {
			if name, ok := call.Callee.(*ast.IdentifierNode); ok {
				visit(name.Value, call)
			}
		}
	}))
}
