package theme

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/text"
)

const (
	sure          = 0.5 // the score from which a tag is said and not only suggested
	leadWords     = 120 // the first lines of a body
	quoteRunes    = 160 // of an evidence
	mostEvidences = 3   // for one theme
)

// Places where a phrase was found.
const (
	inTitle = "title"
	inLead  = "first lines"
	inBody  = "body"
)

// hits is what was found of one theme in one entry.
type hits struct {
	title, lead bool
	longest     int // words of the longest phrase found
	count       float64
	evidence    []entry.Evidence
}

// Tags finds the themes of an entry, in the order of the themes' ids, each
// with the words that show it.
func (v *Vocabulary) Tags(e *entry.Entry) []entry.Tag {
	if len(v.themes) == 0 {
		return nil
	}
	l := v.lexicon(e.Language)
	found := make([]hits, len(v.themes))
	l.search(e.Title, found, func(int) string { return inTitle })
	l.search(e.Plain, found, func(word int) string {
		if word < leadWords {
			return inLead
		}
		return inBody
	})
	var tags []entry.Tag
	for i, h := range found {
		if h.count > 0 {
			tags = append(tags, entry.Tag{Theme: v.themes[i].ID, Score: h.score(), By: entry.ByWeft, Evidence: h.evidence, Suggested: h.score() < sure})
		}
	}
	slices.SortFunc(tags, func(a, b entry.Tag) int { return strings.Compare(a.Theme, b.Theme) })
	return tags
}

func (l *lexicon) search(plain string, found []hits, where func(word int) string) {
	read := withoutAddresses(plain)
	l.words = l.stemmer.AppendWords(l.words[:0], read)
	words := l.words
	not := map[int][]text.Match[struct{}]{}
	for i, phrases := range l.not {
		not[i] = phrases.Find(words)
	}
	for _, m := range l.phrases.Find(words) {
		start, end := words[m.From].Start, words[m.To-1].End
		if strings.Contains(read[start:end], "\n") {
			continue // the end of a heading and the begin of a paragraph are no phrase
		}
		for _, s := range m.Values {
			if !within(m.From, m.To, not[s.theme]) {
				found[s.theme].add(plain, start, end, where(m.From), s.words, 1/float64(len(m.Values)))
			}
		}
	}
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
	return slices.ContainsFunc(not, func(n text.Match[struct{}]) bool { return n.From <= from && to <= n.To })
}

func (h *hits) add(plain string, start, end int, where string, words int, share float64) {
	h.title = h.title || where == inTitle
	h.lead = h.lead || where == inLead
	h.longest = max(h.longest, words)
	h.count += share
	quote := text.Passage(plain, start, end, quoteRunes)
	same := func(e entry.Evidence) bool { return e.Quote == quote && e.Where == where }
	if len(h.evidence) < mostEvidences && !slices.ContainsFunc(h.evidence, same) {
		h.evidence = append(h.evidence, entry.Evidence{Quote: quote, Where: where})
	}
}

// score weighs where the theme was found. A title says what an entry is about;
// a phrase of three words is seldom an accident, one of two met once in a long
// text often is, and a single word nearly always: these stay below what is said
// aloud (measured: of two-word phrases met once in a body, one in five was what
// the entry was about).
func (h *hits) score() float64 {
	s := 0.2
	switch {
	case h.title:
		s = 0.8
	case h.lead && h.longest > 1:
		s = 0.65
	case h.longest > 2, h.longest == 2 && h.count > 1:
		s = 0.5
	case h.longest == 2:
		s = 0.45
	case h.lead:
		s = 0.4
	}
	s += 0.1 * math.Log1p(h.count-1)
	return math.Round(max(0, min(s, 1))*1000) / 1000
}
