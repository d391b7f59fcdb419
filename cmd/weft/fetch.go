package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/fetch"
	"weft/internal/gather"
	"weft/internal/theme"

	"github.com/spf13/cobra"
)

func newFetch(env *environment) *cobra.Command {
	var how asking
	cmd := &cobra.Command{
		Use: "fetch [NAME|URL…]", Short: "ask every listed feed for what is new", GroupID: everyDay,
		Long: "Fetch asks every feed of feeds/*.toml, and of the overlays that are at hand,\n" +
			"for what is new, and records it in the archive. Feeds that have not changed\n" +
			"are not read again; one that fails never stops the others, and its last good\n" +
			"copy stays.\n\n" +
			"Not asked are feeds whose server said that its last answer still holds (for\n" +
			"six hours at most), that failed five times in a row and are asked less often\n" +
			"since (once in twenty hours at least), and that are gone for good. --force\n" +
			"asks these too; so does naming a contributor, a feed or its host, and then\n" +
			"nobody else is asked. A host that asked to wait is not asked in any case.\n\n" +
			"What an address gives that suddenly is another site's feed is kept out, until\n" +
			"that feed is named together with --force.",
		Example:     "  weft fetch\n  weft fetch idris-vaughan\n  weft fetch --json > outcomes.jsonl",
		Annotations: map[string]string{partly: "some feeds failed, and the others are in the archive"},
		Args:        cobra.ArbitraryArgs, ValidArgsFunction: complete(anyNumber, env.people),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := env.project()
			if err != nil {
				return err
			}
			if how.only, err = pick(p, args); err != nil {
				return err
			}
			how.trust = how.force && len(args) > 0
			how.force = how.force || len(args) > 0
			sum, err := env.fetch(cmd.Context(), p, how)
			if err != nil {
				return err
			}
			return sum.partly()
		},
	}
	cmd.Flags().BoolVar(&how.force, "force", false, "ask feeds too that are not due, failing for long or gone for good; of feeds that are named, take what they give")
	cmd.Flags().BoolVar(&how.json, "json", false, "one JSON object a feed on stdout, instead of the table")
	return cmd
}

// keptFetched is what stays of a fetch when a file of people's is in the way of
// what follows it.
const keptFetched = "what was fetched is kept; mend the file, and the next run goes on from there"

// fetch reads every layer's feeds, then tags what came. All lists are read
// before anybody is asked.
func (env *environment) fetch(ctx context.Context, p *edition.Project, how asking) (harvest, error) {
	client := env.client(p, fetch.Options{})
	var sum harvest
	var lists diag.List
	for _, e := range p.Editions() {
		_, _, probs := p.Lists(e)
		lists = append(lists, probs...)
	}
	if err := lists.Err(); err != nil {
		return sum, err
	}
	done := map[string]bool{}
	for _, e := range p.Editions() {
		n := len(p.Site.Overlays(e))
		if dir := p.LayerDir(e, n); done[dir] {
			continue
		} else {
			done[dir] = true
		}
		if err := env.fetchLayer(ctx, p, e, n, client, how, &sum); err != nil {
			return sum, err
		}
	}
	if how.json {
		if err := sum.json(json.NewEncoder(env.stdout)); err != nil {
			return sum, err
		}
	} else {
		sum.table(env.stderr)
	}
	if err := env.lookThrough(ctx, p); err != nil {
		return sum, keptError{err, keptFetched}
	}
	return sum, nil
}

