package theme

import (
	"strings"
	"testing"

	"weft/internal/entry"
)

// A theme is found by its terms in titles of any script, and its evidence is
// what stands there. Where weft has no stemmer, terms are found as they are
// listed.
func TestThemesAreFoundInTitlesOfEveryScript(t *testing.T) {
	for _, c := range []struct{ about, language, term, title, quote string }{
		{"English, both apostrophes", "en", "council's homes", "The councils’ homes", "councils’ homes"},
		{"English, a possessive more", "en-GB", "council homes", "The council’s homes", "council’s homes"},
		{"never inside a word", "en", "art", "A smart heart", ""},
		{"emoji around", "en", "warm hubs", "🔥Warm hubs🔥 are back", "Warm hubs"},
		{"ligatures of type", "en", "first office", "Our ﬁrst oﬃce", "ﬁrst oﬃce"},
		{"full width", "en", "Weft", "Ｗｅｆｔ, at last", "Ｗｅｆｔ"},
		{"French, behind an article", "fr", "économie circulaire", "L’économie circulaire", "économie circulaire"},
		{"German, stems", "de", "sozialer Wohnungsbau", "Vom sozialen Wohnungsbau", "sozialen Wohnungsbau"},
		{"German, compounds are not parted", "de", "Wohnung", "Wohnungsbau heute", ""},
		{"Welsh as listed", "cy", "cymuned", "Ein cymuned", "cymuned"},
		{"Welsh, a mutation must be listed", "cy", "cymuned", "Y gymuned", ""},
		{"Turkish capitals", "tr", "ılık yuva", "ILIK YUVA", "ILIK YUVA"},
		{"Turkish, the other i", "tr", "ılık", "İLİK", ""},
		{"Azerbaijani capitals", "az", "qızıl", "QIZIL", "QIZIL"},
		{"Arabic with vowels", "ar", "الصحة النفسية", "الصِّحَّة النفسيّة للجميع", "الصِّحَّة النفسيّة"},
		{"Hebrew with points", "he", "בריאות הנפש", "בְּרִיאוּת הַנֶּפֶשׁ לכולם", "בְּרִיאוּת הַנֶּפֶשׁ"},
		{"Chinese without spaces", "zh", "社会住房", "论社会住房政策", "社会住房"},
		{"Japanese without spaces", "ja", "子育て", "地域の子育て支援", "子育て"},
		{"Korean as listed", "ko", "주거 정책", "새 주거 정책", "주거 정책"},
		{"Korean, a particle must be listed", "ko", "정책", "정책을 말하다", ""},
	} {
		v := NewVocabulary([]Theme{{ID: "x", Label: "Xyzzy", Terms: []string{c.term}}}, "en", nil)
		var quotes []string
		for _, tag := range v.Tags(&entry.Entry{Title: c.title, Language: c.language}) {
			for _, e := range tag.Evidence {
				if !strings.Contains(c.title, e.Quote) {
					t.Errorf("%s: %q does not stand in %q", c.about, e.Quote, c.title)
				}
				quotes = append(quotes, e.Quote)
			}
		}
		if got := strings.Join(quotes, "|"); c.quote == "" && got != "" || !strings.Contains(got, c.quote) {
			t.Errorf("%s: %q in %q: %q, want %q", c.about, c.term, c.title, got, c.quote)
		}
	}
}
