package text

import (
	"strings"
	"testing"
)

// What is one word to a reader is one word here, however it is written.
func TestSpellingsThatReadersTakeForOneWord(t *testing.T) {
	for _, c := range []struct{ about, language, a, b string }{
		{"a ligature of type", "en", "of\ufb01ce", "office"},
		{"a ligature of type, in capitals", "en", "OFFICE", "o\ufb03ce"},
		{"bold letters of mathematics", "en", "𝐇𝐨𝐮𝐬𝐢𝐧𝐠", "housing"},
		{"full width", "en", "Ｗｅｆｔ", "weft"},
		{"half-width kana", "ja", "ﾃﾞｰﾀ", "データ"},
		{"a soft hyphen", "de", "Wohnungs\u00adbau", "Wohnungsbau"},
		{"a zero-width joiner", "fa", "می\u200cخواهم", "میخواهم"},
		{"a mark of direction inside", "he", "של\u200fום", "שלום"},
		{"an accent of its own", "fr", "Cafe\u0301", "café"},
		{"Hebrew with points", "he", "שָׁלוֹם", "שלום"},
		{"Hebrew initials, both signs", "he", "צה״ל", "צה\"ל"},
		{"Arabic with vowels", "ar", "مُدَرِّسَة", "مدرسة"},
		{"Arabic drawn long", "ar", "سـلام", "سلام"},
		{"Arabic in forms of type", "ar", "ﺳﻼم", "سلام"},
		{"Greek capitals", "el", "ΛΌΓΟΣ", "λόγος"},
		{"Turkish capital of ı", "tr", "IŞIK", "ışık"},
		{"Turkish capital of i", "tr", "İSTANBUL", "istanbul"},
		{"Azerbaijani", "az-Latn-AZ", "QIZIL", "qızıl"},
		{"a Turkish name in English", "en", "İstanbul", "Istanbul"},
		{"both apostrophes", "en", "council’s", "council's"},
		{"a possessive and none", "en", "council’s", "council"},
		{"possessive of many", "en", "councils’", "councils"},
		{"an article that lost its vowel", "fr", "l’idée", "idée"},
		{"with the plain apostrophe, in capitals", "fr", "L'IDÉE", "idée"},
		{"Italian", "it", "dell’acqua", "acqua"},
		{"Catalan", "ca", "d'aigua", "aigua"},
		{"emoji around a word", "en", "🔥housing🔥", "housing"},
		{"an emoji of several", "en", "👩🏽‍🚒 firefighters", "firefighters"},
		{"a digit on a key", "en", "1\ufe0f\u20e3", "1"},
		{"German ß in capitals", "de", "STRASSE", "Straße"},
		{"IJ in one", "nl", "\u0132sland", "IJsland"},
	} {
		if a, b := stemsOf(c.language, c.a), stemsOf(c.language, c.b); a != b || a == "" {
			t.Errorf("%s: %q is %q, %q is %q", c.about, c.a, a, c.b, b)
		}
	}
}

// What are two words stay two, and what no stemmer knows is taken as it stands.
func TestWordsThatStayApart(t *testing.T) {
	for _, c := range []struct{ about, language, a, b string }{
		{"letters that were ligatures once", "fr", "cœur", "coeur"},
		{"and in Danish", "da", "æble", "aeble"},
		{"accents", "fr", "côte", "cote"},
		{"Turkish ı and i", "tr", "ılık", "ilik"},
		{"Welsh that mutates", "cy", "cymuned", "gymuned"},
		{"Welsh plurals", "cy", "cymuned", "cymunedau"},
		{"a part of a German compound", "de", "Wohnungsbau", "Wohnung"},
		{"Korean with a particle", "ko", "정책", "정책을"},
		{"Arabic with its article", "ar", "البيت", "بيت"},
		{"a possessive where none is known", "cy", "council's", "council"},
		{"no article", "fr", "aujourd’hui", "hui"},
		{"a name with an apostrophe", "en", "O’Hara", "Hara"},
		{"hamza", "ar", "أمل", "امل"},
	} {
		if a, b := stemsOf(c.language, c.a), stemsOf(c.language, c.b); a == b {
			t.Errorf("%s: %q and %q are both %q", c.about, c.a, c.b, a)
		}
	}
}

