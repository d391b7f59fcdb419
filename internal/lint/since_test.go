package lint

import (
	"slices"
	"testing"

	"weft/internal/diag"
)

func report(files []string, problems ...diag.Problem) Report {
	return Report{Files: files, Problems: problems}
}

func TestOnlyWhatIsNewIsTold(t *testing.T) {
	old := diag.Problem{File: "a.md", Line: 3, Message: `"x" stands in b.md:12 already`}
	moved := diag.Problem{File: "a.md", Line: 30, Message: `"x" stands in b.md:99 already`}
	graver := diag.Problem{File: "a.md", Message: `"x" stands in b.md:12 already`, Warning: true}
	elsewhere := diag.Problem{File: "private/a.md", Message: `"x" stands in b.md:12 already`}
	files := []string{"a.md", "b.md"}
	for name, c := range map[string]struct {
		was, is Report
		want    []diag.Problem
	}{
		"on another line":   {report(files, old), report(files, moved), nil},
		"two, where one":    {report(files, old), report(files, old, moved), []diag.Problem{moved}},
		"as grave":          {report(files, graver), report(files, old), []diag.Problem{old}},
		"in another file":   {report(files, old), report(append(files, "c.md"), diag.Problem{File: "c.md", Message: old.Message}), []diag.Problem{{File: "c.md", Message: old.Message}}},
		"renamed":           {report(files, old), report([]string{"b.md", "c.md"}, diag.Problem{File: "c.md", Message: old.Message}), nil},
		"without a past":    {report(files, elsewhere), report(files, elsewhere), []diag.Problem{elsewhere}},
		"mended":            {report(files, old), report(files), nil},
		"in a file renamed": {report(files, old, graver), report([]string{"b.md", "c.md"}, old, diag.Problem{File: "c.md", Message: "new"}), []diag.Problem{{File: "c.md", Message: "new"}}},
	} {
		if got := c.is.Since(c.was, []string{"private"}).Problems; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
