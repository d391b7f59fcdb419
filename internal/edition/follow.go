package edition

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/site"
)

// A Follower gives what an edition's pages show again and again while people
// write, as a build with drafts would make it at that moment. It opens the
// edition anew when anything that its opening read is another: a list, a
// theme, a rule, site.toml, an archive. Else it only reads the issues and pages
// whose files changed.
//
// It is for one goroutine at a time.
type Follower struct {
	Dir       string
	Choose    func(*Project) (config.Edition, error)       // which edition
	Templates func(*Project) fs.FS                         // what its pages are made of
	Tag       func(ctx context.Context, ed *Edition) error // brings stored tags up to date

	ed      *Edition
	project *Project // the last that could be read
	probs   diag.List
	opened  trace
	stamps  []string // of the archives
	known   knowledge
	opens   int
}

// Input gives the input of the pages as it is now. Where the problems hold an
// error, or there is one, the input is of no use.
func (f *Follower) Input(ctx context.Context, now time.Time) (site.Input, diag.List, error) {
	same, err := f.same(now)
	if err == nil && !same {
		err = f.reopen(ctx, now)
	}
	if err != nil || f.ed == nil {
		return site.Input{}, f.probs, errors.Join(err, f.forgetIf(err))
	}
	in, probs, err := f.ed.Input(f.Templates(f.ed.Project), true)
	return in, append(slices.Clone(f.probs), probs...), errors.Join(err, f.forgetIf(err))
}

// same reports whether the edition that is open is still the one to show.
func (f *Follower) same(now time.Time) (bool, error) {
	if f.ed == nil || !f.opened.still() || !slices.Equal(f.stamps, f.ed.stamps()) {
		return false, nil
	}
	newest, err := f.ed.newestAt(now)
	return newest.Name == f.ed.newest.Name, err
}

// attempts bounds how often an edition is opened anew because somebody wrote
// into an archive meanwhile: then they are at work, and will be done later.
const attempts = 5

// reopen opens the edition. Tags are stored in an archive, so opening may change
// what was opened: then it is done once more.
func (f *Follower) reopen(ctx context.Context, now time.Time) error {
	for range attempts {
		if err := f.open(now); err != nil || f.ed == nil {
			return err
		}
		f.stamps = f.ed.stamps()
		if err := f.Tag(ctx, f.ed); err != nil {
			return err
		}
		if slices.Equal(f.stamps, f.ed.stamps()) {
			return nil
		}
	}
	return nil
}

func (f *Follower) open(now time.Time) error {
	if err := f.Close(); err != nil {
		return err
	}
	if f.known.prints == nil {
		f.known = knowledge{policy.Counts{}, map[string]string{}}
	}
	tracer := &tracer{}
	f.opened, f.probs = tracer.begin(), nil
	defer tracer.end()
	p, probs, err := open(f.Dir, tracer)
	f.probs = probs
	if probs.Errors() > 0 {
		return nil
	}
	if err != nil {
		return err
	}
	f.project = p
	e, err := f.Choose(p)
	if err != nil {
		return err
	}
	ed, probs, err := p.load(e, Moment{Now: now}, f.known)
	f.probs = append(f.probs, probs...)
	if err != nil || ed == nil {
		return err
	}
	ed.made, ed.drafts = map[string]madeIssue{}, true
	f.ed = ed
	f.opens++
	return nil
}

// forgetIf lets go of an edition that failed, so that the next one is new.
func (f *Follower) forgetIf(err error) error {
	if err == nil {
		return nil
	}
	return f.Close()
}

// Close lets go of the archives.
func (f *Follower) Close() error {
	ed := f.ed
	f.ed = nil
	if ed == nil {
		return nil
	}
	return ed.Close()
}

// Opens counts how often the edition was opened.
func (f *Follower) Opens() int { return f.opens }

// Watched says what the edition is made of: files, and trees of files, of which
// some may not be there.
func (f *Follower) Watched() (files, trees []string) {
	dirs := []string{f.Dir}
	if f.project != nil {
		overlays := f.project.Site.AllOverlays() // one of them may be what was asked for
		if e, err := f.Choose(f.project); err == nil {
			overlays = f.project.Site.Overlays(e)
		}
		for _, overlay := range overlays {
			dirs = append(dirs, filepath.Join(f.Dir, filepath.FromSlash(overlay)))
		}
	}
	files = append(files, filepath.Join(f.Dir, config.File))
	trees = append(trees, filepath.Join(f.Dir, "templates"))
	for _, dir := range dirs {
		files = append(files, filepath.Join(dir, filepath.FromSlash(archive.Name)))
		trees = append(trees, filepath.Join(dir, "feeds"), filepath.Join(dir, "content"))
	}
	return files, trees
}

// A knowledge is what takes long to find out about the words of entries, and
// what no list changes: one edition takes it over from another.
type knowledge struct {
	counts policy.Counts
	prints map[string]string // by the hash of a version; nil: not kept
}

func (k knowledge) fingerprint(e *entry.Entry) string {
	key := fmt.Sprint(e.Hash, len(e.Plain))
	print, ok := k.prints[key]
	if !ok {
		print = digest.Fingerprint(e.Title, e.Plain)
		if k.prints != nil {
			k.prints[key] = print
		}
	}
	return print
}

// stamps tells the archives as they are from what they were.
func (ed *Edition) stamps() []string {
	var all []string
	for n := range ed.Layers {
		stamp, err := archive.Stamp(ed.ArchivePath(ed.Edition, n))
		if err != nil {
			stamp = fmt.Sprint("cannot be read: ", err)
		}
		all = append(all, stamp)
	}
	return all
}
