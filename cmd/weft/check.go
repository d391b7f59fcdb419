package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"weft"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/lint"
	"weft/internal/revision"

	"github.com/spf13/cobra"
)

// errToMend says that what people wrote has errors, which have been told.
var errToMend = errors.New("there is something to mend")

// checkFlags are what a check can be asked for.
type checkFlags struct {
	strict, asJSON, fix, online bool
	since                       string
}

func newCheck(env *environment) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use: "check [FILE|FOLDER|FILE:LINE…]", Short: "look through everything people edit", GroupID: everyDay,
		Long: "Check reads everything that people edit, in every edition at hand, and tells\n" +
			"all that is wrong with it at once: file, line, what to do. It changes nothing\n" +
			"and asks no network. With files or folders it tells of these alone. It ends\n" +
			"with 1 where there is an error; what may be meant is a warning.\n\n" +
			"What fetching has learnt of feeds is told as well: those that moved for good,\n" +
			"with the change to the list; those that are gone; those that have failed for\n" +
			"long. With --fix it puts the new addresses of feeds that moved into the lists:\n" +
			"of all, of the lists that are named, or of one line (feeds/people.toml:12).\n" +
			"Only the bytes of the address change. What a web page names in place of a\n" +
			"feed, and feeds that are gone, it changes only where their line is named.\n\n" +
			"With --online it asks each feed once, as fetch would, and tells what is wrong\n" +
			"with those that do not answer well: for new lists, and before they are merged.\n" +
			"It records nothing, and needs no archive.",
		Args:    cobra.ArbitraryArgs,
		Example: "  weft check\n  weft check content/digests/2026-W47.md\n  weft check --since origin/main\n  weft check --fix\n  weft check --online feeds/people.toml",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.together(); err != nil {
				return err
			}
			if f.fix {
				return env.fix(args, f)
			}
			return env.check(cmd.Context(), args, f)
		},
	}
	cmd.AddCommand(newCheckPolicy(env))
	cmd.Flags().StringVar(&f.since, "since", "", "tell only what is new since this `revision` of the site's git repository")
	cmd.Flags().BoolVar(&f.fix, "fix", false, "put the new addresses of feeds that moved into the lists")
	cmd.Flags().BoolVar(&f.online, "online", false, "ask each feed of the lists once, too")
	cmd.Flags().BoolVar(&f.strict, "strict", false, "end with 1 where there is a warning, too")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "one JSON object a problem on stdout")
	return cmd
}

// together refuses what cannot be asked for at once.
func (f checkFlags) together() error {
	switch {
	case f.fix && f.since != "":
		return usageError{errors.New("check: --fix goes by what was learnt of the feeds, not by a revision; leave --since out")}
	case f.fix && f.online:
		return usageError{errors.New("check: --fix goes by what fetches were told more than once; leave --online out")}
	case f.online && f.since != "":
		return usageError{errors.New("check: how a feed answers has no past to compare with; leave --since or --online out")}
	}
	return nil
}

// A checked problem is one line of check --json.
type checked struct {
	File     string `json:"file"`
	Line     int    `json:"line"` // 0: the file as a whole
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Diff     string `json:"diff,omitempty"`
}

func (env *environment) check(ctx context.Context, args []string, f checkFlags) error {
	dir, err := edition.Find(env.dir)
	if err != nil {
		return err
	}
	only, err := env.within(dir, args)
	if err != nil {
		return err
	}
	job := lint.Job{Dir: dir, Now: env.now(), Templates: weft.Templates(), Past: past(ctx, dir), Tracks: tracks(ctx, dir), Asked: f.online}
	report, err := job.Run(ctx)
	if err == nil && f.since != "" {
		report, err = env.since(ctx, job, f.since, report)
	}
	if err != nil {
		return err
	}
	report = report.Only(only)
	if f.online {
		if report, err = env.online(ctx, dir, only, report); err != nil {
			return err
		}
	}
	if err := env.tellProblems(report.Problems, f.asJSON); err != nil {
		return err
	}
	return env.tellChecked(report, f)
}

