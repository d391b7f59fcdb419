package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// leastFound is the share of the collection's citations that must be found.
const leastFound = 0.95

// cited tells how many of the citations that the collection lists, with both
// ends among the entries, weft found as links.
func (v *verdict) cited(want expected) error {
	if want.cited == "" {
		return nil
	}
	entries, err := lines[struct{ URL string }](want.exported)
	if err != nil {
		return fmt.Errorf("-cited needs -exported: %w", err)
	}
	here := map[string]bool{}
	for _, e := range entries {
		here[e.URL] = true
	}
	found, err := lines[struct{ From, To, Kind string }](want.cited)
	if err != nil {
		return err
	}
	known := map[[2]string]bool{}
	for _, c := range found {
		if c.Kind == "link" {
			known[[2]string{c.From, c.To}] = true
		}
	}
	pairs, err := truePairs(want.truth, here)
	if err != nil {
		return err
	}
	n := 0
	for pair := range pairs {
		if known[pair] {
			n++
		}
	}
	v.say(float64(n) >= leastFound*float64(len(pairs)), "%d of %d listed citations found", n, len(pairs))
	return nil
}

// truePairs reads who cites whom among the entries that are here.
func truePairs(path string, here map[string]bool) (map[[2]string]bool, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := map[[2]string]bool{}
	from, to := -1, -1
	for line := range strings.Lines(string(data)) { // without quoting: a " is a plain character
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if from < 0 {
			from, to = slices.Index(row, "citing_post"), slices.Index(row, "cited_post")
			if from < 0 || to < 0 {
				return nil, fmt.Errorf("%s: no columns citing_post and cited_post", path)
			}
		} else if max(from, to) < len(row) && here[row[from]] && here[row[to]] {
			out[[2]string{row[from], row[to]}] = true
		}
	}
	return out, nil
}
