package theme

import (
	"cmp"
	"slices"
	"strings"

	"weft/internal/text"
)

// An Overlap is a phrase that makes two themes hard to tell apart.
type Overlap struct {
	Phrase string // as One's file has it
	// One has the phrase; Other has the same, in some form, or, if Within, a label
	// of which it is a part.
	One, Other Theme
	Within     bool
}

// Overlaps gives the phrases that two themes share, and those of one theme that
// stand within another's label, in the language of the site. Where a part says
// all, as the same phrase in both directions, it is given once.
func Overlaps(themes []Theme, language string) []Overlap {
	stemmer := text.StemmerFor(language)
	var all []phrase
	for _, t := range byID(themes) {
		seen := map[string]bool{}
		for n, said := range append([]string{t.Label}, t.Terms...) {
			if key := stems(stemmer.Words(said)); key != "" && !seen[key] {
				seen[key] = true
				all = append(all, phrase{t, said, " " + key, n == 0})
			}
		}
	}
	var out []Overlap
	for i, p := range all {
		for j, q := range all {
			switch {
			case p.theme.ID == q.theme.ID:
			case p.stems == q.stems:
				if i < j {
					out = append(out, Overlap{p.said, p.theme, q.theme, false})
				}
			case q.label && strings.Contains(q.stems, p.stems):
				out = append(out, Overlap{p.said, p.theme, q.theme, true})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Overlap) int {
		return cmp.Or(strings.Compare(a.One.ID, b.One.ID), strings.Compare(a.Other.ID, b.Other.ID), strings.Compare(a.Phrase, b.Phrase))
	})
	return out
}

// A phrase of a theme; its stems are between blanks.
type phrase struct {
	theme       Theme
	said, stems string
	label       bool
}
