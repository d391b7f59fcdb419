package lint

import (
	"bytes"
	"io/fs"
	"unicode/utf8"

	"weft/internal/diag"
	"weft/internal/policy"
	"weft/internal/roster"
)

// lost names lines of the ledger and of confirmed tags that git remembers and
// the file has no more, or not so: both are mended by later lines, and a
// decision that went missing may let pass what it held back.
func (r *run) lost(layer roster.Layer) diag.List {
	var probs diag.List
	if r.Remembers == nil {
		return nil
	}
	for _, name := range []string{policy.LedgerFile, policy.TagFile} {
		data, _ := fs.ReadFile(layer.FS, name)
		there := map[string]bool{}
		for line := range bytes.Lines(data) {
			there[string(bytes.TrimSpace(line))] = true
		}
		for _, line := range r.Remembers(layer.Name, name) {
			const hint = "take it back from git, and mend what is wrong with it by a line below it"
			switch {
			case there[line]:
			case name == policy.LedgerFile:
				probs.Add(layer.Name+name, 0, hint, "a line that git remembers is missing, or was changed: %s", shortened(line))
			default:
				probs.Warn(layer.Name+name, 0, hint, "a line that git remembers is missing, or was changed: %s", shortened(line))
			}
		}
	}
	return probs
}

// longestLine is how much is shown of a line.
const longestLine = 160

func shortened(line string) string {
	if utf8.RuneCountInString(line) <= longestLine {
		return line
	}
	return string([]rune(line)[:longestLine]) + "…"
}
