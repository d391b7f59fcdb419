package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/policy"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// reviewFlags are what a review can be asked for.
type reviewFlags struct {
	edition, rule, owner, older, by string
	every, list, asJSON             bool
}

func newReview(env *environment) *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use: "review", Short: "decide on what waits for somebody", GroupID: everyDay,
		Long: "Review shows what waits for a person, in every edition at hand: entries that a\n" +
			"rule or somebody set under review, contributions that were handed in, and\n" +
			"appeals that nobody has answered. Appeals come first, then what has waited\n" +
			"longest; each with who wrote it, the rule, its owner and reason, and the words\n" +
			"that the rule met.\n\n" +
			"On a terminal one key decides, and weft asks for the reason. Each decision is\n" +
			"written down at once, so that Ctrl-C loses none. Elsewhere, or with --list, it\n" +
			"lists what waits; `weft decide URL ACTION --reason …` decides.\n\n" +
			"What a rule holds is looked for among the entries of the last half year; with\n" +
			"--all among all of them.",
		Example: "  weft review\n  weft review --rule patient-confidentiality\n  weft review --older 7d --list\n  weft review --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.review(cmd.Context(), f)
		},
	}
	cmd.Flags().StringVar(&f.edition, "edition", "", "only what waits in the edition of this `name`")
	cmd.Flags().StringVar(&f.rule, "rule", "", "only what this rule holds, by its `id`")
	cmd.Flags().StringVar(&f.owner, "owner", "", "only what a rule of this `owner` holds")
	cmd.Flags().StringVar(&f.older, "older", "", "only what has waited so `long`, such as 7d or 2w")
	cmd.Flags().StringVar(&f.by, "by", "", "`who` decides (default: $WEFT_BY, or git's user)")
	cmd.Flags().BoolVar(&f.every, "all", false, "look among entries of every age")
	cmd.Flags().BoolVar(&f.list, "list", false, "list what waits, and ask nothing")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "one JSON object an entry on stdout")
	return cmd
}

func (env *environment) review(ctx context.Context, f reviewFlags) error {
	p, at, err := env.desk("")
	if err != nil {
		return err
	}
	if f.edition != "" {
		if _, err := named(p, f.edition); err != nil {
			return err
		}
	}
	all, done, err := env.open(p, at)
	if err != nil {
		return err
	}
	defer done()
	if err := f.check(all); err != nil {
		return err
	}
	now := env.now()
	var from time.Time
	if !f.every {
		if from, err = lately(all); err != nil {
			return err
		}
	}
	waiting, err := edition.UndecidedIn(all, from)
	if err != nil {
		return err
	}
	waiting = slices.DeleteFunc(waiting, func(w edition.Undecided) bool { return !f.wants(&w, now) })
	switch {
	case f.asJSON:
		return env.reviewRows(waiting)
	case len(waiting) == 0:
		env.say("nothing waits for a decision%s", f.narrowed())
		return nil
	case !f.list && env.asks() && onTerminal(env.stdout):
		r := &reviewer{env: env, all: all, waiting: waiting, flags: f}
		return r.run(ctx, p)
	}
	env.reviewList(all, waiting)
	return nil
}

// check refuses a filter that nothing could pass.
func (f *reviewFlags) check(all []*edition.Edition) error {
	var ids, owners []string
	for _, ed := range all {
		for _, r := range ed.Rules {
			ids, owners = append(ids, r.ID), append(owners, r.Owner)
		}
	}
	unknown := func(flag, said string, known []string) error {
		slices.Sort(known)
		there := "there are: " + strings.Join(slices.Compact(known), ", ")
		if len(known) == 0 {
			there = "there are no rules; feeds/policy.toml holds them"
		}
		return usageError{fmt.Errorf("%s: no rule has %q; %s", flag, said, strings.TrimSpace(diag.DidYouMean(said, known, "")+" "+there))}
	}
	switch {
	case f.rule != "" && !slices.Contains(ids, f.rule):
		return unknown("--rule", f.rule, ids)
	case f.owner != "" && !slices.ContainsFunc(owners, func(o string) bool { return strings.EqualFold(o, f.owner) }):
		return unknown("--owner", f.owner, owners)
	}
	if f.older != "" {
		if _, err := policy.Days(f.older); err != nil {
			return usageError{fmt.Errorf("--older %q is no number of days or weeks; write it like 7d or 2w", f.older)}
		}
	}
	return nil
}

// wants reports whether something passes the filters.
func (f *reviewFlags) wants(w *edition.Undecided, now time.Time) bool {
	held := func(is func(policy.Holding) bool) bool { return slices.ContainsFunc(w.Hits, is) }
	if f.rule != "" && !held(func(h policy.Holding) bool { return h.Rule.ID == f.rule }) ||
		f.owner != "" && !held(func(h policy.Holding) bool { return strings.EqualFold(h.Rule.Owner, f.owner) }) {
		return false
	}
	if f.edition != "" && !slices.Contains(w.Under, f.edition) && !(len(w.Appeals) > 0 && readsAppeal(w, f.edition)) {
		return false
	}
	length, _ := policy.Days(cmp.Or(f.older, "0d"))
	return f.older == "" || !now.Add(-length).Before(since(w))
}

// readsAppeal reports whether an edition reads the ledger in which an appeal stands.
func readsAppeal(w *edition.Undecided, name string) bool {
	return w.Edition.Edition.Name == name || !strings.HasPrefix(w.Appeals[0].File, w.Edition.Layers[len(w.Edition.Layers)-1].Name)
}

// since is when something began to wait.
func since(w *edition.Undecided) time.Time {
	if len(w.Appeals) > 0 {
		return w.Appeals[0].At
	}
	return w.Since
}

func (f *reviewFlags) narrowed() string {
	switch {
	case f.rule+f.owner+f.edition+f.older != "":
		return " that was asked for; without filters `weft review` shows all"
	case f.every:
		return ""
	}
	return "; `weft review --all` looks further back than half a year"
}

func onTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// errReviewLeft says that whoever reviewed pressed Ctrl-C.
var errReviewLeft = errors.New("interrupted; what was decided is written down, the rest waits")

// earliest is since when the first of them waits.
func earliest(waiting []edition.Undecided) time.Time {
	out := since(&waiting[0])
	for i := range waiting {
		if at := since(&waiting[i]); at.Before(out) {
			out = at
		}
	}
	return out
}

// lately is how far back is looked for what rules hold in any of some editions.
func lately(all []*edition.Edition) (from time.Time, err error) {
	for i, ed := range all {
		at, err := ed.Lately()
		if err != nil {
			return time.Time{}, err
		}
		if i == 0 || at.Before(from) {
			from = at
		}
	}
	return from, nil
}

// tellWaiting says how much waits for a decision, where anything does. What was
// to be warned of has been said by whoever opened the site before.
func (env *environment) tellWaiting(p *edition.Project) error {
	var all []*edition.Edition
	for _, e := range p.Editions() {
		ed, probs, err := p.Load(e, edition.Moment{Now: env.now(), Live: true})
		if err = errors.Join(err, probs.Err()); err != nil {
			return err
		}
		defer ed.Close()
		all = append(all, ed)
	}
	from, err := lately(all)
	if err != nil {
		return err
	}
	waiting, err := edition.UndecidedIn(all, from)
	if err != nil || len(waiting) == 0 {
		return err
	}
	env.say("%s for a decision, the longest since %s%s: `weft review`", count(len(waiting), "piece waits", "pieces wait"), day(all[0], earliest(waiting)), oldNote(waiting))
	return nil
}
