package lint

import (
	"regexp"
	"slices"

	"weft/internal/diag"
)

// Since leaves in a report what another of the same site, as it was once, does
// not tell: problems are the same when they are as grave and say the same of
// the same file, wherever in it they stand. Of three alike, where there was one,
// two are new. A file that was renamed keeps its old problems. What lies in
// one of the folders of others has no past here, and all of it is told.
func (r Report) Since(was Report, others []string) Report {
	had := map[diag.Problem]int{}
	for _, p := range was.Problems {
		had[alike(p)]++
	}
	take := func(p diag.Problem) bool {
		if had[p] > 0 {
			had[p]--
			return true
		}
		return false
	}
	r.Problems = slices.DeleteFunc(slices.Clone(r.Problems), func(p diag.Problem) bool {
		return !within(p.File, others) && take(alike(p))
	})
	moved := movedFrom(was, r)
	r.Problems = slices.DeleteFunc(r.Problems, func(p diag.Problem) bool {
		if within(p.File, others) || slices.Contains(was.Files, p.File) {
			return false
		}
		return slices.ContainsFunc(moved, func(file string) bool {
			before := alike(p)
			before.File = file
			return take(before)
		})
	})
	return r
}

// movedFrom lists the files that there are no more.
func movedFrom(was, is Report) []string {
	var out []string
	for _, f := range was.Files {
		if !slices.Contains(is.Files, f) {
			out = append(out, f)
		}
	}
	return out
}

// alike is the same for problems that are the same, wherever they stand: also
// where a message names another place, as in "stands in feeds/a.toml:12 already".
func alike(p diag.Problem) diag.Problem {
	return diag.Problem{File: p.File, Message: placeNamed.ReplaceAllString(p.Message, "$1"), Warning: p.Warning}
}

var placeNamed = regexp.MustCompile(`(\.[a-z]+):\d+\b`)

func within(file string, folders []string) bool {
	return slices.ContainsFunc(folders, func(dir string) bool { return len(file) > len(dir) && file[:len(dir)] == dir && file[len(dir)] == '/' })
}
