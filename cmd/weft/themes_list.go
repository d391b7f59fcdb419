package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"weft/internal/edition"
)

// listThemes writes a line a theme, and below it what a curator may want to mend.
func (env *environment) listThemes(ed *edition.Edition, asJSON bool) error {
	all, err := ed.ThemeRows()
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(env.stdout)
		enc.SetEscapeHTML(false)
		for _, t := range all {
			if err := enc.Encode(t); err != nil {
				return err
			}
		}
		return nil
	}
	if len(all) == 0 {
		env.say("no themes yet; make a file like content/themes/permission-to-fail.md, or look at `weft themes suggest`")
		return nil
	}
	width, terminal := widthOf(env.stdout)
	t := table{right: map[int]bool{1: true}}
	t.add("THEME", "ENTRIES", "LAST CROSSED", "SECTORS")
	for _, row := range all {
		t.add(row.ID, fmt.Sprint(row.Entries), dash(row.LastCrossed), bySector(row.Sectors))
	}
	if terminal {
		t.fit(3, width-1)
	}
	lines := t.lines()
	fmt.Fprintln(env.stdout, lines[0])
	for i, row := range all {
		fmt.Fprintln(env.stdout, lines[i+1])
		for _, note := range themeNotes(row) {
			fmt.Fprintln(env.stdout, "    "+shown(note))
		}
	}
	return nil
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func bySector(counts []edition.SectorCount) string {
	var parts []string
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%s %d", c.Sector, c.Entries))
	}
	return dash(strings.Join(parts, ", "))
}

func themeNotes(row edition.ThemeRow) []string {
	var notes []string
	if len(row.Never) > 0 {
		notes = append(notes, "not met in the last half year: "+strings.Join(row.Never, ", "))
	}
	if len(row.TooOften) > 0 {
		notes = append(notes, "in more than a quarter of all entries, so it tells little: "+strings.Join(row.TooOften, ", "))
	}
	return notes
}
