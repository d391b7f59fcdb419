package lint

import (
	"io/fs"
	"path"
	"strings"

	"weft/internal/diag"
	"weft/internal/htmlsafe"
)

// turned finds lines that are shown in another order than they are read in: a
// rule, a licence or an address that a reviewer sees otherwise than weft does. In
// prose it may be the slip of an editor for a language that is written from the
// right; in lists and rules it must not be.
func turned(fsys fs.FS, name, shown string) diag.List {
	ext := path.Ext(name)
	if ext != ".toml" && ext != ".md" && ext != ".html" {
		return nil
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil // whoever reads it says so
	}
	var found diag.List
	for i, line := range strings.Split(string(data), "\n") {
		if !htmlsafe.Turns(line) {
			continue
		}
		const message, hint = "signs that nobody sees turn this line round: people read it otherwise than weft does", "write the line anew; a word in a script that is written from the right needs no such signs, and where they are wanted they end within the line"
		if ext == ".md" {
			found.Warn(shown, i+1, hint, message)
		} else {
			found.Add(shown, i+1, hint, message)
		}
	}
	return found
}
