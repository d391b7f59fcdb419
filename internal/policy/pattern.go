package policy

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// A pattern is what "matches" looks for, with words of which one at least stands
// in whatever it matches. To look for these in a text that was put into lower case
// once, for all rules, takes a hundredth of what the expression itself takes, and
// nearly all rules find none of them.
type pattern struct {
	re   *regexp.Regexp
	need []string // in lower case; nil: nothing can be said
}

func newPattern(source string) (*pattern, error) {
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &pattern{re, needed(tree)}, nil
}

// mostNeeded is how many words are looked for rather than the expression.
const mostNeeded = 24

// needed gives words of which one at least stands in what an expression matches.
func needed(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if word := longestASCII(re.Rune); len(word) > 1 {
			return []string{word}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpConcat: // every part must be there: the one that says most
		var best []string
		for _, sub := range re.Sub {
			if words := needed(sub); words != nil && (best == nil || shortest(words) > shortest(best)) {
				best = words
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			words := needed(sub)
			if words == nil || len(all)+len(words) > mostNeeded {
				return nil
			}
			all = append(all, words...)
		}
		return all
	}
	return nil
}

func shortest(words []string) int {
	return len(slices.MinFunc(words, func(a, b string) int { return len(a) - len(b) }))
}

// longestASCII gives the longest run of ASCII in a literal, in lower case. What
// lies beyond is left out: cases of other letters are not for this.
func longestASCII(literal []rune) string {
	best, run := "", ""
	for _, r := range append(slices.Clone(literal), 0x80) {
		if r < 0x80 {
			run += string(r)
			continue
		}
		if len(run) > len(best) {
			best = run
		}
		run = ""
	}
	return strings.ToLower(best)
}

// matches reports what re.MatchString does.
func (p *pattern) matches(s string, m *memo) bool {
	if p.need != nil && len(s) > 64 {
		lower := m.lowered(s)
		if !slices.ContainsFunc(p.need, func(word string) bool { return strings.Contains(lower, word) }) {
			return false
		}
	}
	return p.re.MatchString(s)
}

// A memo keeps the texts of one entry in lower case, from one rule to the next.
type memo struct{ texts, lower []string }

func (m *memo) lowered(s string) string {
	if i := slices.Index(m.texts, s); i >= 0 { // the same bytes in memory, nearly always
		return m.lower[i]
	}
	lower := strings.Map(foldCase, s)
	if len(m.texts) < 4 {
		m.texts, m.lower = append(m.texts, s), append(m.lower, lower)
	}
	return lower
}

// foldCase brings to ASCII in lower case what (?i) takes for it: "ſ" is an s, and
// the sign of the unit kelvin a k.
func foldCase(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r == 'ſ':
		return 's'
	case r == '\u212a':
		return 'k'
	}
	return r
}

// patterns is a visitor that puts pattern.matches in place of "matches".
type patterns struct{ kit *kit }

const matchesName = "·matches"

// Visit is called of every node.
func (v *patterns) Visit(n *ast.Node) {
	b, ok := (*n).(*ast.BinaryNode)
	if !ok || b.Operator != "matches" {
		return
	}
	source, ok := b.Right.(*ast.StringNode)
	if !ok {
		return
	}
	p, err := newPattern(source.Value)
	if err != nil {
		return
	}
	v.kit.patterns = append(v.kit.patterns, p)
	c := call(matchesName, b.Left, &ast.IntegerNode{Value: len(v.kit.patterns) - 1})
	ast.Patch(n, c)
}
