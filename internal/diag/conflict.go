package diag

import "strings"

// ConflictHint says what to do about a mark that git leaves on a line of its own
// where two people changed the same lines.
const ConflictHint = "git left it where two people changed the same lines: keep what is right of both, and delete git's three marks"

// IsConflict reports whether a line is such a mark.
func IsConflict(line string) bool {
	line = strings.TrimRight(line, "\r\n")
	for _, mark := range []string{"<<<<<<< ", "||||||| ", ">>>>>>> "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return line == "======="
}
