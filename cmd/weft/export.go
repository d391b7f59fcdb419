package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"weft/internal/edition"
	"weft/internal/graphml"
	"weft/internal/syndicate"

	"github.com/spf13/cobra"
)

var exportKinds = []string{"citations", "codeowners", "decisions", "emerging", "entries", "feeds", "people"}

func newExport(env *environment) *cobra.Command {
	var format, asOf, name, of string
	cmd := &cobra.Command{
		Use: "export " + strings.Join(exportKinds, "|"), Short: "write what weft knows, for other programs", GroupID: forMachines,
		Long: "Export writes one row an entry, citation, person, decision, feed or emerging\n" +
			"phrase to stdout, in a stable order; codeowners is a file for a forge, which then\n" +
			"asks a list's curators before it changes. It is for the people who run the site:\n" +
			"decisions name what was held, and people have the figures that no page shows.",
		Example: "  weft export entries > entries.jsonl\n  weft export people --format csv --as-of 2026-06-30\n  weft export citations --format graphml > citations.graphml\n  weft export codeowners > CODEOWNERS",
		Args:    cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs), ValidArgs: exportKinds,
		RunE: func(cmd *cobra.Command, args []string) error {
			if of != "" && args[0] != "emerging" {
				return usageError{fmt.Errorf("--period goes with emerging alone; %s has all there are", args[0])}
			}
			p, err := env.project()
			if err != nil {
				return err
			}
			e, err := named(p, name)
			if err != nil {
				return err
			}
			at, err := env.moment(p, asOf)
			if err != nil {
				return err
			}
			defer frugal(buildingMemory)()
			ed, err := env.loadToRead(cmd.Context(), p, e, at)
			if err != nil {
				return err
			}
			defer ed.Close()
			return export(env.stdout, ed, args[0], format, of)
		},
	}
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl or csv; for feeds also opml, for citations and people graphml")
	cmd.Flags().StringVar(&asOf, "as-of", "", "what was known at the end of this `day`")
	cmd.Flags().StringVar(&name, "edition", "", "as this `edition` sees it (default public)")
	cmd.Flags().StringVar(&of, "period", "", "emerging in this `period` (default the newest that is over and has entries)")
	completeFlag(cmd, "format", formats)
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

