package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"weft/internal/atomicfile"
	"weft/internal/edition"
)

// A draft is up to four files: Markdown and record, of the site and of its
// overlays. While they are written a note in .weft/ names the period, so that
// `run`, which leaves an issue alone once it is there, finishes one that was
// cut short.

func unfinishedNote(p *edition.Project) string { return filepath.Join(p.Dir, ".weft", "drafting") }

// beginDraft notes that the files of a period's draft are being written.
func beginDraft(p *edition.Project, period string) error {
	return atomicfile.Write(unfinishedNote(p), []byte(period+"\n"), 0o644)
}

// endDraft takes the note away, unless the draft failed half-way.
func endDraft(p *edition.Project, halfway bool) error {
	if halfway {
		return nil
	}
	err := os.Remove(unfinishedNote(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// finishDraft drafts again what was cut short, if anything was. It gives the
// period; "" when there is nothing to finish.
func (env *environment) finishDraft(ctx context.Context, ed *edition.Edition, at edition.Moment) (string, error) {
	data, err := os.ReadFile(unfinishedNote(ed.Project))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	period, err := ed.Site.Calendar.Parse(strings.TrimSpace(string(data)))
	if err != nil {
		return "", endDraft(ed.Project, false) // of another cadence: nobody drafts it any more
	}
	record, err := ed.Record(period.Name, 0)
	if err != nil || record.Frozen {
		return "", errors.Join(err, endDraft(ed.Project, false))
	}
	drafts, err := env.draft(ctx, ed.Project, at, []string{period.Name})
	for _, d := range drafts {
		env.say("%s (an earlier draft was cut short)", d.words())
	}
	return period.Name, err
}
