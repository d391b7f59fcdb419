package detect

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "NHS 943 476 5919 ana@example.org +44 (0)20 7946 0958", "943-476-5919x", "@a@b.example a@b.cd:e", "(020) 7946 0958)", "\xff943\u00a0476\u00a05919\xff",
		"www.a:0800 1111 0800 1111", "(((+((44)))0", "+44(0)(0)(0)20", "ß@ß.ßß", "020.7946.0958.", strings.Repeat("0800 1111 ", 20), "0 0 0 0 0", "+ 44", "00 44 20 7946 0958"} {
		f.Add(s, "Hale\nzoë b")
	}
	f.Fuzz(func(t *testing.T, text, list string) {
		whole(t, text, NHSNumbers(text), func(s string) bool { return IsNHSNumber(s) && !strings.ContainsAny(s, "\n@/") })
		whole(t, text, Emails(text), func(s string) bool {
			local, domain, ok := strings.Cut(s, "@")
			return ok && local != "" && len(domain) >= 4 && strings.Contains(domain, ".") && !strings.Contains(domain, "@")
		})
		whole(t, text, Phones(text), func(s string) bool {
			n := len(digits(s))
			return n >= 7 && n <= mostDigits+2 && strings.ContainsAny(s[:1], "+0(") && !strings.Contains(s, "\n")
		})
		if words, err := ReadWords([]byte(list)); err == nil {
			whole(t, text, words.Find(text), func(s string) bool { return len(words.Find(s)) > 0 })
		}
		KnownLicence(text)
	})
}

// whole holds what was found to stand in the text, in order, apart from each
// other, on bounds of runes, and to be found by itself.
func whole(t *testing.T, text string, found []Span, is func(string) bool) {
	t.Helper()
	last := 0
	for _, s := range found {
		if s.From < last || s.To <= s.From || s.To > len(text) {
			t.Fatalf("%v in %q", s, text)
		}
		if last = s.To; !is(text[s.From:s.To]) || utf8.ValidString(text) && !utf8.ValidString(text[s.From:s.To]) {
			t.Fatalf("%q in %q", text[s.From:s.To], text)
		}
	}
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, s)
}

// Were any of these looked at more than a few times, the test would take hours.
func TestLongTextsWithoutABlankAreReadOnce(t *testing.T) {
	for _, piece := range []string{"9434765919:", "a@b.cd", "+44", "0", "(0", "(+", "943-476-5919", "a@", "@a.", "0800 1111 ", "020 7946 ", "1 "} {
		text := strings.Repeat(piece, 2<<20/len(piece))
		NHSNumbers(text)
		Emails(text)
		Phones(text)
	}
}
