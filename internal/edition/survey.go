package edition

import (
	"os"
	"path/filepath"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/markdown"
	"weft/internal/period"
	"weft/internal/site"
)

// Beside lets a project take its archives, and the overlays that it has not,
// from another folder: a site as it was once has neither.
func (p *Project) Beside(dir string) { p.beside = dir }

func (p *Project) overlayDir(overlay string) string {
	own := filepath.Join(p.Dir, overlay)
	if p.beside != "" && !isDir(own) {
		return filepath.Join(p.beside, overlay)
	}
	return own
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Unreadable gives a project whose site.toml cannot be read, so that the rest
// of it can be looked at: its lists, and what lies in content/. Which folders
// are overlays it does not know, and so it looks into none; sectors it knows
// none, which is not to say that there are none.
func Unreadable(dir string) *Project {
	site := &config.Site{Editions: []config.Edition{{Name: config.Public, Output: "public"}}, Calendar: period.Calendar{Cadence: period.Weekly, Zone: time.UTC}}
	return &Project{Dir: dir, Site: site, root: without(dir, nil), unread: true}
}

// Unread reports whether it is such a project.
func (p *Project) Unread() bool { return p.unread }

// sectorIDs gives the ids of the site's sectors; nil when they are not known.
func (p *Project) sectorIDs() []string {
	if p.unread {
		return nil
	}
	return p.Site.SectorIDs()
}

// Survey opens an edition as far as it can be read, for whoever looks for what
// is wrong with it: a fault in one file hides no other. The archives are open,
// and a View is there only when nothing is missing of what it judges by. The
// error is an archive's.
func (p *Project) Survey(e config.Edition, at Moment) (*Edition, diag.List, error) {
	ed := &Edition{Project: p, Edition: e, Layers: p.Layers(e), md: markdown.New(), at: at}
	gate, probs := ed.read()
	for n := range ed.Layers {
		db, err := archive.Open(p.ArchivePath(e, n))
		if err != nil {
			return ed, probs, err
		}
		ed.archives = append(ed.archives, db)
	}
	gate.Archives = ed.archives
	if probs.Errors() > 0 {
		return ed, probs, nil
	}
	return ed, probs, ed.settle(gate)
}

// Pages reads the site's own pages.
func (ed *Edition) Pages() ([]site.Page, diag.List) { return ed.pages() }

// Hidden reports whether an item of an issue must not be shown any more.
func (ed *Edition) Hidden(f digest.Facts) bool { return ed.hidden(f) }

// Archive gives the archive of a layer; nil when it could not be opened.
func (ed *Edition) Archive(n int) *archive.DB {
	if n >= len(ed.archives) {
		return nil
	}
	return ed.archives[n]
}
