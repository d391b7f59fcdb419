package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// table reads a .tsv of the collection, each row by its columns' names; those
// that are wanted must be there. There is no quoting: a " is a plain character.
func table(file string, wanted ...string) ([]map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var head []string
	var out []map[string]string
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if head == nil {
			head = cells
			for _, w := range wanted {
				if !slices.Contains(head, w) {
					return nil, fmt.Errorf("%s: no column %s", file, w)
				}
			}
			continue
		}
		if len(cells) != len(head) {
			return nil, fmt.Errorf("%s:%d: %d cells, not %d", file, len(out)+2, len(cells), len(head))
		}
		row := make(map[string]string, len(head))
		for i, name := range head {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	return out, nil
}
