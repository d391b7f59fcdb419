package emerging

import (
	"cmp"
	"slices"
	"time"
)

// often is in how many entries of one organisation a sentence stands before it is
// its standing words: a footer, a slogan, the name of a series.
const often = 3

// A survey is what must be known of some weeks before anything in them is counted.
type survey struct {
	standing map[uint64]bool     // prints of sentences that say nothing new, by whose they are
	first    map[string]place    // where each piece with several places was first
	theirs   map[string][]uint64 // by entry: what it has from others, see echoes
}

// A place is an entry in its week.
type place struct {
	ago   int
	at    time.Time
	entry string
}

func placeOf(v Voice, ago int) place { return place{ago, v.At, v.Entry} }

// earlier orders places: the older week first, then by time, then by id.
func earlier(a, b place) int {
	return cmp.Or(cmp.Compare(b.ago, a.ago), a.at.Compare(b.at), cmp.Compare(a.entry, b.entry))
}

// look reads the weeks [from, to) once, the oldest first. It keeps numbers for
// what is said, and no text.
func look(source Source, from, to int) (*survey, error) {
	e := newEchoes()
	s := &survey{map[uint64]bool{}, map[string]place{}, e.theirs}
	var all, own []uint64
	for ago := to - 1; ago >= from; ago-- {
		for v, err := range source(ago) {
			if err != nil {
				return nil, err
			}
			s.meet(v, ago)
			if err := e.hear(v, ago); err != nil {
				return nil, err
			}
			own = v.prints(own[:0])
			all = append(all, own...)
		}
		e.settle()
	}
	for _, grams := range s.theirs {
		slices.Sort(grams) // each by itself: their order is of no matter
	}
	slices.Sort(all)
	for i := 0; i+often <= len(all); i++ {
		if all[i] == all[i+often-1] {
			s.standing[all[i]] = true
		}
	}
	return s, nil
}

// prints are those of a voice's sentences, each once.
func (v *Voice) prints(out []uint64) []uint64 {
	whose := v.organisation()
	v.sentences(func(part sentence) { out = append(out, of(part.print(), whose)) })
	slices.Sort(out)
	return slices.Compact(out)
}

// sentences gives what a voice says but for standing words, with what in it is
// others'.
func (s *survey) sentences(v Voice, each func(sentence)) {
	whose, theirs := v.organisation(), s.theirs[v.Entry]
	title, body := extents(v.Title, theirs), extents(v.Plain, theirs)
	v.sentences(func(part sentence) {
		if part.theirs = body; part.title {
			part.theirs = title
		}
		if print := part.print(); print != 0 && !s.standing[of(print, whose)] {
			each(part)
		}
	})
}

func (s *survey) meet(v Voice, ago int) {
	if v.Same == "" {
		return
	}
	here := placeOf(v, ago)
	if known, ok := s.first[v.Same]; !ok || earlier(here, known) < 0 {
		s.first[v.Same] = here
	}
}

// repeats reports whether a voice is another place of a piece that is counted
// where it was first.
func (s *survey) repeats(v Voice, ago int) bool {
	return v.Same != "" && s.first[v.Same].entry != v.Entry
}
