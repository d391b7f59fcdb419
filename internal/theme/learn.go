package theme

import (
	"cmp"
	"crypto/sha256"
	"iter"
	"math"
	"slices"
	"strings"

	"weft/internal/entry"
)

const (
	folds        = 5  // each accepted entry is weighed with what the others teach
	fewestTaught = 50 // accepted entries, below which the shipped weights stand
	fewestToRead = 40 // entries, below which words alone speak
)

// A Lesson is what curators said of one entry: the themes they confirmed, in
// content/tags.jsonl or by placing it under a theme's heading in a frozen
// digest, and those they struck out. Of an entry with confirmed themes, those
// not named count as not meant, unless it is open; of one with struck-out themes
// alone, nothing is known but these.
type Lesson struct {
	Yes, No []string
	// Open says that other themes may be meant as well: an item stands under one
	// heading, whatever else it is about.
	Open bool
}

// Learn learns what entries of each theme say. Lessons are by entry id. The
// sample is read once: the newest entries, some thousands, and all those the
// lessons are about, in any order; what is handed out may be used again for the
// next. A lesson whose entry is not in the sample teaches nothing. Language is
// that of entries that name none.
func Learn(themes []Theme, language string, lessons map[string]Lesson, sample iter.Seq[*entry.Entry]) *Model {
	return newCourse(themes, language, lessons, sample).model(readShipped(shippedWeights))
}

// LearnWith is Learn with other weights in place of the shipped ones, as
// ShippedWeights makes them: for measuring what these are worth to a community
// that had no part in them.
func LearnWith(shipped []byte, themes []Theme, language string, lessons map[string]Lesson, sample iter.Seq[*entry.Entry]) *Model {
	return newCourse(themes, language, lessons, sample).model(readShipped(shipped))
}

// A course is what is learnt from.
type course struct {
	themes  []Theme // by id
	number  map[string]int
	docs    []document // by id
	terms   lexemes
	names   [][]weighted // what each theme's file says
	mean    []float32    // of all entries
	matched []int        // in how many entries each theme's phrases are
	scratch []uint64
}

// A document is what learning keeps of an entry.
type document struct {
	id       string
	date     int64
	fold     int
	counts   counts // until there are lexemes
	says     []weighted
	lexicals []lexical
	taught   bool // a curator confirmed themes
	open     bool // and may have meant others as well
	yes, no  []int
}

func newCourse(themes []Theme, language string, lessons map[string]Lesson, sample iter.Seq[*entry.Entry]) *course {
	v := NewVocabulary(themes, language, nil)
	c := &course{themes: v.themes, number: map[string]int{}, matched: make([]int, len(themes))}
	for i, t := range c.themes {
		c.number[t.ID] = i
	}
	for e := range sample {
		c.take(v.read(e), e, lessons[e.ID])
	}
	slices.SortStableFunc(c.docs, func(a, b document) int { return strings.Compare(a.id, b.id) })
	c.docs = slices.CompactFunc(c.docs, func(a, b document) bool { return a.id == b.id })
	c.terms = newLexemes(c.docs)
	sum := make([]float64, len(c.terms.terms))
	for i := range c.docs {
		d := &c.docs[i]
		d.says, d.counts = c.terms.vector(d.counts), counts{}
		for _, w := range d.says {
			sum[w.index] += float64(w.weight)
		}
		for _, l := range d.lexicals {
			c.matched[l.theme]++
		}
	}
	for _, s := range sum {
		c.mean = append(c.mean, float32(s/float64(len(c.docs))))
	}
	for _, t := range c.themes {
		c.names = append(c.names, c.terms.vector(v.nameOf(t)))
	}
	return c
}

func (c *course) take(r *reading, e *entry.Entry, lesson Lesson) {
	sum := sha256.Sum256([]byte(e.ID))
	d := document{id: strings.Clone(e.ID), date: e.Date().Unix(), fold: int(sum[0]) % folds, counts: countsOf(r, &c.scratch), lexicals: lexicalsOf(r, nil),
		yes: c.numbers(lesson.Yes), no: c.numbers(lesson.No)}
	d.taught, d.open = len(d.yes) > 0, lesson.Open
	c.docs = append(c.docs, d)
}

