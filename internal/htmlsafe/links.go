package htmlsafe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxLinkText = 200 // runes
	maxPassage  = 300 // runes
	// maxLinks bounds how many links of a text are told: a yearly list of all
	// that somebody read has some hundreds.
	maxLinks = 2000
	// lookAround bounds, in bytes, how far a sentence's ends are looked for: a
	// passage holds no more, and a line may be a whole book.
	lookAround = 4 * maxPassage
)

// A Link is one address in safe HTML.
type Link struct {
	URL     string // http or https
	Text    string // the words linked, at most 200 runes
	Passage string // the sentence around them, at most 300 runes, verbatim from Text's text
}

// Links lists the http and https links of safe HTML in order, each address
// once, by its first place, and at most 2,000 of them.
func Links(safe string) []Link {
	if !strings.Contains(safe, "<a ") {
		return nil
	}
	root, err := parse(safe)
	if err != nil {
		return nil
	}
	return flowOf(root, len(safe)).links()
}

func (f *flow) links() []Link {
	seen := map[string]bool{}
	var out []Link
	for _, a := range f.anchor {
		if seen[a.href] || !strings.HasPrefix(strings.ToLower(a.href), "http") {
			continue
		}
		if len(out) == maxLinks {
			break
		}
		seen[a.href] = true
		out = append(out, f.linkAt(a))
	}
	return out
}

func (f *flow) linkAt(a anchor) Link {
	link := Link{URL: a.href}
	if a.line >= f.lines() {
		return link
	}
	line := f.line(a.line)
	start, end := min(a.start, len(line)), min(a.end, len(line))
	for start < end && line[start] == ' ' {
		start++
	}
	link.Text = firstRunes(line[start:end], maxLinkText)
	link.Passage = passage(line, start, end)
	return link
}

// passage cuts out of a line the sentence around bytes start to end. One too
// long loses words at its ends, the far end first.
func passage(line string, start, end int) string {
	from, to := sentenceStart(line, start), sentenceEnd(line, end)
	if utf8.RuneCountInString(line[from:to]) <= maxPassage {
		return strings.TrimSpace(line[from:to])
	}
	// Half of what is left beside the words linked goes before them.
	half := (maxPassage - min(maxPassage, utf8.RuneCountInString(line[start:end]))) / 2
	cutFrom := max(from, start-len(lastRunes(line[from:start], half)))
	s := firstRunes(line[cutFrom:to], maxPassage)
	return strings.TrimSpace(wholeWords(s, cutFrom > from, len(s) < to-cutFrom, start-cutFrom, end-cutFrom))
}

// wholeWords drops the broken words at the ends of a shortened passage, unless
// they belong to the words linked, bytes start to end of it.
func wholeWords(s string, head, tail bool, start, end int) string {
	if i := strings.LastIndexByte(s, ' '); tail && i >= end {
		s = s[:i]
	}
	if i := strings.IndexByte(s, ' '); head && i >= 0 && i < start {
		s = s[i+1:]
	}
	return s
}

// sentenceStart looks back from i for the end of the sentence before.
func sentenceStart(line string, i int) int {
	stop := max(0, i-lookAround)
	for stop > 0 && !utf8.RuneStart(line[stop]) {
		stop--
	}
	for j := i - 1; j > stop; j-- {
		if line[j] == ' ' && endsSentence(line[:j]) {
			return j + 1
		}
	}
	return stop
}

// sentenceEnd looks from i for the end of the sentence.
func sentenceEnd(line string, i int) int {
	stop := min(len(line), i+lookAround)
	for stop < len(line) && !utf8.RuneStart(line[stop]) {
		stop++
	}
	for j := i; j < stop; j++ {
		if line[j] == ' ' && endsSentence(line[:j]) {
			return j
		}
	}
	return stop
}

// endsSentence reports whether a text ends in a full stop that ends more than
// an initial or an abbreviation of one letter.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’)]»")
	r, size := utf8.DecodeLastRuneInString(s)
	switch r {
	case '!', '?', '…', '。', '！', '？':
		return true
	case '.':
		before, n := utf8.DecodeLastRuneInString(s[:len(s)-size])
		prior, _ := utf8.DecodeLastRuneInString(s[:len(s)-size-n])
		return !unicode.IsLetter(before) || unicode.IsLetter(prior) || unicode.IsDigit(prior)
	}
	return false
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}
