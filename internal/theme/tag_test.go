package theme

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"weft/internal/entry"
)

func themes() []Theme {
	return []Theme{
		{ID: "damp", Label: "Damp and mould", Terms: []string{"mould", "condensation"}, Not: []string{"mould a future", "injection mould"}},
		{ID: "failing", Label: "Permission to fail", Terms: []string{"safe to fail", "failure"}, Not: []string{"power failure"}},
		{ID: "power", Label: "Power cuts", Terms: []string{"power failure"}},
		{ID: "wohnen", Label: "Wohnung"},
	}
}

func tagged(e entry.Entry) string {
	var out []string
	for _, tag := range NewVocabulary(themes(), "en", nil).Tags(&e) {
		said := fmt.Sprintf("%s %v", tag.Theme, tag.Score)
		for _, ev := range tag.Evidence {
			said += fmt.Sprintf(" %q (%s)", ev.Quote, ev.Where)
		}
		out = append(out, said)
	}
	return strings.Join(out, "\n")
}

func long(words int) string { return strings.Repeat("so ", words) }

func TestThemesAreFoundWithTheWordsThatShowThem(t *testing.T) {
	for _, c := range []struct {
		name string
		e    entry.Entry
		want string
	}{
		{"nothing", entry.Entry{Title: "A garden", Plain: "Beans."}, ""},
		{"in the title", entry.Entry{Title: "Mould again"}, `damp 0.7 "Mould again" (title)`},
		{"other forms of the words", entry.Entry{Title: "Permissions to Failing"}, `failing 0.7 "Permissions to Failing" (title)`},
		{"not inside a word", entry.Entry{Title: "Mouldings and failures-free", Plain: "unfailure"}, `damp 0.7 "Mouldings and failures-free" (title)` + "\n" + `failing 0.7 "Mouldings and failures-free" (title)`},
		{"a phrase in the first lines", entry.Entry{Plain: "One. It was safe to fail here. Two."}, `failing 0.65 "It was safe to fail here." (first lines)`},
		{"one word in the first lines is not sure", entry.Entry{Plain: "There was condensation."}, `damp 0.4 "There was condensation." (first lines)`},
		{"a phrase deep in the text", entry.Entry{Plain: long(130) + ". Safe to fail."}, `failing 0.5 "Safe to fail." (body)`},
		{"one word deep in the text", entry.Entry{Plain: long(130) + ". Mould."}, `damp 0.2 "Mould." (body)`},
		{"what a theme is not", entry.Entry{Title: "A power failure", Plain: "They mould a future."}, `power 0.7 "A power failure" (title)`},
		{"what it is not, and what it is", entry.Entry{Plain: "An injection mould. Black mould."}, `damp 0.4 "Black mould." (first lines)`},
		{"the longest phrase alone", entry.Entry{Plain: "Damp and mould."}, `damp 0.65 "Damp and mould." (first lines)`},
		{"not over a heading's end", entry.Entry{Plain: "What is safe\nTo fail a test"}, ""},
		{"another language's forms", entry.Entry{Title: "Neue Wohnungen", Language: "de-AT"}, `wohnen 0.7 "Neue Wohnungen" (title)`},
		{"a language without a stemmer", entry.Entry{Title: "Wohnung", Language: "tlh"}, `wohnen 0.7 "Wohnung" (title)`},
		{"in English that is another word", entry.Entry{Title: "Neue Wohnungen", Language: "en"}, ``},
	} {
		if got := tagged(c.e); got != c.want {
			t.Errorf("%s: tags\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestAPhraseThatSeveralThemesShareSaysLessOfEach(t *testing.T) {
	both := []Theme{{ID: "a", Label: "Housing"}, {ID: "b", Label: "housing"}}
	for _, tag := range NewVocabulary(both, "en", nil).Tags(&entry.Entry{Title: "Housing"}) {
		if tag.Score >= 0.8 {
			t.Errorf("%s has %v", tag.Theme, tag.Score)
		}
	}
}

func TestWhatOneThemeIsNotAnotherMayBe(t *testing.T) {
	for _, order := range [][]int{{1, 2}, {2, 1}} {
		v := NewVocabulary([]Theme{themes()[order[0]], themes()[order[1]]}, "en", nil)
		tags := v.Tags(&entry.Entry{Title: "Power failure"})
		if len(tags) != 1 || tags[0].Theme != "power" {
			t.Errorf("in the order %v: %+v", order, tags)
		}
	}
}

func TestAtMostThreeQuotesAreKeptAndNoneTwice(t *testing.T) {
	tags := NewVocabulary(themes(), "en", nil).Tags(&entry.Entry{Title: "Mould", Plain: "Mould. Mould. Mould one. Mould two. Mould three. Mould four."})
	if len(tags) != 1 || len(tags[0].Evidence) != 3 {
		t.Fatalf("tags %+v", tags)
	}
	for i, e := range tags[0].Evidence {
		if slices.Contains(tags[0].Evidence[:i], e) {
			t.Errorf("%+v stands there twice", e)
		}
	}
}

// FuzzTags: whatever a stranger writes, every tag quotes it word for word, in
// the order of themes, within bounds, and the same again from a vocabulary of
// another order and history.
func FuzzTags(f *testing.F) {
	f.Add("Mould again", "It was safe to fail. A power failure.", "en", "mould", "power")
	f.Add("", "İSTANBUL ẞ ΣΊΣΥΦΟΣ failure\u200b fail\u00adure", "tr", "İstanbul", "failure")
	f.Add("\xff\xfe mould", "mo\u0301uld\x00 ... \n\n mould!mould?", "ru", "моулд", "")
	f.Add("a", strings.Repeat("mould ", 300), "de", "a", "a")
	f.Add("ﬁ e\u0301 é", "가각 日本語のカビ", "ja", "é", "カビ")
	f.Fuzz(func(t *testing.T, title, plain, language, term, not string) {
		list := append(themes(), Theme{ID: "x", Label: term, Terms: []string{not + " " + term}, Not: []string{not, term + " " + not}})
		e := entry.Entry{Title: title, Plain: plain, Language: language}
		tags := NewVocabulary(list, "en", nil).Tags(&e)
		last := ""
		for _, tag := range tags {
			if tag.Theme <= last || !(tag.Score >= 0 && tag.Score <= 1) || tag.By != entry.ByWeft || len(tag.Evidence) == 0 || len(tag.Evidence) > mostEvidences {
				t.Errorf("tag %+v after %q", tag, last)
			}
			last = tag.Theme
			for _, ev := range tag.Evidence {
				checkQuote(t, e, ev)
			}
		}
		slices.Reverse(list)
		other := NewVocabulary(list, "en", nil)
		other.Tags(&entry.Entry{Title: plain, Plain: title, Language: language})
		if again := other.Tags(&e); !sameTags(again, tags) {
			t.Errorf("tags %+v\nfrom another vocabulary of the same themes %+v", tags, again)
		}
	})
}

func checkQuote(t *testing.T, e entry.Entry, ev entry.Evidence) {
	t.Helper()
	from := e.Plain
	switch ev.Where {
	case inTitle.String():
		from = e.Title
	case inSummary.String():
		from = summaryOf(&e)
	}
	if ev.Quote == "" || !strings.Contains(from, ev.Quote) || utf8.RuneCountInString(ev.Quote) > quoteRunes {
		t.Errorf("the quote %q is not word for word in the %s %q, or too long", ev.Quote, ev.Where, from)
	}
}

func sameTags(a, b []entry.Tag) bool {
	return slices.EqualFunc(a, b, func(x, y entry.Tag) bool {
		return x.Theme == y.Theme && math.Abs(x.Score-y.Score) < 1e-9 && slices.Equal(x.Evidence, y.Evidence)
	})
}
