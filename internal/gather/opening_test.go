package gather

import (
	"strings"
	"testing"
	"unicode/utf8"

	"weft/internal/entry"
)

func TestAnOpeningIsTheFirstRunningText(t *testing.T) {
	tests := []struct{ name, title, plain, want string }{
		{"as it is", "T", "We asked forty tenants. Most said no.", "We asked forty tenants. Most said no."},
		{"the title said again", "Damp: what helps", "Damp: what helps\nNothing helps but air, said the surveyor.", "Nothing helps but air, said the surveyor."},
		{"headings before it", "T", "Background\nThe series\nEvery spring we meet for a day.", "Every spring we meet for a day."},
		{"labels and captions", "T", "Hero image:\n[Two surveyors on a roof.]\nEvery spring we meet for a day.", "Every spring we meet for a day."},
		{"a heading after it", "T", "I had to sign the form today.\nBuy a stamp\nThe first step is the dearest.", "I had to sign the form today."},
		{"two paragraphs", "T", "It rained all week.\nThe roof held, to everyone's surprise.", "It rained all week. The roof held, to everyone's surprise."},
		{"a listing is introduced", "T", "To set it up, run this command:\nmake install\nThen it is there.", "To set it up, run this command…"},
		{"a list is introduced", "T", "What the surveyor wants to see before the winter is over and the grant is spent on\nRoofs\nGutters", "What the surveyor wants to see before the winter is over and the grant is spent on…"},
		{"an address in a sentence", "T", "The page on https://www.roofs.example/a/b?c=d shows every leak (see https://leaks.example/x).", "The page on roofs.example shows every leak (see leaks.example)."},
		{"an address that ends one", "T", "Every leak is listed at https://roofs.example.", "Every leak is listed at roofs.example."},
		{"addresses alone", "T", "https://a.example/\nhttps://b.example/x https://c.example/", ""},
		{"too few words", "T", "Hello there, you.", ""},
		{"one line without a stop", "T", "What we learnt from a winter of leaks", "What we learnt from a winter of leaks"},
		{"nothing", "T", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := opening(&entry.Entry{Title: test.title, Plain: test.plain}); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestASummaryGoesBeforeTheTextAndLosesItsMarks(t *testing.T) {
	e := &entry.Entry{Plain: "Something else altogether, at length.", Summary: "<p>**Year in review**&amp;mdash;In Espa&amp;#241;a 2 * 3 ** 4 leaks &amp; more were mended.</p>"}
	if got, want := opening(e), "Year in review—In España 2 * 3 ** 4 leaks & more were mended."; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestASummaryThatSaysNothingGivesWayToTheText(t *testing.T) {
	e := &entry.Entry{Title: "A roof", Plain: "It held for forty years, and then one night.", Summary: "<p>A roof</p>"}
	if got := opening(e); got != e.Plain {
		t.Errorf("got %q, want the text", got)
	}
}

func FuzzAnOpeningIsOneShortLine(f *testing.F) {
	f.Add("T", "Hero image:\nA line. https://a.example/b, and so on:", "")
	f.Add("", "\n\n:\n[]\n://\nhttp://\n", "**a** &amp;amp; https://[::1]:80/")
	f.Fuzz(func(t *testing.T, title, plain, summary string) {
		got := opening(&entry.Entry{Title: title, Plain: plain, Summary: summary})
		if strings.ContainsAny(got, "\n\r") || utf8.ValidString(plain+summary) && utf8.RuneCountInString(got) > openingRunes {
			t.Errorf("%q", got)
		}
	})
}
