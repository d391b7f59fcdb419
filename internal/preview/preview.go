// Package preview shows a site in a browser while people write it: it answers
// from a planned tree, tells open pages when they are another, and tells what
// is wrong in people's files over the last pages that were well.
//
// It promises that it shows the bytes a build would write, with nothing added
// but its own script, its ribbon on drafts and what the page's own policy must
// allow for these; that it answers only requests for its own name, and only
// asks for things; and that it keeps nothing open once it is closed. It reads
// no file of the site's and writes none: what to show is handed to it.
package preview

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"sync"

	"weft/internal/diag"
	"weft/internal/route"
	"weft/internal/site"
)

// A Server shows one site. Its zero value is not ready: see New.
type Server struct {
	own func(host string) bool // whether a request's host is ours

	mu      sync.Mutex
	good    *shown    // the last site without errors; nil before the first
	broken  diag.List // what was wrong when the site was shown last
	remarks diag.List // what a careful reader says of it
	trouble trouble   // the two together
	streams []*stream // the oldest first
	closed  bool
}

// New makes a server that answers for those hosts for which own is true. Until
// the first Show it has nothing to show.
func New(own func(host string) bool) *Server { return &Server{own: own} }

// A shown site holds each page that was asked for.
type shown struct {
	tree *site.Tree
	base string // the path its pages begin with, ends in a slash

	mu    sync.Mutex
	pages map[string]page
}

// A page is a file of the site, or what stands in for it.
type page struct {
	data   []byte
	sum    string // tells it from what it was
	ribbon string // what its ribbon says; empty: none
	err    error
}

// page makes a file, or gives it as it was made before.
func (s *shown) page(name string) page {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pages[name]
	if !ok {
		p.data, p.err = s.tree.Render(name)
		if p.err == nil {
			p.ribbon, p.err = s.tree.Ribbon(name)
		}
		p.sum = sum(p.data)
		s.pages[name] = p
	}
	return p
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:8])
}

// Show takes a site as it is now: its files, the path they lie at, and what is
// wrong. Without a tree the last one stays, below what is wrong. It gives back
// all that is wrong: pages somebody looks at, and the front page, are made at
// once, and where one cannot be, the last tree stays, too.
func (s *Server) Show(tree *site.Tree, base string, problems diag.List) diag.List {
	var next *shown
	if tree != nil {
		next = &shown{tree: tree, base: base, pages: map[string]page{}}
		if found := s.tried(next); found.Errors() > 0 {
			next, problems = nil, append(problems, found...)
		}
	}
	problems = problems.Sorted()
	s.mu.Lock()
	defer s.mu.Unlock()
	if next != nil {
		s.good = next
	}
	s.broken = problems
	s.tell()
	return problems
}

// Remark takes what a careful reader says of the site that is shown: a moment
// later than Show, and until the next Remark. Where the pages are well all of
// it is said as a warning, however grave it will be when the issue is frozen.
// It gives back what Show has not been told of already.
func (s *Server) Remark(remarks diag.List) diag.List {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remarks = slices.DeleteFunc(slices.Clone(remarks), func(r diag.Problem) bool { return slices.Contains(s.broken, r) })
	s.tell()
	return s.remarks
}

// tell puts together what is wrong and wakes who listens.
func (s *Server) tell() {
	problems := slices.Clone(s.broken)
	for _, r := range s.remarks {
		r.Warning = r.Warning || s.broken.Errors() == 0
		problems = append(problems, r)
	}
	s.trouble = troubleOf(problems.Sorted())
	for _, st := range s.streams {
		st.wake()
	}
}

// tried makes the pages that somebody looks at.
func (s *Server) tried(next *shown) diag.List {
	names := []string{route.File(route.Home)}
	s.mu.Lock()
	for _, st := range s.streams {
		if name, ok := next.file(st.path); ok {
			names = append(names, name)
		}
	}
	s.mu.Unlock()
	var problems diag.List
	for _, name := range names {
		problems = append(problems, ProblemsOf(next.page(name).err)...)
	}
	return problems
}

// ProblemsOf gives the problems in people's files that an error is about; an
// error about something else is one problem without a file.
func ProblemsOf(err error) diag.List {
	var inFiles diag.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &inFiles):
		return inFiles.Problems
	}
	return diag.List{{Message: err.Error()}}
}

// Close ends every stream of events, so that no browser keeps the server.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, st := range s.streams {
		st.end()
	}
}
