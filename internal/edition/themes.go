package edition

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"weft/internal/atomicfile"
	"weft/internal/emerging"
	"weft/internal/roster"
	"weft/internal/text"
	"weft/internal/theme"
)

// ThemeRow is a theme as a curator sees it: what of the last half year it is in.
type ThemeRow struct {
	ID          string        `json:"id"`
	Label       string        `json:"label"`
	File        string        `json:"file"`
	Entries     int           `json:"entries"`
	Sectors     []SectorCount `json:"sectors"`
	LastCrossed string        `json:"last_crossed"` // a period, or ""
	Never       []string      `json:"never"`        // terms that no entry has
	TooOften    []string      `json:"too_often"`    // terms that so many have that they tell nothing
}

// SectorCount is how many entries a sector has.
type SectorCount struct {
	Sector  string `json:"sector"`
	Entries int    `json:"entries"`
}

// ThemeRows gives every theme, by id.
func (ed *Edition) ThemeRows() ([]ThemeRow, error) {
	window, err := ed.Window()
	if err != nil {
		return nil, err
	}
	crossed := map[string]string{} // by theme: the newest period
	for name, all := range ed.crossings(window) {
		for _, c := range all {
			crossed[c.Theme] = max(crossed[c.Theme], name)
		}
	}
	rows := make([]ThemeRow, 0, len(ed.Themes))
	for _, t := range ed.Themes {
		row := ThemeRow{ID: t.ID, Label: t.Label, File: t.File, LastCrossed: crossed[t.ID], Sectors: []SectorCount{}, Never: []string{}, TooOften: []string{}}
		bySector := map[string]int{}
		for _, p := range window {
			if !p.HasTheme(t.ID) {
				continue
			}
			row.Entries++
			for _, s := range p.Sectors {
				bySector[s]++
			}
		}
		for _, id := range ed.Site.SectorIDs() {
			if bySector[id] > 0 {
				row.Sectors = append(row.Sectors, SectorCount{id, bySector[id]})
			}
		}
		rows = append(rows, row)
	}
	return rows, ed.terms(rows)
}

// terms says of each theme which of its words are never met in the half year, or
// so often that they tell nothing.
func (ed *Edition) terms(rows []ThemeRow) error {
	counter := theme.NewCounter(ed.Themes, ed.Site.Language)
	from, to := ed.Span()
	for p, err := range ed.View.Reading(from, to, 0) {
		if err != nil {
			return err
		}
		counter.Count(&p.Entry)
	}
	for i := range rows {
		for _, t := range counter.Never() {
			if t.Theme.ID == rows[i].ID {
				rows[i].Never = append(rows[i].Never, t.Phrase)
			}
		}
		for _, t := range counter.TooMuch() {
			known := func(s string) bool { return text.Fold(s) == text.Fold(t.Phrase) } // the label is among the terms
			if t.Theme.ID == rows[i].ID && !slices.ContainsFunc(rows[i].TooOften, known) {
				rows[i].TooOften = append(rows[i].TooOften, t.Phrase)
			}
		}
	}
	return nil
}

// Lessons counts the entries that curators taught something about.
func (ed *Edition) Lessons() (int, error) {
	lessons, err := ed.lessons()
	return len(lessons), err
}

// SectorNames gives the names of sectors, in the site's order.
func (ed *Edition) SectorNames(ids []string) []string {
	var names []string
	for _, ref := range ed.sectorRefs(ids) {
		names = append(names, ref.Name)
	}
	return names
}

// Absolute gives the whole address of a page of the site's own.
func (ed *Edition) Absolute(url string) string { return ed.absolute(url) }

// Sentence says a finding in words.
func (y *Young) Sentence(f *emerging.Finding) string { return f.Words(y.Weeks) }

// mostForms is how many other forms of a phrase become terms of its theme.
const mostForms = 5

// otherForms are the ways to say a phrase that are worth to be looked for as
// well. What rose with it is often only another word of the same entries, so
// they share a word with it; what holds the whole of it is found in any case.
func otherForms(f *emerging.Finding, phrase string) []string {
	words := strings.Fields(phrase)
	var forms []string
	for _, s := range append([]string{f.Phrase}, f.Also...) {
		kin := slices.ContainsFunc(words, func(w string) bool { return isPartOf(w, s) })
		if kin && !isPartOf(s, phrase) && !isPartOf(phrase, s) && len(forms) < mostForms {
			forms = append(forms, s)
		}
	}
	return forms
}

// ThemeSaying gives the theme that has a phrase for its label or a term; nil when
// none has.
func (ed *Edition) ThemeSaying(phrase string) *theme.Theme {
	says := func(s string) bool { return text.Fold(text.Squeeze(s)) == text.Fold(text.Squeeze(phrase)) }
	for i := range ed.Themes {
		if t := &ed.Themes[i]; says(t.Label) || slices.ContainsFunc(t.Terms, says) {
			return t
		}
	}
	return nil
}

// isPartOf reports whether a phrase is among the words of another: to look for
// it as well would find more than was meant.
func isPartOf(part, whole string) bool {
	spaced := func(s string) string { return " " + strings.ToLower(text.Squeeze(s)) + " " }
	return strings.Contains(spaced(whole), spaced(part))
}

// Accept makes a theme of a phrase that people began to use: a new file in the
// topmost layer, never in place of one that is there.
func (ed *Edition) Accept(y *Young, f *emerging.Finding, phrase string) (file string, err error) {
	id := roster.Slug(phrase)
	if id == "" {
		return "", fmt.Errorf("no file can be named for %q; make content/themes/NAME.md by hand, with label = %q", phrase, phrase)
	}
	top := len(ed.Layers) - 1
	name := "content/themes/" + id + ".md"
	file = ed.Layers[top].Name + name
	if known := slices.IndexFunc(ed.Themes, func(t theme.Theme) bool { return t.ID == id }); known >= 0 {
		return "", fmt.Errorf("%s is there already; add %q to its terms", ed.Themes[known].File, phrase)
	}
	reasons := []string{fmt.Sprintf("Suggested in %s, because %s", y.Period.Name, y.Sentence(f))}
	for _, ev := range f.Evidence {
		reasons = append(reasons, y.Reason(ed, ev))
	}
	path := filepath.Join(ed.LayerDir(ed.Edition, top), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return file, atomicfile.WriteNew(path, theme.Begin(phrase, otherForms(f, phrase), reasons), 0o644)
}
