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
	"weft/internal/roster"
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
	ids, err := p.takenDown(e, n, db)
	if err != nil || ids == nil {
		return archive.Takedown{}, err
	}
	done, err := db.TakeDown(ctx, ids)
	if err == nil && done.Emptied > 0 {
		err = p.forgetFound()
	}
	return done, err
}

// takenDown gives the ids of what is taken down of an edition's n-th layer and
// those below it; nil where a ledger cannot be read.
func (p *Project) takenDown(e config.Edition, n int, db *archive.DB) ([]string, error) {
	ledger, probs := policy.LoadLedger(p.Layers(e)[:n+1], time.Time{})
	if probs.Errors() > 0 {
		return nil, nil
	}
	ids, err := ledger.TakenDown(db)
	for below := 0; below < n && err == nil; below++ {
		var more []string
		if more, err = p.takenDownIn(ledger, p.ArchivePath(e, below)); err == nil {
			ids = append(ids, more...)
		}
	}
	return append([]string{}, ids...), err
}

// StrikeTaken takes the words of all that is taken down out of what is frozen of
// the issues of an edition's n-th layer, and gives the names of the files it
// changed: a merge may bring the line of one branch to the issue of another. What
// cannot be read is left; whoever reads it says so.
func (p *Project) StrikeTaken(e config.Edition, n int, db *archive.DB) ([]string, error) {
	ids, err := p.takenDown(e, n, db)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	g := goneBy{map[string]bool{}, map[string]bool{}}
	for layer := range n + 1 {
		if err := p.addressesIn(db, e, layer, layer == n, ids, g); err != nil {
			return nil, err
		}
	}
	return strikeIn(p.Layers(e)[n], p.LayerDir(e, n), g.gone, func(string, error) {})
}

// addressesIn adds entries with their addresses in the archive of a layer.
func (p *Project) addressesIn(db *archive.DB, e config.Edition, layer int, own bool, ids []string, g goneBy) error {
	if !own {
		below, err := archive.Open(p.ArchivePath(e, layer))
		if err != nil {
			return err
		}
		defer below.Close()
		db = below
	}
	for _, id := range ids {
		addresses, err := db.Addresses(id)
		if err != nil {
			return err
		}
		g.ids[id] = true
		for _, a := range addresses {
			g.keys[entry.AddressKey(a)] = true
		}
	}
	return nil
}

// goneBy tells what is taken down by its id and its folded addresses.
type goneBy struct{ ids, keys map[string]bool }

func goneOf(found []*Found) goneBy {
	g := goneBy{map[string]bool{}, map[string]bool{}}
	for _, f := range found {
		g.ids[f.Entry.ID] = true
		for key := range f.Keys() {
			g.keys[key] = true
		}
	}
	return g
}

func (g goneBy) gone(id, address string) bool {
	return id != "" && g.ids[id] || address != "" && g.keys[entry.AddressKey(address)]
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
	g := goneOf(found)
	top := len(ed.Layers) - 1
	var unread error
	changed, err = strikeIn(ed.Layers[top], ed.LayerDir(ed.Edition, top), g.gone, func(name string, failed error) {
		unread = errors.Join(unread, fmt.Errorf("%s: %w", name, failed))
	})
	return changed, errors.Join(unread, err)
}

// strikeIn does so in all records of a layer's folder; unread is told of those
// that cannot be read.
func strikeIn(layer roster.Layer, dir string, gone func(id, address string) bool, unread func(name string, err error)) (changed []string, err error) {
	names, _ := fs.Glob(layer.FS, digestDir+"*.items.json")
	slices.Sort(names)
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		data, failed := os.ReadFile(path)
		var record digest.Record
		if failed == nil {
			record, failed = digest.ParseRecord(data)
		}
		if failed != nil {
			unread(layer.Name+name, failed)
			continue
		}
		struck, any := record.Strike(gone)
		if !any || bytes.Equal(struck.Bytes(), data) {
			continue
		}
		if failed := atomicfile.Replace(path, data, struck.Bytes(), 0o644); failed != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", layer.Name+name, failed))
			continue
		}
		changed = append(changed, layer.Name+name)
	}
	return changed, err
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

// Unstruck names files of the edition's topmost layer that still hold words of
// what was taken down: frozen facts, and the archive. A killed run may leave them
// so, or a merge; the next fetch takes the words out.
func (ed *Edition) Unstruck() ([]string, error) {
	taken, err := ed.takenDown()
	if err != nil || len(taken) == 0 {
		return nil, err
	}
	g := goneOf(taken)
	top := len(ed.Layers) - 1
	layer := ed.Layers[top]
	var names []string
	files, _ := fs.Glob(layer.FS, digestDir+"*.items.json")
	for _, name := range files {
		data, err := fs.ReadFile(layer.FS, name)
		if err != nil {
			continue // whoever reads it says so
		}
		if record, err := digest.ParseRecord(data); err == nil {
			if struck, any := record.Strike(g.gone); any && !bytes.Equal(struck.Bytes(), data) {
				names = append(names, layer.Name+name)
			}
		}
	}
	if db := ed.archives[top]; db != nil {
		emptied, err := db.TakenDown()
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(taken, func(f *Found) bool { return f.Layer == top && !slices.Contains(emptied, f.Entry.ID) }) {
			names = append(names, layer.Name+archive.Name)
		}
	}
	return names, nil
}

// TakenDown gives what was taken down, as far as the archives at hand know it:
// without words, with the title it had; by id.
func (ed *Edition) TakenDown() ([]entry.Entry, error) {
	found, err := ed.takenDown()
	var out []entry.Entry
	for _, f := range found {
		out = append(out, f.Entry)
	}
	slices.SortFunc(out, func(a, b entry.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return out, err
}

func (ed *Edition) takenDown() ([]*Found, error) {
	return ed.inArchives(ed.gate.Verdicts.Ledger.TakenDown)
}
