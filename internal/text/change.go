package text

import "strings"

// A Change is where two texts differ, word by word: Before and After are the
// words from the first that differs to the last, squeezed.
type Change struct {
	Before, After string
	Dropped       int // words of Before
	Added         int // words of After
}

// Differ finds where two texts differ; the zero Change when no word does,
// whatever the white space between them.
func Differ(before, after string) Change {
	a, b := strings.Fields(before), strings.Fields(after)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return Change{strings.Join(a, " "), strings.Join(b, " "), len(a), len(b)}
}
