package edition

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/roster"
)

// A ListFile is a list that somebody may be added to.
type ListFile struct {
	Name  string // as people see it: "feeds/housing.toml", "private/feeds/lab.toml"
	Path  string // on disk
	Layer int    // 0: public
	Data  []byte // as it was read; nil: there is no such file yet
	base  string // the layer's folder, from the site's: "", "private/"
}

// ErrNoList says that a name is none of a list's.
var ErrNoList = errors.New("no such list")

// ListFiles gives the lists of every layer that is at hand, the public ones
// first.
func (p *Project) ListFiles() ([]ListFile, error) {
	var out []ListFile
	for _, l := range p.bases() {
		dir := os.DirFS(filepath.Join(p.Dir, filepath.FromSlash(l.base)))
		names, err := fs.Glob(dir, "feeds/*.toml")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if path.Base(name) == roster.PolicyFile {
				continue
			}
			file, err := p.listFile(l, path.Base(name))
			if err != nil {
				return nil, err
			}
			out = append(out, file)
		}
	}
	return out, nil
}

type base struct {
	base  string
	layer int
}

// bases are the folders in which lists lie, each once.
func (p *Project) bases() []base {
	out := []base{{}}
	for _, e := range p.Editions() {
		for i, overlay := range p.Site.Overlays(e) {
			b := base{overlay + "/", i + 1}
			if !slices.ContainsFunc(out, func(o base) bool { return o.base == b.base }) {
				out = append(out, b)
			}
		}
	}
	return out
}

func (p *Project) listFile(l base, name string) (ListFile, error) {
	f := ListFile{Name: l.base + "feeds/" + name, Layer: l.layer, base: l.base}
	f.Path = filepath.Join(p.Dir, filepath.FromSlash(f.Name))
	var err error
	f.Data, err = os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if f.Data == nil {
		f.Data = []byte{}
	}
	return f, err
}

// List finds a list by what somebody calls it: "housing", "feeds/housing.toml"
// or "private/feeds/lab.toml". A name that is none yet, and could be one, gives
// the list that it would be.
func (p *Project) List(called string) (ListFile, error) {
	name := path.Clean(filepath.ToSlash(called))
	short := strings.TrimSuffix(path.Base(name), ".toml")
	if short+".toml" == roster.PolicyFile {
		return ListFile{}, fmt.Errorf("%w: %s holds rules; name another file of feeds/", ErrNoList, roster.PolicyFile)
	}
	if !strings.Contains(name, "/") {
		return p.shortList(short)
	}
	for _, l := range p.bases() {
		if name == l.base+"feeds/"+short || name == l.base+"feeds/"+short+".toml" {
			f, err := p.listFile(l, short+".toml")
			if err == nil && f.Data == nil && !config.ValidID(short) {
				err = badListName(short)
			}
			return f, err
		}
	}
	var folders []string
	for _, l := range p.bases() {
		folders = append(folders, l.base+"feeds/")
	}
	return ListFile{}, fmt.Errorf("%w: %q; lists are .toml files in %s", ErrNoList, called, strings.Join(folders, " or "))
}

// shortList finds a list by its name alone, wherever it lies.
func (p *Project) shortList(short string) (ListFile, error) {
	all, err := p.ListFiles()
	if err != nil {
		return ListFile{}, err
	}
	var found []ListFile
	for _, f := range all {
		if path.Base(f.Name) == short+".toml" {
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return ListFile{}, fmt.Errorf("%w: %q is %s and %s; name the one you mean", ErrNoList, short, found[0].Name, found[1].Name)
	case !config.ValidID(short):
		return ListFile{}, badListName(short)
	}
	return p.listFile(base{}, short+".toml")
}

func badListName(short string) error {
	return fmt.Errorf("%w: %q cannot be the name of a new one; use lower-case letters, digits and hyphens", ErrNoList, short)
}

// Try reads every edition as it would be with a list changed, and gives the
// problems. Where there is an error the list is not to be written.
func (p *Project) Try(f ListFile, data []byte) diag.List {
	var probs diag.List
	name := strings.TrimPrefix(f.Name, f.base)
	for _, e := range p.Editions() {
		layers := p.Layers(e)
		for i := range layers {
			if layers[i].Name == f.base {
				layers[i].FS = instead{layers[i].FS, name, data}
			}
		}
		_, found := roster.Load(layers, p.Site.SectorIDs())
		probs = append(probs, found...)
	}
	return probs.Sorted()
}

// An instead is a folder in which one file has another content.
type instead struct {
	fs.FS
	name string
	data []byte
}

// ReadFile gives the other content.
func (f instead) ReadFile(name string) ([]byte, error) {
	if name == f.name {
		return bytes.Clone(f.data), nil
	}
	return fs.ReadFile(f.FS, name)
}

// Glob finds the file though it may not be there yet.
func (f instead) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(f.FS, pattern)
	if ok, _ := path.Match(pattern, f.name); ok && !slices.Contains(names, f.name) {
		names = append(names, f.name)
		slices.Sort(names)
	}
	return names, err
}
