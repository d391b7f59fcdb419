package emerging

import (
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"weft/internal/diag"
	"weft/internal/roster"
	"weft/internal/text"
)

// IgnoreFile is where curators write what they do not want to be told of again,
// within a layer.
const IgnoreFile = "content/themes/ignore.txt"

// LoadIgnore reads the phrases of every layer's file, in the order they were
// written: one a line; what follows a "#" is a note to people.
func LoadIgnore(layers []roster.Layer) ([]string, diag.List) {
	var phrases []string
	var probs diag.List
	for _, layer := range layers {
		shown := layer.Name + IgnoreFile
		data, err := fs.ReadFile(layer.FS, IgnoreFile)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			probs.Add(shown, 0, "make the file readable, or move it away", "cannot be read: %v", err)
			continue
		}
		for i, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
			if phrase := ignored(shown, i+1, line, &probs); phrase != "" {
				phrases = append(phrases, phrase)
			}
		}
	}
	return phrases, probs
}

// ignored reads a line; "" when no phrase is on it.
func ignored(file string, number int, line string, probs *diag.List) string {
	if diag.IsConflict(line) {
		probs.Add(file, number, diag.ConflictHint, "a mark of git's stands here")
		return ""
	}
	phrase, _, _ := strings.Cut(line, "#")
	phrase = text.Squeeze(phrase)
	words := text.CountWords(phrase)
	switch {
	case phrase == "":
		return ""
	case !utf8.ValidString(phrase):
		probs.Add(file, number, "save the file as UTF-8", "the line is no UTF-8")
		return ""
	case words == 0:
		probs.Add(file, number, "write the words not to be told of; signs alone are never found", "%q has no words", phrase)
		return ""
	case words > longest:
		probs.Warn(file, number, "write the part that is not to be told of", "%q is longer than the four words that are looked for, and is never met", phrase)
		return ""
	}
	return phrase
}
