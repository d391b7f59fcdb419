package lint

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/emerging"
	"weft/internal/policy"
	"weft/internal/theme"
)

// themes looks at words that two themes of an edition have in common, as far as
// the topmost layer has a part in it, and at its list of what is not suggested.
func themes(ed *edition.Edition) (diag.List, error) {
	top := len(ed.Layers) - 1
	_, probs := emerging.LoadIgnore(ed.Layers[top:])
	for _, o := range theme.Overlaps(ed.Themes, ed.Site.Language) {
		if max(o.One.Layer, o.Other.Layer) != top {
			continue
		}
		line := lineOf(ed, o.One, o.Phrase)
		if o.Within {
			probs.Warn(o.One.File, line, "an entry with the longer words counts for the other theme alone; say so here with `not`, or take them for one theme", "%q stands within the label %q of %s", o.Phrase, o.Other.Label, o.Other.File)
			continue
		}
		probs.Warn(o.One.File, line, "leave it to the theme that it says most about: shared, it says half of each", "%q is among the words of %s as well", o.Phrase, o.Other.File)
	}
	said, _ := policy.LoadTags(ed.Layers[top:]) // which lines cannot be read is told with the rest
	unknownThemes(ed, said, &probs)
	return probs, nil
}

// unknownThemes tells what curators said of themes that are no more: a file that
// was renamed takes their word with it, and nothing shows that it is gone.
func unknownThemes(ed *edition.Edition, said policy.TagLog, probs *diag.List) {
	var known []string
	for _, t := range ed.Themes {
		known = append(known, t.ID)
	}
	first, times := map[string]policy.TagLine{}, map[string]int{}
	for _, line := range said.Lines() {
		for _, id := range slices.Concat(line.Themes, line.Not) {
			if slices.Contains(known, id) {
				continue
			}
			if times[id]++; times[id] == 1 {
				first[id] = line
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(first)) {
		what := "what it says of"
		switch n := times[id] - 1; n {
		case 0:
		case 1:
			what = "what it and another line say of"
		default:
			what = fmt.Sprintf("what it and %d other lines say of", n)
		}
		probs.Warn(first[id].File, first[id].Line, diag.DidYouMean(id, known, "where the theme's file was renamed, write the new name into the lines"), "%s theme %q counts nowhere: there is no such theme", what, id)
	}
}

// lineOf finds where a theme's file has a phrase; 0 where that cannot be said.
func lineOf(ed *edition.Edition, t theme.Theme, phrase string) int {
	layer := ed.Layers[t.Layer]
	data, err := fs.ReadFile(layer.FS, strings.TrimPrefix(t.File, layer.Name))
	if err != nil {
		return 0
	}
	before, _, found := bytes.Cut(data, []byte(phrase))
	if !found {
		return 0
	}
	return 1 + bytes.Count(before, []byte("\n"))
}
