package lint

import (
	"slices"
	"strings"

	"weft/internal/diag"
)

// A Place is a file or folder of the site, or a line of a file.
type Place struct {
	Name string // slash path from the site's folder; "." is the site
	Line int    // 0: all
}

// Holds reports whether a line of a file lies in the place.
func (p Place) Holds(file string, line int) bool {
	in := p.Name == "." || file == p.Name || strings.HasPrefix(file, strings.TrimSuffix(p.Name, "/")+"/")
	return in && (p.Line == 0 || p.Line == line)
}

// Only leaves in a report what is told of some places; none: all.
func (r Report) Only(places []Place) Report {
	if len(places) == 0 {
		return r
	}
	asked := func(file string, line int) bool {
		return slices.ContainsFunc(places, func(p Place) bool { return p.Holds(file, line) })
	}
	r.Files = slices.DeleteFunc(slices.Clone(r.Files), func(f string) bool {
		return !slices.ContainsFunc(places, func(p Place) bool { return p.Holds(f, p.Line) })
	})
	r.Problems = slices.DeleteFunc(slices.Clone(r.Problems), func(p diag.Problem) bool { return !asked(p.File, p.Line) })
	return r
}
