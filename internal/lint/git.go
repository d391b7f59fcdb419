package lint

import (
	"fmt"
	"path/filepath"
	"strings"

	"weft/internal/config"
)

// A Tracker tells what the site's git repository holds of some folders, and what
// it would take in: see revision.Publishes.
type Tracker func(folders []string) (tracked, waiting []string, err error)

// published finds what is internal and git would publish with the site: the files
// of overlays, what was built of them, and what weft keeps of them.
func (r *run) published() {
	if r.Tracks == nil || r.Beside != "" || r.project.Unread() || len(r.project.Site.AllOverlays()) == 0 {
		return
	}
	for _, e := range r.project.Site.Editions {
		if e.Overlay == "" {
			continue
		}
		if folder := r.really(e.Overlay); folder != "" && !e.Committed {
			r.tellPublished(e, folder, "of the overlay "+e.Overlay, "a repository of its own (`git init "+e.Overlay+"`) is the other way; if everybody who may read the site may read it, write committed = true below [[edition]]")
		} else if folder != "" {
			r.tellPublished(e, folder+"/.weft", "that weft keeps of the overlay "+e.Overlay, "")
		}
		r.tellPublished(e, e.Output, "made of the overlay "+e.Overlay, "")
		r.tellPublished(e, ".weft/build/"+e.Name, "that weft keeps of what it built of the overlay "+e.Overlay, "")
		r.tellPublished(e, ".weft/citations-"+e.Name, "that weft found with the overlay "+e.Overlay, "")
	}
}

// really is where an overlay's folder lies within the site, links followed; "":
// elsewhere.
func (r *run) really(overlay string) string {
	site, err := filepath.EvalSymlinks(r.project.Dir)
	if err != nil {
		return overlay
	}
	real, err := filepath.EvalSymlinks(filepath.Join(site, filepath.FromSlash(overlay)))
	if err != nil {
		return overlay // not here: git may have it all the same
	}
	rel, err := filepath.Rel(site, real)
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// tellPublished tells of a folder once, whatever lies in it.
func (r *run) tellPublished(e config.Edition, folder, what, otherwise string) {
	tracked, waiting, err := r.Tracks([]string{folder})
	if err != nil {
		r.unasked(err)
		return
	}
	say := func(files []string, verb, hint string) {
		if len(files) == 0 {
			return
		}
		if otherwise != "" {
			hint += "; " + otherwise
		}
		n := "this file"
		if len(files) > 1 {
			n = fmt.Sprintf("%d files, this one first,", len(files))
		}
		r.probs.Add(files[0], 0, hint, "git %s %s %s", verb, n, what)
	}
	say(tracked, "has", "`git rm -r --cached "+folder+"`, with /"+strings.TrimSuffix(folder, "/")+"/ in .gitignore; what was pushed is known already")
	say(waiting, "would publish", "write /"+strings.TrimSuffix(folder, "/")+"/ into .gitignore")
}

// unasked notes once that git could not be asked.
func (r *run) unasked(err error) {
	if !r.gitless {
		r.gitless = true
		r.note("whether git would publish what is internal was not looked at: %v", err)
	}
}
