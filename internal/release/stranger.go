package release

import (
	"fmt"
	"io/fs"
	"strings"
)

// A StrangerError says that something stands in the place that weft did not put
// there. Nothing was changed.
type StrangerError struct {
	Target string
	Is     string   // what it is
	Holds  []string // some of what lies in it
}

func (e *StrangerError) Error() string {
	holds := ""
	if len(e.Holds) > 0 {
		holds = " and holds " + strings.Join(e.Holds, ", ")
	}
	return fmt.Sprintf("%s %s%s; nothing was published\n    hint: name a place that is not there yet, or move this away first: mv %s %s.before",
		e.Target, e.Is, holds, quoted(e.Target), quoted(e.Target))
}

// An OwnerError says that a place is another edition's, or another site's.
type OwnerError struct {
	Target   string
	Has, Own Owner
}

func (e *OwnerError) Error() string {
	whose := fmt.Sprintf("the %s edition", e.Has.Edition)
	if e.Has.Site != e.Own.Site {
		whose = fmt.Sprintf("another site, %q", e.Has.Title)
	}
	return fmt.Sprintf("%s shows %s, and readers of the %s edition are not the same; nothing was published\n    hint: every edition needs a place of its own; if this one is given up, remove %s and %s",
		e.Target, whose, e.Own.Edition, e.Target, Beside(e.Target))
}

// fewNames is how many of a stranger's files are named.
const fewNames = 3

func namesOf(entries []fs.DirEntry) []string {
	var out []string
	for i, e := range entries {
		if i == fewNames {
			return append(out, fmt.Sprintf("%d more", len(entries)-i))
		}
		out = append(out, e.Name())
	}
	return out
}

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " '\"$&();<>|*?[]#~`\\!") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}
