package theme

// A Model is what was learnt of a site's themes. It holds no entry's text. It
// may be used by several vocabularies at the same time.
type Model struct {
	terms    lexemes
	themes   []learnt // by id
	accepted int      // entries with confirmed themes
	weights  weights
}

// learnt is what was learnt of one theme.
type learnt struct {
	id       string
	accepted int
	ease     float64 // added to what its features weigh
	base     float64 // how often it is accepted
	standing
	profile []weighted // by term: what its entries say
	tells   []weighted // by term: what tells it from other themes
}

// Accepted is the number of entries that curators confirmed themes of, and
// Entries that of all that were read in learning.
func (m *Model) Accepted() int { return m.accepted }

// Entries is the number of entries read in learning.
func (m *Model) Entries() int { return m.terms.entries }

// A scorer weighs readings by a model.
type scorer struct {
	model     *Model
	by, tell  postings
	base      []float64 // by theme
	ease      []float64
	standings []standing
	numbers   []int32 // of the terms of the reading, in their order
	counts    []uint8 // by term: of the reading; zeros between
	says      []weighted
	like      []float64
	why       [][mostTerms]reason // by theme: what makes the reading like it, most first
	tells     []float64
	features  []features
	lexicals  []lexical
}

// newScorer fits a model to the themes as they are now: one that is new has
// its file for a profile.
func newScorer(v *Vocabulary, m *Model) *scorer {
	known := map[string]*learnt{}
	fresh := standing{rare: 1}
	for i := range m.themes {
		t := &m.themes[i]
		known[t.id] = t
		fresh.usual += t.usual / float64(len(m.themes))
		fresh.wide += t.wide / float64(len(m.themes))
	}
	fresh.prior = logOdds(0, m.accepted)
	s := &scorer{model: m, like: make([]float64, len(v.themes)), why: make([][mostTerms]reason, len(v.themes)), tells: make([]float64, len(v.themes)), features: make([]features, len(v.themes)), counts: make([]uint8, len(m.terms.terms))}
	var profiles, tells [][]weighted
	for _, t := range v.themes {
		l := known[t.ID]
		if l == nil {
			l = &learnt{standing: fresh, profile: m.terms.vector(v.nameOf(t))}
		}
		profiles, tells = append(profiles, l.profile), append(tells, l.tells)
		s.standings, s.base, s.ease = append(s.standings, l.standing), append(s.base, l.base), append(s.ease, l.ease)
	}
	s.by, s.tell = newPostings(len(m.terms.terms), profiles), newPostings(len(m.terms.terms), tells)
	return s
}

// weigh gives the features of every theme in an entry.
func (s *scorer) weigh(r *reading) []features {
	s.take(r)
	s.liken()
	s.lexicals = lexicalsOf(r, s.lexicals[:0])
	copy(s.tells, s.base)
	s.tell.add(s.tells, s.says)
	weigh(s.features, s.standings, s.lexicals, s.like, s.tells)
	return s.features
}

// take makes what an entry says a vector.
func (s *scorer) take(r *reading) {
	s.numbers, s.says = s.numbers[:0], s.says[:0]
	for _, o := range r.terms {
		i := s.model.terms.number(o.term)
		s.numbers = append(s.numbers, i)
		if i < 0 {
			continue
		}
		if s.counts[i] == 0 {
			s.says = append(s.says, weighted{index: i})
		}
		s.counts[i] = min(s.counts[i], 0xff-o.part.times()) + o.part.times()
	}
	for n := range s.says {
		w := &s.says[n]
		w.weight = s.model.terms.weight(w.index, s.counts[w.index])
		s.counts[w.index] = 0
	}
	toUnit(s.says)
}

// A reason is a term's part in what makes an entry like a theme.
type reason struct {
	term int32
	part float64
}

// liken gives the likeness to each profile, and the terms it rests on most.
func (s *scorer) liken() {
	clear(s.like)
	clear(s.why)
	for _, w := range s.says {
		for at := s.by.start[w.index]; at < s.by.start[w.index+1]; at++ {
			theme, x := s.by.theme[at], float64(w.weight)*float64(s.by.weight[at]) // exact: of two float32
			s.like[theme] += x
			why := &s.why[theme]
			n := mostTerms
			for n > 0 && why[n-1].part < x {
				n--
			}
			if n < mostTerms {
				copy(why[n+1:], why[n:])
				why[n] = reason{w.index, x}
			}
		}
	}
}

// reasons gives the places of the terms that make an entry most like a theme,
// each where it is met first.
func (s *scorer) reasons(r *reading, theme int) []span {
	var out []span
	for _, b := range s.why[theme] {
		if b.part == 0 {
			break
		}
		for i, number := range s.numbers {
			if number == b.term {
				out = append(out, r.terms[i].span)
				break
			}
		}
	}
	return out
}
