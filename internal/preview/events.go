package preview

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"weft/internal/diag"
)

// A trouble is what is wrong with a site, as a page is told.
type trouble struct {
	Errors   []fault `json:"errors"`
	Warnings []fault `json:"warnings"`
	text     string  // itself, as JSON
}

type fault struct {
	Where   string `json:"where"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	problem diag.Problem
}

func troubleOf(problems diag.List) trouble {
	t := trouble{Errors: []fault{}, Warnings: []fault{}}
	for _, p := range problems {
		f := fault{where(p), p.Message, p.Hint, p}
		if p.Warning {
			t.Warnings = append(t.Warnings, f)
		} else {
			t.Errors = append(t.Errors, f)
		}
	}
	text, err := json.Marshal(t)
	if err != nil {
		panic(err) // plain data
	}
	t.text = string(text)
	return t
}

// now gives what there is to show, and what is wrong.
func (s *Server) now() (*shown, diag.List) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var problems diag.List
	for _, f := range slices.Concat(s.trouble.Errors, s.trouble.Warnings) {
		problems = append(problems, f.problem)
	}
	return s.good, problems
}

// A stream is an open page that listens.
type stream struct {
	path  string // of the page
	woken chan struct{}
	over  chan struct{}
	ended bool
}

// wake has the stream look; many times at once is once.
func (st *stream) wake() {
	select {
	case st.woken <- struct{}{}:
	default:
	}
}

func (st *stream) end() {
	if !st.ended {
		st.ended = true
		close(st.over)
	}
}

// mostStreams bounds the pages that listen. A browser opens six connections to
// a server and no more, and with as many open pages would wait for ever; so the
// oldest rests until somebody looks at it again.
const mostStreams = 4

// listen enters a page among those that listen; nil once the server is closed.
func (s *Server) listen(path string) *stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	st := &stream{path: path, woken: make(chan struct{}, 1), over: make(chan struct{})}
	s.streams = append(s.streams, st)
	if len(s.streams) > mostStreams {
		s.streams[0].end()
		s.streams = slices.Delete(s.streams, 0, 1)
	}
	return st
}

func (s *Server) leave(st *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st.end()
	s.streams = slices.DeleteFunc(s.streams, func(other *stream) bool { return other == st })
}

// events tells a page what is wrong, and when it is another than the one that
// was sent (HTML Standard, 9.2 Server-sent events).
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	out := http.NewResponseController(w)
	st := s.listen(r.URL.Query().Get("path"))
	if st == nil {
		return
	}
	defer s.leave(st)
	had, told := r.URL.Query().Get("sum"), ""
	for {
		s.mu.Lock()
		wrong := s.trouble.text
		s.mu.Unlock()
		if wrong != told {
			fmt.Fprintf(w, "event: trouble\ndata: %s\n\n", wrong)
			told = wrong
		}
		if s.at(st.path).sum != had {
			fmt.Fprint(w, "event: reload\ndata:\n\n")
		}
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-st.woken:
		case <-st.over:
			fmt.Fprint(w, "event: rest\ndata:\n\n")
			out.Flush()
			return
		case <-r.Context().Done():
			return
		}
	}
}
