package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"weft/internal/archive"
	"weft/internal/edition"
	"weft/internal/policy"
)

// A takedown is a decision, and more than one: its line keeps the piece out of
// every output, and what is kept of its words goes as well: the archives', and
// those that issues froze.

// carryOut does what a decision asks for beside its line. It may be done again:
// what a killed run left is done then.
func (env *environment) carryOut(ctx context.Context, all []*edition.Edition, f *edition.Found, act policy.Act) error {
	if act.Action != policy.Takedown {
		return env.release(ctx, all, f, act)
	}
	found, err := env.withCopies(all, f, act)
	if err != nil {
		return err
	}
	struck, err := strikeAll(all, found)
	for _, name := range struck {
		env.say("%s: what was frozen of its words is taken out", name)
	}
	if err != nil {
		return err
	}
	done, err := emptyArchives(ctx, all)
	if err != nil {
		return fmt.Errorf("%w; the decision is written down and holds, and the next `weft fetch` takes the words out of the archive", err)
	}
	if done.Emptied > 0 {
		env.say("    its words are no longer in the archive, and do not come in again")
	}
	for _, each := range found {
		env.tellSource(all, each)
	}
	return nil
}

// release lets what was taken down come in again, and names the copies that went
// with it: each is decided on by itself.
func (env *environment) release(ctx context.Context, all []*edition.Edition, f *edition.Found, act policy.Act) error {
	done, err := emptyArchives(ctx, all)
	if err != nil || done.Released == 0 {
		return err
	}
	env.say("    its words come in again with the next `weft fetch`, if its feed still has them")
	told := map[string]bool{}
	for _, ed := range all {
		was := last(ed.View.ActsOn(f.Entry.ID, f.Addresses))
		if was == nil || was.Action != policy.Takedown {
			continue
		}
		for _, a := range ed.View.Ledger().Acts {
			if a.Action == policy.Takedown && a.Entry != was.Entry && a.At.Equal(was.At) && a.By == was.By && !told[a.URL] {
				told[a.URL] = true
				env.say("    a copy went with it, and stays away: `weft decide %s %s --reason …`", asArgument(a.URL), act.Action)
			}
		}
	}
	return nil
}

// withCopies takes down the same piece at other addresses too, and gives all of
// them, the one that was named first.
func (env *environment) withCopies(all []*edition.Edition, f *edition.Found, act policy.Act) ([]*edition.Found, error) {
	found, met := []*edition.Found{f}, map[string]bool{f.Entry.ID: true}
	for _, ed := range all {
		copies, err := ed.Copies(f)
		if err != nil {
			return nil, err
		}
		for _, c := range copies {
			if met[c.Entry.ID] {
				continue
			}
			met[c.Entry.ID], found = true, append(found, c)
			if stands := last(ed.View.ActsOn(c.Entry.ID, c.Addresses)); stands != nil && stands.Action == policy.Takedown {
				continue
			}
			same := act
			same.URL, same.Entry = c.Entry.URL, c.Entry.ID
			file, err := appendTo(ed, c.Layer, policy.LedgerFile, same.Recorded())
			if err != nil {
				return nil, err
			}
			env.say("%s: takedown on a copy of it, too: %s", file, called(&c.Entry))
		}
	}
	return found, nil
}

// strikeAll takes the words of entries out of every issue, and names the files.
func strikeAll(all []*edition.Edition, found []*edition.Found) (names []string, err error) {
	for _, ed := range all {
		struck, failed := ed.Strike(found)
		names, err = append(names, struck...), errors.Join(err, failed)
	}
	return names, err
}

// emptyArchives brings the archive of every layer at hand in line with the
// ledgers.
func emptyArchives(ctx context.Context, all []*edition.Edition) (archive.Takedown, error) {
	var sum archive.Takedown
	done := map[string]bool{}
	for _, ed := range all {
		n := len(ed.Layers) - 1
		file := ed.ArchivePath(ed.Edition, n)
		if _, err := os.Stat(file); err != nil || done[file] {
			continue // nothing was fetched yet
		}
		done[file] = true
		one, err := emptyArchive(ctx, ed.Project, ed, n, file)
		sum.Emptied, sum.Released = sum.Emptied+one.Emptied, sum.Released+one.Released
		if err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func emptyArchive(ctx context.Context, p *edition.Project, ed *edition.Edition, n int, file string) (archive.Takedown, error) {
	db, err := archive.OpenForWriting(file)
	if err != nil {
		return archive.Takedown{}, err
	}
	done, err := p.TakeDown(ctx, ed.Edition, n, db)
	return done, errors.Join(err, db.Close())
}

// tellSource names a file of the site's own that holds a piece still: people's
// files are theirs to delete.
func (env *environment) tellSource(all []*edition.Edition, f *edition.Found) {
	for _, ed := range all {
		if f.Layer >= len(ed.Layers) {
			continue
		}
		name := f.Entry.Feed
		if f.Entry.Feed == policy.Contributions {
			name += "/" + path.Base(f.Entry.URL) + ".md"
		}
		if _, err := os.Stat(filepath.Join(ed.LayerDir(ed.Edition, f.Layer), filepath.FromSlash(name))); err == nil {
			env.say("    %s still holds it, and so does git's history: what is in it is yours to delete", ed.Layers[f.Layer].Name+name)
			return
		}
	}
}
