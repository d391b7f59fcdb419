package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"weft"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/lint"
)

// readyToPublish looks through everything that people edit, as `weft check` does:
// readers have it afterwards. What is wrong in an overlay stops the editions that
// are made of it, and no other.
func (env *environment) readyToPublish(ctx context.Context, p *edition.Project, stands []stand, anyway bool) error {
	job := lint.Job{Dir: p.Dir, Now: env.now(), Templates: weft.Templates(), Past: past(ctx, p.Dir), Tracks: tracks(ctx, p.Dir)}
	report, err := job.Run(ctx)
	if err != nil {
		return err
	}
	errs := 0
	for _, problem := range report.Problems {
		concerns := slices.ContainsFunc(stands, func(s stand) bool { return madeOf(p, s, problem) })
		if !problem.Warning && concerns {
			env.say("%s", shown(problem.String()))
			errs++
		}
	}
	if errs > 0 && !anyway {
		return fmt.Errorf("the site has %s and was not published; mend %s, or publish it as it is: `weft publish --anyway`", count(errs, "error", "errors"), itOrThem(errs))
	}
	return nil
}

// madeOf reports whether a problem lies in what an edition is made of.
func madeOf(p *edition.Project, s stand, problem diag.Problem) bool {
	for _, e := range p.Site.Editions {
		if e.Name != s.Name && strings.HasPrefix(problem.File, e.Output+"/") {
			return false
		}
		if e.Overlay != "" && !slices.Contains(p.Site.Overlays(s.Edition), e.Overlay) && strings.HasPrefix(problem.File, e.Overlay+"/") {
			return false
		}
	}
	return true
}
