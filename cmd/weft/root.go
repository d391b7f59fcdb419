package main

import (
	"context"
	"errors"

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

Every command works from any folder below site.toml, and with -C DIR. What is
data goes to stdout, what is said to people to stderr. Who acts is named by
--by, else by WEFT_BY in the environment, else by git's user.`

func newRoot(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use: "weft", Short: "curated community digests, woven from feeds", Long: about,
		Annotations:   map[string]string{partly: "some feeds failed, or some files could not be read"},
		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, args []string) error { return cmd.Help() },
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
	}
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().StringVarP(&env.dir, "dir", "C", ".", "the site's `folder`, or one below it")
	if err := root.MarkPersistentFlagDirname("dir"); err != nil {
		panic(err) // there is no such flag
	}
	root.SetFlagErrorFunc(misused)
	root.SetUsageTemplate(usage)
	root.AddGroup(groups()...)
	root.AddCommand(newInit(env), newImport(env), newAdd(env), newContribute(env), newFetch(env), newDraft(env), newFreeze(env), newCheck(env), newBuild(env), newPublish(env), newSend(env), newServe(env), newRun(env), newInspect(env), newExport(env), newStatus(env), newWhy(env), newTag(env), newThemes(env), newPeople(env), newCredit(env), newDecide(env), newReview(env), newAppeal(env), newVersion(env), newCompletion(env))
	root.SetHelpCommand(newHelp(env))
	root.InitDefaultHelpCmd()
	explainExits(root)
	for _, cmd := range root.Commands() {
		cmd.Args = understood(cmd.Args)
		explainExits(cmd)
		completeNothingElse(cmd)
	}
	return root
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
