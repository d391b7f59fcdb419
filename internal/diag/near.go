package diag

import (
	"fmt"
	"unicode/utf8"
)

// DidYouMean gives a hint naming the candidate nearest to a mistyped word, or
// the fallback when none is near enough: more than one letter and a third of
// them all wrong. Of two as near the first is named.
func DidYouMean(word string, candidates []string, fallback string) string {
	letters := utf8.RuneCountInString(word)
	best, bestAt := "", letters/3+2
	for _, c := range candidates {
		if n := utf8.RuneCountInString(c) - letters; c == "" || n >= bestAt || -n >= bestAt {
			continue // so many letters at least are missing: a word may be of any length
		}
		if d := Distance(word, c); d < bestAt {
			best, bestAt = c, d
		}
	}
	if best == "" {
		return fallback
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// Distance counts the letters to insert, drop, change or swap with a neighbour
// (optimal string alignment).
func Distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
