package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/atomicfile"
	"weft/internal/digest"
	"weft/internal/edition"
	"weft/internal/period"

	"github.com/spf13/cobra"
)

func newDraft(env *environment) *cobra.Command {
	var asOf string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "draft [PERIOD]", Short: "propose an issue, or add what has arrived since", GroupID: everyDay,
		Long: "Draft writes content/digests/PERIOD.md: a proposal to write over. Where there\n" +
			"is one, what has arrived since is added below it and no written line is\n" +
			"touched; what was offered before is not offered again. Without PERIOD it\n" +
			"takes the newest one that is over and has entries.",
		Example: "  weft draft\n  weft draft 2026-W47",
		Args:    cobra.MaximumNArgs(1), ValidArgsFunction: complete(1, env.openIssues),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, at, err := env.desk(asOf)
			if err != nil {
				return err
			}
			drafts, err := env.draft(cmd.Context(), p, at, args)
			if err != nil {
				return err
			}
			return env.tellDrafts(drafts, asJSON)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "draft as if it were the end of this `day`")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a file on stdout")
	return cmd
}

// A drafted file is what draft did to one file.
type drafted struct {
	File    string `json:"file"` // as people see it
	Period  string `json:"period"`
	Offered int    `json:"offered"` // items added
	Left    int    `json:"left"`    // entries there was no room for
	Fresh   bool   `json:"new"`     // the file was not there before
	Frozen  bool   `json:"frozen"`  // nothing is added to it any more
}

// draft proposes a period's issue: the public file, then, for what only an
// overlay sees, the overlay's.
func (env *environment) draft(ctx context.Context, p *edition.Project, at edition.Moment, args []string) ([]drafted, error) {
	all, done, err := env.openInTurn(p, at)
	if err != nil {
		return nil, err
	}
	defer done()
	if empty, err := allEmpty(all); err != nil {
		return nil, err
	} else if empty && len(args) == 0 {
		return nil, errNoEntries
	}
	seats, err := env.seats(ctx, all, args)
	if err != nil {
		return nil, err
	}
	if err := beginDraft(p, seats[0].desk.Period.Name); err != nil {
		return nil, err
	}
	out, err := env.proposeAll(seats, len(args) > 0)
	return out, errors.Join(err, endDraft(p, err != nil && len(out) > 0))
}

// errNoEntries says that there is nothing an issue could be made of; a curator
// who wants to write one without names its period.
var errNoEntries = errors.New("there are no entries yet; `weft add URL` puts somebody into a list, `weft fetch` reads what they wrote")

func allEmpty(all []*edition.Edition) (bool, error) {
	for _, ed := range all {
		if empty, err := ed.Empty(); err != nil || !empty {
			return false, err
		}
	}
	return true, nil
}

func (env *environment) proposeAll(seats []seat, asked bool) ([]drafted, error) {
	var out []drafted
	for _, s := range seats {
		d, err := env.propose(s.Edition, s.layer(), s.desk, asked)
		if err != nil {
			return out, err
		}
		if d.Offered > 0 || s.layer() == 0 {
			out = append(out, d)
		}
		if d.Frozen {
			break
		}
	}
	return out, nil
}

// turn makes whoever writes issues of a site wait for one another: two drafts
// at once would each offer the same.
func turn(p *edition.Project) (done func() error, err error) {
	dir := filepath.Join(p.Dir, ".weft")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return atomicfile.Turn(filepath.Join(dir, "issues.lock"))
}

func periodOf(ed *edition.Edition, args []string) (period.Period, error) {
	if len(args) == 0 {
		return ed.Newest(), nil
	}
	p, err := ed.Site.Calendar.Parse(args[0])
	switch {
	case err != nil:
		return p, usageError{err}
	case p.Start.After(ed.Now()):
		return p, fmt.Errorf("%s has not begun; it begins on %s", p.Name, p.Start.Format("2 January 2006"))
	}
	return p, nil
}

