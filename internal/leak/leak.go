// Package leak looks through finished files for what only an overlay knows.
//
// It promises to find a needle wherever its words stand one after another,
// whatever their case and whatever signs are between them, in HTML, XML, JSON
// or plain text, entities and escapes resolved. It is a second lock behind the
// gate, not the gate.
package leak

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// A Needle is something that only an overlay knows.
type Needle struct {
	Text string
	What string // for messages: "an address", "a title", …
}

// A Scanner finds needles in files. It is not changed by looking.
type Scanner struct {
	byWord map[string][]needle // by the longest word: the rarest, mostly
}

type needle struct {
	words [][]byte
	at    int // which of them is the longest
	Needle
}

// NewScanner prepares to look for needles; those without a word are left out.
func NewScanner(needles []Needle) *Scanner {
	s := &Scanner{map[string][]needle{}}
	seen := map[string]bool{}
	for _, n := range needles {
		words := split([]byte(n.Text))
		key := string(bytes.Join(words, []byte(" ")))
		if len(words) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		at := 0
		for i, w := range words {
			if len(w) > len(words[at]) {
				at = i
			}
		}
		s.byWord[string(words[at])] = append(s.byWord[string(words[at])], needle{words, at, n})
	}
	return s
}

// Except leaves out the needles that stand in data: what everybody may read
// there gives nothing away.
func Except(needles []Needle, data []byte) []Needle {
	for {
		found := NewScanner(needles).Find(data) // of needles with the same words, one
		if len(found) == 0 {
			return needles
		}
		needles = slices.DeleteFunc(slices.Clone(needles), func(n Needle) bool { return slices.Contains(found, n) })
	}
}

// Empty reports whether there is nothing to look for.
func (s *Scanner) Empty() bool { return len(s.byWord) == 0 }

// Find gives the needles that stand in a file, each once, in the order they
// are met.
func (s *Scanner) Find(data []byte) []Needle {
	var found []Needle
	words := split(resolve(data))
	for i, w := range words {
		for _, n := range s.byWord[string(w)] {
			if n.standsAt(words, i-n.at) && !slices.Contains(found, n.Needle) {
				found = append(found, n.Needle)
			}
		}
	}
	return found
}

func (n needle) standsAt(words [][]byte, from int) bool {
	return from >= 0 && from+len(n.words) <= len(words) && slices.EqualFunc(words[from:from+len(n.words)], n.words, bytes.Equal)
}

// resolve undoes what files do to letters: entities, JSON's escapes, and the
// percent signs of addresses.
func resolve(data []byte) []byte {
	if bytes.IndexByte(data, '&') >= 0 {
		data = []byte(html.UnescapeString(string(data)))
	}
	if bytes.Contains(data, []byte(`\u`)) {
		data = unescapeUnicode(data)
	}
	return data
}

func unescapeUnicode(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if r, ok := escaped(data[i:]); ok {
			out = utf8.AppendRune(out, r)
			i += 5
			continue
		}
		out = append(out, data[i])
	}
	return out
}

func escaped(data []byte) (rune, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:6]), 16, 32)
	return rune(n), err == nil
}

// split gives the words of a text: runs of letters and digits of any script,
// in lower case.
func split(data []byte) [][]byte {
	data = bytes.ToLower(data)
	words := make([][]byte, 0, len(data)/6)
	start := -1
	for i := 0; i <= len(data); {
		r, n := rune(0), 1
		if i < len(data) {
			if r = rune(data[i]); r >= utf8.RuneSelf {
				r, n = utf8.DecodeRune(data[i:])
			}
		}
		switch isWord := isWordRune(r); {
		case isWord && start < 0:
			start = i
		case !isWord && start >= 0:
			words = append(words, data[start:i])
			start = -1
		}
		i += n
	}
	return words
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
