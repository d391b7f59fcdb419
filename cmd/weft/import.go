package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/enlist"
	"weft/internal/opml"
	"weft/internal/tomlfile"

	"github.com/spf13/cobra"
)

// largestImport bounds what is read of a file; opml has the same bound.
const largestImport = 10<<20 + 1

func newImport(env *environment) *cobra.Command {
	var w newcomer
	cmd := &cobra.Command{
		Use: "import FILE.opml", Short: "put the feeds of a feed reader's list into a list", GroupID: nowAndThen,
		Long: "Import reads OPML, which feed readers export, and adds a contributor for each\n" +
			"feed: all at once, or none. Who is listed already is left out and named, also\n" +
			"under another spelling of the address. A folder with the name of a sector gives\n" +
			"the sector. Nobody is asked: `weft fetch` does that. - reads standard input.",
		Example:     "  weft import subscriptions.opml --list housing\n  weft -C old export feeds --format opml | weft -C new import -",
		Args:        cobra.ExactArgs(1),
		Annotations: map[string]string{partly: "some outlines have no web address; the rest is imported"},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"opml", "xml"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.importList(cmd.Context(), args[0], w)
		},
	}
	cmd.Flags().StringVar(&w.list, "list", "", "the `list` to add to, such as housing or feeds/housing.toml; a new one is made")
	cmd.Flags().BoolVar(&w.dryRun, "dry-run", false, "show what would be written, and write nothing")
	completeFlag(cmd, "list", env.listNames)
	return cmd
}

func (env *environment) importList(ctx context.Context, file string, w newcomer) error {
	if strings.HasSuffix(strings.ToLower(file), ".jsonl") {
		return usageError{errors.New("import: only OPML can be imported, which is what `weft export feeds --format opml` and feed readers write")}
	}
	data, err := env.readInput(file)
	if err != nil {
		return err
	}
	if file == "-" {
		file = "standard input"
	}
	list, skipped, err := opml.Read(data)
	var fault *opml.Error
	if errors.As(err, &fault) {
		var probs diag.List
		probs.Add(shown(file), fault.Line, "export the list anew from the feed reader, or mend that line", "%s", fault.Message)
		return probs.Err()
	}
	if err != nil {
		return err
	}
	return env.importAll(ctx, file, list, skipped, w)
}

func (env *environment) readInput(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(io.LimitReader(env.stdin, largestImport))
	}
	if strings.HasPrefix(file, "http://") || strings.HasPrefix(file, "https://") {
		return nil, usageError{fmt.Errorf("import: %s is an address; save what is there as a file and import that, or `weft add` it if it is a blog's", shown(file))}
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not there; name the file that the feed reader exported", shown(file))
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was read only
	return io.ReadAll(io.LimitReader(f, largestImport))
}

func (env *environment) importAll(ctx context.Context, file string, list, skipped []opml.Subscription, w newcomer) error {
	p, err := env.project()
	if err != nil {
		return err
	}
	known, closeAll, err := env.known(p)
	if err != nil {
		return err
	}
	defer closeAll()
	to, err := env.target(ctx, p, known, w)
	if err != nil {
		return err
	}
	im := enlist.Import{Known: known, Site: p.Site, Sector: to.sector}
	rows, feeds, notes := im.Rows(list)
	for _, s := range skipped {
		notes = append(notes, enlist.Note{Line: s.Line, Text: fmt.Sprintf("%s: left out, %q is no web address", cmp.Or(s.Title, "an outline"), s.FeedURL)})
	}
	env.tellNotes(file, notes)
	if len(rows) == 0 {
		env.say("%s: %s, none of them new; nothing was written", file, count(len(list), "feed", "feeds"))
		return importedPartly(skipped)
	}
	if err := env.writeRows(p, to.ListFile, rows, feeds, w.dryRun); err != nil {
		return err
	}
	return importedPartly(skipped)
}

func importedPartly(skipped []opml.Subscription) error {
	if len(skipped) > 0 {
		return errPartly
	}
	return nil
}

func (env *environment) tellNotes(file string, notes []enlist.Note) {
	slices.SortStableFunc(notes, func(a, b enlist.Note) int { // what is of no line comes last
		return cmp.Or(cmp.Compare(min(b.Line, 1), min(a.Line, 1)), cmp.Compare(a.Line, b.Line))
	})
	for _, n := range notes {
		if n.Line == 0 {
			env.say("%s: %s", shown(file), shown(n.Text))
			continue
		}
		env.say("%s:%d: %s", shown(file), n.Line, shown(n.Text))
	}
}

func tables(rows []enlist.Row) (all []tomlfile.Table, text string) {
	var blocks []string
	for _, row := range rows {
		all = append(all, row.Table())
		blocks = append(blocks, row.Table().Text(contributors))
	}
	return all, strings.Join(blocks, "\n")
}
