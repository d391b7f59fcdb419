package emerging

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/text"
)

// A sentence is a stretch of a text that no phrase goes across: a sentence, a
// heading, or a part of a title.
type sentence struct {
	text   string
	start  int // byte in the title or the body
	title  bool
	before int      // words of the body that stand before it
	theirs []extent // bytes of the title or the body that are others' words
}

// sentences takes a voice apart. A title's parts count by themselves: "Week
// notes: the warm hub" is the name of a series and a title.
func (v *Voice) sentences(each func(sentence)) {
	split(v.Title, titleEnd, func(start, end int) { each(sentence{text: v.Title[start:end], start: start, title: true}) })
	split(v.Plain, bodyEnd, func(start, end int) { each(sentence{text: v.Plain[start:end], start: start}) })
}

// split cuts a text where ends gives the length of what stands between two parts.
func split(s string, ends func(s string, at int) int, each func(start, end int)) {
	start := 0
	for i := 0; i < len(s); {
		n := 0
		if marks[s[i]] {
			n = ends(s, i)
		}
		if n == 0 {
			i++
			continue
		}
		if start < i {
			each(start, i)
		}
		i += n
		start = i
	}
	if start < len(s) {
		each(start, len(s))
	}
}

// marks are the bytes at which something may end.
var marks = [256]bool{'\n': true, '.': true, '!': true, '?': true, ':': true, '|': true, '-': true, 0xe2: true, 0xe3: true}

// bodyEnd gives the length of what ends a sentence at a byte of a text, or 0.
func bodyEnd(s string, at int) int {
	switch s[at] {
	case '\n':
		return 1
	case '.', '!', '?':
		if at+1 == len(s) || isBlank(s[at+1]) {
			return 1
		}
	case 0xe2, 0xe3:
		if strings.HasPrefix(s[at:], "…") || strings.HasPrefix(s[at:], "。") {
			return len("…")
		}
	}
	return 0
}

// titleEnd gives the length of what ends a part of a title, or 0.
func titleEnd(s string, at int) int {
	blank := at > 0 && s[at-1] == ' '
	switch {
	case s[at] == '|', s[at] == ':' && at+1 < len(s) && s[at+1] == ' ', s[at] == '-' && blank && at+1 < len(s) && s[at+1] == ' ':
		return 1
	case blank && (strings.HasPrefix(s[at:], "–") || strings.HasPrefix(s[at:], "—")):
		return len("–")
	}
	return bodyEnd(s, at)
}

// print is what sentences are known again by: letters alone, without capitals,
// so that "Issue 12" and "issue 13!" are one. Zero: it has no letters.
func (s sentence) print() uint64 {
	h, letters := uint64(14695981039346656037), false
	for i := range len(s.text) {
		c := s.text[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case 'a' <= c && c <= 'z', c >= 0x80:
		default:
			continue
		}
		h, letters = (h^uint64(c))*prime, true
	}
	if !letters {
		return 0
	}
	return h
}

// of makes another print, of a sentence by somebody.
func of(print uint64, whose string) uint64 {
	for i := range len(whose) {
		print = (print ^ uint64(whose[i])) * prime
	}
	return print ^ 1
}

// organisation is whose standing words a voice's may be.
func (v *Voice) organisation() string {
	if v.Organisation != "" {
		return v.Organisation
	}
	return independent + v.Person
}

// A lexer finds words by their language. It is for one goroutine.
type lexer struct {
	language string
	stemmers map[string]text.Stemmer
	words    []text.Word
}

func newLexer(language string) *lexer {
	return &lexer{language, map[string]text.Stemmer{}, nil}
}

func (l *lexer) stemmer(language string) text.Stemmer {
	if language == "" {
		language = l.language
	}
	primary := text.Stemmed(language)
	s, ok := l.stemmers[primary]
	if !ok {
		s = text.StemmerFor(primary)
		l.stemmers[primary] = s
	}
	return s
}

// of gives the words of a sentence; they are valid until the next is asked for.
func (l *lexer) of(s sentence, language string) []text.Word {
	l.words = l.stemmer(language).AppendWords(l.words[:0], masked(s.own()))
	return l.words
}

// masked puts blanks in place of addresses: what they are made of is not what
// their author says.
func masked(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	out := []byte(s)
	for i := strings.Index(s, "://"); i >= 0; {
		from, to := i, i
		for from > 0 && !isBlank(s[from-1]) {
			from--
		}
		for to < len(s) && !isBlank(s[to]) {
			to++
		}
		for j := from; j < to; j++ {
			out[j] = '|' // no phrase goes across
		}
		next := strings.Index(s[to:], "://")
		if next < 0 {
			break
		}
		i = to + next
	}
	return string(out)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// joined reports whether two words with this between them may be of one phrase:
// blanks, a hyphen, an apostrophe.
func joined(gap string) bool {
	if gap == " " || gap == "" {
		return true
	}
	for _, r := range gap {
		if r != '-' && r != '\'' && r != '’' && r != '‑' && !unicode.IsSpace(r) {
			return false
		}
	}
	return utf8.RuneCountInString(gap) <= 2
}

// independent marks somebody whom no organisation employs: one of their own.
const independent = "person:"
