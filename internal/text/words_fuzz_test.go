package text

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// What is found without the tables is what the tables say.
func FuzzWordsAreThoseOfTheTables(f *testing.F) {
	for _, s := range []string{
		"Don't panic, it's e.g. 3.14 or 1,000: a:b a.1 1.a x_y _so_ http://a.example/b?c=d",
		"naïve café’s “so” e\u0301 a\u0301b \u0301c x\u200dy ℹ\ufe0f 漢字かな กขค 🇬🇧🇫🇷 a\u00adb a\u2019b",
		"a.", "a.\u0301b", "a.'b", "a'", "'a'", "a..b", "a:\n", "\"a\"", "a\x00b", "a\vb\fc", "a\u00a0b", "end", "a.b.c.", "אב\"ג א'", "1;2 a;b a1.b2",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) { // which no text here is
			return
		}
		var want, got [][2]int
		byTables(s, 0, func(start, end int) { want = append(want, [2]int{start, end}) })
		eachWord(s, func(start, end int) { got = append(got, [2]int{start, end}) })
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, the tables say %v", s, got, want)
		}
	})
}
