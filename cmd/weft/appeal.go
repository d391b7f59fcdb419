package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"weft/internal/edition"
	"weft/internal/policy"

	"github.com/spf13/cobra"
)

// An appealing is what somebody says against what became of a piece.
type appealing struct {
	reason, by string
	not        bool
}

func newAppeal(env *environment) *cobra.Command {
	var how appealing
	cmd := &cobra.Command{
		Use: "appeal URL --reason …", Short: "record that somebody objects to what became of an entry", GroupID: everyDay,
		Long: "Appeal adds a line to content/ledger.jsonl (the overlay's, for an entry of the\n" +
			"overlay): what was objected to, what they say, who recorded it and when. It\n" +
			"changes nothing by itself. `weft review` puts it first until somebody decides\n" +
			"with `weft decide`; that decision is the answer, and the same decision as before\n" +
			"with a reason of its own is one too. With --not the objection is taken back.\n" +
			"URL is any address the entry ever had, its id, or the file of a contribution.\n\n" +
			"The public ledger is for everybody to read: write what they say, and not who\n" +
			"they are where that is nobody's business.",
		Example: "  weft appeal https://example.org/a --reason 'the number in it is made up, she writes'\n  weft appeal https://example.org/a --not --by 'Ada Jones'",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: complete(1, env.addresses),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.appeal(cmd.Context(), args[0], how)
		},
	}
	cmd.Flags().StringVar(&how.reason, "reason", "", "`what` they say; needed")
	cmd.Flags().StringVar(&how.by, "by", "", "`who` records it (default: $WEFT_BY, or git's user)")
	cmd.Flags().BoolVar(&how.not, "not", false, "they object no more")
	return cmd
}

func (env *environment) appeal(ctx context.Context, named string, how appealing) error {
	if how.reason = strings.TrimSpace(how.reason); how.reason == "" && !how.not {
		return usageError{errors.New(`appeal: nothing is said; add --reason "what they say": whoever decides finds it there`)}
	}
	if err := printable("--reason", how.reason); err != nil {
		return err
	}
	p, all, done, err := env.deskInTurn()
	if err != nil {
		return err
	}
	defer done()
	ed, f, err := env.locate(all, named)
	switch {
	case err != nil:
		return err
	case f == nil:
		return unknownEntry(named)
	}
	act := policy.Act{Act: policy.ActAppeal, URL: f.Entry.URL, Entry: f.Entry.ID, Not: how.not, Reason: how.reason, At: env.now()}
	if act.By, err = env.person(ctx, p.Dir, how.by); err != nil {
		return err
	}
	if err := keepInside(all, f.Layer, "--reason", how.reason); err != nil {
		return err
	}
	return env.recordAppeal(all, ed, f, act)
}

// recordAppeal appends the appeal, or takes one back, and says what comes of it.
func (env *environment) recordAppeal(all []*edition.Edition, top *edition.Edition, f *edition.Found, act policy.Act) error {
	from := top // what became of it where most people see it
	if f.Layer == 0 {
		from = all[0]
	}
	c, err := from.Case(f.Entry.ID)
	if err != nil {
		return err
	}
	if c == nil || c.Barred == policy.OptedOut {
		return fmt.Errorf("%s: its author wants no trace of it, and that goes over every decision; see `weft why %s`", called(&f.Entry), asArgument(f.Entry.ID))
	}
	waiting := slices.DeleteFunc(top.View.Ledger().AppealsOn(f.Entry.ID, c.Addresses), func(a policy.Appeal) bool { return a.Outcome != policy.Waiting })
	same := slices.IndexFunc(waiting, func(a policy.Appeal) bool { return a.Reason == act.Reason })
	switch {
	case act.Not && len(waiting) == 0:
		return fmt.Errorf("%s: no appeal waits that could be taken back; `weft why %s` tells what there is", called(&f.Entry), asArgument(f.Entry.ID))
	case !act.Not && same >= 0:
		a := waiting[same]
		env.say("%s: recorded so already by %s on %s (%s:%d), nothing to do", called(&f.Entry), shown(a.By), day(top, a.At), a.File, a.Line)
		return nil
	case !act.Not && c.Piece != nil:
		act.Action = inForce(c.Piece.Decision, env.now())
	}
	act = env.behind(act, top.View.ActsOn(f.Entry.ID, c.Addresses)...)
	file, err := appendTo(top, f.Layer, policy.LedgerFile, act)
	if err != nil {
		return err
	}
	if act.Not {
		env.say("%s: the appeal about %s is taken back, by %s", file, called(&f.Entry), shown(act.By))
		return nil
	}
	env.say("%s: appeal about %s, recorded by %s: %s", file, called(&f.Entry), shown(act.By), shown(act.Reason))
	env.say("    %s: %s", from.Edition.Name, verdict(from, c))
	env.say("next: `weft review` puts it first; `weft decide %s ACTION --reason …` answers it", asArgument(f.Entry.URL))
	return nil
}

// inForce is what a decision means at a moment.
func inForce(d policy.Decision, at time.Time) policy.Action {
	if d.Action == policy.Embargo && d.Visible(true, at) {
		return policy.Publish
	}
	return d.Action
}

// outcome says in words what came of an appeal.
func outcome(ed *edition.Edition, a policy.Appeal) string {
	switch a.Outcome {
	case policy.Granted:
		return fmt.Sprintf("granted by %s on %s (%s:%d): %s: %s", a.Answer.By, day(ed, a.Answer.At), a.Answer.File, a.Answer.Line, a.Answer.Action, a.Answer.Reason)
	case policy.Upheld:
		return fmt.Sprintf("not granted by %s on %s (%s:%d): %s: %s", a.Answer.By, day(ed, a.Answer.At), a.Answer.File, a.Answer.Line, a.Answer.Action, a.Answer.Reason)
	case policy.Withdrawn:
		return fmt.Sprintf("taken back on %s (%s:%d)", day(ed, a.Answer.At), a.Answer.File, a.Answer.Line)
	}
	return "no answer yet"
}

// tellAnswered says which appeals a decision answers.
func (env *environment) tellAnswered(top *edition.Edition, f *edition.Found, addresses []string, act policy.Act) {
	now := top.View.Ledger().With(act)
	for _, a := range now.AppealsOn(f.Entry.ID, addresses) {
		if a.Answer == nil || a.Answer.ID != act.ID {
			continue
		}
		words := map[policy.Outcome]string{policy.Granted: "is granted", policy.Upheld: "is not granted"}[a.Outcome]
		env.say("    the appeal of %s (%s:%d) %s: %s", day(top, a.At), a.File, a.Line, words, shown(a.Reason))
	}
}

// appealed reports whether an appeal about an entry waits for its answer.
func appealed(top *edition.Edition, c *policy.Case, id string) bool {
	return slices.ContainsFunc(top.View.Ledger().AppealsOn(id, c.Addresses), func(a policy.Appeal) bool { return a.Outcome == policy.Waiting })
}
