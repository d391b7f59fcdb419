package main

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/period"

	"github.com/spf13/cobra"
)

func newRun(env *environment) *cobra.Command {
	return &cobra.Command{
		Use: "run", Short: "fetch, draft what is due, build", GroupID: everyDay,
		Long: "Run does the regular work: it fetches, drafts the newest period that is over\n" +
			"and has entries if no issue is as new, and builds. It says what it found,\n" +
			"where the site is and what to do next. Run twice, it changes nothing.",
		Example:     "  weft run\n  weft -C /srv/digest run",
		Annotations: map[string]string{partly: "some feeds failed, and the rest is done and built"},
		Args:        cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := env.project()
			if err != nil {
				return err
			}
			return env.run(cmd.Context(), p)
		},
	}
}

// run is the whole way: fetch, draft, build.
func (env *environment) run(ctx context.Context, p *edition.Project) error {
	got, err := env.fetch(ctx, p, asking{})
	if err != nil {
		return err
	}
	next, err := env.draftIfDue(ctx, p)
	if err != nil {
		return keptError{err, keptFetched}
	}
	made, err := env.build(ctx, p, buildFlags{})
	if err != nil {
		return keptError{err, "what was fetched and drafted is kept; mend the file, then `weft build`"}
	}
	if err := env.tellBuilt(made, false); err != nil {
		return err
	}
	if err := env.tellWaiting(p); err != nil {
		return err
	}
	env.say("the site is in %s: open %s", made[0].Output, filepath.Join(made[0].Output, "index.html"))
	if next != "" {
		env.say("next: %s", next)
	}
	return got.partly()
}

// draftIfDue drafts the newest closed period that has entries, unless an issue
// is as new. It gives the next step for the curator.
func (env *environment) draftIfDue(ctx context.Context, p *edition.Project) (next string, err error) {
	public, err := named(p, config.Public)
	if err != nil {
		return "", err
	}
	at := edition.Moment{Now: env.now(), Live: true}
	ed, err := env.loadToRead(ctx, p, public, at)
	if err != nil {
		return "", err
	}
	defer ed.Close()
	if empty, err := ed.Empty(); err != nil || empty {
		env.say("there are no entries yet")
		if len(ed.Roster.Feeds(0)) > 0 {
			return "look at what the feeds answered, above, then `weft run` again", err
		}
		return "`weft add URL` puts somebody into a list by the address of their blog, then `weft run`", err
	}
	if cut, err := env.finishDraft(ctx, ed, at); err != nil {
		return "", err
	} else if cut != "" {
		defer func() { next = cmp.Or(next, editAndFreeze(cut)) }()
	}
	newest := ed.Newest()
	if err := env.tellCrossings(ed, newest); err != nil {
		return "", err
	}
	periods, probs := ed.Periods()
	if err := probs.Err(); err != nil {
		return "", err
	}
	if len(periods) > 0 && !newest.Start.After(periods[0].Start) {
		return env.nothingDue(ed, periods[0])
	}
	drafts, err := env.draft(ctx, p, at, []string{newest.Name})
	if err != nil {
		return "", err
	}
	for _, d := range drafts {
		env.say("%s", d.words())
	}
	return editAndFreeze(newest.Name), nil
}

func (env *environment) nothingDue(ed *edition.Edition, latest period.Period) (string, error) {
	env.say("nothing to draft: there is an issue of %s", latest.Name)
	source, found, err := ed.Source(latest.Name, 0)
	if err != nil || !found || !source.File.Draft {
		return "", err
	}
	return editAndFreeze(latest.Name), nil
}

func editAndFreeze(name string) string {
	return "edit " + edition.DigestFile(name) + " (`weft serve` shows it), then `weft check`, `weft freeze " + name + "` and `weft build`"
}

// tellCrossings says which themes crossed sectors in a period.
func (env *environment) tellCrossings(ed *edition.Edition, p period.Period) error {
	crossed, err := ed.Crossed(p)
	if err != nil {
		return err
	}
	if len(crossed) == 0 {
		env.say("%s: no theme crossed sectors", p.Name)
		return nil
	}
	var said []string
	for _, c := range crossed {
		said = append(said, ed.Label(c.Theme)+" ("+strings.Join(c.Sectors, ", ")+")")
	}
	env.say("%s: crossed sectors: %s", p.Name, shown(strings.Join(said, "; ")))
	return nil
}
