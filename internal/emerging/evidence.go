package emerging

import (
	"unicode"
	"unicode/utf8"

	"weft/internal/text"
)

const (
	leadWords  = 120 // the first lines of a body
	quoteRunes = 200
)

// A candidate is a phrase, or a known theme, that may be said, with what its
// entries say.
type candidate struct {
	test
	theme string   // id of a known theme
	stems []string // of a phrase
	uses  []*use
}

// A use is what one entry says of a phrase.
type use struct {
	Evidence
	voice Voice // without its texts
	forms []form
}

// A form is a way a phrase is written. It weighs more inside a sentence, where
// capitals mean something, than at its beginning and in titles.
type form struct {
	text   string
	weight int
}

// An inquest gathers what the newest weeks say of what may be said.
type inquest struct {
	*tally
	phrases, themes map[uint32]*candidate
}

// evidence reads the newest weeks once more. Candidates that do not stand are
// left out, all others come in the order of their tests.
func (t *tally) evidence(source Source, phrases, themes []test) (found, rising []*candidate, err error) {
	q := inquest{t, map[uint32]*candidate{}, map[uint32]*candidate{}}
	for _, one := range phrases {
		c := &candidate{test: one, stems: t.lexicon.stems[one.thing]}
		q.phrases[one.thing] = c
		found = append(found, c)
	}
	for _, one := range themes {
		c := &candidate{test: one, theme: t.o.Known[one.thing].ID}
		q.themes[one.thing] = c
		rising = append(rising, c)
	}
	if len(found)+len(rising) == 0 {
		return nil, nil, nil
	}
	for ago := range max(recently, t.o.Weeks) {
		for v, err := range source(ago) {
			if err != nil {
				return nil, nil, err
			}
			if !t.survey.repeats(v, ago) {
				q.cite(v, ago)
				q.tagged(v, ago)
			}
		}
	}
	return t.standing(found), t.standing(rising), nil
}

// cite notes for each phrase where a voice says it first: in the title if it is
// there.
func (q *inquest) cite(v Voice, ago int) {
	uses := map[uint32]*use{}
	q.read(v, func(part sentence, words []span, phrase uint32, from, to int) {
		c := q.phrases[phrase]
		if c == nil || ago >= c.weeks {
			return
		}
		start, end := words[from].Start, words[to-1].End
		u := uses[phrase]
		if u == nil {
			u = c.use(v, ago)
			u.Quote, u.Where = quoted(v, part, start, end, from)
			uses[phrase] = u
		}
		u.forms = append(u.forms, formOf(part, start, end))
	})
}

// tagged notes for each theme that a voice is tagged with it, in the words of
// its tag.
func (q *inquest) tagged(v Voice, ago int) {
	for _, tag := range v.Tags {
		theme, known := q.tally.themes[tag.Theme]
		c := q.themes[theme]
		if !known || c == nil || ago >= c.weeks {
			continue
		}
		u := c.use(v, ago)
		if len(tag.Evidence) > 0 {
			u.Quote, u.Where = tag.Evidence[0].Quote, tag.Evidence[0].Where
		}
	}
}

func (c *candidate) use(v Voice, ago int) *use {
	u := &use{voice: v, Evidence: Evidence{Entry: v.Entry, Person: v.Person, Ago: ago}}
	u.voice.Title, u.voice.Plain, u.voice.Tags, u.voice.Linked = "", "", nil, nil
	c.uses = append(c.uses, u)
	return u
}

func quoted(v Voice, part sentence, start, end, word int) (quote, where string) {
	start, end = part.start+start, part.start+end
	switch {
	case part.title:
		return text.Passage(v.Title, start, end, quoteRunes), "title"
	case part.before+word < leadWords:
		return text.Passage(v.Plain, start, end, quoteRunes), "first lines"
	}
	return text.Passage(v.Plain, start, end, quoteRunes), "body"
}

func formOf(part sentence, start, end int) form {
	f := form{text.Squeeze(part.text[start:end]), 2}
	if r, _ := utf8.DecodeRuneInString(f.text); part.title || text.Squeeze(part.text[:start]) == "" && unicode.IsUpper(r) {
		f.weight = 1
	}
	return f
}

// label is the form most used; of two the one with fewer capitals.
func (c *candidate) label() string {
	weights := map[string]int{}
	for _, u := range c.uses {
		for _, f := range u.forms {
			weights[f.text] += f.weight
		}
	}
	best := ""
	for form, weight := range weights {
		if best == "" || weight > weights[best] || weight == weights[best] && form > best {
			best = form
		}
	}
	return best
}
