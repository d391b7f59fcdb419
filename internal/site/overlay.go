package site

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// Overlay gives the files of upper with those of lower below them: a file that
// both have is upper's. So a site overrides single templates.
func Overlay(upper, lower fs.FS) fs.FS { return overlay{upper, lower} }

type overlay struct{ upper, lower fs.FS }

// Open opens upper's file, else lower's.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

// ReadDir lists what either has, each name once, by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	above, err := fs.ReadDir(o.upper, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	below, lowerErr := fs.ReadDir(o.lower, name)
	if lowerErr != nil {
		if err == nil && errors.Is(lowerErr, fs.ErrNotExist) {
			return above, nil
		}
		return nil, lowerErr
	}
	all := append(slices.Clone(above), below...)
	slices.SortStableFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}
