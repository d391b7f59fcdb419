package theme

import (
	"regexp"
	"strings"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
	"weft/internal/text"
)

const (
	leadWords   = 120  // the first lines of a body
	mostSummary = 4000 // bytes; what is longer sums nothing up
)

// A part of an entry, in reading order, as evidence names it.
type part uint8

const (
	inTitle part = iota
	inSummary
	inLead
	inBody
)

func (p part) String() string {
	return [...]string{"title", "summary", "first lines", "body"}[p]
}

// A span is words of an entry.
type span struct {
	part       part
	start, end int32 // bytes of the part's text
}

// A mention is a phrase of a theme where it stands. Its share is 1 for a phrase
// of this theme alone, less for one that several share.
type mention struct {
	span
	phrase int // its number among all themes' labels and terms, or -1: part of a label
	words  int
	share  float64
}

// An occurrence is one stem, or two in a row, where it stands.
type occurrence struct {
	term uint32
	span
}

// A reading is what stands in one entry. It is used again for the next.
type reading struct {
	title, summary, plain string
	words                 int         // of the text, or of all else where that is more
	mentions              [][]mention // by theme
	terms                 []occurrence
}

func (r *reading) text(p part) string {
	switch p {
	case inTitle:
		return r.title
	case inSummary:
		return r.summary
	}
	return r.plain
}

// read takes an entry apart. What it gives is good until the next is read.
func (v *Vocabulary) read(e *entry.Entry) *reading {
	r := &v.reading
	r.title, r.summary, r.plain, r.terms = e.Title, summaryOf(e), e.Plain, r.terms[:0]
	if r.mentions == nil {
		r.mentions = make([][]mention, len(v.themes))
	}
	for i := range r.mentions {
		r.mentions[i] = r.mentions[i][:0]
	}
	l := v.lexicon(e.Language)
	above := l.read(r, r.title, inTitle) + l.read(r, r.summary, inSummary)
	r.words = max(above, l.read(r, r.plain, inLead))
	return r
}

// summaryOf gives what an entry says of itself beside its text.
func summaryOf(e *entry.Entry) string {
	if e.Summary == "" || len(e.Summary) > mostSummary {
		return ""
	}
	if summary := htmlsafe.Text(e.Summary); summary != e.Plain {
		return summary
	}
	return ""
}

// read notes the phrases and terms of one text, and gives its number of words.
func (l *lexicon) read(r *reading, plain string, from part) int {
	if plain == "" {
		return 0
	}
	read := withoutAddresses(plain)
	l.words = l.stemmer.AppendWords(l.words[:0], read)
	l.search(r, read, from)
	last := uint64(0)
	for i, w := range l.words {
		at, h := span{from.at(i), int32(w.Start), int32(w.End)}, hash(w.Stem)
		r.terms = append(r.terms, occurrence{uint32(h >> 32), at})
		if i > 0 && !strings.Contains(read[l.words[i-1].End:w.Start], "\n") {
			at.start = int32(l.words[i-1].Start)
			r.terms = append(r.terms, occurrence{uint32(pair(last, h) >> 32), at})
		}
		last = h
	}
	return len(l.words)
}

// at is the part in which a text's word of this number stands.
func (p part) at(word int) part {
	if p == inLead && word >= leadWords {
		return inBody
	}
	return p
}

// search notes the phrases in the words read last.
func (l *lexicon) search(r *reading, read string, from part) {
	not := map[int][]text.Match[struct{}]{}
	for i, phrases := range l.not {
		not[i] = phrases.Find(l.words)
	}
	for _, m := range l.phrases.Find(l.words) {
		start, end := l.words[m.From].Start, l.words[m.To-1].End
		if strings.Contains(read[start:end], "\n") {
			continue // the end of a heading and the begin of a paragraph are no phrase
		}
		at := span{from.at(m.From), int32(start), int32(end)}
		for _, s := range m.Values {
			if !within(m.From, m.To, not[s.theme]) {
				r.mentions[s.theme] = append(r.mentions[s.theme], mention{at, s.phrase, m.To - m.From, 1 / float64(len(m.Values))})
			}
		}
	}
}

// hash and pair tell terms apart. They are part of what a stored model means.
func hash(stem string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(stem) {
		h = (h ^ uint64(stem[i])) * 1099511628211
	}
	return mixed(h)
}

func pair(a, b uint64) uint64 { return mixed(a*0x9E3779B97F4A7C15 + b) }

func mixed(h uint64) uint64 {
	h = (h ^ h>>32) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}

// bareAddress is an address that stands in a text as such.
var bareAddress = regexp.MustCompile(`\b[a-zA-Z][a-zA-Z0-9+.-]*://\S+`)

// withoutAddresses puts line ends, which no phrase goes across, in place of
// bare addresses: what they are made of is not what their author says. Every
// byte stays where it is.
func withoutAddresses(plain string) string {
	if !strings.Contains(plain, "://") {
		return plain
	}
	return bareAddress.ReplaceAllStringFunc(plain, func(a string) string { return strings.Repeat("\n", len(a)) })
}

// within reports whether the words [from, to) lie in a phrase of "not": there
// the term means something else, for this theme.
func within(from, to int, not []text.Match[struct{}]) bool {
	for _, n := range not {
		if n.From <= from && to <= n.To {
			return true
		}
	}
	return false
}
