package main

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"weft/internal/config"
	"weft/internal/digest"
	"weft/internal/edition"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What the shell is told when somebody presses Tab. Whoever completes asks for
// words and for nothing else: a folder that is no site, or one whose site.toml
// is broken, gives none; nothing is said, nothing written, and no archive is
// opened by what stands here.

// A completer gives the words that may stand at a place of the command line.
type completer = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective)

// complete makes a completer of what lists words, for the first n arguments.
func complete(n int, list func(args []string) []string) completer {
	return func(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= n {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var out []string
		for _, word := range list(args) {
			if strings.HasPrefix(word, begun) {
				out = append(out, word)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
}

// site opens the site for completing: quietly, or not at all.
func (env *environment) site() (*edition.Project, bool) {
	dir, err := edition.Find(env.dir)
	if err != nil {
		return nil, false
	}
	p, _, err := edition.Open(dir)
	return p, err == nil && p != nil
}

// openIssues lists the periods whose issue is not frozen, the newest first,
// each with its title.
func (env *environment) openIssues([]string) []string {
	p, ok := env.site()
	if !ok {
		return nil
	}
	return issuesOf(p, false)
}

// frozenIssues lists the periods whose issue is frozen, the newest first.
func (env *environment) frozenIssues([]string) []string {
	p, ok := env.site()
	if !ok {
		return nil
	}
	return issuesOf(p, true)
}

// issuesOf lists the periods of a site that have an issue, frozen or not, the
// newest first.
func issuesOf(p *edition.Project, ended bool) []string {
	root := os.DirFS(p.Dir)
	files, _ := fs.Glob(root, edition.DigestFile("*"))
	var out []string
	for i := len(files) - 1; i >= 0; i-- { // periods sort by their names
		name := strings.TrimSuffix(path.Base(files[i]), ".md")
		if _, err := p.Site.Calendar.Parse(name); err != nil || frozen(root, name) != ended {
			continue
		}
		out = append(out, name)
	}
	return out
}

func frozen(root fs.FS, period string) bool {
	data, err := fs.ReadFile(root, edition.RecordFile(period))
	if err != nil {
		return false
	}
	record, err := digest.ParseRecord(data)
	return err == nil && record.Frozen
}

// editionNames lists the editions that are at hand.
func (env *environment) editionNames([]string) []string {
	p, ok := env.site()
	if !ok {
		return []string{config.Public}
	}
	var out []string
	for _, e := range p.Editions() {
		out = append(out, cobra.CompletionWithDesc(e.Name, "in "+cmp.Or(filepath.ToSlash(e.Output), "public")))
	}
	return out
}

// formats lists the forms in which a kind of thing can be exported.
func formats(args []string) []string {
	if len(args) == 1 && args[0] == "feeds" {
		return []string{"jsonl", "csv", "opml"}
	}
	if len(args) == 1 && (args[0] == "citations" || args[0] == "people") {
		return []string{"jsonl", "csv", "graphml"}
	}
	return []string{"jsonl", "csv"}
}

func completeCommands(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	return complete(1, func([]string) []string {
		var out []string
		for _, c := range cmd.Root().Commands() {
			if c.IsAvailableCommand() {
				out = append(out, cobra.CompletionWithDesc(c.Name(), c.Short))
			}
		}
		return out
	})(cmd, args, begun)
}

// completeFlag says what may follow a flag of a command.
func completeFlag(cmd *cobra.Command, flag string, list func(args []string) []string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		return complete(len(args)+1, list)(cmd, args, begun)
	}); err != nil {
		panic(err) // there is no such flag
	}
}

// completeFolders lets the shell offer folders.
func completeFolders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeNothingElse keeps the shell from offering the names of files where
// no file is meant: behind commands that take no arguments, and behind flags
// that say nothing of files themselves.
func completeNothingElse(cmd *cobra.Command) {
	if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 && cmd.Args(cmd, []string{"x"}) != nil {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if _, known := cmd.GetFlagCompletionFunc(flag.Name); !known && len(flag.Annotations) == 0 {
			completeFlag(cmd, flag.Name, func([]string) []string { return nil })
		}
	})
}
