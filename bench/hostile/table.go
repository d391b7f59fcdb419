package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"
)

// newProgress tells on stderr what is being tried.
func newProgress() func(string) {
	return func(what string) { fmt.Fprintf(os.Stderr, "\r\x1b[K%s", what) }
}

// report writes the table, and is an error unless all that must passes, and
// nine tenths of what should.
func report(w io.Writer, all []trial, attempts []*attempt) error {
	tried := map[string]*attempt{}
	for _, a := range attempts {
		tried[a.ID] = a
	}
	passed, failed, missing := map[string]int{}, map[string]int{}, 0
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, row := range all {
		a := tried[row.ID]
		if a == nil {
			missing++
			continue
		}
		mark := "ok "
		if len(a.faults) > 0 {
			mark = "BAD"
			failed[row.Level]++
		} else {
			passed[row.Level]++
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", mark, row.Level, row.ID, a.verdict())
		for _, f := range a.faults {
			fmt.Fprintf(t, "\t\t\t  %s\n", f)
		}
	}
	t.Flush()
	for _, level := range []string{"must", "should", "may"} {
		fmt.Fprintf(w, "%-6s %d of %d pass\n", level, passed[level], passed[level]+failed[level])
	}
	if missing > 0 {
		fmt.Fprintf(w, "%d not tried\n", missing)
	}
	if failed["must"] > 0 || failed["should"]*10 > passed["should"]+failed["should"] {
		return fmt.Errorf("weft does not hold against all that it must")
	}
	return nil
}
