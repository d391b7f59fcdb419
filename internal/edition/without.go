package edition

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A gated is a site's folder with the overlays' folders, and what was made of
// them, taken out: to ask for anything in them is to ask for what does not
// exist, also by a link that leads there, or out of the site.
type gated struct {
	fs.FS
	dir    string // real path of the site
	hidden []string
}

func without(dir string, folders []string) fs.FS {
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		real = dir
	}
	return gated{os.DirFS(dir), real, append(slices.Clone(folders), ".weft", ".git")}
}

// Open opens a file that is in no overlay.
func (g gated) Open(name string) (fs.File, error) {
	if g.refuses(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	f, err := g.FS.Open(name)
	if dir, ok := f.(fs.ReadDirFile); ok && err == nil {
		return gatedDir{dir, g, name}, nil
	}
	return f, err
}

func (g gated) refuses(name string) bool {
	if g.under(name) {
		return true
	}
	real, err := filepath.EvalSymlinks(filepath.Join(g.dir, filepath.FromSlash(name)))
	if err != nil {
		return false // not there: Open says so
	}
	rel, err := filepath.Rel(g.dir, real)
	return err != nil || !filepath.IsLocal(rel) || g.under(filepath.ToSlash(rel))
}

func (g gated) under(name string) bool {
	return slices.ContainsFunc(g.hidden, func(dir string) bool { return name == dir || strings.HasPrefix(name, dir+"/") })
}

// A gatedDir lists a folder without what is hidden in it.
type gatedDir struct {
	fs.ReadDirFile
	g    gated
	name string
}

// ReadDir lists what may be seen.
func (d gatedDir) ReadDir(n int) ([]fs.DirEntry, error) {
	entries, err := d.ReadDirFile.ReadDir(n)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return d.g.under(path.Join(d.name, e.Name())) }), err
}
