package diag

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Near gives those of the candidates that a text may be a slip of, the nearest
// first, at most max: at most most letters wrong. It is for long texts such as
// addresses, of which DidYouMean takes too many for near.
func Near(s string, candidates []string, most, max int) []string {
	type near struct {
		s string
		d int
	}
	var found []near
	letters := utf8.RuneCountInString(s)
	for _, c := range candidates {
		if n := utf8.RuneCountInString(c) - letters; c == "" || n > most || -n > most {
			continue
		}
		if d := Distance(s, c); d <= most {
			found = append(found, near{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.s, b.s)) })
	var out []string
	for _, f := range found[:min(len(found), max)] {
		out = append(out, f.s)
	}
	return out
}
