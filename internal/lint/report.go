package lint

import (
	"slices"
	"strings"

	"weft/internal/diag"
)

// Only leaves in a report what is told of some files, or of those in some
// folders; none: all. "." is the site.
func (r Report) Only(names []string) Report {
	if len(names) == 0 || slices.Contains(names, ".") {
		return r
	}
	asked := func(file string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			return file == name || strings.HasPrefix(file, strings.TrimSuffix(name, "/")+"/")
		})
	}
	r.Files = slices.DeleteFunc(slices.Clone(r.Files), func(f string) bool { return !asked(f) })
	r.Problems = slices.DeleteFunc(slices.Clone(r.Problems), func(p diag.Problem) bool { return !asked(p.File) })
	return r
}
