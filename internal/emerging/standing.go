package emerging

import (
	"cmp"
	"slices"
)

const (
	// often is in how many entries of one organisation a sentence stands before
	// it is its standing words: a footer, a slogan, the name of a series.
	often = 3
	// passage is how many words a sentence has that stands in as many entries by
	// chance nowhere: whoever wrote them, they are the same words handed on.
	passage = 8
)

// A survey is what must be known of all weeks before anything is counted.
type survey struct {
	standing map[uint64]bool  // prints of sentences that say nothing new
	first    map[string]place // where each piece with several places was first
}

// A place is an entry in its week.
type place struct {
	ago   int
	entry string
}

// earlier orders places: the older week first, then by id.
func earlier(a, b place) int {
	return cmp.Or(cmp.Compare(b.ago, a.ago), cmp.Compare(a.entry, b.entry))
}

// look reads all weeks once. It keeps a number for each sentence, and no text.
func look(source Source, weeks int) (*survey, error) {
	s := &survey{map[uint64]bool{}, map[string]place{}}
	var all, own []uint64
	for ago := range weeks {
		for v, err := range source(ago) {
			if err != nil {
				return nil, err
			}
			s.meet(v, ago)
			own = own[:0]
			whose := v.organisation()
			v.sentences(func(part sentence) {
				print, words := part.print()
				own = append(own, of(print, whose))
				if words >= passage {
					own = append(own, print)
				}
			})
			slices.Sort(own) // a sentence counts once an entry
			all = append(all, slices.Compact(own)...)
		}
	}
	slices.Sort(all)
	for i := 0; i+often <= len(all); i++ {
		if all[i] == all[i+often-1] {
			s.standing[all[i]] = true
		}
	}
	return s, nil
}

// stands reports whether a sentence is somebody's standing words.
func (s *survey) stands(part sentence, whose string) bool {
	print, words := part.print()
	return words == 0 || s.standing[of(print, whose)] || words >= passage && s.standing[print]
}

func (s *survey) meet(v Voice, ago int) {
	if v.Same == "" {
		return
	}
	here := place{ago, v.Entry}
	if known, ok := s.first[v.Same]; !ok || earlier(here, known) < 0 {
		s.first[v.Same] = here
	}
}

// repeats reports whether a voice is another place of a piece that is counted
// where it was first.
func (s *survey) repeats(v Voice, ago int) bool {
	return v.Same != "" && s.first[v.Same] != place{ago, v.Entry}
}
