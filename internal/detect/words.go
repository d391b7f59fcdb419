package detect

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"weft/internal/text"
)

// MostWords is how many lines a list of words may have.
const MostWords = 20000

// Words is a list of words and phrases to look for.
type Words struct {
	phrases text.Phrases[string]
	n       int
}

// ReadWords reads a list: a word or a phrase a line. What stands behind a "#" that
// begins a line or follows a blank is for people.
func ReadWords(data []byte) (*Words, error) {
	if !utf8.Valid(data) || strings.ContainsRune(string(data[:min(len(data), 512)]), 0) {
		return nil, errors.New("it is no plain text in UTF-8")
	}
	w, s := &Words{}, text.StemmerFor("und")
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		line = withoutComment(line)
		words := folded(s, line)
		if len(words) == 0 {
			continue
		}
		if w.n++; w.n > MostWords {
			return nil, fmt.Errorf("it has more than %d words", MostWords)
		}
		w.phrases.Add(words, line)
	}
	if w.n == 0 {
		return nil, errors.New("no word stands in it")
	}
	return w, nil
}

func withoutComment(line string) string {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			line = line[:i]
			break
		}
	}
	return strings.TrimSpace(line)
}

// Len is how many words and phrases the list has.
func (w *Words) Len() int { return w.n }

// Find gives where words of the list stand in a text: whole words, whatever their
// case and accents, in any script; of a phrase the words one behind the other.
func (w *Words) Find(s string) []Span {
	words := folded(text.StemmerFor("und"), s)
	var found []Span
	for _, m := range w.phrases.Find(words) {
		found = append(found, Span{words[m.From].Start, words[m.To-1].End})
	}
	return found
}

// folded takes case and accents off the words of a text.
func folded(s text.Stemmer, line string) []text.Word {
	words := s.Words(line)
	for i := range words {
		words[i].Stem = text.Unaccented(words[i].Stem)
	}
	return words
}