// propose writes the Markdown of a layer and, after it, the record of what it
// offers. A crash between the two loses nothing: what stands in the Markdown is
// known from there. An issue that is frozen is an error only when it was asked
// for by name.
func (env *environment) propose(ed *edition.Edition, layer int, desk digest.Desk, asked bool) (drafted, error) {
	name := desk.Period.Name
	shownName := ed.Layers[layer].Name + edition.DigestFile(name)
	path := filepath.Join(ed.LayerDir(ed.Edition, layer), filepath.FromSlash(edition.DigestFile(name)))
	record, err := ed.Record(name, layer)
	if err != nil {
		return drafted{}, fmt.Errorf("%s%s: %w", ed.Layers[layer].Name, edition.RecordFile(name), err)
	}
	if record.Frozen && (!asked || layer > 0) { // it was the public one that was asked for
		return drafted{File: shownName, Period: name, Frozen: true}, nil
	}
	if record.Frozen {
		return drafted{}, fmt.Errorf("%s is frozen; nothing is added to a published issue", shownName)
	}
	prop := desk.Propose()
	d := drafted{File: shownName, Period: name, Offered: len(prop.Offers()), Left: len(prop.Left)}
	old, err := os.ReadFile(path)
	d.Fresh = errors.Is(err, fs.ErrNotExist)
	if err != nil && !d.Fresh {
		return d, err
	}
	interrupted, err := unrecorded(ed, layer, desk, record)
	if err != nil {
		return d, err
	}
	record.Offered = append(record.Offered, interrupted...)
	if d.Offered == 0 && (!d.Fresh || layer > 0) {
		if len(interrupted) == 0 {
			return d, nil
		}
		return d, atomicfile.Write(recordBeside(path), record.Bytes(), 0o644)
	}
	for _, o := range prop.Offers() {
		if !slices.Contains(record.Offered, o) { // offered before in a file that was deleted since
			record.Offered = append(record.Offered, o)
		}
	}
	return d, writeDraft(path, old, d.Fresh, desk, prop, record, ed.Now())
}

// unrecorded finds what the text holds and the record does not know, so that it
// is not offered again once the curator takes it out.
func unrecorded(ed *edition.Edition, layer int, desk digest.Desk, record digest.Record) ([]digest.Offer, error) {
	source, found, err := ed.Source(desk.Period.Name, layer)
	if !found || err != nil {
		return nil, err
	}
	return desk.Placed(record, source.File.Links()), nil
}

func recordBeside(path string) string { return strings.TrimSuffix(path, ".md") + ".items.json" }

func writeDraft(path string, old []byte, fresh bool, desk digest.Desk, prop digest.Proposal, record digest.Record, now time.Time) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	recordPath := recordBeside(path)
	if fresh {
		if err := atomicfile.WriteNew(path, []byte(desk.Markdown(prop)), 0o644); err != nil {
			return err
		}
		return atomicfile.Write(recordPath, record.Bytes(), 0o644)
	}
	added := desk.Again(prop, now)
	if !bytes.HasSuffix(old, []byte("\n")) {
		added = "\n" + added
	}
	// Somebody may have saved the file since it was read: what they wrote stays.
	err := atomicfile.Replace(path, old, append(bytes.Clone(old), added...), 0o644)
	if errors.Is(err, atomicfile.ErrChanged) {
		return fmt.Errorf("%s was saved while the draft was made; draft again", path)
	}
	if err != nil {
		return err
	}
	return atomicfile.Write(recordPath, record.Bytes(), 0o644)
}

func (env *environment) tellDrafts(drafts []drafted, asJSON bool) error {
	for _, d := range drafts {
		if asJSON {
			if err := json.NewEncoder(env.stdout).Encode(d); err != nil {
				return err
			}
			continue
		}
		env.say("%s", d.words())
	}
	if !asJSON && len(drafts) > 0 && drafts[0].Fresh {
		env.say("next: edit %s (`weft serve` shows it), then `weft check` and `weft freeze %s`", drafts[0].File, drafts[0].Period)
	}
	return nil
}

func (d drafted) words() string {
	said := fmt.Sprintf("%s: nothing new to offer", d.File)
	switch {
	case d.Frozen:
		said = fmt.Sprintf("nothing to draft: %s is frozen, and no newer period is over", d.File)
	case d.Fresh:
		said = fmt.Sprintf("%s: drafted with %s", d.File, count(d.Offered, "item", "items"))
	case d.Offered > 0:
		said = fmt.Sprintf("%s: %s arrived since, added at the end", d.File, count(d.Offered, "item", "items"))
	}
	if d.Left > 0 {
		said += fmt.Sprintf("; %s left out for fairness, for length or for want of an address of their own", count(d.Left, "entry", "entries"))
	}
	return said
}