func (c *course) numbers(ids []string) []int {
	var out []int
	for _, id := range ids {
		if t, ok := c.number[id]; ok && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return out
}

// nameOf counts what a theme's file says.
func (v *Vocabulary) nameOf(t Theme) counts {
	return countsOf(v.read(&entry.Entry{Title: t.Label + "\n" + strings.Join(t.Terms, "\n"), Plain: t.Note}), new([]uint64))
}

// A use is what part an entry has in learning.
type use int

const (
	hidden  use = iota // none
	unknown            // as one that no curator has seen
	taught             // with what curators said
)

// A lecture is what was learnt from some of the entries.
type lecture struct {
	profiles  [][]weighted
	by        postings
	standings []standing
	accepted  []int
}

// uses gives each document its use; one that no curator saw cannot be taught.
func (c *course) uses(as func(*document) use) []use {
	of := make([]use, len(c.docs))
	for i := range c.docs {
		if of[i] = as(&c.docs[i]); of[i] == taught && !c.docs[i].taught {
			of[i] = unknown
		}
	}
	return of
}

// hear learns profiles from documents.
func (c *course) hear(of []use) *lecture {
	l := &lecture{accepted: make([]int, len(c.themes))}
	all := 0
	for i, u := range of {
		if u == taught {
			all++
			for _, t := range c.docs[i].yes {
				l.accepted[t]++
			}
		}
	}
	sum := make([]float64, len(c.terms.terms))
	n := float64(len(c.docs) + 1)
	for t := range c.themes {
		l.profiles = append(l.profiles, c.profile(sum, c.names[t], c.shares(t, of, l.accepted[t])))
		l.standings = append(l.standings, standing{rare: math.Log(n/(float64(c.matched[t])+.5)) / math.Log(n), prior: logOdds(l.accepted[t], all)})
	}
	l.by = newPostings(len(sum), l.profiles)
	c.usual(l)
	return l
}

func logOdds(accepted, of int) float64 {
	odds := (float64(accepted) + .5) / (float64(of) + 21)
	return math.Log(odds / (1 - odds))
}

// A share is how much an entry counts in a theme's profile.
type share struct {
	doc   int
	share float64
}

// shares gives the entries that make a theme's profile: those accepted, less
// those struck out, and, as long as the accepted are few, those whose phrases
// speak for it most clearly.
func (c *course) shares(t int, of []use, accepted int) []share {
	var out, clear []share
	for i := range c.docs {
		d := &c.docs[i]
		if of[i] == taught && slices.Contains(d.yes, t) {
			out = append(out, share{i, 1})
		}
		if of[i] != hidden && slices.Contains(d.no, t) {
			out = append(out, share{i, struckShare})
			continue
		}
		if of[i] != unknown {
			continue
		}
		for _, l := range d.lexicals {
			if s := clarity(l); int(l.theme) == t && s >= leastClarity {
				clear = append(clear, share{i, s})
			}
		}
	}
	slices.SortStableFunc(clear, func(a, b share) int { return cmp.Compare(b.share, a.share) })
	for _, s := range clear[:min(len(clear), mostClear)] {
		out = append(out, share{s.doc, clearShare * clearUntil / (clearUntil + float64(accepted))})
	}
	return out
}

const (
	leastClarity = 2.5
	mostClear    = 20   // entries that stand in for accepted ones
	clearShare   = 0.3  // what each is worth
	clearUntil   = 5    // accepted entries, by which that is halved
	commonShare  = 0.8  // of what all entries say, that says nothing of a theme
	struckShare  = -0.5 // of an entry that a curator struck out
)

func clarity(l lexical) float64 {
	return 2*float64(l.title) + float64(l.lead)/2 + math.Log1p(float64(l.mentions))
}

// profile joins what entries and the theme's own name say, less most of what
// all entries say. sum is zeros, and is left so.
func (c *course) profile(sum []float64, name []weighted, shares []share) []weighted {
	n := 1.0
	for _, w := range name {
		sum[w.index] += float64(w.weight)
	}
	for _, s := range shares {
		n += max(0, s.share)
		for _, w := range c.docs[s.doc].says {
			sum[w.index] += float64(s.share * float64(w.weight))
		}
	}
	var out []weighted
	for i, s := range sum {
		if x := s/n - float64(commonShare*float64(c.mean[i])); s > 0 && x > 0 {
			out = append(out, weighted{int32(i), float32(x)})
		}
	}
	clear(sum)
	toUnit(out)
	return slices.Clone(out)
}

// usual measures the likeness of some hundred entries to each theme.
func (c *course) usual(l *lecture) {
	step := max(1, len(c.docs)/500)
	like, by := make([]float64, len(c.themes)), make([][]float64, len(c.themes))
	for i := 0; i < len(c.docs); i += step {
		l.by.like(like, c.docs[i].says)
		for t, x := range like {
			by[t] = append(by[t], x)
		}
	}
	for t := range by {
		l.standings[t].usual, l.standings[t].wide = moments(by[t])
	}
}

// rows weighs entries with what was learnt from others.
func (c *course) rows(rows []row, l *lecture, t *telling, among func(*document) bool) []row {
	like, out := make([]float64, len(c.themes)), make([]features, len(c.themes))
	by, tells := newPostings(len(c.terms.terms), t.terms), make([]float64, len(c.themes))
	for i := range c.docs {
		d := &c.docs[i]
		if !d.taught && len(d.no) == 0 || !among(d) {
			continue
		}
		l.by.like(like, d.says)
		if others, ok := t.without[i]; ok {
			copy(tells, others)
		} else {
			copy(tells, t.base)
			by.add(tells, d.says)
		}
		weigh(out, l.standings, d.lexicals, like, tells)
		for t := range out {
			if d.knows(t) {
				rows = append(rows, row{out[t], i, t, slices.Contains(d.yes, t)})
			}
		}
	}
	return rows
}

// knows reports whether curators said of a document that it is about a theme, or
// that it is not. Of an open one nothing is known of the other themes that its
// words speak of; those they do not are not meant.
func (d *document) knows(theme int) bool {
	if slices.Contains(d.yes, theme) || slices.Contains(d.no, theme) {
		return true
	}
	spoken := func(l lexical) bool { return int(l.theme) == theme }
	return d.taught && !(d.open && slices.ContainsFunc(d.lexicals, spoken))
}

func (c *course) model(shipped shippedFile) *Model {
	m := &Model{terms: c.terms}
	for _, d := range c.docs {
		if d.taught {
			m.accepted++
		}
	}
	everyone := c.uses(func(*document) use { return taught })
	l, tells := c.hear(everyone), c.tell(everyone)
	m.weights = c.weights(m.accepted, tells, shipped)
	for t := range c.themes {
		one := learnt{id: c.themes[t].ID, accepted: l.accepted[t], standing: l.standings[t], profile: l.profiles[t], base: tells.base[t], tells: tells.terms[t]}
		if t < len(m.weights.ease) {
			one.ease = m.weights.ease[t]
		}
		m.themes = append(m.themes, one)
	}
	m.weights.ease = nil // each theme has its own
	return m
}

func (c *course) weights(accepted int, tells *telling, shipped shippedFile) weights {
	var rows []row
	for f := range folds {
		l := c.hear(c.uses(func(d *document) use {
			if d.fold == f {
				return hidden
			}
			return taught
		}))
		rows = c.rows(rows, l, tells, func(d *document) bool { return d.fold == f })
	}
	switch {
	case accepted >= fewestTaught && tellBoth(rows, len(c.themes)):
		return fitThemes(rows, len(c.themes), accepted, shipped.Taught.weights())
	case accepted > 0:
		return shipped.Taught.weights().eased(rows, len(c.themes))
	}
	return shipped.Untaught.weights().eased(rows, len(c.themes))
}
