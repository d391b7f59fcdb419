package policy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/roster"
)

// TagFile is where themes that curators confirmed or struck out are kept,
// within a layer.
const TagFile = "content/tags.jsonl"

// A TagLog is what curators said about the themes of entries.
type TagLog struct {
	byAddress map[string][]TagLine // in the order of the files
}

// A TagLine is one line of the file: what a curator said of an entry's themes.
type TagLine struct {
	URL    string    `json:"url"`
	Themes []string  `json:"themes"`
	Not    []string  `json:"not,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	File   string    `json:"-"` // where it stands, as people see it
	Line   int       `json:"-"`
	order  int       // of the line among all
}

// LoadTags reads content/tags.jsonl of every layer.
func LoadTags(layers []roster.Layer) (TagLog, diag.List) {
	log, order := TagLog{map[string][]TagLine{}}, 0
	var probs diag.List
	for _, layer := range layers {
		data, there := readFile(layer, TagFile, &probs)
		if !there {
			continue
		}
		eachLine(data, func(n int, line []byte) {
			t := TagLine{File: layer.Name + TagFile, Line: n}
			if err := json.Unmarshal(line, &t); err != nil || t.URL == "" {
				hint := `a line looks like {"url":"https://…","themes":["…"],"by":"…","at":"2026-11-22T10:00:00Z"}`
				if diag.IsConflict(string(line)) {
					hint = keepBoth
				} else if bytes.HasPrefix(line, byteOrderMark) {
					hint = noMark
				}
				probs.Add(layer.Name+TagFile, n, hint, "the line cannot be read")
				return
			}
			t.order, order = order, order+1
			key := entry.AddressKey(t.URL)
			log.byAddress[key] = append(log.byAddress[key], t)
		})
	}
	return log, probs
}

// Addresses lists the folded addresses of which curators said something, sorted.
func (l TagLog) Addresses() []string { return slices.Sorted(maps.Keys(l.byAddress)) }

// Lines gives every line, in the order of the files.
func (l TagLog) Lines() []TagLine {
	var all []TagLine
	for _, lines := range l.byAddress {
		all = append(all, lines...)
	}
	slices.SortFunc(all, func(a, b TagLine) int { return cmp.Compare(a.order, b.order) })
	return all
}

// Themes gives the themes that curators confirmed on an entry, sorted, and
// those they struck out; of two that disagree the later counts. What was said
// after asOf is left out, unless that is zero.
func (l TagLog) Themes(addresses []string, asOf time.Time) (yes, no []string) {
	said := map[string]bool{}
	for _, line := range l.lines(addresses) {
		if !asOf.IsZero() && line.At.After(asOf) {
			continue
		}
		for _, t := range line.Themes {
			said[t] = true
		}
		for _, t := range line.Not {
			said[t] = false
		}
	}
	for t, confirmed := range said {
		if confirmed {
			yes = append(yes, t)
		} else {
			no = append(no, t)
		}
	}
	slices.Sort(yes)
	slices.Sort(no)
	return yes, no
}

// lines gives what was said of any of the addresses, each line once, in the
// order of time; of the same second, in the order of the files.
func (l TagLog) lines(addresses []string) []TagLine {
	var all []TagLine
	for _, address := range addresses {
		all = append(all, l.byAddress[entry.AddressKey(address)]...)
	}
	slices.SortFunc(all, func(a, b TagLine) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.order, b.order)) })
	return slices.CompactFunc(all, func(a, b TagLine) bool { return a.order == b.order })
}

// apply lets curators' word go over weft's tags. The order is by theme.
func apply(tags []entry.Tag, yes, no []string) []entry.Tag {
	out := slices.DeleteFunc(slices.Clone(tags), func(t entry.Tag) bool { return slices.Contains(no, t.Theme) })
	for _, theme := range yes {
		i := slices.IndexFunc(out, func(t entry.Tag) bool { return t.Theme == theme })
		if i < 0 {
			out = append(out, entry.Tag{Theme: theme, Score: 1, By: entry.ByCurator, Evidence: []entry.Evidence{}})
			continue
		}
		out[i].By, out[i].Score, out[i].Suggested = entry.ByCurator, 1, false
	}
	slices.SortFunc(out, func(a, b entry.Tag) int { return strings.Compare(a.Theme, b.Theme) })
	return out
}
