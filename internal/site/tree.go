package site

import (
	"fmt"
	"sync"
	"time"

	"weft/internal/route"
)

// An Emit takes one file of the tree: its slash path relative to the output
// folder, and its bytes, which are the receiver's to keep. Each name comes once.
type Emit = func(name string, data []byte) error

// Build makes every file of an edition, page after page, without holding the
// tree in memory. Its error is emit's, or says what to mend in templates/ or
// content/, with file and line.
func Build(in Input, emit Emit) error {
	b, err := plan(in)
	if err != nil {
		return err
	}
	for i := range b.files {
		f := &b.files[i]
		data, err := b.bytes(f.render)
		if err != nil {
			return err
		}
		f.render = nil // what it was made of need not be held any longer
		if err := emit(f.name, data); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	return nil
}

// A Tree is the files of an edition, each made when it is asked for: the same
// names and bytes that Build emits. It may be used by several goroutines.
type Tree struct {
	mu sync.Mutex // pages share what is for one at a time, such as collation
	b  *builder
}

// Plan says which files an edition has, and makes none yet.
func Plan(in Input) (*Tree, error) {
	b, err := plan(in)
	if err != nil {
		return nil, err
	}
	return &Tree{b: b}, nil
}

// Names lists the files, in the order of Build.
func (t *Tree) Names() []string {
	names := make([]string, len(t.b.files))
	for i, f := range t.b.files {
		names[i] = f.name
	}
	return names
}

// Has reports whether there is a file of a name.
func (t *Tree) Has(name string) bool {
	_, ok := t.b.at[name]
	return ok
}

// Ribbon says of the page of an issue that is not published that it is not, in
// the site's own words; empty for every other file.
func (t *Tree) Ribbon(name string) (string, error) {
	if !t.b.drafts[name] {
		return "", nil
	}
	return t.b.words.say("preview.draft")
}

// Render makes a file. Its error says what to mend, as Build's does; the other
// files may be well.
func (t *Tree) Render(name string) ([]byte, error) {
	i, ok := t.b.at[name]
	if !ok {
		return nil, fmt.Errorf("the site has no file %s", name)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b.bytes(t.b.files[i].render)
}

// A file of the tree is made by a function, so that what is not asked for
// costs nothing.
type file struct {
	name   string
	render func() ([]byte, error)
}

func plan(in Input) (*builder, error) {
	b, err := newBuilder(in)
	if err != nil {
		return nil, err
	}
	for _, part := range []func(){
		b.assets, b.home, b.digests, b.themePages, b.sectors, b.contributors, b.connections, b.methodPage,
		b.river, b.contributions, b.pages, b.policy, b.notFound, b.feeds, b.blogroll, b.data, b.robots, b.sitemap,
	} {
		part()
	}
	return b, b.err
}

// file plans a file; a second of the same name would silently win.
func (b *builder) file(name string, render func() ([]byte, error)) {
	if _, ok := b.at[name]; ok {
		b.fail(fmt.Errorf("two files of the site want to be %s; rename one of the pages in content/", name))
		return
	}
	b.at[name] = len(b.files)
	b.files = append(b.files, file{name, render})
}

// bytes makes a file; a text that was missing on the way is its error and no
// other file's.
func (b *builder) bytes(render func() ([]byte, error)) ([]byte, error) {
	data, err := render()
	if err == nil {
		err = b.err
	}
	b.err = nil
	return data, err
}

// A visit is a page for the sitemap.
type visit struct {
	path string
	mod  time.Time // zero: unknown
}

// page plans a page that search engines may know of.
func (b *builder) page(v visit, fill func(s *sheet) (leaf, any)) {
	b.visits = append(b.visits, v)
	b.unlisted(v.path, fill)
}

// unlisted plans a page.
func (b *builder) unlisted(path string, fill func(s *sheet) (leaf, any)) {
	b.file(route.File(path), func() ([]byte, error) {
		s := b.sheet(path)
		l, main := fill(s)
		return b.tmpl.page(l.kind, s.document(l, main))
	})
}
