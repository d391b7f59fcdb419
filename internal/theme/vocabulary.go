package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"weft/internal/text"
)

// A Vocabulary finds themes in texts. It remembers words it has met, and is
// for one goroutine at a time.
type Vocabulary struct {
	themes    []Theme
	language  string // of entries that name none
	languages map[string]*lexicon
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
	theme int // index
	words int // of the phrase
}

// NewVocabulary prepares themes for finding. Language is that of entries that
// name none.
func NewVocabulary(themes []Theme, language string) *Vocabulary {
	return &Vocabulary{themes, language, map[string]*lexicon{}}
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
	for i, t := range v.themes {
		seen := map[string]bool{}
		for _, phrase := range append([]string{t.Label}, t.Terms...) {
			words := l.stemmer.Words(phrase)
			if key := stems(words); !seen[key] {
				seen[key] = true
				l.phrases.Add(words, sense{i, len(words)})
			}
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
		data, err := json.Marshal([]any{method, t.Label, t.Terms, t.Not})
		if err != nil {
			panic(err) // strings only
		}
		sum := sha256.Sum256(data)
		out[t.ID] = hex.EncodeToString(sum[:8])
	}
	return out
}

// method names the way tags are made: a new one makes them anew.
const method = "phrases-3"
