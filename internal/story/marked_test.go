package story

import (
	"strings"
	"testing"
)

func TestEachQuotationIsHandedOutOnce(t *testing.T) {
	long := strings.Repeat("é", longestQuotation)
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"none at all", ""},
		{"“One.” and “two”", "One.|two"},
		{"“One “two” three”", "One “two"},
		{"“never closed", ""},
		{"closed” never opened “", ""},
		{"“" + long + " “near”", "near"},
		{"“" + long + "”", ""},
	} {
		var got []string
		eachQuotation(c.text, [2]string{"“", "”"}, func(s string) { got = append(got, s) })
		if strings.Join(got, "|") != c.want {
			t.Errorf("%.40q: %q, want %q", c.text, got, c.want)
		}
	}
}

// Somebody who opens a hundred thousand quotations and closes one takes neither
// much time nor much room.
func TestMarksThatNeverCloseAreGoneThroughOnce(t *testing.T) {
	for _, unit := range []string{"“a b c d e f g h ", "‘a b c d e f g ’h ", "„«‹「『“‘‚", "»«", "\"a b c d e f g h "} {
		p := Piece{Plain: strings.Repeat(unit, 100_000) + "”’»"}
		if n := len(marked(p)); n > 20*100_000 {
			t.Errorf("%q: %d shingles", unit, n)
		}
	}
}
