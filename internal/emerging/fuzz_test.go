package emerging

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"weft/internal/config"
)

// FuzzFind: whatever strangers write, what is raised stands letter for letter
// in entries of enough people, and the order of entries does not matter.
func FuzzFind(f *testing.F) {
	f.Add("A warm hub", "We open the warm hub. Come in!", "en", uint16(0xffff))
	f.Add("Issue 3: x", "x\xff…\xe2\x80 … : |\n - https://a.example/://b 。", "de", uint16(0x0f3c))
	f.Add("日本語の新しい言葉", "日本語の新しい言葉。そして、日本語の新しい言葉。", "ja", uint16(0x1ff))
	f.Add("ﬁre İstanbul's", "’’ ' - ‑ micro‑grants e\u0301 👩‍👩‍👧 عربى جديد", "tr", uint16(0x7777))
	f.Add(strings.Repeat("a b c d ", 50), strings.Repeat("d c b a. ", 50), "", uint16(0xffff))
	f.Fuzz(func(t *testing.T, title, plain, language string, who uint16) {
		v := newVillage(30, 16)
		for p := range 16 {
			if who>>p&1 == 1 {
				v.weeks[0][p].Title, v.weeks[0][p].Language = title, language
				v.weeks[0][p].Plain = word(0, p, 1) + "\n" + plain
				if who>>((p+5)%16)&1 == 1 {
					v.weeks[0][p].Plain += " " + word(0, p, 2) // no passage handed on
				}
			}
		}
		r := v.find(t)
		for _, found := range r.Found {
			checkFinding(t, v, found)
		}
		for _, week := range v.weeks {
			slices.Reverse(week)
		}
		if again := v.find(t); !reflect.DeepEqual(r, again) {
			t.Errorf("%+v\nbackwards %+v", r, again)
		}
	})
}

func checkFinding(t *testing.T, v *village, f Finding) {
	t.Helper()
	least := config.DefaultThresholds().Emerging
	if len(f.People) < least.People || len(f.Organisations) < least.Organisations || len(f.Feeds) < least.Feeds || len(f.Sectors) < least.Sectors || len(f.Evidence) < len(f.People) {
		t.Errorf("too few say it: %+v", f)
	}
	if !(f.P >= 0 && f.P <= 1 && f.Q >= 0 && f.Q <= perhaps) || f.Phrase == "" || strings.Contains(f.Phrase, "\n") {
		t.Errorf("%+v", f)
	}
	for _, e := range f.Evidence {
		i := slices.IndexFunc(v.weeks[e.Ago], func(w Voice) bool { return w.Entry == e.Entry })
		text := v.weeks[e.Ago][i].Plain
		if e.Where == "title" {
			text = v.weeks[e.Ago][i].Title
		}
		if e.Quote == "" || !strings.Contains(text, e.Quote) || utf8.ValidString(text) && !utf8.ValidString(e.Quote) || utf8.RuneCountInString(e.Quote) > quoteRunes {
			t.Errorf("%q is no quote of %q", e.Quote, text)
		}
	}
}

// FuzzLoadIgnore: every phrase read has words, and every fault its line.
func FuzzLoadIgnore(f *testing.F) {
	f.Add("a\n# b\n??\n<<<<<<< x\n\ufeff")
	f.Fuzz(func(t *testing.T, data string) {
		phrases, probs := LoadIgnore(layersOf(data))
		if len(phrases)+len(probs) > strings.Count(data, "\n")+1 {
			t.Errorf("%q: %q, %v", data, phrases, probs)
		}
		for _, p := range phrases {
			if len(newLexer("en").all(p)) == 0 || !utf8.ValidString(p) {
				t.Errorf("%q has no words", p)
			}
		}
		for _, p := range probs {
			if p.Line == 0 || p.Hint == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