// fetchLayer reads the feeds that the n-th layer of an edition declares.
func (env *environment) fetchLayer(ctx context.Context, p *edition.Project, e config.Edition, n int, client *fetch.Client, how asking, sum *harvest) error {
	lists, layers, probs := p.Lists(e)
	if err := probs.Err(); err != nil {
		return err
	}
	env.warn(probs)
	db, err := archive.OpenForWriting(p.ArchivePath(e, n))
	if err != nil {
		return err
	}
	defer db.Close()
	show := newProgress(env.stderr)
	defer show.end()
	job := gather.Job{Layer: layers[n], N: n, Roster: lists, Archive: db, BaseURL: p.Site.BaseURL, Zone: p.Site.Calendar.Zone,
		Now: env.now().UTC().Truncate(time.Second), Client: client, Only: how.within(layers[n].Name), Force: how.force, Trust: how.trust,
		Scratch: filepath.Dir(p.ArchivePath(e, n))}
	job.Heard = heard(show, job)
	if themes, probs := theme.Load(layers); probs.Errors() == 0 { // else the tagging afterwards says what is wrong
		if model, err := learnt(p, db, job.Now); err != nil {
			return err
		} else if model != nil {
			job.Vocabulary = theme.Fingerprints(themes)
			job.Finder = func() gather.Finder { return theme.NewVocabulary(themes, p.Site.Language, model).Tags }
		}
	}
	unbounded := frugal(readingMemory)
	results, found, err := job.Run(ctx)
	unbounded()
	show.end()
	env.warn(found)
	sum.results = append(sum.results, results...)
	sum.broken += found.Errors()
	if err != nil {
		return err
	}
	down, err := p.TakeDown(ctx, e, n, db)
	if down.Emptied > 0 {
		env.say("%s taken down: what the archive had of their words is gone", count(down.Emptied, "entry was", "entries were"))
	}
	if err != nil {
		return err
	}
	struck, err := p.StrikeTaken(e, n, db)
	for _, name := range struck {
		env.say("%s: what was frozen of the words of what was taken down is taken out", name)
	}
	return err
}

// readEnough is from how many entries on what was learnt of them is worth
// keeping while many more may be coming in.
const readEnough = 2000

// atOnce is how many entries a fetch looks through itself: a second or two.
const atOnce = 2000

// learnt gives what was learnt in the running period, from enough; nil: what
// comes in is tagged when all of it is there.
func learnt(p *edition.Project, db *archive.DB, now time.Time) (*theme.Model, error) {
	in, data, err := db.Model()
	if err != nil || in != p.Site.Calendar.Of(now).Name {
		return nil, err
	}
	m := &theme.Model{}
	if m.UnmarshalBinary(data) != nil || m.Entries() < readEnough {
		return nil, nil
	}
	return m, nil
}

// heard shows how many feeds of a job have answered.
func heard(show *progress, job gather.Job) func(feed string) {
	total, finished := 0, 0
	for _, f := range job.Roster.Feeds(job.N) {
		if job.Only == nil || job.Only(f) {
			total++
		}
	}
	return func(feed string) {
		finished++
		line := ""
		if finished%100 == 0 { // what failed stands in the table
			line = fmt.Sprintf("%d of %d feeds", finished, total)
		}
		show.step(fmt.Sprintf("fetching %d of %d: %s", finished, max(total, finished), feed), line)
	}
}

// lookThrough finds the themes of what came in, and what it has in common with
// other entries, in every edition at hand. Of very much it leaves that to the
// first command that shows it: who fetches a thousand blogs for the first time
// waits for them, and not for what they say.
func (env *environment) lookThrough(ctx context.Context, p *edition.Project) error {
	for _, e := range p.Editions() {
		ed, probs, err := p.Load(e, edition.Moment{Now: env.now()})
		if err != nil {
			return err
		}
		if err := probs.Err(); err != nil {
			return err
		}
		if _, err := ed.PassTime(ctx); err != nil {
			return errors.Join(err, ed.Close())
		}
		waiting, due, err := ed.Waiting()
		switch {
		case err != nil || !due:
		case waiting > atOnce:
			env.say("%s: %d entries wait to be looked through for themes; the first command that shows them does it", e.Name, waiting)
		default:
			err = env.tagEdition(ctx, ed)
		}
		ed.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// tagEdition brings all that is stored of an edition's entries up to date: their
// themes, and what they have in common.
func (env *environment) tagEdition(ctx context.Context, ed *edition.Edition) error {
	defer frugal(buildingMemory)()
	show := newProgress(env.stderr)
	defer show.end()
	if err := ed.Tag(ctx, show.counting("finding themes")); err != nil {
		return err
	}
	return ed.Compare(ctx, show.counting("looking for the same words elsewhere"))
}
