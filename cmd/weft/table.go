package main

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// widthOf gives the width of a terminal; false when it is none.
func widthOf(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width < 40 {
		width = 80
	}
	return width, true
}

// A table is lines of cells, written with the columns under one another.
type table struct {
	rows [][]string
	// right says which columns hold numbers.
	right map[int]bool
}

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = aside(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// widths gives the width of each column.
func (t *table) widths() []int {
	var out []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(out) {
				out = append(out, 0)
			}
			out[i] = max(out[i], utf8.RuneCountInString(cell))
		}
	}
	return out
}

// fit cuts one column so that the rows are no wider than that.
func (t *table) fit(column, width int) {
	widths := t.widths()
	room := width - 2*(len(widths)-1)
	for i, w := range widths {
		if i != column {
			room -= w
		}
	}
	for _, row := range t.rows {
		row[column] = fitted(row[column], max(room, 8))
	}
}

// lines gives the rows with their columns aligned, two blanks between.
func (t *table) lines() []string {
	widths := t.widths()
	var out []string
	for _, row := range t.rows {
		var b strings.Builder
		for i, cell := range row {
			blank := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i > 0 {
				b.WriteString("  ")
			}
			if t.right[i] {
				b.WriteString(blank + cell)
			} else {
				b.WriteString(cell + blank)
			}
		}
		out = append(out, strings.TrimRight(b.String(), " "))
	}
	return out
}

// wrapped breaks words into lines of a width, each behind an indent. A word
// that is longer stays whole: it may be an address to copy.
func wrapped(words string, width int, indent string) []string {
	var out []string
	line := indent
	for _, word := range strings.Fields(shown(words)) {
		if line != indent && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out, line = append(out, line), indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	if line != indent {
		out = append(out, line)
	}
	return out
}

// fitted cuts a text to a width.
func fitted(s string, width int) string {
	runes := []rune(aside(s))
	if len(runes) <= width {
		return string(runes)
	}
	return string(runes[:max(0, width-1)]) + "…"
}
