package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"weft"
	"weft/internal/edition"
	"weft/internal/leak"
)

// A guard knows what each overlay at hand knows alone.
type guard struct{ secrets []secret }

// A secret is what only one overlay knows.
type secret struct {
	ed      *edition.Edition // whose topmost overlay it is
	needles []leak.Needle
}

func (env *environment) guard(ctx context.Context, p *edition.Project) (*guard, error) {
	g := &guard{}
	words, err := everySiteSays()
	if err != nil {
		return nil, err
	}
	for _, e := range p.Editions() {
		if e.Overlay == "" {
			continue
		}
		if ctx.Err() != nil {
			return nil, errors.Join(ctx.Err(), g.close())
		}
		ed, err := env.load(p, e, edition.Moment{Now: env.now()})
		if err != nil {
			return nil, errors.Join(err, g.close())
		}
		g.secrets = append(g.secrets, secret{ed: ed})
		needles, err := ed.Needles()
		if err != nil {
			return nil, errors.Join(err, g.close())
		}
		g.secrets[len(g.secrets)-1].needles = leak.Except(needles, words)
	}
	return g, nil
}

func (g *guard) close() error {
	var errs []error
	for _, s := range g.secrets {
		errs = append(errs, s.ed.Close())
	}
	return errors.Join(errs...)
}

// everySiteSays gives the words of weft's own pages and style sheet: a
// colleague called Shadow is not betrayed by a box-shadow.
func everySiteSays() ([]byte, error) {
	var all []byte
	err := fs.WalkDir(weft.Templates(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "starter/") {
			return err
		}
		data, err := fs.ReadFile(weft.Templates(), name)
		all = append(append(all, data...), '\n')
		return err
	})
	return all, err
}

// A watch looks through the tree of one edition for what overlays know that it is
// not made of.
type watch struct {
	ed      *edition.Edition
	foreign []foreign
}

// A foreign overlay is one whose things the edition must not show.
type foreign struct {
	secret
	scanner *leak.Scanner
	known   map[leak.Needle]bool // what the edition itself knows of it; nil: not asked yet
}

func (g *guard) over(ed *edition.Edition) *watch {
	w := &watch{ed: ed}
	for _, s := range g.secrets {
		if !ed.Includes(s.ed.Edition.Overlay) && len(s.needles) > 0 {
			w.foreign = append(w.foreign, foreign{secret: s, scanner: leak.NewScanner(s.needles)})
		}
	}
	return w
}

// find gives the first thing that a file holds and the edition does not know,
// and the overlay that does; nil: none.
func (w *watch) find(name string, data []byte) (*leak.Needle, *foreign, error) {
	for i := range w.foreign {
		f := &w.foreign[i]
		for _, n := range append(f.scanner.Find([]byte(name)), f.scanner.Find(data)...) {
			if f.known == nil {
				var err error
				if f.known, err = w.ed.Known(f.needles); err != nil {
					return nil, nil, err
				}
			}
			if !f.known[n] {
				return &n, f, nil
			}
		}
	}
	return nil, nil, nil
}

// check refuses a file that holds what the edition must not know.
func (w *watch) check(name string, data []byte) error {
	n, f, err := w.find(name, data)
	if n == nil || err != nil {
		return err
	}
	overlay := f.ed.Edition.Overlay
	hint := "take it out of the file it comes from, or move that file below " + overlay + "/"
	if from := w.comesFrom(*n); from != "" {
		hint = "it stands in " + from + ": take it out there"
	}
	return fmt.Errorf("%s would hold %s that only the overlay %s knows: %q; nothing was published and the old pages stand\n    hint: %s; what is no secret, no_secret in site.toml lists",
		name, n.What, overlay, shown(n.Text), shown(hint))
}

// comesFrom finds the file that people wrote, and the line of it, in which
// something stands; "" where it is none of theirs.
func (w *watch) comesFrom(n leak.Needle) (place string) {
	scanner := leak.NewScanner([]leak.Needle{n})
	for layer := range w.ed.Layers {
		_ = w.ed.EachFile(layer, func(name string, data []byte) error {
			if place != "" || len(scanner.Find(data)) == 0 {
				return nil
			}
			place = name
			for i, line := range strings.Split(string(data), "\n") {
				if len(scanner.Find([]byte(line))) > 0 {
					place = fmt.Sprintf("%s:%d", name, i+1)
					return nil
				}
			}
			return nil
		})
	}
	return place
}

// strangers looks through what lies in the output folder and weft did not write:
// it is published with the rest.
func (w *watch) strangers(out string, names []string) error {
	if len(w.foreign) == 0 {
		return nil
	}
	for _, name := range names {
		at := filepath.Join(out, filepath.FromSlash(name))
		if overlay := w.leadsInto(at); overlay != "" {
			return fmt.Errorf("%s is a link into the overlay %s; nothing was published\n    hint: weft did not put it there: take it away", name, overlay)
		}
		data, err := os.ReadFile(at)
		if err != nil {
			continue // a folder, or nothing: weft names it, and publishes none of it
		}
		n, f, err := w.find(name, data)
		if err != nil {
			return err
		}
		if n != nil {
			return fmt.Errorf("%s holds %s that only the overlay %s knows: %q; nothing was published\n    hint: weft did not write this file: take it away, or take that out of it",
				name, n.What, f.ed.Edition.Overlay, shown(n.Text))
		}
	}
	return nil
}

// leadsInto names the overlay that a link leads into; "": none.
func (w *watch) leadsInto(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil || real == path {
		return ""
	}
	for _, f := range w.foreign {
		dir, err := filepath.EvalSymlinks(filepath.Join(w.ed.Dir, filepath.FromSlash(f.ed.Edition.Overlay)))
		if rel, relErr := filepath.Rel(dir, real); err == nil && relErr == nil && filepath.IsLocal(rel) {
			return f.ed.Edition.Overlay
		}
	}
	return ""
}
