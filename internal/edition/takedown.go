package edition

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/atomicfile"
	"weft/internal/config"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/story"
)

// A takedown is a line of the ledger, and that alone keeps a piece out of every
// output. What is kept of its words is another matter: the archives', what was
// found of citations, and the facts of frozen issues. They are emptied when
// somebody decides so, and, on other machines that get the line by git, at the
// next fetch.

// TakeDown empties the archive of an edition's n-th layer of what its ledgers say
// is taken down, and releases what they say no more. A layer's own ledger and
// those below it are asked: an overlay cannot change what is public. Where a ledger
// cannot be read nothing is changed; whoever reads it says so.
func (p *Project) TakeDown(ctx context.Context, e config.Edition, n int, db *archive.DB) (archive.Takedown, error) {
	ledger, probs := policy.LoadLedger(p.Layers(e)[:n+1], time.Time{})
	if probs.Errors() > 0 {
		return archive.Takedown{}, nil
	}
	ids, err := ledger.TakenDown(db)
	for below := 0; below < n && err == nil; below++ {
		var more []string
		if more, err = p.takenDownIn(ledger, p.ArchivePath(e, below)); err == nil {
			ids = append(ids, more...)
		}
	}
	if err != nil {
		return archive.Takedown{}, err
	}
	done, err := db.TakeDown(ctx, ids)
	if err == nil && done.Emptied > 0 {
		err = p.forgetFound()
	}
	return done, err
}

func (p *Project) takenDownIn(ledger policy.Ledger, path string) ([]string, error) {
	db, err := archive.Open(path)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return ledger.TakenDown(db)
}

// forgetFound deletes what was found of citations: it holds passages. The next
// build finds them anew.
func (p *Project) forgetFound() error {
	var errs []error
	for _, e := range p.Editions() {
		top := len(p.Site.Overlays(e))
		path := keptPath(p.ArchivePath(e, top), e)
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Strike takes the words of entries out of what is frozen of every issue of the
// edition's topmost layer, and gives the names of the files it changed, as people
// see them. The Markdown is a person's, and stays. A record that cannot be read is
// an error, after the others were done.
func (ed *Edition) Strike(found []*Found) (changed []string, err error) {
	ids, keys := map[string]bool{}, map[string]bool{}
	for _, f := range found {
		ids[f.Entry.ID] = true
		for key := range f.Keys() {
			keys[key] = true
		}
	}
	gone := func(id, address string) bool { return id != "" && ids[id] || keys[entry.AddressKey(address)] }
	top := len(ed.Layers) - 1
	names, _ := fs.Glob(ed.Layers[top].FS, digestDir+"*.items.json")
	slices.Sort(names)
	for _, name := range names {
		shown := ed.Layers[top].Name + name
		struck, failed := strike(filepath.Join(ed.LayerDir(ed.Edition, top), filepath.FromSlash(name)), gone)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", shown, failed))
		}
		if struck {
			changed = append(changed, shown)
		}
	}
	return changed, err
}

func strike(path string, gone func(id, address string) bool) (bool, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	record, err := digest.ParseRecord(data)
	if err != nil {
		return false, err
	}
	record, struck := record.Strike(gone)
	if !struck || bytes.Equal(record.Bytes(), data) {
		return false, nil
	}
	return true, atomicfile.Replace(path, data, record.Bytes(), 0o644)
}

// Copies gives the entries that are the same piece as another, at other addresses,
// as far as their words were compared: sorted by id.
func (ed *Edition) Copies(f *Found) ([]*Found, error) {
	met := map[string]bool{f.Entry.ID: true}
	var out []*Found
	for next := []string{f.Entry.ID}; len(next) > 0; {
		var more []string
		for _, db := range ed.archives {
			pairs, err := db.Pairs(next)
			if err != nil {
				return nil, err
			}
			for _, p := range pairs {
				for _, id := range []string{p.Entry, p.Earlier} {
					if p.Kind == string(story.Same) && !met[id] {
						met[id], more = true, append(more, id)
					}
				}
			}
		}
		next = more
		for _, id := range more {
			copied, err := ed.Holds(id)
			if err != nil {
				return nil, err
			}
			if copied != nil {
				out = append(out, copied)
			}
		}
	}
	slices.SortFunc(out, func(a, b *Found) int { return cmp.Compare(a.Entry.ID, b.Entry.ID) })
	return out, nil
}

// TakenDown gives what was taken down, as far as the archives at hand know it:
// without words, with the title it had; by id.
func (ed *Edition) TakenDown() ([]entry.Entry, error) {
	var out []entry.Entry
	for _, db := range ed.archives {
		if db == nil {
			continue
		}
		ids, err := ed.gate.Verdicts.Ledger.TakenDown(db)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			h, ok, err := db.History(id)
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, h.Entry)
			}
		}
	}
	slices.SortFunc(out, func(a, b entry.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}
