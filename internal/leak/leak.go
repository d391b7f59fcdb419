// Package leak looks through finished files for what only an overlay knows.
//
// It promises to find a needle wherever its words stand one after another in
// what a reader sees or a program reads: whatever their case, their accents, and
// the signs and inline markup between or within them; in HTML, XML, JSON, CSS,
// mail or plain text, with every escape of these resolved, and packed by gzip, in
// base64 or in a ZIP. It is a second lock behind the gate, not the gate: a
// paraphrase, a picture of words and a number it does not find.
package leak

import (
	"bytes"
	"slices"
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
	may    [256]uint64         // by a word's first byte, the lengths that are looked for: most words end here
}

type needle struct {
	words [][]byte
	at    int // which of them is the longest
	Needle
}

// NewScanner prepares to look for needles; those without a word are left out.
func NewScanner(needles []Needle) *Scanner {
	s := &Scanner{byWord: map[string][]needle{}}
	seen := map[string]bool{}
	for _, n := range needles {
		words := split(nil, plain([]byte(n.Text)))
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
		s.may[words[at][0]] |= 1 << min(len(words[at]), 63)
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
	if s.Empty() {
		return nil
	}
	var words [][]byte // one list for all readings
	readings(data, deepest, func(text []byte) {
		words = split(words[:0], text)
		for i, w := range words {
			if s.may[w[0]]&(1<<min(len(w), 63)) == 0 {
				continue
			}
			for _, n := range s.byWord[string(w)] {
				if n.standsAt(words, i-n.at) && !slices.Contains(found, n.Needle) {
					found = append(found, n.Needle)
				}
			}
		}
	})
	return found
}

func (n needle) standsAt(words [][]byte, from int) bool {
	return from >= 0 && from+len(n.words) <= len(words) && slices.EqualFunc(words[from:from+len(n.words)], n.words, bytes.Equal)
}

// split adds the words of a text to a list: runs of letters and digits of any
// script, folded. What is not seen within a word, such as a soft hyphen, is not
// there.
func split(words [][]byte, data []byte) [][]byte {
	words = slices.Grow(words, len(data)/6)
	start, simple := -1, true
	for i := 0; i <= len(data); {
		isWord, n := false, 1
		if i < len(data) {
			if b := data[i]; b < utf8.RuneSelf {
				isWord = wordByte[b]
				simple = simple && (b < 'A' || b > 'Z')
			} else {
				var r rune
				r, n = utf8.DecodeRune(data[i:])
				isWord = unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || start >= 0 && unseen(r)
				simple = false
			}
		}
		switch {
		case isWord && start < 0:
			start = i
		case !isWord && start >= 0:
			if word := folded(data[start:i], simple); len(word) > 0 {
				words = append(words, word)
			}
			start, simple = -1, true
		case !isWord:
			simple = true
		}
		i += n
	}
	return words
}

var wordByte = func() (t [utf8.RuneSelf]bool) {
	for b := range t {
		t[b] = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
	}
	return t
}()
