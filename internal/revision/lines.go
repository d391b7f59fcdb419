package revision

import (
	"bytes"
	"context"
	"strings"
)

// A Line is one that a file gained once.
type Line struct {
	Text string
	Took []string // the lines that the same commit took out
}

// Lines lists every line that a file below a folder ever gained in the history
// of what is checked out, the oldest first, each once: on every branch that was
// merged, also one whose lines the merge left out, and under the names that the
// file had before. Where there is no git, no repository or no history there is
// none.
func Lines(ctx context.Context, dir, name string) []Line {
	var out []Line
	seen := map[string]bool{}
	for _, how := range [][]string{{"--full-history", "--no-renames"}, {"--follow"}} {
		// the newest first: with --reverse, --follow ends at the first other name
		log, err := git(ctx, dir, nil, append(append([]string{"log", "--format=", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--unified=0", "--patch"}, how...), "--", name)...)
		if err != nil {
			return nil
		}
		all := gained(log)
		for i := len(all) - 1; i >= 0; i-- {
			for _, line := range all[i] {
				if !seen[line.Text] {
					seen[line.Text] = true
					out = append(out, line)
				}
			}
		}
	}
	return out
}

// gained gives the lines that were added, patch by patch.
func gained(log []byte) [][]Line {
	var out [][]Line
	for patch := range bytes.SplitSeq(log, []byte("\ndiff ")) {
		var added []Line
		var took []string
		within := false // a hunk: above it stands the head of the file
		for line := range bytes.Lines(patch) {
			said := ""
			if len(line) > 0 {
				said = string(bytes.TrimSpace(line[1:]))
			}
			switch {
			case bytes.HasPrefix(line, []byte("@@ ")):
				within = true
			case !within || said == "":
			case line[0] == '+':
				added = append(added, Line{Text: said})
			case line[0] == '-':
				took = append(took, said)
			}
		}
		for i := range added {
			added[i].Took = took
		}
		out = append(out, added)
	}
	return out
}

// Shallow reports whether only the newest part of the history is at hand.
func Shallow(ctx context.Context, dir string) bool {
	said, err := git(ctx, dir, nil, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(string(said)) == "true"
}

// Merges gives how git merges a file below a folder, as .gitattributes say:
// "union" keeps the lines of both sides. Known is false where no repository
// takes the file in.
func Merges(ctx context.Context, dir, name string) (how string, known bool) {
	if _, err := git(ctx, dir, nil, "check-ignore", "-q", "--", name); err == nil {
		return "", false
	}
	said, err := git(ctx, dir, nil, "check-attr", "-z", "merge", "--", name)
	fields := strings.Split(string(said), "\x00")
	if err != nil || len(fields) < 3 {
		return "", false
	}
	return fields[2], true
}
