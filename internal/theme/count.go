package theme

import (
	"slices"

	"weft/internal/entry"
)

const (
	enoughToCount = 40   // entries, from which on counts of terms say something
	tooMuch       = 0.25 // of the entries
)

// A Term is a label or a term of a theme, with how much is found of it.
type Term struct {
	Theme   Theme
	Phrase  string // as the file has it
	IsLabel bool
	Hits    int // how often it stands in entries, where no longer phrase does
	Entries int // in how many
}

// A Counter counts how much is found of every theme's terms. It is for one
// goroutine at a time.
type Counter struct {
	vocabulary *Vocabulary
	terms      []Term
	last       []int // by term: number of the entry it was met in last
	entries    int
	twins      map[*lexicon][][]int // see twinsIn
}

// NewCounter prepares counting; language is that of entries that name none.
func NewCounter(themes []Theme, language string) *Counter {
	c := &Counter{vocabulary: NewVocabulary(themes, language, nil), twins: map[*lexicon][][]int{}}
	for _, t := range c.vocabulary.themes {
		c.terms = append(c.terms, Term{Theme: t, Phrase: t.Label, IsLabel: true})
		for _, phrase := range t.Terms {
			c.terms = append(c.terms, Term{Theme: t, Phrase: phrase})
		}
	}
	c.last = make([]int, len(c.terms))
	return c
}

// Count counts what stands in an entry. What has the same stems as an earlier
// term of its theme, in the entry's language, counts as that does.
func (c *Counter) Count(e *entry.Entry) {
	c.entries++
	twins := c.twinsIn(c.vocabulary.lexicon(e.Language))
	for _, mentions := range c.vocabulary.read(e).mentions {
		for _, m := range mentions {
			if m.phrase < 0 {
				continue
			}
			for _, twin := range twins[m.phrase] {
				c.met(twin)
			}
		}
	}
}

// met counts a term that stands in the entry that is being counted.
func (c *Counter) met(term int) {
	t := &c.terms[term]
	t.Hits++
	if c.last[term] != c.entries {
		c.last[term] = c.entries
		t.Entries++
	}
}

// twinsIn gives for each term those of its theme, itself among them, that have
// the same stems in a language.
func (c *Counter) twinsIn(l *lexicon) [][]int {
	if known, ok := c.twins[l]; ok {
		return known
	}
	all := map[[2]string][]int{}
	keys := make([][2]string, len(c.terms))
	for i, t := range c.terms {
		keys[i] = [2]string{t.Theme.ID, stems(l.stemmer.Words(t.Phrase))}
		all[keys[i]] = append(all[keys[i]], i)
	}
	twins := make([][]int, len(c.terms))
	for i, key := range keys {
		twins[i] = all[key]
	}
	c.twins[l] = twins
	return twins
}

// Terms gives all labels and terms with their counts, by theme, the label
// first.
func (c *Counter) Terms() []Term { return slices.Clone(c.terms) }

// Never gives the terms that no entry has. A label need not be found: it is for
// readers. Nothing is said of few entries.
func (c *Counter) Never() []Term {
	return c.those(func(t Term) bool { return t.Entries == 0 && !t.IsLabel })
}

// TooMuch gives the labels and terms that more than a quarter of the entries
// have: they say nothing of any of these. Nothing is said of few entries.
func (c *Counter) TooMuch() []Term {
	return c.those(func(t Term) bool { return float64(t.Entries) > tooMuch*float64(c.entries) })
}

// Entries is the number of entries counted.
func (c *Counter) Entries() int { return c.entries }

func (c *Counter) those(is func(Term) bool) []Term {
	if c.entries < enoughToCount {
		return nil
	}
	var out []Term
	for _, t := range c.Terms() {
		if is(t) {
			out = append(out, t)
		}
	}
	return out
}