func export(w io.Writer, ed *edition.Edition, what, format, period string) error {
	if format == "opml" && what == "feeds" {
		data, err := outline(ed)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	if what == "codeowners" {
		if format != "jsonl" {
			return usageError{fmt.Errorf("--format %q does not go with codeowners, which has a form of its own", format)}
		}
		return codeowners(w, ed)
	}
	if format == "graphml" && (what == "citations" || what == "people") {
		return writeGraph(w, ed, what)
	}
	write := map[string]func(io.Writer, rows, []string) error{"jsonl": writeLines, "csv": writeCSV}[format]
	if write == nil {
		return usageError{fmt.Errorf("--format %q does not go with %s; there are jsonl and csv, opml for feeds, graphml for citations and people", format, what)}
	}
	return write(w, rowsOf(ed, what, period), columns[what])
}

// rows are members by name, one row after the other.
type rows = iter.Seq2[map[string]any, error]

func rowsOf(ed *edition.Edition, what, period string) rows {
	switch what {
	case "emerging":
		return generic(each(emergingRows(ed, period)))
	case "entries":
		return generic(ed.EntryRows())
	case "citations":
		return generic(ed.CitationRows())
	case "people":
		return generic(each(ed.PersonRows()))
	case "decisions":
		return generic(each(ed.DecisionRows()))
	}
	return generic(each(ed.FeedRows()))
}

// emergingRows gives no rows where nothing can be said.
func emergingRows(ed *edition.Edition, period string) ([]edition.EmergingRow, error) {
	var args []string
	if period != "" {
		args = []string{period}
	}
	p, err := periodOf(ed, args)
	if err != nil {
		return nil, err
	}
	young, err := ed.Young(p)
	if err != nil {
		return nil, err
	}
	return young.Rows(ed), nil
}

// columns are the members of each kind of row, in the order of a table.
var columns = map[string][]string{
	"entries":   {"id", "url", "title", "contributor", "byline", "organisation", "sectors", "relation", "published", "updated", "first_seen", "themes", "suggested", "also_at", "story", "quotes", "decision"},
	"citations": {"from", "to", "kind", "of", "by", "at", "passage", "counted", "why_not"},
	"people":    {"id", "name", "organisation", "sectors", "supporter", "independent", "super_connector", "confirmed", "enough", "reach", "bridging", "evidence"},
	"emerging":  {"phrase", "people", "organisations", "sectors", "expected", "q", "level", "entries"},
	"decisions": {"url", "action", "rules", "reason", "owner", "by", "at", "final"},
	"feeds":     {"feed", "title", "contributor", "name", "site", "sectors", "local", "last_good", "last_new", "error"},
}

// each hands over a list one by one.
func each[T any](list []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		for _, row := range list {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// generic makes maps of rows: encoding/json writes the members of a map sorted.
func generic[T any](list iter.Seq2[T, error]) rows {
	return func(yield func(map[string]any, error) bool) {
		for row, err := range list {
			var out map[string]any
			if err == nil {
				out, err = members(row)
			}
			if !yield(out, err) || err != nil {
				return
			}
		}
	}
}

func members(row any) (out map[string]any, err error) {
	data, err := json.Marshal(row)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	return out, err
}

func writeLines(w io.Writer, all rows, _ []string) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for row, err := range all {
		if err == nil {
			err = enc.Encode(row)
		}
		if err != nil {
			return errors.Join(err, out.Flush())
		}
	}
	return out.Flush()
}

// writeCSV writes a table: lists of words with blanks between, all else that
// is not plain as JSON.
func writeCSV(w io.Writer, all rows, columns []string) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for row, err := range all {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = cell(row[c])
		}
		if err == nil {
			err = out.Write(cells)
		}
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell writes a value for a table. A text that a spreadsheet would run as a
// formula is made a text again by an apostrophe.
func cell(v any) string {
	switch v := v.(type) {
	case string:
		if v != "" && strings.ContainsRune("=+-@\t\r", rune(v[0])) {
			return "'" + v
		}
		return v
	case []any:
		if words, ok := plainWords(v); ok {
			return strings.Join(words, " ")
		}
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // of what was JSON just now
	return strings.TrimSpace(b.String())
}

func plainWords(list []any) ([]string, bool) {
	var words []string
	for _, v := range list {
		s, ok := v.(string)
		if !ok || strings.Contains(s, " ") {
			return nil, false
		}
		words = append(words, s)
	}
	return words, true
}

// outline lists the feeds by sector, as other feed readers import them.
func outline(ed *edition.Edition) ([]byte, error) {
	rows, err := ed.FeedRows()
	if err != nil {
		return nil, err
	}
	groups := map[string][]syndicate.Subscription{}
	for _, r := range rows {
		if r.Local {
			continue
		}
		name := ""
		if len(r.Sectors) > 0 {
			name = r.Sectors[0]
		}
		groups[name] = append(groups[name], syndicate.Subscription{Title: r.Name, FeedURL: r.Feed, HomeURL: r.Site, Categories: furtherSectors(r.Sectors)})
	}
	o := syndicate.Outline{Title: ed.Site.Title}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		label := "Further voices"
		if s, ok := ed.Site.Sector(name); ok {
			label = s.Name
		}
		o.Groups = append(o.Groups, syndicate.Group{Title: label, Feeds: groups[name]})
	}
	return syndicate.OPML(o)
}

// furtherSectors are those of somebody who has several: the group says but one.
func furtherSectors(sectors []string) []string {
	if len(sectors) < 2 {
		return nil
	}
	return sectors
}

// writeGraph writes who cites whom for programs that look at networks.
func writeGraph(w io.Writer, ed *edition.Edition, what string) error {
	graph := ed.CitationGraph
	if what == "people" {
		graph = ed.PersonGraph
	}
	g, err := graph()
	if err != nil {
		return err
	}
	return graphml.Write(w, g)
}
