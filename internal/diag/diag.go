// Package diag collects problems in people's files, so that all are shown at
// once, each with its file, line and a hint, and none stops the others from
// being found. It promises one order, whatever order they were found in.
//
// It is for faults that a person can mend in a file. When the world fails (a
// disk, a network) that is an ordinary error.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one fault in one file.
type Problem struct {
	File    string `json:"file"`             // slash path from the site's folder
	Line    int    `json:"line,omitempty"`   // from 1; 0 when the fault has no line
	Column  int    `json:"column,omitempty"` // from 1, in signs; 0 when no one sign is at fault
	Message string `json:"message"`          // lower case, no full stop, quotes the value
	Hint    string `json:"hint,omitempty"`   // what to do about it
	Warning bool   `json:"warning,omitempty"`
	// Diff shows a change that would mend it: lines as they are, each behind a
	// "-", and as they would be, each behind a "+". Often "".
	Diff string `json:"diff,omitempty"`
}

// String gives "feeds/housing.toml:12: message" and, on lines of their own, the
// change and the hint.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	if p.Line > 0 && p.Column > 0 {
		fmt.Fprintf(&b, ":%d", p.Column)
	}
	b.WriteString(": ")
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Diff != "" {
		b.WriteString("\n    " + strings.ReplaceAll(p.Diff, "\n", "\n    "))
	}
	if p.Hint != "" {
		b.WriteString("\n    hint: " + p.Hint)
	}
	return b.String()
}

// A List gathers problems. The zero value is ready to use.
type List []Problem

// Add notes an error.
func (l *List) Add(file string, line int, hint, format string, args ...any) {
	*l = append(*l, Problem{File: file, Line: line, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Warn notes something that does not stop a build.
func (l *List) Warn(file string, line int, hint, format string, args ...any) {
	*l = append(*l, Problem{File: file, Line: line, Message: fmt.Sprintf(format, args...), Hint: hint, Warning: true})
}

// Sorted gives the problems by file and line, each once; the order they were
// added in does not show.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Hint, b.Hint), strings.Compare(a.Diff, b.Diff), cmp.Compare(a.severity(), b.severity()))
	})
	return slices.Compact(out)
}

// Severity is "error" or "warning".
func (p Problem) Severity() string {
	if p.Warning {
		return "warning"
	}
	return "error"
}

func (p Problem) severity() int {
	if p.Warning {
		return 1
	}
	return 0
}

// Errors counts the problems that are more than warnings.
func (l List) Errors() int {
	n := 0
	for _, p := range l {
		if !p.Warning {
			n++
		}
	}
	return n
}

// Err gives the list as an error if it holds one, else nil.
func (l List) Err() error {
	if l.Errors() == 0 {
		return nil
	}
	return Error{l.Sorted()}
}

// Error is a List that stopped something.
type Error struct{ Problems List }

// Error shows every problem, a line each (and a line for its hint).
func (e Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
