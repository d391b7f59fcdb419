package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A Word is one word of a text.
type Word struct {
	Stem       string // folded and stemmed: what words are compared by, for now
	Start, End int    // the bytes of the text it stands in
}

// Words finds the words of a text by UAX 29; spaces and punctuation are left
// out. Each is folded and, where the language has a stemmer, stemmed; an article
// that has lost its vowel ("l’eau") is no part of it.
func (s Stemmer) Words(text string) []Word {
	return s.AppendWords(make([]Word, 0, len(text)/5), text)
}

// AppendWords is Words into a slice that is used again: of a long text it weighs
// more than the text.
func (s Stemmer) AppendWords(out []Word, text string) []Word {
	eachWord(text, func(start, end int) {
		start += s.behindElision(text[start:end])
		out = append(out, Word{Stem: s.Stem(text[start:end]), Start: start, End: end})
	})
	return out
}

// CountWords counts the words of a text.
func CountWords(text string) int {
	n := 0
	eachWord(text, func(int, int) { n++ })
	return n
}

// EachWord gives the bytes of each word of a text, for who needs neither stem
// nor a list.
func EachWord(text string, word func(start, end int)) { eachWord(text, word) }

// eachWord gives the bytes of each word by UAX 29. Most words are ASCII letters
// between blanks and signs that are part of no word: these are found without
// looking at any table. From whatever else a piece of text holds to its next
// blank, where a word always ends, the tables decide.
func eachWord(text string, word func(start, end int)) {
	for i := 0; i < len(text); {
		if signs[text[i]] == apart {
			i++
			continue
		}
		end, sure := lettersAt(text, i)
		if sure {
			word(i, end)
		} else {
			end = i + nextBlank(text[i:])
			byTables(text[i:end], i, word)
		}
		i = end
	}
}

func byTables(text string, offset int, word func(start, end int)) {
	for it := words.FromString(text); it.Next(); {
		if w, start := bare(it.Value(), offset+it.Start()); isWord(w) {
			word(start, start+len(w))
		}
	}
}

// What a byte is to words, as far as ASCII alone tells (UAX 29, table 3).
const (
	unsure byte = iota // digits and low lines, control characters, what is not ASCII
	letter
	apart  // blanks and signs: part of no word, and between two
	within // part of a word between letters (WB6, WB7)
)

var signs = newSigns()

func newSigns() (s [256]byte) {
	for c := 'a'; c <= 'z'; c++ {
		s[c], s[c-'a'+'A'] = letter, letter
	}
	for _, c := range " \t\n\r!\"#$%&()*+,-/;<=>?@[\\]^`{|}~" {
		s[c] = apart
	}
	for _, c := range "'.:" {
		s[c] = within
	}
	return s
}

// lettersAt gives the end of the word that begins at i, when it is ASCII letters
// and what joins them, and ASCII follows.
func lettersAt(text string, i int) (end int, sure bool) {
	kind := func(i int) byte {
		if i < len(text) {
			return signs[text[i]]
		}
		return apart
	}
	if kind(i) != letter {
		return 0, false
	}
	for {
		for kind(i) == letter {
			i++
		}
		switch next := kind(i + 1); {
		case kind(i) == apart:
			return i, true
		case kind(i) == within && next == letter:
			i++
		case kind(i) == within && next == apart:
			return i, true
		default:
			return 0, false
		}
	}
}

// nextBlank gives the length of what stands before the next blank.
func nextBlank(text string) int {
	if i := strings.IndexAny(text, " \t\n\r"); i >= 0 {
		return i
	}
	return len(text)
}

// bare takes low lines off a token's ends. UAX 29 makes them part of a word,
// but in plain text they are what is left of an emphasis ("_so_").
func bare(token string, start int) (string, int) {
	trimmed := strings.TrimLeft(token, "_")
	start += len(token) - len(trimmed)
	return strings.TrimRight(trimmed, "_"), start
}

// isWord tells words from the spaces and signs that UAX 29 hands out as well.
func isWord(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
