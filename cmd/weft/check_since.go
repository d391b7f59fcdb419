package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/lint"
	"weft/internal/revision"
)

// since leaves in a report what is new: what the site as it was at a revision
// of its git repository did not have. That is written to a folder of its own,
// looked through by the same rules and beside the same archives, and removed.
func (env *environment) since(ctx context.Context, job lint.Job, rev string, report lint.Report) (lint.Report, error) {
	tree, err := revision.Open(ctx, job.Dir, rev)
	if err != nil {
		return report, err
	}
	then, err := os.MkdirTemp("", "weft-check-")
	if err != nil {
		return report, err
	}
	defer os.RemoveAll(then)
	if err := tree.Write(ctx, then, func(name string) bool { return name == config.File }); err != nil {
		return report, err
	}
	overlays := overlaysOf(job.Dir)
	folders := append(slices.Concat(overlays, overlaysOf(then)), "feeds", "content", "templates")
	if err := tree.Write(ctx, then, func(name string) bool {
		return name == "go.mod" || slices.ContainsFunc(folders, func(dir string) bool { return strings.HasPrefix(name, dir+"/") })
	}); err != nil {
		return report, err
	}
	was := lint.Report{} // there was no site: all of it is new
	if _, err := os.Stat(filepath.Join(then, config.File)); err == nil {
		job.Beside, job.Dir = job.Dir, then
		if was, err = job.Run(ctx); err != nil {
			return report, err
		}
	}
	return report.Since(was, slices.DeleteFunc(overlays, func(dir string) bool {
		_, err := os.Stat(filepath.Join(then, filepath.FromSlash(dir)))
		return err == nil
	})), nil
}

// overlaysOf lists the overlay folders that a site's own file names.
func overlaysOf(dir string) []string {
	site, _ := config.Load(os.DirFS(dir))
	if site == nil {
		return nil
	}
	return site.AllOverlays()
}
