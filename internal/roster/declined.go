package roster

import (
	"slices"
	"strings"
	"unicode"

	"weft/internal/text"

	"golang.org/x/text/unicode/norm"
)

// fewestLetters is how long the name of somebody who opted out must be to be
// looked for in what others wrote: a shorter one is half of everybody's words.
const fewestLetters = 4

// decline enters by what somebody who opted out, of everything or of claims about
// influence, would be known in a text.
func (r *Roster) decline(c *Contributor) {
	called := append(append([]string{c.Name, c.Site}, c.Aliases...), c.Hosts...)
	for _, s := range append(called, c.Profiles...) {
		_, rest, isAddress := strings.Cut(s, "://")
		if isAddress {
			s = rest
		}
		said := runOfWords(s)
		if len(said) < fewestLetters+2 {
			continue
		}
		if c.OptOut.All {
			r.declined = append(r.declined, said)
		}
		r.unclaimed = append(r.unclaimed, said)
	}
}

// Names reports whether a text calls somebody by name, or by an address of
// theirs, who does not want to be found: it must not be quoted then.
func (r *Roster) Names(words string) bool { return namesAny(r.declined, words) }

// Claims reports whether a text that speaks of whose ideas carry calls somebody
// so who wants nothing said of it, or does not want to be found at all.
func (r *Roster) Claims(words string) bool { return namesAny(r.unclaimed, words) }

func namesAny(called []string, words string) bool {
	if len(called) == 0 || words == "" {
		return false
	}
	said := runOfWords(words)
	return slices.ContainsFunc(called, func(name string) bool { return strings.Contains(said, name) })
}

// DeclinedAt reports whether an address lies with somebody who opted out.
func (r *Roster) DeclinedAt(address string) bool {
	c := r.Owner(address)
	return c != nil && c.OptOut.All
}

// runOfWords gives a text's words, folded, with a space on either side of each.
// Accents are left out: who writes a name without them, or with others, means the
// same person, and whoever wants no trace should not have to list the spellings.
func runOfWords(s string) string {
	return " " + strings.Join(strings.FieldsFunc(text.Fold(withoutAccents(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ") + " "
}

// Spelling is by what a name is known in whatever way it is written: its words,
// folded, without accents and signs. Two people may share it.
func Spelling(name string) string { return strings.TrimSpace(runOfWords(name)) }

func withoutAccents(s string) string {
	if norm.NFD.QuickSpanString(s) == len(s) && !strings.ContainsFunc(s, isAccent) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isAccent(r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// isAccent reports whether a mark may be missing from a name: one of those that
// Latin, Greek and Cyrillic letters have. In other scripts marks are letters.
func isAccent(r rune) bool { return '\u0300' <= r && r <= '\u036f' }
