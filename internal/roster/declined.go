package roster

import (
	"slices"
	"strings"
	"unicode"

	"weft/internal/text"
)

// fewestLetters is how long the name of somebody who opted out must be to be
// looked for in what others wrote: a shorter one is half of everybody's words.
const fewestLetters = 4

// decline enters by what somebody who opted out would be known in a text.
func (r *Roster) decline(c *Contributor) {
	called := append(append([]string{c.Name, c.Site}, c.Aliases...), c.Hosts...)
	for _, s := range append(called, c.Profiles...) {
		_, rest, isAddress := strings.Cut(s, "://")
		if isAddress {
			s = rest
		}
		if said := runOfWords(s); len(said) >= fewestLetters+2 {
			r.declined = append(r.declined, said)
		}
	}
}

// Names reports whether a text calls somebody by name, or by an address of
// theirs, who does not want to be found: it must not be quoted then.
func (r *Roster) Names(words string) bool {
	if len(r.declined) == 0 || words == "" {
		return false
	}
	said := runOfWords(words)
	return slices.ContainsFunc(r.declined, func(name string) bool { return strings.Contains(said, name) })
}

// DeclinedAt reports whether an address lies with somebody who opted out.
func (r *Roster) DeclinedAt(address string) bool {
	c := r.Owner(address)
	return c != nil && c.OptOut.All
}

// runOfWords gives a text's words, folded, with a space on either side of each.
func runOfWords(s string) string {
	return " " + strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ") + " "
}
