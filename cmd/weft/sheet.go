package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A sheet is a page of words on stdout: headings, and below each what there is
// to say, wrapped on a terminal, a thing a line elsewhere.
type sheet struct {
	w     io.Writer
	width int // 0: no terminal, nothing is wrapped
	begun bool
}

// sheet lets write fill a page.
func (env *environment) sheet(write func(*sheet)) {
	width, _ := widthOf(env.stdout)
	write(&sheet{w: env.stdout, width: width})
}

// head begins a section.
func (s *sheet) head(format string, args ...any) {
	if s.begun {
		fmt.Fprintln(s.w)
	}
	s.begun = true
	s.put("", fmt.Sprintf(format, args...))
}

const labelWidth = 14

// pair says one thing under a name; nothing where there are no words.
func (s *sheet) pair(label, format string, args ...any) {
	words := fmt.Sprintf(format, cut(args)...)
	if words == "" {
		return
	}
	s.put(fmt.Sprintf("  %-*s", labelWidth, label), words)
}

// line says one thing below a heading, more below that.
func (s *sheet) line(format string, args ...any) { s.put("  ", fmt.Sprintf(format, cut(args)...)) }
func (s *sheet) more(format string, args ...any) { s.put("      ", fmt.Sprintf(format, cut(args)...)) }

// longestSaid is how much of a text people are shown: more than a page of a reason, a
// note or an objection would push all else off the terminal. --json has the whole.
const longestSaid = 1500

// cut shortens texts among arguments, and says how long they are.
func cut(args []any) []any {
	out := slices.Clone(args)
	for i, arg := range out {
		s, is := arg.(string)
		if !is || len(s) <= longestSaid {
			continue
		}
		if r := []rune(s); len(r) > longestSaid {
			out[i] = fmt.Sprintf("%s… (%d characters in all)", string(r[:longestSaid]), len(r))
		}
	}
	return out
}

func (s *sheet) put(before, words string) {
	words = aside(words)
	if s.width == 0 {
		fmt.Fprintln(s.w, strings.TrimRight(before+words, " "))
		return
	}
	lines := wrapped(words, s.width-1, strings.Repeat(" ", len(before)))
	for i, line := range lines {
		if i == 0 {
			line = before + line[len(before):]
		}
		fmt.Fprintln(s.w, line)
	}
}
