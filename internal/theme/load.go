package theme

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/roster"
	"weft/internal/text"
	"weft/internal/tomlfile"
)

// The form of content/themes/ID.md.
type themeFile struct {
	Label   string   `toml:"label"`
	Terms   []string `toml:"terms"`
	Not     []string `toml:"not"`
	Related []string `toml:"related"`
}

// Load reads the themes of every layer, sorted by id. An overlay's file of a
// public theme's name adds terms and words to it.
func Load(layers []roster.Layer) ([]Theme, diag.List) {
	var probs diag.List
	byID := map[string]*Theme{}
	var refs []reference
	for n, layer := range layers {
		files, _ := fs.Glob(layer.FS, "content/themes/*.md")
		for _, name := range files {
			if t, related, ok := read(layer, n, name, &probs); ok {
				join(byID, t)
				refs = append(refs, related...)
			}
		}
	}
	var themes []Theme
	for _, t := range byID {
		themes = append(themes, *t)
	}
	slices.SortFunc(themes, func(a, b Theme) int { return strings.Compare(a.ID, b.ID) })
	checkRelated(themes, refs, &probs)
	return themes, probs
}

// A reference is where a file names another theme.
type reference struct {
	id, file string
	line     int
}

func read(layer roster.Layer, n int, name string, probs *diag.List) (Theme, []reference, bool) {
	shown := layer.Name + name
	data, err := fs.ReadFile(layer.FS, name)
	if err != nil {
		probs.Add(shown, 0, "make the file readable, or move it away", "cannot be read: %v", err)
		return Theme{}, nil, false
	}
	var f themeFile
	doc := tomlfile.FrontMatter(shown, data, &f, probs)
	t := Theme{ID: strings.TrimSuffix(path.Base(name), ".md"), Label: f.Label, Terms: f.Terms, Not: f.Not, Related: f.Related,
		Note: strings.TrimSpace(doc.Body), Layer: n, File: shown}
	if !config.ValidID(t.ID) {
		probs.Add(shown, 0, "the file's name is the theme's id: "+config.IDHint, "theme id %q", t.ID)
		return Theme{}, nil, false
	}
	if t.Label == "" && doc.Ok && n == 0 {
		probs.Add(shown, 1, `write label = "Permission to fail"`, "the theme has no label")
	}
	t.Label = checkLabel(shown, t, doc.Lines.Of("label"), probs)
	checkWords(shown, "terms", t.Terms, doc.Lines, probs)
	checkWords(shown, "not", t.Not, doc.Lines, probs)
	var related []reference
	for i, id := range t.Related {
		related = append(related, reference{id, shown, doc.Lines.Of("related", i)})
	}
	return t, related, true
}

// checkLabel gives the label as it can be shown, and tells where it is of no use.
func checkLabel(file string, t Theme, line int, probs *diag.List) string {
	shown := t.Label
	switch {
	case strings.ContainsFunc(shown, unicode.IsControl):
		probs.Warn(file, line, "write it as one line of plain letters", "the label %q holds characters that cannot be shown", shown)
		shown = strings.Join(strings.FieldsFunc(shown, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
	case shown != "" && text.CountWords(shown) == 0 && len(t.Terms) == 0:
		probs.Warn(file, line, "write the words to look for into terms", "the label %q has no words and there are no terms, so the theme is never found", shown)
	}
	for _, not := range t.Not {
		if strings.EqualFold(not, shown) || slices.ContainsFunc(t.Terms, func(term string) bool { return strings.EqualFold(term, not) }) {
			probs.Warn(file, line, "leave it out of one of the two", "%q is among what is looked for and among what is not", not)
		}
	}
	return shown
}

func checkWords(file, key string, phrases []string, lines tomlfile.Lines, probs *diag.List) {
	for i, phrase := range phrases {
		if text.CountWords(phrase) == 0 {
			probs.Add(file, lines.Of(key, i), "write the words to look for; signs alone are never found", "%s: %q has no words", key, phrase)
		}
	}
}

// join adds an overlay's file to what is known of the theme.
func join(byID map[string]*Theme, t Theme) {
	known := byID[t.ID]
	if known == nil {
		if t.Label == "" {
			t.Label = t.ID
		}
		byID[t.ID] = &t
		return
	}
	known.Terms = append(known.Terms, t.Terms...)
	known.Not = append(known.Not, t.Not...)
	known.Related = append(known.Related, t.Related...)
	if t.Note != "" {
		known.Note = strings.TrimSpace(known.Note + "\n\n" + t.Note)
	}
	if a := &known.Added; t.Layer > known.Layer {
		a.Terms, a.Not, a.Related = append(a.Terms, t.Terms...), append(a.Not, t.Not...), append(a.Related, t.Related...)
		a.Note = strings.TrimSpace(a.Note + "\n\n" + t.Note)
	}
}

func checkRelated(themes []Theme, refs []reference, probs *diag.List) {
	var ids []string
	for _, t := range themes {
		ids = append(ids, t.ID)
	}
	for _, r := range refs {
		if !slices.Contains(ids, r.id) {
			probs.Add(r.file, r.line, diag.DidYouMean(r.id, ids, "themes are the files of content/themes"), "related theme %q does not exist", r.id)
		}
	}
}
