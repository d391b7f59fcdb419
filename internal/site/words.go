package site

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"weft/internal/diag"
)

// words are the texts of the pages in one language, by key. They stand in
// templates/words.en.json, so that a site can say them in its own way or, in
// words.de.json, in its own language; what that file lacks is said in English.
type words map[string]string

const englishWords = "words.en.json"

// loadWords reads English, the language and its variant, the later over the
// earlier: for "de-AT" words.en.json, words.de.json and words.de-AT.json.
func loadWords(fsys fs.FS, language string) (words, error) {
	all := words{}
	if o, ok := fsys.(overlay); ok { // a site's own English may be of before a text was added
		if data, err := fs.ReadFile(o.lower, englishWords); err == nil {
			if err := all.read(englishWords, data); err != nil {
				return nil, err
			}
		}
	}
	base, _, _ := strings.Cut(language, "-")
	for _, file := range slices.Compact([]string{englishWords, "words." + base + ".json", "words." + language + ".json"}) {
		data, err := fs.ReadFile(fsys, file)
		if errors.Is(err, fs.ErrNotExist) && file != englishWords {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read templates/%s: %w", file, err)
		}
		if err := all.read(file, data); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (w words) read(file string, data []byte) error {
	err := json.Unmarshal(data, (*map[string]string)(&w))
	if err == nil {
		return nil
	}
	line := 0
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if errors.As(err, &syntax) {
		line = lineAt(data, syntax.Offset)
	} else if errors.As(err, &kind) {
		line = lineAt(data, kind.Offset)
	}
	return fault(file, line, `it holds one object of texts: { "nav.themes": "Themes", … }`, "%v", err)
}

func lineAt(data []byte, offset int64) int {
	return 1 + strings.Count(string(data[:min(int(offset), len(data))]), "\n")
}

// say gives a text, with what it speaks of in the places of its verbs. A key
// that is missing is a fault of the template that asks for it.
func (w words) say(key string, args ...any) (string, error) {
	form, ok := w[key]
	if !ok {
		return "", fmt.Errorf("no words for %q in %s; %s", key, englishWords, diag.DidYouMean(key, w.keys(), "add them there"))
	}
	if len(args) == 0 {
		return form, nil
	}
	return fmt.Sprintf(form, args...), nil
}

// count gives the text for a number of things: key.one or key.many, and
// key.none where there is one.
func (w words) count(key string, n int) (string, error) {
	if none, ok := w[key+".none"]; ok && n == 0 {
		return none, nil
	}
	if n == 1 {
		return w.say(key+".one", n)
	}
	return w.say(key+".many", n)
}

func (w words) keys() []string {
	keys := make([]string, 0, len(w))
	for k := range w {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// fault is a problem in a file of templates/.
func fault(file string, line int, hint, format string, args ...any) error {
	var l diag.List
	l.Add("templates/"+file, line, hint, format, args...)
	return l.Err()
}
