package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"weft/internal/config"
	"weft/internal/edition"

	"github.com/spf13/cobra"
)

func newPublish(env *environment) *cobra.Command {
	var how publication
	cmd := &cobra.Command{
		Use: "publish [EDITION] [FOLDER]", Short: "put the built site where readers find it, at one instant", GroupID: everyDay,
		Long: "Publish puts the tree that `weft build` made in place of the one that readers\n" +
			"have, the whole of it at once: in FOLDER, or where publish = \"…\" in site.toml\n" +
			"says. FOLDER becomes a link into weft's own folder beside it. Without an edition,\n" +
			"all are published that site.toml names a place for.\n\n" +
			"It makes the tree once more, searched for what only an overlay knows, and goes on\n" +
			"only where the output folder holds the very same. What `weft check` calls an error\n" +
			"stops it. A tree that readers have already is not published again.\n\n" +
			"A line in content/ledger.jsonl (the overlay's, for its edition) says who published\n" +
			"it and when, with a hash of what was published.",
		Example: "  weft publish\n  weft publish public /srv/www/digest --by 'Ada Jones'",
		Args:    cobra.MaximumNArgs(2), ValidArgsFunction: complete(1, env.editionNames),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := env.project()
			if err != nil {
				return err
			}
			return env.publish(cmd.Context(), p, args, how)
		},
	}
	cmd.Flags().BoolVar(&how.anyway, "anyway", false, "publish in spite of errors that check finds")
	cmd.Flags().BoolVar(&how.takeOver, "take-over", false, "replace the tree that readers have though somebody changed it by hand")
	cmd.Flags().StringVar(&how.by, "by", "", "`who` publishes it (default: $WEFT_BY, or git's user)")
	cmd.Flags().StringVar(&how.reason, "reason", "", "`what` is to be said of it in the ledger")
	return cmd
}

// A publication is how something is published, and by whom.
type publication struct {
	anyway, takeOver bool
	by, reason       string
}

// A stand is where readers find an edition.
type stand struct {
	config.Edition
	place string // absolute; not the folder that it leads to
}

func (env *environment) publish(ctx context.Context, p *edition.Project, args []string, how publication) error {
	stands, err := env.stands(p, args)
	if err != nil {
		return err
	}
	if how.reason = strings.TrimSpace(how.reason); how.reason != "" {
		if err := printable("--reason", how.reason); err != nil {
			return err
		}
	}
	if how.by, err = env.person(ctx, p.Dir, how.by); err != nil {
		return err
	}
	if err := env.readyToPublish(ctx, p, stands, how.anyway); err != nil {
		return err
	}
	guard, err := env.guard(ctx, p)
	if err != nil {
		return err
	}
	defer guard.close()
	for _, s := range stands {
		if err := env.publishEdition(ctx, p, s, how, guard); err != nil {
			return fmt.Errorf("%s edition: %w", s.Name, err)
		}
	}
	return nil
}

// stands says what is to be published, and where.
func (env *environment) stands(p *edition.Project, args []string) ([]stand, error) {
	var out []stand
	if len(args) == 0 {
		for _, e := range p.Editions() {
			if e.Publish != "" {
				out = append(out, stand{e, shownIn(p, e)})
			}
		}
		if len(out) == 0 {
			return nil, usageError{errors.New(`site.toml names no place to publish to; write publish = "/srv/www/digest" above its first table, or name one: weft publish public FOLDER`)}
		}
	} else {
		s, err := env.standOf(p, args)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	for _, s := range out {
		if err := apartFrom(p, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// standOf is that of an edition that is named, with a place or without.
func (env *environment) standOf(p *edition.Project, args []string) (stand, error) {
	e, err := named(p, args[0])
	if _, known := p.Site.Edition(args[0]); !known && strings.ContainsAny(args[0], `/\.`) {
		err = usageError{fmt.Errorf("say of which edition: `weft publish public %s`", asArgument(args[0]))}
	}
	switch {
	case err != nil:
		return stand{}, err
	case len(args) == 2 && args[1] != "":
		place := args[1]
		if !filepath.IsAbs(place) {
			place = filepath.Join(env.dir, place)
		}
		return stand{e, realPath(place)}, nil
	case e.Publish == "":
		return stand{}, usageError{fmt.Errorf("site.toml names no place for the %s edition; write publish = \"…\" beside its output, or name one: `weft publish %s FOLDER`", e.Name, e.Name)}
	}
	return stand{e, shownIn(p, e)}, nil
}

// shownIn is where site.toml says that readers find an edition.
func shownIn(p *edition.Project, e config.Edition) string {
	place := filepath.FromSlash(e.Publish)
	if !filepath.IsAbs(place) {
		place = filepath.Join(p.Dir, place)
	}
	return realPath(place)
}
