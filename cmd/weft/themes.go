package main

import (
	"context"
	"errors"
	"strings"

	"weft/internal/edition"

	"github.com/spf13/cobra"
)

// A theming is what is asked of the themes.
type theming struct {
	name   string // of the edition
	period string
	accept string
	json   bool
}

func newThemes(env *environment) *cobra.Command {
	var how theming
	cmd := &cobra.Command{
		Use: "themes [suggest|retag]", Short: "show the themes, what is emerging, or find all themes anew", GroupID: everyDay,
		Long: "Themes lists the themes of content/themes with how often each was written of\n" +
			"in the last half year, in which sectors, when it crossed from one to another,\n" +
			"and which of its words are never met, or so often that they tell nothing.\n\n" +
			"Suggest shows the phrases that people of several sectors have begun to use in\n" +
			"a period, with who, where, and the sentences. --accept makes a theme of one:\n" +
			"a new file for you to go on with. What should not be suggested again goes\n" +
			"into content/themes/ignore.txt, a phrase a line.\n\n" +
			"Retag learns anew from what you confirmed (`weft tag`, and what stands under a\n" +
			"theme's heading in a frozen issue), and finds the themes of all entries anew.\n" +
			"Without it an entry keeps the themes it was given when it came, until a\n" +
			"theme's file changes. Frozen issues keep theirs in any case.",
		Example: "  weft themes\n  weft themes suggest --period 2026-W47\n  weft themes suggest --accept 'warm hubs'\n  weft themes retag",
		Args:    cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs), ValidArgs: []string{"suggest", "retag"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("accept") && strings.TrimSpace(how.accept) == "" {
				return usageError{errors.New("themes: --accept needs a phrase; `weft themes suggest` shows which there are")}
			}
			return env.themes(cmd.Context(), strings.Join(args, ""), how)
		},
	}
	cmd.Flags().StringVar(&how.period, "period", "", "suggest: of this `period` (default the newest that is over and has entries)")
	cmd.Flags().StringVar(&how.accept, "accept", "", "suggest: make a theme of this `phrase`")
	cmd.Flags().StringVar(&how.name, "edition", "", "as this `edition` sees it (default public)")
	cmd.Flags().BoolVar(&how.json, "json", false, "one JSON object a theme, or a phrase, on stdout")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

// check refuses flags that go with something else.
func (t theming) check(what string) error {
	switch {
	case what != "suggest" && (t.period != "" || t.accept != ""):
		return usageError{errors.New("themes: --period and --accept go with `weft themes suggest`")}
	case t.accept != "" && t.json:
		return usageError{errors.New("themes: --accept writes a file; --json shows what there is to accept")}
	case what == "retag" && t.name != "":
		return usageError{errors.New("themes: retag finds the themes of every edition that is at hand; leave --edition out")}
	}
	return nil
}

func (env *environment) themes(ctx context.Context, what string, how theming) error {
	if err := how.check(what); err != nil {
		return err
	}
	p, err := env.project()
	if err != nil {
		return err
	}
	if what == "retag" {
		return env.retag(ctx, p)
	}
	e, err := named(p, how.name)
	if err != nil {
		return err
	}
	defer frugal(buildingMemory)()
	ed, err := env.loadToRead(ctx, p, e, edition.Moment{Now: env.now()})
	if err != nil {
		return err
	}
	defer ed.Close()
	if what == "suggest" {
		return env.suggest(ed, how)
	}
	return env.listThemes(ed, how.json)
}

// retag finds the themes of all entries anew, in every edition at hand.
func (env *environment) retag(ctx context.Context, p *edition.Project) error {
	read := 0
	for _, e := range p.Editions() {
		ed, err := env.load(p, e, edition.Moment{Now: env.now()})
		if err != nil {
			return err
		}
		unbounded := frugal(buildingMemory)
		n, show := 0, newProgress(env.stderr)
		tell := show.counting("finding themes")
		err = ed.Retag(ctx, func(sofar int) {
			n = sofar
			tell(n)
		})
		taught := 0
		if err == nil {
			taught, err = ed.Lessons()
		}
		show.end()
		unbounded()
		ed.Close()
		if err != nil {
			return err
		}
		read += n
		env.say("%s: found the themes of %s anew, having learnt from %s that you confirmed", e.Name, count(n, "entry", "entries"), count(taught, "entry", "entries"))
	}
	if read == 0 {
		env.say("next: `weft fetch` brings the entries")
		return nil
	}
	env.say("next: `weft build` shows it; issues that are frozen keep the themes they had")
	return nil
}
