package main

import (
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"
)

// A progress shows long work: one line written over and over on a terminal,
// plain lines elsewhere.
type progress struct {
	w     io.Writer
	live  bool // w is a terminal
	width int
	drawn bool
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, width: 80}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.live = true
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 10 {
			p.width = width
		}
	}
	return p
}

// step shows where the work is. line is what is said elsewhere than on a
// terminal; empty: nothing.
func (p *progress) step(now, line string) {
	switch {
	case p.live:
		now = shown(now)
		if utf8.RuneCountInString(now) >= p.width {
			now = string([]rune(now)[:p.width-2]) + "…"
		}
		fmt.Fprintf(p.w, "\r\x1b[K%s", now)
		p.drawn = true
	case line != "":
		fmt.Fprintln(p.w, shown(line))
	}
}

// counting shows how many entries were read so far; elsewhere than on a terminal
// a line each ten thousand.
func (p *progress) counting(what string) func(n int) {
	told := 0
	return func(n int) {
		now, line := fmt.Sprintf("%s: %d entries", what, n), ""
		if n/10_000 > told {
			told, line = n/10_000, now
		}
		p.step(now, line)
	}
}

// end clears the line.
func (p *progress) end() {
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}
