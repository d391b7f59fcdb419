package theme

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/roster"
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
	for n, layer := range layers {
		files, _ := fs.Glob(layer.FS, "content/themes/*.md")
		for _, name := range files {
			if t, ok := read(layer, n, name, &probs); ok {
				join(byID, t)
			}
		}
	}
	var themes []Theme
	for _, t := range byID {
		themes = append(themes, *t)
	}
	slices.SortFunc(themes, func(a, b Theme) int { return strings.Compare(a.ID, b.ID) })
	related(themes, &probs)
	return themes, probs
}

func read(layer roster.Layer, n int, name string, probs *diag.List) (Theme, bool) {
	shown := layer.Name + name
	data, err := fs.ReadFile(layer.FS, name)
	if err != nil {
		probs.Add(shown, 0, "make the file readable, or move it away", "cannot be read: %v", err)
		return Theme{}, false
	}
	var f themeFile
	doc := tomlfile.FrontMatter(shown, data, &f, probs)
	t := Theme{ID: strings.TrimSuffix(path.Base(name), ".md"), Label: f.Label, Terms: f.Terms, Not: f.Not, Related: f.Related,
		Note: strings.TrimSpace(doc.Body), Layer: n, File: shown}
	if !config.ValidID(t.ID) {
		probs.Add(shown, 0, "the file's name is the theme's id: "+config.IDHint, "theme id %q", t.ID)
		return Theme{}, false
	}
	if t.Label == "" && doc.Ok && n == 0 {
		probs.Add(shown, 1, `write label = "Permission to fail"`, "the theme has no label")
	}
	return t, true
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
}

func related(themes []Theme, probs *diag.List) {
	var ids []string
	for _, t := range themes {
		ids = append(ids, t.ID)
	}
	for _, t := range themes {
		for _, r := range t.Related {
			if !slices.Contains(ids, r) {
				probs.Add(t.File, 1, diag.DidYouMean(r, ids, "themes are the files of content/themes"), "related theme %q does not exist", r)
			}
		}
	}
}
