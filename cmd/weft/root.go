package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"weft/internal/edition"

	"github.com/spf13/cobra"
)

// run is the program: arguments in, exit code out.
func run(ctx context.Context, env *environment, args []string) int {
	root := newRoot(env)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; what was done stays, and the next run goes on from there")
	}
	if err != nil {
		tell(env.stderr, err)
	}
	return exitCode(err)
}

const about = `weft pulls the blogs of people inside and outside an organisation, sees which
themes cross from one sector to another, helps a curator turn a week of that
into a Markdown digest, and publishes it as a site and as feeds.

Every command works from any folder below site.toml, and with -C DIR.

Exit status: 0 done, 1 failed, 2 not understood, 3 done in part (some feeds
failed).`

func newRoot(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use: "weft", Short: "curated community digests, woven from feeds", Long: about,
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("unknown command %q%s; `weft help` lists them", args[0], suggestion(cmd, args[0]))}
			}
			return nil
		},
	}
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().StringVarP(&env.dir, "dir", "C", ".", "the site's `folder`, or one below it")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; `%s --help` says what there is", err, cmd.CommandPath())}
	})
	root.AddCommand(newInit(env), newFetch(env), newDraft(env), newFreeze(env), newBuild(env), newRun(env), newInspect(env), newExport(env), newVersion(env))
	for _, cmd := range root.Commands() {
		cmd.Args = understood(cmd.Args)
	}
	return root
}

func suggestion(cmd *cobra.Command, word string) string {
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return ""
}

// understood makes a misuse of a command's arguments a matter of usage.
func understood(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{fmt.Errorf("%s: %w; `%s --help` says how", cmd.Name(), err, cmd.CommandPath())}
		}
		return nil
	}
}

// project opens the site that the command is for, showing what warns.
func (env *environment) project() (*edition.Project, error) {
	dir, err := edition.Find(env.dir)
	if err != nil {
		return nil, err
	}
	p, probs, err := edition.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := probs.Err(); err != nil {
		return nil, err
	}
	env.warn(probs)
	return p, nil
}
