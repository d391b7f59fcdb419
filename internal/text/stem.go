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

// A Stemmer reduces the words of one language to stems (Snowball). It
// remembers words it has met and so is for one goroutine at a time. The zero
// value only folds, which is right for languages without a stemmer.
type Stemmer struct {
	stem func(*snowballstem.Env) bool
	env  *snowballstem.Env
	seen map[string]string
}

// StemmerFor gives the stemmer of a language (BCP 47, "en-GB"). Languages
// that Snowball does not have are folded only.
func StemmerFor(language string) Stemmer {
	stem := stemOf(Stemmed(language))
	if stem == nil {
		return Stemmer{}
	}
	return Stemmer{stem, snowballstem.NewEnv(""), map[string]string{}}
}

// Stemmed gives the primary subtag of a language (BCP 47) that has a stemmer;
// empty for all others. Languages for which it is the same stem alike.
func Stemmed(language string) string {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	if stemOf(primary) == nil {
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
	if s.stem == nil {
		return Fold(word)
	}
	if stem, ok := s.seen[word]; ok {
		return stem
	}
	s.env.SetCurrent(Fold(word))
	s.stem(s.env)
	stem := strings.Clone(s.env.Current())
	if len(s.seen) < 1<<17 { // strangers' words: bounded
		s.seen[strings.Clone(word)] = stem
	}
	return stem
}
