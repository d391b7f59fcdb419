package config

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// editions checks where each edition goes: an output or overlay that is also
// something else would have one overwrite, or publish, the other.
func (r *reader) editions() ([]Edition, map[string]Edition) {
	all := append([]Edition{{Name: Public, Output: r.f.Output, Publish: r.f.Publish}}, r.f.Editions...)
	byName := map[string]Edition{}
	taken := map[string]string{}
	for i := range all {
		e := &all[i]
		line := func(key string) int {
			if i == 0 {
				return r.lines.Of("output")
			}
			return r.lines.Of("edition", i-1, key)
		}
		if i > 0 && (!ValidID(e.Name) || e.Name == Public) {
			r.probs.Add(File, line("name"), IDHint+`; "public" is always there`, "edition name %q", e.Name)
		}
		if _, double := byName[e.Name]; double && e.Name != Public {
			r.probs.Add(File, line("name"), "give one of them another name", "edition %q stands here a second time", e.Name)
		}
		e.Output = r.folder(e.Output, "output", line("output"), taken, e.Name)
		if i > 0 {
			r.recipients(&e.MailTo, line("mail_to"), "mail_to of edition "+e.Name)
			e.Overlay = r.folder(e.Overlay, "overlay", line("overlay"), taken, e.Name)
			if _, ok := byName[e.Base]; e.Base != "" && !ok {
				r.probs.Add(File, line("base"), "an edition is declared above the one that builds on it", "edition %q builds on %q, which is not declared above it", e.Name, e.Base)
				e.Base = ""
			}
		}
		if _, double := byName[e.Name]; !double { // and so no edition can build on itself
			byName[e.Name] = *e
		}
	}
	r.places(all)
	return all, byName
}

// places checks where editions are published: readers of one are not those of
// another. Whether two names lead to one folder only the command can see.
func (r *reader) places(all []Edition) {
	for i, e := range all {
		if e.Publish == "" {
			continue
		}
		line := r.lines.Of("publish")
		if i > 0 {
			line = r.lines.Of("edition", i-1, "publish")
		}
		if place := path.Clean(filepath.ToSlash(e.Publish)); !path.IsAbs(place) && filepath.VolumeName(e.Publish) == "" && !strings.HasPrefix(place, "../") {
			r.probs.Add(File, line, `name a folder outside of the site's, such as "/srv/www/digest" or "../www"`, "publish = %q of edition %q lies in the site's own folder", e.Publish, e.Name)
		}
		for _, other := range all[:i] {
			if other.Publish != "" && Overlap(e.Publish, other.Publish) {
				r.probs.Add(File, line, "every edition needs a place of its own: readers of one are not those of another", "publish = %q of edition %q is, holds or lies in that of edition %q", e.Publish, e.Name, other.Name)
			}
		}
	}
}

// Overlap reports whether two names of folders are of the same, or of one within
// the other. Names that differ in case only are one folder on many machines.
func Overlap(a, b string) bool {
	folded := func(dir string) string {
		return strings.TrimSuffix(strings.ToLower(path.Clean(filepath.ToSlash(dir))), "/") + "/"
	}
	a, b = folded(a), folded(b)
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

var ownFolders = []string{"feeds", "content", "templates", ".weft", ".git", "cmd", "internal"}

// folder checks a folder's name. Names that differ in case only are one folder
// on many machines.
func (r *reader) folder(dir, what string, line int, taken map[string]string, edition string) string {
	clean := path.Clean(dir)
	folded := strings.ToLower(clean)
	first, _, _ := strings.Cut(folded, "/")
	switch {
	case dir == "" || clean == "." || !fs.ValidPath(clean) || strings.ContainsAny(clean, `\:*?"<>|`):
		r.probs.Add(File, line, "name a folder inside the site, such as \"public\", with forward slashes", "%s = %q of edition %q", what, dir, edition)
	case slices.Contains(ownFolders, first):
		r.probs.Add(File, line, "choose another name; weft keeps other things there", "%s = %q of edition %q", what, dir, edition)
	default:
		for _, other := range slices.Sorted(maps.Keys(taken)) {
			if folded == other || strings.HasPrefix(folded, other+"/") || strings.HasPrefix(other, folded+"/") {
				r.probs.Add(File, line, "every output and overlay needs a folder of its own", "%s = %q of edition %q is, holds or lies in %s", what, dir, edition, taken[other])
			}
		}
		if taken[folded] == "" {
			taken[folded] = "the " + what + " of edition " + edition
		}
	}
	return clean
}

// Edition looks an edition up by its name.
func (s *Site) Edition(name string) (Edition, bool) {
	e, ok := s.editionNamed[name]
	return e, ok
}

// Overlays lists the overlay folders of an edition, the one added first first;
// none for the public edition.
func (s *Site) Overlays(e Edition) []string {
	if e.Overlay == "" {
		return nil
	}
	if base, ok := s.editionNamed[e.Base]; ok && e.Base != "" { // a faulty one may have no name
		return append(s.Overlays(base), e.Overlay)
	}
	return []string{e.Overlay}
}

// AllOverlays lists every overlay folder of the site, sorted: the folders that
// the public edition must never be given.
func (s *Site) AllOverlays() []string {
	var dirs []string
	for _, e := range s.Editions {
		if e.Overlay != "" {
			dirs = append(dirs, e.Overlay)
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}
