package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"weft"
	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/policy"
	"weft/internal/publish"
	"weft/internal/site"

	"github.com/spf13/cobra"
)

// buildFlags are what a build can be asked for.
type buildFlags struct {
	edition  string
	drafts   bool
	takeOver bool
	asJSON   bool
}

func newBuild(env *environment) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use: "build", Short: "make the site and its feeds", GroupID: everyDay,
		Long: "Build makes the public edition, and every other whose folder is at hand. Pages\n" +
			"are staged, the public ones searched for what only an overlay knows, and then\n" +
			"put in place; only what differs is written. Files that weft did not write\n" +
			"stay, and are named.",
		Example: "  weft build\n  weft build --drafts\n  weft build --edition internal",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := env.project()
			if err != nil {
				return err
			}
			built, err := env.build(cmd.Context(), p, f)
			if err != nil {
				return err
			}
			return env.tellBuilt(built, f.asJSON)
		},
	}
	cmd.Flags().StringVar(&f.edition, "edition", "", "build this `edition` only")
	cmd.Flags().BoolVar(&f.drafts, "drafts", false, "show issues that are still being written")
	cmd.Flags().BoolVar(&f.takeOver, "take-over", false, "replace files in the way that weft did not write")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "one JSON object an edition on stdout")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

// built is what became of an edition.
type built struct {
	Edition   string   `json:"edition"`
	Output    string   `json:"output"`
	Written   int      `json:"written"`
	Unchanged int      `json:"unchanged"`
	Removed   int      `json:"removed"`
	Bytes     int64    `json:"bytes"`
	Strangers []string `json:"strangers"`
}

func (env *environment) build(ctx context.Context, p *edition.Project, f buildFlags) ([]built, error) {
	editions := p.Editions()
	if f.edition != "" {
		e, err := named(p, f.edition)
		if err != nil {
			return nil, err
		}
		editions = []config.Edition{e}
	}
	guard, err := env.guard(ctx, p)
	if err != nil {
		return nil, err
	}
	defer guard.close()
	var made []staged
	for _, e := range editions {
		stage, _, err := env.stageEdition(ctx, p, e, f, guard)
		if err != nil {
			return nil, fmt.Errorf("%s edition: %w", e.Name, err)
		}
		defer stage.Abort() // nothing, where it was committed
		made = append(made, staged{stage, built{Edition: e.Name, Output: outputOf(p, e)}})
	}
	return commitAll(made)
}

// A staged is an edition's new tree, made and searched, that nobody sees yet.
type staged struct {
	*publish.Staging
	built
}

// commitAll puts trees in place when all are made: what is wrong with one edition
// leaves the pages of every one as they were.
func commitAll(made []staged) ([]built, error) {
	var out []built
	for _, s := range made {
		report, err := s.Commit()
		if err != nil {
			err = fmt.Errorf("%s edition: %w", s.Edition, err)
			if len(out) > 0 {
				err = fmt.Errorf("%w; the pages of the %s edition are new already", err, out[len(out)-1].Edition)
			}
			return out, err
		}
		s.Written, s.Unchanged, s.Removed, s.Bytes, s.built.Strangers = report.Written, report.Unchanged, report.Removed, report.Bytes, report.Strangers
		out = append(out, s.built)
	}
	return out, nil
}

func outputOf(p *edition.Project, e config.Edition) string {
	return filepath.Join(p.Dir, filepath.FromSlash(e.Output))
}

// stageEdition makes the tree of an edition and stages it, each file searched for
// what other overlays know. So is what lies in the output folder and weft did not
// write, which it names.
func (env *environment) stageEdition(ctx context.Context, p *edition.Project, e config.Edition, f buildFlags, guard *guard) (stage *publish.Staging, strangers []string, err error) {
	ed, err := env.load(p, e, edition.Moment{Now: env.now()})
	if err != nil {
		return nil, nil, err
	}
	defer ed.Close()
	env.warn(policy.Endings(ed.Rules, len(ed.Layers)-1, env.now()))
	if err := env.tagEdition(ctx, ed); err != nil {
		return nil, nil, err
	}
	defer frugal(buildingMemory)()
	in, probs, err := ed.Input(templates(p), f.drafts)
	if err = errors.Join(err, probs.Err()); err != nil {
		return nil, nil, err
	}
	env.warn(probs)
	env.warn(policy.Sweeping(ed.Rules, len(ed.Layers)-1, in.Quarters))
	if stage, err = publish.Begin(outputOf(p, e), p.State(e), publish.Options{TakeOver: f.takeOver}); err != nil {
		return nil, nil, err
	}
	watch := guard.over(ed)
	if err = site.Build(in, watch.over(ctx, stage)); err == nil {
		strangers, err = stage.Strangers()
	}
	if err == nil {
		err = watch.strangers(outputOf(p, e), strangers)
	}
	if err != nil {
		return nil, nil, errors.Join(err, stage.Abort())
	}
	return stage, strangers, nil
}

// over stages what passes the watch.
func (w *watch) over(ctx context.Context, stage *publish.Staging) func(name string, data []byte) error {
	return func(name string, data []byte) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.check(name, data); err != nil {
			return err
		}
		return stage.Write(name, data)
	}
}

// templates gives weft's own with the site's laid over them.
func templates(p *edition.Project) fs.FS {
	if own := p.Templates(); own != nil {
		return site.Overlay(own, weft.Templates())
	}
	return weft.Templates()
}

func (env *environment) tellBuilt(all []built, asJSON bool) error {
	for _, b := range all {
		if asJSON {
			if b.Strangers == nil {
				b.Strangers = []string{}
			}
			if err := json.NewEncoder(env.stdout).Encode(b); err != nil {
				return err
			}
			continue
		}
		env.say("%s: %d files written, %d unchanged, %d removed in %s", b.Edition, b.Written, b.Unchanged, b.Removed, b.Output)
		if len(b.Strangers) > 0 {
			env.say("%s: not written by weft, and left alone: %s", b.Edition, shown(someOf(b.Strangers, fewConflicts)))
		}
	}
	return nil
}
