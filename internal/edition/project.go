// Package edition opens a site for one audience: its folders, lists, rules,
// themes, digests and archives, and makes of them what the stages below ask
// for. It is the only place where an overlay joins the public side.
//
// It promises that the public edition is made by code that was never given an
// overlay's folder, and that nothing is opened for writing but by the calls
// that say so, and what was found of citations, which is kept beside the archive.
package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/roster"
)

// A Project is a site's folder.
type Project struct {
	Dir   string // absolute
	Site  *config.Site
	root  fs.FS // the folder without any overlay or output
	trace *tracer
	// beside is a folder that lends its archives, and the overlays that this
	// one has not; "": none.
	beside string
	unread bool // site.toml could not be read: see Unreadable
}

// Find looks for site.toml in dir and above it, as git looks for its folder.
func Find(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := start; ; at = filepath.Dir(at) {
		if info, err := os.Stat(filepath.Join(at, config.File)); err == nil && info.Mode().IsRegular() {
			return at, nil
		}
		if filepath.Dir(at) == at {
			return "", fmt.Errorf("no %s in %s or above it; `weft init DIR` makes a new site, -C DIR names one", config.File, start)
		}
	}
}

// Open reads the site.toml of a folder.
func Open(dir string) (*Project, diag.List, error) { return open(dir, nil) }

func open(dir string, trace *tracer) (*Project, diag.List, error) {
	site, probs := config.Load(trace.over(os.DirFS(dir)))
	if site == nil {
		return nil, probs, probs.Err()
	}
	hidden := site.AllOverlays()
	for _, e := range site.Editions { // what was made of an overlay is as internal as it is
		hidden = append(hidden, e.Output)
	}
	return &Project{Dir: dir, Site: site, root: trace.over(without(dir, hidden)), trace: trace}, probs, nil
}

// Layers gives the folders an edition is made of, the site's own first.
func (p *Project) Layers(e config.Edition) []roster.Layer {
	layers := []roster.Layer{{FS: p.root}}
	for _, overlay := range p.Site.Overlays(e) {
		layers = append(layers, roster.Layer{FS: p.trace.over(os.DirFS(p.overlayDir(overlay))), Name: overlay + "/"})
	}
	return layers
}

// LayerDir is the folder of an edition's n-th layer.
func (p *Project) LayerDir(e config.Edition, n int) string {
	if n == 0 {
		return p.Dir
	}
	return p.overlayDir(p.Site.Overlays(e)[n-1])
}

// AtHand reports whether the overlays of an edition are there.
func (p *Project) AtHand(e config.Edition) bool {
	for _, overlay := range p.Site.Overlays(e) {
		if !isDir(p.overlayDir(overlay)) {
			return false
		}
	}
	return true
}

// Editions lists the editions whose folders are there, the public one first.
func (p *Project) Editions() []config.Edition {
	var out []config.Edition
	for _, e := range p.Site.Editions {
		if p.AtHand(e) {
			out = append(out, e)
		}
	}
	return out
}

// Templates gives the site's own templates folder, or nil.
func (p *Project) Templates() fs.FS {
	sub, err := fs.Sub(p.root, "templates")
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(sub, "."); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return sub
}

// State is the folder of what weft remembers of an edition's output.
func (p *Project) State(e config.Edition) string {
	return filepath.Join(p.Dir, ".weft", "build", e.Name)
}

// ArchivePath is the archive of an edition's n-th layer.
func (p *Project) ArchivePath(e config.Edition, n int) string {
	if p.beside != "" {
		return (&Project{Dir: p.beside, Site: p.Site}).ArchivePath(e, n)
	}
	return filepath.Join(p.LayerDir(e, n), filepath.FromSlash(archive.Name))
}
