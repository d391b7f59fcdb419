package theme

import (
	"math"
	"slices"
)

const (
	fewestEntries = 2 // in which a term must stand to tell entries apart
	fewestOfMany  = 3 // the same, of more than manyEntries: names met by accident
	manyEntries   = 2000
	mostShare     = 0.5 // of entries in which it may stand
	emphasis      = 2   // how often a word of title and summary counts
)

// counts says how often each term stands in an entry, at most 255 times: small,
// since all entries of a sample are held at once.
type counts struct {
	terms []uint32 // ascending
	times []uint8
}

// A weighted term, by its number in the lexemes.
type weighted struct {
	index  int32
	weight float32
}

// lexemes are the terms that tell entries apart, by number.
type lexemes struct {
	entries int
	terms   []uint32 // ascending
	found   []uint32 // in how many entries
	rare    []float32
	table   []int32 // open addressing: number + 1, or 0
}

// newLexemes chooses terms of all the entries' terms.
func newLexemes(docs []document) lexemes {
	n := 0
	for i := range docs {
		n += len(docs[i].counts.terms)
	}
	all := make([]uint32, 0, n)
	for i := range docs {
		all = append(all, docs[i].counts.terms...)
	}
	slices.Sort(all)
	l, fewest := lexemes{entries: len(docs)}, fewestEntries
	if len(docs) > manyEntries {
		fewest = fewestOfMany
	}
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		if j-i >= fewest && float64(j-i) <= mostShare*float64(len(docs)) {
			l.terms, l.found = append(l.terms, all[i]), append(l.found, uint32(j-i))
		}
		i = j
	}
	l.seal()
	return l
}

// seal makes what follows from terms and in how many entries they are.
func (l *lexemes) seal() {
	size := 1 << 10
	for size < 2*len(l.terms) {
		size *= 2
	}
	l.table, l.rare = make([]int32, size), make([]float32, len(l.terms))
	for i, t := range l.terms {
		at := int(t) & (size - 1)
		for l.table[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		l.table[at] = int32(i + 1)
		l.rare[i] = float32(math.Log(float64(l.entries+1) / float64(l.found[i]+1)))
	}
}

// number is a term's, or -1.
func (l *lexemes) number(term uint32) int32 {
	for at := int(term) & (len(l.table) - 1); ; at = (at + 1) & (len(l.table) - 1) {
		i := l.table[at] - 1
		if i < 0 || l.terms[i] == term {
			return i
		}
	}
}

func (l *lexemes) weight(number int32, n uint8) float32 {
	if n == 1 {
		return l.rare[number]
	}
	return float32((1 + math.Log(float64(n))) * float64(l.rare[number]))
}

// vector gives what an entry says as a unit vector.
func (l *lexemes) vector(c counts) []weighted {
	numbers, known := make([]int32, len(c.terms)), 0
	for i, term := range c.terms {
		if numbers[i] = l.number(term); numbers[i] >= 0 {
			known++
		}
	}
	out := make([]weighted, 0, known)
	for i, number := range numbers {
		if number >= 0 {
			out = append(out, weighted{number, l.weight(number, c.times[i])})
		}
	}
	toUnit(out)
	return out
}

// toUnit gives a vector the length 1; products of two float32 are exact.
func toUnit(v []weighted) {
	sum := 0.0
	for _, w := range v {
		sum += float64(w.weight) * float64(w.weight)
	}
	if sum == 0 {
		return
	}
	for i := range v {
		v[i].weight = float32(float64(v[i].weight) / math.Sqrt(sum))
	}
}

// countsOf counts the terms of a reading, in their order. scratch is used again.
func countsOf(r *reading, scratch *[]uint64) counts {
	all := (*scratch)[:0]
	for _, o := range r.terms {
		all = append(all, uint64(o.term)<<8|uint64(o.part.times()))
	}
	*scratch = all
	slices.Sort(all)
	n := 0
	for _, c := range all {
		if n > 0 && all[n-1]>>8 == c>>8 {
			all[n-1] = c&^0xff | min(all[n-1]&0xff+c&0xff, 0xff)
			continue
		}
		all[n] = c
		n++
	}
	out := counts{make([]uint32, n), make([]uint8, n)}
	for i, c := range all[:n] {
		out.terms[i], out.times[i] = uint32(c>>8), uint8(c)
	}
	return out
}

func (p part) times() uint8 {
	if p <= inSummary {
		return emphasis
	}
	return 1
}

// postings are the profiles of all themes, by term.
type postings struct {
	start  []int32 // by term, and the end
	theme  []int32
	weight []float32
}

func newPostings(terms int, profiles [][]weighted) postings {
	p := postings{start: make([]int32, terms+1)}
	n := 0
	for _, profile := range profiles {
		for _, w := range profile {
			p.start[w.index+1]++
		}
		n += len(profile)
	}
	for i := range terms {
		p.start[i+1] += p.start[i]
	}
	p.theme, p.weight = make([]int32, n), make([]float32, n)
	next := slices.Clone(p.start)
	for t, profile := range profiles {
		for _, w := range profile {
			p.theme[next[w.index]], p.weight[next[w.index]] = int32(t), w.weight
			next[w.index]++
		}
	}
	return p
}

// like gives the likeness of a vector to each profile.
func (p *postings) like(out []float64, x []weighted) {
	clear(out)
	p.add(out, x)
}

// add adds the product of a vector with each profile.
func (p *postings) add(out []float64, x []weighted) {
	for _, w := range x {
		for at := p.start[w.index]; at < p.start[w.index+1]; at++ {
			out[p.theme[at]] += float64(w.weight) * float64(p.weight[at]) // exact: of two float32
		}
	}
}
