package revision

import (
	"bytes"
	"context"
	"slices"
)

// Lines lists every line that a file below a folder ever gained in the history
// of what is checked out, the oldest first, each once. Where there is no git,
// no repository or no history there is none.
func Lines(ctx context.Context, dir, name string) []string {
	log, err := git(ctx, dir, nil, "log", "--reverse", "--format=", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--unified=0", "--patch", "--", name)
	if err != nil {
		return nil
	}
	var out []string
	within := false // a hunk: above it stands the head of the file
	for line := range bytes.Lines(log) {
		switch {
		case bytes.HasPrefix(line, []byte("@@ ")):
			within = true
		case bytes.HasPrefix(line, []byte("diff ")):
			within = false
		case within && line[0] == '+':
			if said := string(bytes.TrimSpace(line[1:])); said != "" && !slices.Contains(out, said) {
				out = append(out, said)
			}
		}
	}
	return out
}
