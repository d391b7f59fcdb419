package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"weft/internal/edition"
	"weft/internal/emerging"
	"weft/internal/text"
)

// suggest shows what people began to write of in a period.
func (env *environment) suggest(ed *edition.Edition, how theming) error {
	var args []string
	if how.period != "" {
		args = []string{how.period}
	}
	p, err := periodOf(ed, args)
	if err != nil {
		return err
	}
	show := newProgress(env.stderr)
	show.step(fmt.Sprintf("reading half a year up to %s", p.Name), "")
	young, err := ed.Young(p)
	show.end()
	switch {
	case err != nil:
		return err
	case how.accept != "":
		return env.accept(ed, young, how.accept)
	case how.json:
		env.nothingNew(young)
		return writeLinesOf(env.stdout, young.Rows(ed))
	case env.nothingNew(young):
		return nil
	}
	env.sheet(func(s *sheet) {
		env.findings(s, ed, young, fmt.Sprintf("new in %s", p.Name), young.Found)
		env.findings(s, ed, young, "themes you have that more people wrote of", young.Rising)
		env.findings(s, ed, young, "as at this time of the last year", young.Seasonal)
	})
	if len(young.Found) > 0 {
		env.say("next: `weft themes suggest --period %s --accept %s` makes a theme of it; a line in %s keeps a phrase out", p.Name, asArgument(young.Found[0].Phrase), emerging.IgnoreFile)
	}
	return nil
}

// nothingNew says so where it is so, and why.
func (env *environment) nothingNew(y *edition.Young) bool {
	switch {
	case y.Silent != "":
		env.say("%s: nothing can be said yet: %s", y.Period.Name, y.Silent)
	case len(y.Found)+len(y.Rising)+len(y.Seasonal) > 0:
		return false
	case len(y.Ignored) > 0:
		env.say("%s: nothing new but what %s keeps out: %s", y.Period.Name, emerging.IgnoreFile, someOf(y.Ignored, mostForms))
	default:
		env.say("%s: nothing new; of %s none is used by clearly more people than before", y.Period.Name, count(y.Tested, "phrase", "phrases"))
	}
	return true
}

// How many sentences of one finding are shown, and how many other phrases: where
// several quote the same passage, all its words rise together.
const mostSentences, mostForms = 8, 8

// someOf lists the first of some words, and says how many more there are.
func someOf(words []string, most int) string {
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s, and %d more", strings.Join(words[:most], ", "), len(words)-most)
}

func (env *environment) findings(s *sheet, ed *edition.Edition, y *edition.Young, title string, found []emerging.Finding) {
	if len(found) == 0 {
		return
	}
	s.head("%s", title)
	for i := range found {
		f := &found[i]
		s.line("%s", y.Sentence(f))
		s.more("sectors: %s", strings.Join(ed.SectorNames(f.Sectors), ", "))
		if len(f.Also) > 0 {
			s.more("also as: %s", someOf(f.Also, mostForms))
		}
		for _, id := range f.Near {
			s.more("near the theme %s", id)
		}
		for n, ev := range f.Evidence {
			if n == mostSentences {
				s.more("and %s", count(len(f.Evidence)-n, "more entry", "more entries"))
				break
			}
			s.more("%s", y.Reason(ed, ev))
		}
	}
}

func writeLinesOf[T any](w interface{ Write([]byte) (int, error) }, rows []T) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range rows {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// accept makes a theme of a phrase that was found.
func (env *environment) accept(ed *edition.Edition, y *edition.Young, phrase string) error {
	phrase = strings.Trim(text.Squeeze(phrase), `"'“”‘’`)
	f, spelled := spelledAs(y.Found, phrase)
	if f == nil {
		if t := ed.ThemeSaying(phrase); t != nil {
			return fmt.Errorf("%q is a theme already: %s", phrase, t.File)
		}
		return notSuggested(y, phrase)
	}
	file, err := ed.Accept(y, f, spelled)
	if err != nil {
		return err
	}
	env.say("%s: made, with the reasons in a comment", file)
	env.say("next: write in it why the community follows this; `weft fetch` or `weft serve` finds its entries, and then `weft build` shows them")
	return nil
}

// spelledAs finds a phrase among the findings, and how people write it.
func spelledAs(found []emerging.Finding, phrase string) (*emerging.Finding, string) {
	for i := range found {
		for _, spelled := range append([]string{found[i].Phrase}, found[i].Also...) {
			if strings.EqualFold(spelled, phrase) {
				return &found[i], spelled
			}
		}
	}
	return nil, ""
}

func notSuggested(y *edition.Young, phrase string) error {
	if y.Silent != "" {
		return fmt.Errorf("%q is not suggested in %s: nothing can be said yet: %s; a theme can be written by hand, as content/themes/NAME.md", phrase, y.Period.Name, y.Silent)
	}
	for _, ignored := range y.Ignored {
		if strings.EqualFold(ignored, phrase) {
			return fmt.Errorf("%q is not suggested: %s keeps it out; take its line out there first", phrase, emerging.IgnoreFile)
		}
	}
	var there []string
	for _, f := range y.Found {
		there = append(there, fmt.Sprintf("%q", f.Phrase))
	}
	if len(there) == 0 {
		return fmt.Errorf("%q is not suggested in %s, and nothing else is; a theme can be written by hand, as content/themes/NAME.md", phrase, y.Period.Name)
	}
	return fmt.Errorf("%q is not suggested in %s; there are: %s", phrase, y.Period.Name, strings.Join(there, ", "))
}
