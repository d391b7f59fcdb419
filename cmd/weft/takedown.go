package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"weft/internal/archive"
	"weft/internal/edition"
	"weft/internal/policy"
)

// A takedown is a decision, and more than one: its line keeps the piece out of
// every output, and what is kept of its words goes as well: the archives', and
// those that issues froze.

// entered appends the line of a decision, unless that stands already, and of a
// takedown the lines of the copies with it: in one write, so that a killed run
// leaves all or none, its own the last, which says that the others are there. A
// copy that another file's ledger tells of has its line before. It gives all that
// the decision is about, the entry that was named first.
func (env *environment) entered(all []*edition.Edition, top *edition.Edition, f *edition.Found, act policy.Act, stands bool) ([]*edition.Found, error) {
	found, add := []*edition.Found{f}, []copied(nil)
	if act.Action == policy.Takedown {
		var err error
		if found, add, err = withCopies(all, f); err != nil {
			return nil, err
		}
	}
	lines, told, err := linesOfCopies(add, top.Layers[f.Layer].Name, act)
	if err != nil {
		return nil, err
	}
	if !stands {
		lines = append(lines, act)
		told = slices.Insert(told, 0, fmt.Sprintf("%s: %s on %s, by %s: %s", top.Layers[f.Layer].Name+policy.LedgerFile, act.Action, called(&f.Entry), shown(act.By), shown(act.Reason)))
	}
	if len(lines) > 0 {
		_, err = appendTo(top, f.Layer, policy.LedgerFile, lines...)
	}
	if err == nil {
		for _, line := range told {
			env.say("%s", line)
		}
	}
	return found, err
}

// A copied is a copy of a piece, with an edition that holds it.
type copied struct {
	*edition.Found
	ed *edition.Edition
}

// linesOfCopies gives the lines that take copies down in the ledger of a layer, having
// appended those of other layers' copies to theirs, and what to say of them all.
func linesOfCopies(add []copied, layer string, act policy.Act) (lines []policy.Act, told []string, err error) {
	for _, c := range add {
		same := act
		same.URL, same.Entry = c.Entry.URL, c.Entry.ID
		of := c.ed.Layers[c.Layer].Name
		if of == layer {
			lines = append(lines, same.Recorded())
		} else if _, err := appendTo(c.ed, c.Layer, policy.LedgerFile, same.Recorded()); err != nil {
			return nil, nil, err
		}
		told = append(told, fmt.Sprintf("%s: takedown on a copy of it, too: %s", of+policy.LedgerFile, called(&c.Entry)))
	}
	return lines, told, nil
}

// carryOut does what a decision asks for beside its lines. It may be done again:
// what a killed run left is done then, or by the next fetch.
func (env *environment) carryOut(ctx context.Context, all []*edition.Edition, found []*edition.Found, act policy.Act) error {
	if act.Action != policy.Takedown {
		return env.release(ctx, all, found[0], act)
	}
	struck, err := strikeAll(all, found)
	for _, name := range struck {
		env.say("%s: what was frozen of its words is taken out", name)
	}
	if err != nil {
		err = fmt.Errorf("%w; the decision is written down and holds, and the next `weft fetch` takes the words out there", err)
	}
	done, failed := emptyArchives(ctx, all)
	if failed != nil {
		failed = fmt.Errorf("%w; the decision is written down and holds, and the next `weft fetch` takes the words out of the archive", failed)
	} else if done.Emptied > 0 {
		env.say("    its words are no longer in the archive, and do not come in again")
	}
	if err = errors.Join(err, failed); err != nil {
		return err
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

// withCopies gives an entry with the same piece at other addresses, the one that
// was named first, and those of them that are not taken down yet.
func withCopies(all []*edition.Edition, f *edition.Found) (found []*edition.Found, add []copied, err error) {
	met := map[string]bool{f.Entry.ID: true}
	found = []*edition.Found{f}
	for _, ed := range all {
		copies, err := ed.Copies(f)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range copies {
			if met[c.Entry.ID] {
				continue
			}
			met[c.Entry.ID], found = true, append(found, c)
			if stands := last(ed.View.ActsOn(c.Entry.ID, c.Addresses)); stands == nil || stands.Action != policy.Takedown {
				add = append(add, copied{c, ed})
			}
		}
	}
	return found, add, nil
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
