package preview

import (
	"net/http"
	"path"
	"strings"

	"weft/internal/route"
)

// ServeHTTP answers a browser.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff") // no file of the site may ever be run as a script
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // an internal edition is nobody else's picture or script
	h.Set("Referrer-Policy", "no-referrer")
	switch {
	case !s.own(r.Host):
		// A page elsewhere may have its name lead here (DNS rebinding), and
		// would then read what is not for it.
		http.Error(w, "weft serve does not answer at this address; use the one it said", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "weft serve only shows things", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		s.events(w, r)
	case strings.HasPrefix(r.URL.Path, ownPath):
		ownFile(w, r)
	default:
		s.file(w, r)
	}
}

// file answers with a file of the site.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	good, problems := s.now()
	if good == nil {
		s.answer(w, r, http.StatusServiceUnavailable, ".html", standIn(problems))
		return
	}
	if !strings.HasPrefix(r.URL.Path, good.base) {
		if r.URL.Path == "/" || r.URL.Path+"/" == good.base {
			http.Redirect(w, r, good.base, http.StatusTemporaryRedirect)
			return
		}
		s.missing(w, r, good)
		return
	}
	name, ok := good.file(r.URL.Path)
	if !ok {
		if _, folder := good.file(r.URL.Path + "/"); folder {
			http.Redirect(w, r, r.URL.EscapedPath()+"/", http.StatusTemporaryRedirect)
			return
		}
		s.missing(w, r, good)
		return
	}
	s.send(w, r, http.StatusOK, good, name)
}

func (s *Server) missing(w http.ResponseWriter, r *http.Request, good *shown) {
	s.send(w, r, http.StatusNotFound, good, route.File(route.NotFound))
}

func (s *Server) send(w http.ResponseWriter, r *http.Request, status int, good *shown, name string) {
	p := good.page(name)
	if p.err != nil {
		s.answer(w, r, http.StatusInternalServerError, ".html", standIn(ProblemsOf(p.err)))
		return
	}
	s.answer(w, r, status, path.Ext(name), p)
}

// answer sends a file, dressed if it is a page.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, status int, ext string, p page) {
	w.Header().Set("Content-Type", mediaType(r.URL.Path, ext))
	data := p.data
	if ext == ".html" {
		data = dressed(p, r.URL.Path)
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}

// file gives the name of the file at a path, if there is one.
func (s *shown) file(asked string) (string, bool) {
	inner, ok := strings.CutPrefix(asked, s.base)
	if !ok {
		return "", false
	}
	name := route.File("/" + inner)
	return name, s.tree.Has(name)
}

// at gives what is shown at a path: a file, or what stands in for it.
func (s *Server) at(asked string) page {
	good, problems := s.now()
	if good == nil {
		return standIn(problems)
	}
	name, ok := good.file(asked)
	if !ok {
		name = route.File(route.NotFound)
	}
	p := good.page(name)
	if p.err != nil {
		return standIn(ProblemsOf(p.err))
	}
	return p
}

func mediaType(asked, ext string) string {
	if strings.HasSuffix(asked, "/feed.json") {
		return "application/feed+json"
	}
	if t, ok := mediaTypes[ext]; ok {
		return t
	}
	return "application/octet-stream"
}

// mediaTypes says what each file of a site is, as a well-kept server would.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
	".xml":  "application/xml",
	".atom": "application/atom+xml",
	".rss":  "application/rss+xml",
	".opml": "text/x-opml; charset=utf-8",
	".json": "application/json",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".jpg":  "image/jpeg",
	".webp": "image/webp",
	".eml":  "message/rfc822",
}
