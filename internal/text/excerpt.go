package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Squeeze makes every run of white space one blank.
func Squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Excerpt gives the beginning of a text, squeezed, at most max runes long: to
// the end of a sentence if one ends in the second half, else to the end of a
// word and with an ellipsis.
func Excerpt(s string, max int) string {
	s = Squeeze(s)
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	if max < 1 {
		return ""
	}
	cut := byteOffset(s, max)
	if end := lastSentenceEnd(s, cut); end > cut/2 {
		return s[:end]
	}
	head := s[:byteOffset(s, max-1)] // room for the ellipsis
	if s[len(head)] != ' ' {
		if blank := strings.LastIndexByte(head, ' '); blank > 0 {
			head = head[:blank]
		}
	}
	return strings.TrimRightFunc(head, func(r rune) bool { return unicode.IsPunct(r) || r == ' ' }) + "…"
}

// Passage gives the sentence around the bytes [start, end) of a text, word for
// word, at most max runes long: a longer one is cut at words on both sides.
func Passage(s string, start, end, max int) string {
	from, to := sentenceStart(s, start), sentenceEnd(s, end)
	if utf8.RuneCountInString(s[from:to]) > max {
		from, to = narrow(s, from, to, start, end, max)
	}
	return strings.TrimSpace(s[from:to])
}

// narrow cuts a sentence that is too long to about max runes around its
// middle, at blanks, so that no word is cut.
func narrow(s string, from, to, start, end, max int) (int, int) {
	room := max - utf8.RuneCountInString(s[start:end])
	if room < 0 {
		return start, start + byteOffset(s[start:end], max)
	}
	room /= 2 // on each side
	left := start
	for range room {
		if left <= from {
			break
		}
		_, n := utf8.DecodeLastRuneInString(s[:left])
		left -= n
	}
	if left > from {
		if blank := strings.IndexAny(s[left:start], " \n"); blank >= 0 {
			left += blank + 1
		} else {
			left = start
		}
	}
	right := min(to, end+byteOffset(s[end:to], room))
	if right < to {
		if blank := strings.LastIndexAny(s[end:right], " \n"); blank >= 0 {
			right = end + blank
		} else {
			right = end
		}
	}
	return left, right
}

func byteOffset(s string, runes int) int {
	for i := range s {
		if runes == 0 {
			return i
		}
		runes--
	}
	return len(s)
}

func isEnd(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '…' || r == '。' }

// endsSentence reports whether the sign r at the byte at ends a sentence: not
// the full stop of an initial or a short title ("Kari L. Jordan", "Dr. Ray").
func endsSentence(s string, at int, r rune) bool {
	if !isEnd(r) {
		return false
	}
	if r != '.' {
		return true
	}
	word := s[strings.LastIndexAny(s[:at], " \n(“\"")+1 : at]
	first, n := utf8.DecodeRuneInString(word)
	return !unicode.IsUpper(first) || utf8.RuneCountInString(word[n:]) > 1
}

// lastSentenceEnd finds the last sentence that ends within the first cut bytes.
func lastSentenceEnd(s string, cut int) int {
	end := 0
	for i, r := range s[:cut] {
		if isEnd(r) {
			if next := i + utf8.RuneLen(r); next == len(s) || s[next] == ' ' {
				end = next
			}
		}
	}
	return end
}

// sentenceStart looks backwards for a line's begin or for a sentence's end
// with a blank behind it.
func sentenceStart(s string, at int) int {
	for i := at; i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if r == '\n' || i < at && s[i] == ' ' && endsSentence(s, i-n, r) {
			return i
		}
		i -= n
	}
	return 0
}

func sentenceEnd(s string, at int) int {
	for i, r := range s[at:] {
		if r == '\n' {
			return at + i
		}
		if endsSentence(s, at+i, r) {
			if next := at + i + utf8.RuneLen(r); next == len(s) || s[next] == ' ' || s[next] == '\n' {
				return next
			}
		}
	}
	return len(s)
}