// past is what git knows of the files below a folder.
func past(ctx context.Context, dir string) lint.Past {
	in := func(layer string) string { return filepath.Join(dir, filepath.FromSlash(layer)) }
	return lint.Past{
		Lines:   func(layer, name string) []revision.Line { return revision.Lines(ctx, in(layer), name) },
		Shallow: func(layer string) bool { return revision.Shallow(ctx, in(layer)) },
		Merges:  func(layer, name string) (string, bool) { return revision.Merges(ctx, in(layer), name) },
	}
}

// tracks asks the site's git repository what it has of some folders.
func tracks(ctx context.Context, dir string) lint.Tracker {
	return func(folders []string) (tracked, waiting []string, err error) {
		p, err := revision.Publishes(ctx, dir, folders)
		return p.Tracked, p.Waiting, err
	}
}

// tellProblems writes the problems: they are what was asked for, so they go to
// stdout.
func (env *environment) tellProblems(problems diag.List, asJSON bool) error {
	return env.tellAs(problems, "", asJSON)
}

// tellAs does so for what is neither an error nor a warning, and says what it is.
func (env *environment) tellAs(problems diag.List, severity string, asJSON bool) error {
	enc := json.NewEncoder(env.stdout)
	enc.SetEscapeHTML(false)
	for _, p := range problems {
		if !asJSON {
			if _, err := fmt.Fprintln(env.stdout, shown(p.String())); err != nil {
				return err
			}
			continue
		}
		if err := enc.Encode(checked{p.File, p.Line, p.Column, cmp.Or(severity, p.Severity()), p.Message, p.Hint, p.Diff}); err != nil {
			return err
		}
	}
	return nil
}

func (env *environment) tellChecked(r lint.Report, f checkFlags) error {
	for _, note := range r.Notes {
		env.say("%s", shown(note))
	}
	errs := r.Problems.Errors()
	warnings := len(r.Problems) - errs
	var found []string
	if errs > 0 {
		found = append(found, count(errs, "error", "errors"))
	}
	if warnings > 0 {
		found = append(found, count(warnings, "warning", "warnings"))
	}
	said := strings.Join(found, ", ")
	switch {
	case f.since != "" && said == "":
		said = "nothing to mend that is new since " + f.since
	case f.since != "":
		said += ", new since " + f.since
	case said == "":
		said = "nothing to mend"
	}
	env.say("%s looked at: %s", count(len(r.Files), "file", "files"), shown(said))
	if errs > 0 || f.strict && warnings > 0 {
		return errToMend
	}
	return nil
}

// within turns the files, folders and lines that were named into names within
// the site. They are seen from where the command is given, or, since so they are
// called in messages, from the site's folder.
func (env *environment) within(dir string, args []string) ([]lint.Place, error) {
	var out []lint.Place
	for _, arg := range args {
		path, line := arg, 0
		if i := strings.LastIndexByte(arg, ':'); i > 0 {
			if n, err := strconv.Atoi(arg[i+1:]); err == nil && n > 0 {
				path, line = arg[:i], n
			}
		}
		name, err := env.nameWithin(dir, path)
		if err != nil {
			return nil, err
		}
		out = append(out, lint.Place{Name: name, Line: line})
	}
	return out, nil
}

func (env *environment) nameWithin(dir, arg string) (string, error) {
	candidates := []string{filepath.Join(env.dir, arg), filepath.Join(dir, arg)}
	if filepath.IsAbs(arg) {
		candidates = []string{arg}
	}
	i := slices.IndexFunc(candidates, func(path string) bool { _, err := os.Lstat(path); return err == nil })
	if i < 0 {
		return "", usageError{fmt.Errorf("%s is not there; name a file or folder of the site, or none to check all", arg)}
	}
	rel, err := filepath.Rel(realPath(dir), realPath(candidates[i]))
	if err != nil || !filepath.IsLocal(rel) {
		return "", usageError{fmt.Errorf("%s is not in the site %s", arg, dir)}
	}
	return filepath.ToSlash(rel), nil
}

// realPath resolves the folders on the way to a file, and not the file: a link
// is what was named.
func realPath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	return path
}
