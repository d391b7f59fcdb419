package theme

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"weft/internal/entry"
)

func TestThemesThatShareAPhraseAreNamed(t *testing.T) {
	list := []Theme{
		{ID: "damp", Label: "Damp and mould", Terms: []string{"black mould", "heating costs"}},
		{ID: "mould", Label: "Mould", Terms: []string{"Heating cost"}},
		{ID: "art", Label: "Art", Terms: []string{"paint"}},
		{ID: "smart", Label: "Smart homes", Terms: []string{"the art of painting", "smart home"}},
	}
	want := "damp/mould: heating costs\nmould/damp: Mould (within)"
	for range 2 {
		var got []string
		for _, o := range Overlaps(list, "en") {
			line := fmt.Sprintf("%s/%s: %s", o.One.ID, o.Other.ID, o.Phrase)
			if o.Within {
				line += " (within)"
			}
			got = append(got, line)
		}
		if s := strings.Join(got, "\n"); s != want {
			t.Errorf("got\n%s\nwant\n%s", s, want)
		}
		slices.Reverse(list)
	}
}

func TestTermsAreCounted(t *testing.T) {
	list := []Theme{
		{ID: "damp", Label: "Damp and mould", Terms: []string{"black mould", "mould", "moulds", "mildew"}, Not: []string{"jelly mould"}},
		{ID: "work", Label: "Work"},
	}
	c := NewCounter(list, "en")
	for n := range 50 {
		e := &entry.Entry{Title: "Work", Plain: "A jelly mould. Black mould, and mould and moulds."}
		if n >= 10 {
			e.Plain = "damp" // part of a label is not counted
		}
		if n == 30 && c.TooMuch() != nil {
			t.Error("thirty entries say something")
		}
		c.Count(e)
	}
	var got []string
	for _, term := range c.Terms() {
		got = append(got, fmt.Sprint(term.Phrase, " ", term.Hits, " ", term.Entries))
	}
	if s := strings.Join(got, ", "); s != "Damp and mould 0 0, black mould 10 10, mould 20 10, moulds 20 10, mildew 0 0, Work 50 50" {
		t.Error(s)
	}
	if never := c.Never(); len(never) != 1 || never[0].Phrase != "mildew" {
		t.Errorf("never %+v", never)
	}
	if much := c.TooMuch(); len(much) != 1 || much[0].Phrase != "Work" {
		t.Errorf("too much %+v", much)
	}
}

// "Drucker" and "drucken" have one stem in German, and two in English.
func TestTermsAreCountedByTheStemsOfEachEntrysLanguage(t *testing.T) {
	c := NewCounter([]Theme{{ID: "print", Label: "Printing", Terms: []string{"Drucker", "drucken"}}}, "en")
	for range 50 {
		c.Count(&entry.Entry{Language: "de", Plain: "Sie drucken."})
	}
	if never := c.Never(); len(never) != 0 {
		t.Errorf("never %+v", never)
	}
	c.Count(&entry.Entry{Language: "en", Plain: "Drucker."})
	if terms := c.Terms(); terms[1].Hits != 51 || terms[2].Hits != 50 {
		t.Errorf("%+v", terms)
	}
}
