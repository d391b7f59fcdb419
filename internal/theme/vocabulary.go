package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"weft/internal/text"
)

// A Vocabulary finds themes in texts. It remembers words it has met, and is
// for one goroutine at a time.
type Vocabulary struct {
	themes    []Theme
	language  string // of entries that name none
	languages map[string]*lexicon
	reading   reading
	scorer    *scorer // nil: nothing was learnt, words alone speak
}

// A lexicon is the vocabulary's phrases, stemmed for one language.
type lexicon struct {
	stemmer text.Stemmer
	phrases text.Phrases[sense]
	not     map[int]*text.Phrases[struct{}] // by theme: phrases in which its terms do not count
	words   []text.Word                     // of the text read last; for the next
}

// A sense is what a phrase means.
type sense struct {
	theme  int // index
	phrase int // the number among all themes' labels and terms, or -1: part of a label
}

// NewVocabulary prepares themes for finding. Language is that of entries that
// name none. The model is what was learnt; with nil, words alone speak. A
// model may be shared by several vocabularies.
func NewVocabulary(themes []Theme, language string, m *Model) *Vocabulary {
	v := &Vocabulary{themes: byID(themes), language: language, languages: map[string]*lexicon{}}
	if m != nil && m.terms.entries >= fewestToRead {
		v.scorer = newScorer(v, m)
	}
	return v
}

// byID puts themes in the order of sums, whatever order they come in.
func byID(themes []Theme) []Theme {
	return slices.SortedStableFunc(slices.Values(themes), func(a, b Theme) int { return strings.Compare(a.ID, b.ID) })
}

func (v *Vocabulary) lexicon(language string) *lexicon {
	if language == "" {
		language = v.language
	}
	language = text.Stemmed(language) // feeds write what they like: as many lexicons as stemmers
	if l := v.languages[language]; l != nil {
		return l
	}
	l := &lexicon{stemmer: text.StemmerFor(language), not: map[int]*text.Phrases[struct{}]{}}
	first := 0 // number of the theme's label among all phrases
	for i, t := range v.themes {
		seen := map[string]bool{}
		add := func(phrase string, number int) {
			words := l.stemmer.Words(phrase)
			if key := stems(words); !seen[key] {
				seen[key] = true
				l.phrases.Add(words, sense{i, number})
			}
		}
		add(t.Label, first)
		for n, phrase := range t.Terms {
			add(phrase, first+1+n)
		}
		first += 1 + len(t.Terms)
		for _, phrase := range labelParts(t.Label) {
			add(phrase, -1)
		}
		for _, phrase := range t.Not {
			if l.not[i] == nil {
				l.not[i] = &text.Phrases[struct{}]{}
			}
			l.not[i].Add(l.stemmer.Words(phrase), struct{}{})
		}
	}
	v.languages[language] = l
	return l
}

// labelParts gives what a label of several things names: "Damp and mould" is
// about damp, and about mould.
func labelParts(label string) []string {
	parts := strings.FieldsFunc(strings.ReplaceAll(label, " and ", " & "), func(r rune) bool { return r == '&' || r == '/' })
	if len(parts) < 2 {
		return nil
	}
	return parts
}

func stems(words []text.Word) string {
	key := ""
	for _, w := range words {
		key += w.Stem + " "
	}
	return key
}

// Fingerprints tells versions of each theme apart, as far as finding it goes:
// by theme id.
func Fingerprints(themes []Theme) map[string]string {
	out := map[string]string{}
	for _, t := range themes {
		data, err := json.Marshal([]any{method, t.Label, t.Terms, t.Not, t.Note})
		if err != nil {
			panic(err) // strings only
		}
		sum := sha256.Sum256(data)
		out[t.ID] = hex.EncodeToString(sum[:8])
	}
	return out
}

// method names the way tags are made: a new one makes them anew.
const method = "pairs-1"
