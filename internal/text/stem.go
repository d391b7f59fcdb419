package text

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// A Stemmer brings the words of one language together: spellings by FoldWord,
// forms by taking endings off (Snowball), where it has the language. It
// remembers words it has met and so is for one goroutine at a time. The zero
// value folds as Fold does and no further: what it gives may be stored.
type Stemmer struct {
	language string
	stem     func(*snowballstem.Env) bool
	env      *snowballstem.Env
	seen     map[string]string
	elided   map[string]bool
}

// StemmerFor gives the stemmer of a language (BCP 47, "en-GB"). The words of
// languages that Snowball does not have are folded only.
func StemmerFor(language string) Stemmer {
	s := Stemmer{language: Stemmed(language), seen: map[string]string{}, elided: elisions[Stemmed(language)]}
	if s.language == "" {
		s.language = "und"
	}
	if s.stem = stemOf(s.language); s.stem != nil {
		s.env = snowballstem.NewEnv("")
	}
	return s
}

// Stemmed gives the primary subtag of a language (BCP 47) whose words are
// treated in a way of their own, nearly always because there is a stemmer; empty
// for all others. Languages for which it is the same are treated alike.
func Stemmed(language string) string {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	if stemOf(primary) == nil && !isTurkic(primary) && elisions[primary] == nil {
		return ""
	}
	return primary
}

func stemOf(primary string) func(*snowballstem.Env) bool {
	switch primary {
	case "en":
		return english.Stem
	case "da":
		return danish.Stem
	case "de":
		return german.Stem
	case "es":
		return spanish.Stem
	case "fi":
		return finnish.Stem
	case "fr":
		return french.Stem
	case "ga":
		return irish.Stem
	case "hu":
		return hungarian.Stem
	case "it":
		return italian.Stem
	case "nb", "nn", "no":
		return norwegian.Stem
	case "nl":
		return dutch.Stem
	case "pt":
		return portuguese.Stem
	case "ro":
		return romanian.Stem
	case "ru":
		return russian.Stem
	case "sv":
		return swedish.Stem
	case "tr":
		return turkish.Stem
	}
	return nil
}

// Stem folds a word and takes its ending off.
func (s Stemmer) Stem(word string) string {
	if s.language == "" {
		return Fold(word)
	}
	if s.stem == nil && isASCII(word) && !isTurkic(s.language) {
		return strings.ToLower(word)
	}
	if stem, ok := s.seen[word]; ok {
		return stem
	}
	stem := FoldWord(word, s.language)
	if s.stem != nil {
		s.env.SetCurrent(stem)
		s.stem(s.env)
		stem = strings.Clone(s.env.Current())
	}
	if len(s.seen) < 1<<17 { // strangers' words: bounded
		s.seen[strings.Clone(word)] = stem
	}
	return stem
}
