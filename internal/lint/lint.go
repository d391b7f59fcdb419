// Package lint looks through everything that people edit on a site and says
// what is wrong with it: what every other command would stumble over, and what
// only a careful reader would see.
//
// It promises that all problems of all files come at once, that a fault in one
// file hides none in another, and that it changes nothing. What it cannot look
// at it says. It asks no network, and reads no clock.
//
// What is an error and what a warning: an error is what would stop a command, or
// publish something that its writer did not mean; a warning is what may be
// meant. docs/formats.md lists them.
package lint

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/gather"
	"weft/internal/policy"
	"weft/internal/site"
)

// A Job is a site to look through.
type Job struct {
	Dir       string // the site's folder
	Now       time.Time
	Templates fs.FS // weft's own
	// Beside is a folder that lends its archives, and the overlays that Dir
	// has not: for a site as it was once.
	Beside string
	Past   Past // what git knows
	// Tracks says what the site's git repository holds of folders; nil: nobody
	// asks it.
	Tracks Tracker
	// Asked says that the feeds are asked beside it: what the archive remembers
	// of their failures is not told as well.
	Asked bool
}

// A Report is what was found.
type Report struct {
	Files    []string  // that were looked at, sorted
	Problems diag.List // sorted
	Notes    []string  // what could not be looked at, in the order met
}

// Run looks through a site. The error is of the world: a folder that cannot be
// read, an interruption.
func (j Job) Run(ctx context.Context) (Report, error) {
	r := &run{Job: j}
	defer r.close()
	if err := r.begin(); err != nil {
		return Report{}, err
	}
	r.files = []string{config.File}
	if own := r.project.Templates(); own != nil {
		r.gather(site.CheckTemplates(own, r.Templates))
	}
	for _, e := range r.project.Site.Editions {
		if ctx.Err() != nil {
			return Report{}, ctx.Err()
		}
		if !r.project.AtHand(e) {
			r.note("edition %q was not looked at: the folder %s is not here", e.Name, e.Overlay)
			continue
		}
		if err := r.edition(e); err != nil {
			return Report{}, err
		}
	}
	if err := r.secrets(); err != nil {
		return Report{}, err
	}
	if err := r.outputs(); err != nil {
		return Report{}, err
	}
	r.published()
	r.feeds()
	slices.Sort(r.files)
	return Report{r.files, r.probs.Sorted(), r.notes}, nil
}

// A run is a site being looked through.
type run struct {
	Job
	project *edition.Project
	probs   diag.List
	files   []string
	notes   []string
	open    []*edition.Edition // that were looked at
	gitless bool               // git could not be asked, and that is noted
}

func (r *run) close() {
	for _, ed := range r.open {
		ed.Close()
	}
}

func (r *run) gather(found diag.List) { r.probs = append(r.probs, found...) }

func (r *run) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// begin reads site.toml. Without it the rest is looked at all the same.
func (r *run) begin() error {
	p, probs, err := edition.Open(r.Dir)
	r.gather(probs)
	if p == nil {
		if err == nil || probs.Errors() == 0 {
			return fmt.Errorf("open %s: %w", r.Dir, err)
		}
		p = edition.Unreadable(r.Dir)
		r.note("%s cannot be read, so sectors, periods and overlays were not looked at", config.File)
	}
	p.Beside(r.Beside)
	r.project = p
	return nil
}

// edition looks through what is in an edition's topmost layer, as that edition
// sees it.
func (r *run) edition(e config.Edition) error {
	ed, probs, err := r.project.Survey(e, edition.Moment{Now: r.Now})
	r.gather(probs)
	top := len(ed.Layers) - 1
	if err != nil {
		r.probs.Add(ed.Layers[top].Name+archive.Name, 0, "move it away, or take it back from a copy", "%v", err)
	}
	r.open = append(r.open, ed)
	if ed.View == nil && err == nil {
		r.note("%s edition: whether anything is held back was not looked at; mend the errors in lists, rules and themes, and check again", e.Name)
	}
	if err := r.tree(ed, top); err != nil {
		return err
	}
	r.gather(r.pieces(ed, top))
	r.gather(lists(ed, top))
	r.gather(policy.Endings(ed.Rules, top, r.Now))
	r.gather(misnamed(ed, top))
	r.gather(r.lost(ed.Layers[top]))
	r.gather(r.merging(ed.Layers[top]))
	r.gather(r.acts(ed.Layers[top]))
	r.gather(ownPages(ed))
	for _, look := range []func(*edition.Edition) (diag.List, error){Digests, Words, filters, themes, unshown, leftOver} {
		found, err := look(ed)
		if err != nil {
			return err
		}
		r.gather(found)
	}
	return nil
}

// tree looks at the files and folders of a layer, by their names.
func (r *run) tree(ed *edition.Edition, top int) error {
	_, err := os.Stat(filepath.Join(r.project.Dir, "go.mod"))
	t := tree{layer: ed.Layers[top], dir: r.project.LayerDir(ed.Edition, top), strict: err == nil}
	for _, f := range ed.Roster.Feeds(top) {
		if f.Local {
			t.local = append(t.local, f.Key)
		}
	}
	if err := t.walk(); err != nil {
		return err
	}
	r.gather(t.probs)
	if top == 0 {
		r.gather(turned(ed.Layers[0].FS, config.File, config.File))
	}
	r.files = append(r.files, t.files...)
	return nil
}

// misnamed looks at the ids in rules, where all lists can be read.
func misnamed(ed *edition.Edition, top int) diag.List {
	if ed.View == nil {
		return nil
	}
	return policy.MisnamedIn(ed.Rules, top, ed.Roster, ed.ThemeIDs())
}

// pieces reads the Markdown pieces of a layer. Whether their authors are listed
// can only be said when the lists could be read.
func (r *run) pieces(ed *edition.Edition, top int) diag.List {
	layer := ed.Layers[top]
	found := gather.Pieces(layer, top, ed.Roster, ed.Site.BaseURL, ed.Site.Calendar.Zone, ed.View != nil)
	for _, name := range pieceFiles(layer, ed.Roster, top) {
		for n := range top {
			if _, err := fs.Stat(ed.Layers[n].FS, name); err == nil && path.Dir(name) == policy.Contributions {
				found.Add(layer.Name+name, 0, "give this one another name", "a piece of this name is in %s%s already, and this one would be lost", ed.Layers[n].Name, name)
			}
		}
	}
	return found
}
