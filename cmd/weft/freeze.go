package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"weft/internal/atomicfile"
	"weft/internal/config"
	"weft/internal/digest"
	"weft/internal/edition"
	"weft/internal/period"
	"weft/internal/route"

	"github.com/spf13/cobra"
)

func newFreeze(env *environment) *cobra.Command {
	var asOf string
	var anyway bool
	cmd := &cobra.Command{
		Use: "freeze PERIOD", Short: "end a draft and freeze its facts", GroupID: everyDay,
		Long: "Freeze takes the line draft = true out of content/digests/PERIOD.md and writes\n" +
			"the facts of its items beside it: from then on the issue reads the same,\n" +
			"whatever becomes of its sources, and is published by the next build. What\n" +
			"`weft check` calls an error in the issue, such as a TODO, stops it.",
		Example: "  weft freeze 2026-W47",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: complete(1, env.openIssues),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, at, err := env.desk(asOf)
			if err != nil {
				return err
			}
			return env.freeze(cmd.Context(), p, at, args[0], anyway)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "freeze with what was known at the end of this `day`")
	cmd.Flags().BoolVar(&anyway, "anyway", false, "freeze in spite of errors")
	return cmd
}

func (env *environment) freeze(ctx context.Context, p *edition.Project, at edition.Moment, name string, anyway bool) error {
	issue, err := p.Site.Calendar.Parse(name)
	if err != nil {
		return usageError{err}
	}
	done, err := turn(p)
	if err != nil {
		return err
	}
	defer done()
	if err := env.readyToFreeze(p, at, issue.Name, anyway); err != nil {
		return err
	}
	for _, e := range p.Editions() {
		ed, err := env.load(p, e, at)
		if err != nil {
			return err
		}
		if err = env.tagEdition(ctx, ed); err == nil {
			err = env.freezeLayer(ed, e, issue)
		}
		ed.Close()
		if err != nil {
			return err
		}
	}
	env.say("next: `weft build` publishes it")
	return nil
}

// freezeLayer freezes the file of an edition's topmost layer, as that edition
// sees it: what only an overlay knows goes into the overlay's own record.
func (env *environment) freezeLayer(ed *edition.Edition, e config.Edition, issue period.Period) error {
	n := len(ed.Layers) - 1
	source, found, err := ed.Source(issue.Name, n)
	if err != nil {
		return err
	}
	shownName := ed.Layers[n].Name + edition.DigestFile(issue.Name)
	path := filepath.Join(ed.LayerDir(e, n), filepath.FromSlash(edition.DigestFile(issue.Name)))
	switch {
	case !found && n > 0:
		return nil
	case !found:
		return fmt.Errorf("%s is not there; `weft draft %s` proposes it", shownName, issue.Name)
	case source.Record.Frozen && !source.File.Draft:
		env.say("%s: frozen already, nothing to do", shownName)
		return nil
	}
	record, unknown := digest.Freeze(source)
	if err := ed.Err(); err != nil {
		return err
	}
	if err := env.tellUnknown(ed, shownName, unknown); err != nil {
		return err
	}
	if err := writeFrozen(path, shownName, record); err != nil {
		return err
	}
	env.say("%s: frozen with %s", shownName, count(len(record.Items), "item", "items"))
	return nil
}

func (env *environment) tellUnknown(ed *edition.Edition, shownName string, links []string) error {
	for _, link := range links {
		refused, err := ed.Refused(link)
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(link, route.Contributors): // whom the issue thanks
		case refused:
			env.say("%s: %s is held back, by a rule, a decision or a person's wish; the item is not shown", shownName, shown(link))
		default:
			env.say("%s: no entry is known for %s; it stays a plain link", shownName, shown(link))
		}
	}
	return nil
}

// writeFrozen writes the facts first: a draft with facts is still a draft, an
// issue without would not be frozen.
func writeFrozen(path, shownName string, record digest.Record) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	ended, err := digest.Undraft(shownName, data)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(recordBeside(path), record.Bytes(), 0o644); err != nil {
		return err
	}
	if len(ended) == len(data) {
		return nil
	}
	err = atomicfile.Replace(path, data, ended, 0o644)
	if errors.Is(err, atomicfile.ErrChanged) {
		return fmt.Errorf("%s was saved while it was being frozen; freeze again", shownName)
	}
	return err
}
