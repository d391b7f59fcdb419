package edition

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// A trace is what was read for some purpose, and what it was like: as long as
// reading it again gives the same, the result stands. What was looked for and
// not found is in it, too.
type trace map[look]string

// A look is one thing that was read: a file, a folder's list, or whether there
// is something of a name.
type look struct {
	in   *traced
	kind lookKind
	name string
}

type lookKind int

const (
	atFile lookKind = iota
	atFolder
	atName
)

// still reports whether everything is as it was read.
func (t trace) still() bool {
	for l, was := range t {
		if l.again() != was {
			return false
		}
	}
	return true
}

func (l look) again() string {
	switch l.kind {
	case atFile:
		return printFile(fs.ReadFile(l.in.FS, l.name))
	case atFolder:
		return printFolder(fs.ReadDir(l.in.FS, l.name))
	}
	return printName(fs.Stat(l.in.FS, l.name))
}

// A tracer notes in a trace what is read through its folders, while it has one.
// Nil, it lets everything through.
type tracer struct{ into trace }

func (t *tracer) over(root fs.FS) fs.FS {
	if t == nil {
		return root
	}
	return &traced{root, t}
}

// begin notes what is read from now on in a trace of its own.
func (t *tracer) begin() trace {
	if t == nil {
		return nil
	}
	t.into = trace{}
	return t.into
}

// end notes nothing until the next begin.
func (t *tracer) end() {
	if t != nil {
		t.into = nil
	}
}

// A traced folder is read like the one below it.
type traced struct {
	fs.FS
	tracer *tracer
}

func (f *traced) note(kind lookKind, name, is string) {
	if f.tracer.into != nil {
		f.tracer.into[look{f, kind, name}] = is
	}
}

// Open opens a file or folder, and notes it whole.
func (f *traced) Open(name string) (fs.File, error) {
	info, err := fs.Stat(f.FS, name)
	switch {
	case f.tracer.into == nil:
	case err != nil || !info.IsDir() && !info.Mode().IsRegular():
		f.note(atName, name, printName(info, err))
	case info.IsDir():
		f.note(atFolder, name, printFolder(fs.ReadDir(f.FS, name)))
	default:
		f.note(atFile, name, printFile(fs.ReadFile(f.FS, name)))
	}
	return f.FS.Open(name)
}

// ReadFile reads a file.
func (f *traced) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(f.FS, name)
	f.note(atFile, name, printFile(data, err))
	return data, err
}

// ReadDir lists a folder.
func (f *traced) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	f.note(atFolder, name, printFolder(entries, err))
	return entries, err
}

// Stat says what is there of a name.
func (f *traced) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(f.FS, name)
	f.note(atName, name, printName(info, err))
	return info, err
}

func printFile(data []byte, err error) string {
	if err != nil {
		return missing(err)
	}
	sum := sha256.Sum256(data)
	return string(sum[:])
}

func printFolder(entries []fs.DirEntry, err error) string {
	if err != nil {
		return missing(err)
	}
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "%s %v\n", e.Name(), e.Type())
	}
	return b.String()
}

func printName(info fs.FileInfo, err error) string {
	if err != nil {
		return missing(err)
	}
	return info.Mode().Type().String()
}

func missing(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "not there"
	}
	return "cannot be read: " + err.Error()
}
