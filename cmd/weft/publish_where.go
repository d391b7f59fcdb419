package main

import (
	"fmt"
	"path/filepath"

	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/release"
)

// toReaders ends a message that names the build, where readers have a copy of what
// it makes.
func toReaders(site *config.Site) string {
	for _, e := range site.Editions {
		if e.Publish != "" {
			return "; then `weft publish`"
		}
	}
	return ""
}

// apartFrom refuses a place that is also something else: where the site itself
// lies, or where readers of another edition look. Links on the way to it are
// followed, so that two names of one folder are one.
func apartFrom(p *edition.Project, s stand) error {
	own := []string{p.Dir}
	for _, e := range p.Site.Editions { // which may be links that lead elsewhere
		own = append(own, outputOf(p, e))
		if e.Overlay != "" {
			own = append(own, filepath.Join(p.Dir, filepath.FromSlash(e.Overlay)))
		}
	}
	for _, dir := range own {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		if config.Overlap(s.place, dir) {
			return usageError{fmt.Errorf("%s is, holds or lies in %s, which is the site's own; name a place outside of it", s.place, dir)}
		}
	}
	for _, e := range p.Site.Editions {
		if e.Name == s.Name || e.Publish == "" {
			continue
		}
		other := shownIn(p, e)
		if config.Overlap(s.place, other) || config.Overlap(s.place, release.Beside(other)) {
			return usageError{fmt.Errorf("%s is, holds or lies in the place of the %s edition, whose readers are not those of the %s edition; name another", s.place, e.Name, s.Name)}
		}
	}
	return nil
}