// Where a phrase stands is quoted as it stands, in every script.
func TestPhrasesAreFoundInEveryScript(t *testing.T) {
	for _, c := range []struct{ about, language, phrase, text, want string }{
		{"Arabic", "ar", "الصحة النفسية", "نتحدث عن الصِّحَّة النفسية اليوم", "الصِّحَّة النفسية"},
		{"Hebrew", "he", "בריאות הנפש", "על בריאוּת הנפש, היום", "בריאוּת הנפש"},
		{"Han without spaces", "zh", "社会住房", "关于社会住房的政策", "社会住房"},
		{"Han, and not in another order", "zh", "社会住房", "住房社会", ""},
		{"Japanese of three scripts", "ja", "データの活用", "自治体データの活用事例", "データの活用"},
		{"kana that go on are another word", "ja", "データ", "データベース", ""},
		{"half-width kana", "ja", "データ", "新しいﾃﾞｰﾀ活用", "ﾃﾞｰﾀ"},
		{"Korean as it is listed", "ko", "주거 정책", "새로운 주거 정책 발표", "주거 정책"},
		{"Korean with a particle is not", "ko", "주거 정책", "주거 정책을 발표", ""},
		{"Thai", "th", "สุขภาพ", "นโยบายสุขภาพใหม่", "สุขภาพ"},
		{"Welsh as it stands", "cy", "cymuned leol", "Y Gymuned leol a’r cymuned leol", "cymuned leol"},
		{"German stems", "de", "sozialer Wohnungsbau", "den sozialen Wohnungs\u00adbau", "sozialen Wohnungs\u00adbau"},
		{"Turkish", "tr", "akıllı ışık", "AKILLI IŞIKLAR", "AKILLI IŞIKLAR"},
		{"French", "fr", "économie d’énergie", "l'Économie d'énergie", "Économie d'énergie"},
		{"English", "en", "council housing", "the council’s housing", "council’s housing"},
		{"a ligature", "en", "first offices", "the ﬁrst oﬃce", "ﬁrst oﬃce"},
		{"emoji between", "en", "safe to fail", "safe 🙂 to fail!", "safe 🙂 to fail"},
		{"emoji in the term", "en", "🌈 pride march", "a Pride march 🌈", "Pride march"},
		{"a term of emoji alone has no word", "en", "🌈", "🌈", ""},
	} {
		s, p := StemmerFor(c.language), &Phrases[string]{}
		p.Add(s.Words(c.phrase), "")
		words := s.Words(c.text)
		var got []string
		for _, m := range p.Find(words) {
			got = append(got, c.text[words[m.From].Start:words[m.To-1].End])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q in %q: %q, want %q", c.about, c.phrase, c.text, got, c.want)
		}
	}
}

// What is stored, names and marks of what entries say, is folded as ever.
func TestFoldForNamesIsNotThatForWords(t *testing.T) {
	for in, want := range map[string]string{
		"Ｗｅｆｔ": "ｗｅｆｔ", "o\ufb03ce": "o\ufb03ce", "a\u00adb": "a\u00adb", "שָׁלוֹם": Fold("שָׁלוֹם"), "IŞIK": "işik", "ΛΌΓΟΣ": "λόγοσ", "l’Idée": "l'idée",
	} {
		if got := Fold(in); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
		var plain Stemmer
		for _, w := range plain.Words(in) {
			if w.Stem != Fold(in[w.Start:w.End]) {
				t.Errorf("%q: the zero Stemmer gives %q", in, w.Stem)
			}
		}
	}
}

func FuzzFoldWord(f *testing.F) {
	for _, s := range []string{"Café", "J\u030c", "İI", "\xffA", "ΑΣ Σ", "\u212a\u1e9e", "’ʼ＇", "ﬁ\u00ad", "\u0640", "שָׁ", "ﾃﾞ", "أ\u0654\u064b", "\u05b7\u200d"} {
		f.Add(s, "en")
		f.Add(s, "tr")
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		once := FoldWord(s, language)
		if twice := FoldWord(once, language); twice != once {
			t.Errorf("%q folds to %q and then to %q", s, once, twice)
		}
		if once == "" && s != "" {
			t.Errorf("%q folds to nothing", s)
		}
		if isASCII(s) && !isTurkic(language) && once != strings.ToLower(s) {
			t.Errorf("%q folds to %q", s, once)
		}
	})
}
