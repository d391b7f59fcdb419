package weft_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// The rules for what weft says to people stand on top of
// cmd/weft/messages.go. What a machine can hold of them is held here, for every
// text that becomes an error, a problem or a line on the terminal.

// speakers are the functions that speak to people, and which of their
// arguments is the text; the one before it, where there is one, is a hint.
var speakers = map[string]struct{ text, hint int }{
	"errors.New": {0, -1}, "fmt.Errorf": {0, -1}, "failf": {1, -1},
	"env.say": {0, -1}, "env.warn": {0, -1},
	"Add": {3, 2}, "Warn": {3, 2}, // of diag.List: file, line, hint, text
}

// A line behind the first begins so, or continues a table.
var laterLine = regexp.MustCompile(`^(    (hint: |… and |%|\S)|next: )`)

// technical names are written as they are, also at the beginning.
var technical = regexp.MustCompile(`^(\p{Lu}{2,}|[A-Z][a-z]+-[A-Z]|RSS|JSON|OPML|HTML|SQLite|TOML|Markdown|Ctrl|Retry)`)

var cold = regexp.MustCompile(`(?i)\b(failed to|invalid input|unable to|could not be processed|illegal|fatal|oops|please)\b`)

// faultIn says what a message breaks; "" when nothing.
func faultIn(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i > 0 && line != "" && !laterLine.MatchString(line):
			return "a later line is a hint, four blanks in: \"    hint: …\""
		case i == 0 && line == "":
			return "begins with an empty line"
		}
		trimmed := strings.TrimSuffix(line, "…")
		if strings.HasSuffix(trimmed, ".") && !strings.HasSuffix(trimmed, "..") || strings.HasSuffix(line, "!") {
			return "ends with a full stop"
		}
	}
	first := []rune(lines[0])[0]
	switch {
	case unicode.IsUpper(first) && !technical.MatchString(lines[0]):
		return "begins with a capital"
	case cold.MatchString(text):
		return "says " + strconv.Quote(cold.FindString(text)) + ": say what is so, and what to do"
	}
	return ""
}

// textOf gives the literal text of an argument, pieces joined by + too.
func textOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, ok := textOf(e.X)
		if right, both := textOf(e.Y); ok && both {
			return left + right, true
		}
	}
	return "", false
}

func speakerOf(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			if _, known := speakers[x.Name+"."+f.Sel.Name]; known {
				return x.Name + "." + f.Sel.Name
			}
		}
		return f.Sel.Name
	}
	return ""
}

func TestMessagesFollowTheirRules(t *testing.T) {
	heard := 0
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			place, speaks := speakers[speakerOf(call)]
			if !speaks || len(call.Args) <= place.text {
				return true
			}
			text, ok := textOf(call.Args[place.text])
			if !ok || text == "" {
				return true
			}
			heard++
			if fault := faultIn(text); fault != "" {
				t.Errorf("%s: %q %s", s.set.Position(call.Pos()), text, fault)
			}
			if place.hint < 0 {
				return true
			}
			if hint, ok := textOf(call.Args[place.hint]); ok && hint != "" {
				if fault := faultIn(hint); fault != "" {
					t.Errorf("%s: the hint %q %s", s.set.Position(call.Pos()), hint, fault)
				}
			}
			return true
		})
	}
	if heard < 150 {
		t.Errorf("only %d messages were found; are they still made by these functions?", heard)
	}
	t.Logf("%d messages", heard)
}

func TestABrokenRuleOfMessagesIsSeen(t *testing.T) {
	for _, text := range []string{"Cannot read %s", "cannot read %s.", "failed to read %s", "%s is wrong\nmend it", "\nx", "done!"} {
		if faultIn(text) == "" {
			t.Errorf("%q went unseen", text)
		}
	}
	for _, text := range []string{"%s is wrong\n    hint: mend it", "JSON is the only form", "%s: %w", "Content-Type is missing", "reading …"} {
		if fault := faultIn(text); fault != "" {
			t.Errorf("%q %s", text, fault)
		}
	}
}
