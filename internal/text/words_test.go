package text

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func stemsOf(language, s string) string {
	var out []string
	for _, w := range StemmerFor(language).Words(s) {
		out = append(out, w.Stem)
	}
	return strings.Join(out, " ")
}

func TestWordsAreStemmedByTheirLanguage(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"en", "Failing, failed & failure's failures", "fail fail failur failur"},
		{"en-GB", "The tenants’ homes aren't safe.", "the tenant home aren't safe"},
		{"EN", "Housing", "hous"},
		{"de", "Wohnungen in den Häusern", "wohnung in den haus"},
		{"fr", "les logements", "le log"},
		{"es", "las viviendas", "las viviend"},
		{"ru", "квартиры", "квартир"},
		{"tlh", "Housing Häuser", "housing häuser"},
		{"", "Failing", "failing"},
		{"en", "_so_ snake_case __init__ 3.14 COVID-19 e.g. U.S.", "so snake_cas init 3.14 covid 19 e.g u."},
		{"en", "don’t don't", "don't don't"},
		{"en", " — … !? ", ""},
		{"en", "", ""},
		{"ja", "日本", "日 本"},
	} {
		if got := stemsOf(c.language, c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.language, c.text, got, c.want)
		}
		if n := CountWords(c.text); n != len(strings.Fields(c.want)) {
			t.Errorf("%q: %d words counted", c.text, n)
		}
	}
}

func TestSpellingsOfOneWordFoldTogether(t *testing.T) {
	for _, group := range [][]string{
		{"Café", "CAFE\u0301", "café"}, {"don’t", "DON'T", "donʼt"}, {"ǰ", "J\u030c", "j\u030c"}, {"ÅSE", "\u212bse", "åse"}, {"Straße", "STRAßE"},
	} {
		for _, s := range group[1:] {
			if Fold(s) != Fold(group[0]) {
				t.Errorf("%q folds to %q, %q to %q", group[0], Fold(group[0]), s, Fold(s))
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Café", "J\u030c", "İI", "\xffA", "ΑΣ Σ", "\u212a\u1e9e", "’ʼ＇"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if Fold(once) != once {
			t.Errorf("%q folds to %q and then to %q", s, once, Fold(once))
		}
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Errorf("%q folds to %q, which is not UTF-8", s, once)
		}
	})
}

// FuzzWords: words stand in the text where they say, in order, none over
// another, and each is what it folds and stems to, in any language.
func FuzzWords(f *testing.F) {
	f.Add("Failing, failed: “don’t”", "en")
	f.Add("_so_ __ a_b\u0301 \xff\xfe e\u0301\u0302", "de")
	f.Add("日本語 ไทย עברית 한국어 👩‍👩‍👧 ½ ⅷ", "tr")
	f.Add(strings.Repeat("x", 3000)+" İı", "fi")
	f.Add("l'idée qu’il aujourd'hui", "fr")
	f.Fuzz(func(t *testing.T, s, language string) {
		stemmer := StemmerFor(language)
		words := stemmer.Words(s)
		last := 0
		for _, w := range words {
			if w.Start < last || w.End <= w.Start || w.End > len(s) {
				t.Fatalf("word %+v behind byte %d of %d", w, last, len(s))
			}
			if got := StemmerFor(language).Stem(s[w.Start:w.End]); got != w.Stem {
				t.Errorf("%q has the stem %q, and %q the next time", s[w.Start:w.End], w.Stem, got)
			}
			last = w.End
		}
		if CountWords(s) != len(words) {
			t.Errorf("%d words, %d counted", len(words), CountWords(s))
		}
	})
}

func find(p *Phrases[string], s string) string {
	var out []string
	words := StemmerFor("en").Words(s)
	for _, m := range p.Find(words) {
		out = append(out, fmt.Sprintf("%q %v", s[words[m.From].Start:words[m.To-1].End], m.Values))
	}
	return strings.Join(out, ", ")
}

func phrases(list ...string) *Phrases[string] {
	p := &Phrases[string]{}
	for i, s := range list {
		p.Add(StemmerFor("en").Words(s), fmt.Sprint(i))
	}
	return p
}

func TestPhrasesAreFoundWholeLongestFirstAndOnce(t *testing.T) {
	p := phrases("art", "safe to fail", "fail", "fail fast", "Failing fast", "to fail safe", "…")
	for text, want := range map[string]string{
		"smart art of Art":         `"art" [0], "Art" [0]`,
		"It is SAFE, to fail.":     `"SAFE, to fail" [1]`,
		"safe to failing fast":     `"safe to failing" [1]`, // begun earlier, though "fail fast" is in it
		"fail fast or fails":       `"fail fast" [3 4], "fails" [2]`,
		"safe to":                  ``,
		"fail safe to fail safely": `"fail" [2], "safe to fail" [1]`,
		"artist":                   ``,
		"":                         ``,
	} {
		if got := find(p, text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	var none Phrases[string]
	if got := none.Find(StemmerFor("en").Words("anything")); got != nil {
		t.Errorf("no phrases find %v", got)
	}
}

// FuzzPhrases: matches are in order, do not overlap, are the phrases they say,
// and none longer begins where they do.
func FuzzPhrases(f *testing.F) {
	f.Add("safe to fail", "fail", "to fail", "it is safe to fail to fail safe")
	f.Add("a", "a a", "a a a", "a a a a b a")
	f.Add("", "...", "é", "e\u0301 É \xff")
	f.Fuzz(func(t *testing.T, a, b, c, s string) {
		list := []string{a, b, c}
		p, stemmer := phrases(list...), StemmerFor("en")
		words, last := stemmer.Words(s), 0
		for _, m := range p.Find(words) {
			if m.From < last || m.To <= m.From || m.To > len(words) || len(m.Values) == 0 {
				t.Fatalf("match %+v behind word %d", m, last)
			}
			last = m.To
			for i := range list {
				if n := len(stemmer.Words(list[i])); begins(words[m.From:], stemmer.Words(list[i])) && n > m.To-m.From {
					t.Errorf("%q begins there too, and is longer than %+v", list[i], m)
				}
			}
			for _, v := range m.Values {
				if phrase := stemmer.Words(list[v[0]-'0']); len(phrase) != m.To-m.From || !begins(words[m.From:], phrase) {
					t.Errorf("%+v is not %q", m, list[v[0]-'0'])
				}
			}
		}
	})
}

func begins(words, phrase []Word) bool {
	for i, w := range phrase {
		if i >= len(words) || words[i].Stem != w.Stem {
			return false
		}
	}
	return len(phrase) > 0
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("Give people leave to fail, and they'll try more; it's \"safe\" (they say) to learn from failure. ", 200)
	s := StemmerFor("en")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Words(text)
	}
}

func BenchmarkWordsByTables(b *testing.B) {
	text := strings.Repeat("Give people leave to fail, and they'll try more; it's \"safe\" (they say) to learn from failure. ", 200)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		byTables(text, 0, func(int, int) {})
	}
}
