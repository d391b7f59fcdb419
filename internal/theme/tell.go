package theme

import (
	"cmp"
	"math"
	"slices"
)

const (
	mostTelling  = 1200 // accepted entries that are held against each other
	tellingTerms = 3000 // of one theme
	damping      = 0.5
)

// mostUsual is how usual a theme can be. Curators confirm some of what they
// follow: that their first word, or each, was of one theme does not make all
// entries that nobody spoke of ones of it.
const mostUsual = 0.25

// A telling is what tells themes apart: for each theme the terms that speak
// for it and against it, as one ridge regression on the accepted entries finds
// them. A profile says what a theme is about; this, what makes it another than
// its neighbours.
type telling struct {
	base    []float64 // how often each theme is accepted
	terms   [][]weighted
	without map[int][]float64 // by document: what all the others tell of it
}

// tell learns from the taught documents, at most the newest mostTelling.
func (c *course) tell(of []use) *telling {
	t := &telling{base: make([]float64, len(c.themes)), terms: make([][]weighted, len(c.themes)), without: map[int][]float64{}}
	docs := c.newest(of)
	if len(docs) == 0 {
		return t
	}
	wanted := c.wanted(docs, t.base)
	lower := factor(c.likenesses(docs))
	solution := make([][]float64, len(docs)) // copies of what is wanted, solved in place
	for i := range wanted {
		solution[i] = slices.Clone(wanted[i])
	}
	lower.solve(solution)
	own := lower.inverseDiagonal()
	for i, d := range docs {
		out := make([]float64, len(c.themes))
		for theme := range out {
			out[theme] = t.base[theme] + wanted[i][theme] - solution[i][theme]/own[i]
		}
		t.without[d] = out
	}
	sum := make([]float64, len(c.terms.terms))
	for theme := range c.themes {
		t.terms[theme] = c.tellingTerms(sum, docs, solution, theme)
	}
	return t
}

// newest gives the taught documents, in their order, the newest where there are
// too many.
func (c *course) newest(of []use) []int {
	var docs []int
	for i := range c.docs {
		if of[i] == taught {
			docs = append(docs, i)
		}
	}
	if len(docs) > mostTelling {
		slices.SortStableFunc(docs, func(a, b int) int { return cmp.Compare(c.docs[b].date, c.docs[a].date) })
		docs = docs[:mostTelling]
		slices.Sort(docs)
	}
	return docs
}

// wanted gives for each document and theme 1 or 0, less what is usual; where
// nobody knows, the usual.
func (c *course) wanted(docs []int, base []float64) [][]float64 {
	known := make([]float64, len(base))
	for _, d := range docs {
		for t := range base {
			if c.docs[d].knows(t) {
				known[t]++
			}
		}
		for _, t := range c.docs[d].yes {
			base[t]++
		}
	}
	for t := range base {
		base[t] /= max(1, known[t])
	}
	out := make([][]float64, len(docs))
	for i, d := range docs {
		out[i] = make([]float64, len(base))
		for t := range out[i] {
			if c.docs[d].knows(t) {
				out[i][t] = -base[t]
			}
		}
		for _, t := range c.docs[d].yes {
			out[i][t] = 1 - base[t]
		}
	}
	for t := range base {
		base[t] = min(base[t], mostUsual)
	}
	return out
}

// likenesses gives the lower half of the likenesses of documents, damped.
func (c *course) likenesses(docs []int) triangle {
	says := make([][]weighted, len(docs))
	for i, d := range docs {
		says[i] = c.docs[d].says
	}
	by := newPostings(len(c.terms.terms), says)
	out, like := make(triangle, len(docs)), make([]float64, len(docs))
	for i := range out {
		by.like(like, says[i])
		out[i] = slices.Clone(like[:i+1])
		out[i][i] += damping
	}
	return out
}

func (c *course) tellingTerms(sum []float64, docs []int, solution [][]float64, theme int) []weighted {
	for i, d := range docs {
		for _, w := range c.docs[d].says {
			sum[w.index] += float64(solution[i][theme] * float64(w.weight))
		}
	}
	var out []weighted
	for i, s := range sum {
		if s != 0 {
			out = append(out, weighted{int32(i), float32(s)})
		}
	}
	clear(sum)
	return strongest(out, tellingTerms)
}

// strongest keeps the terms that weigh most, in the order of their numbers.
func strongest(v []weighted, most int) []weighted {
	size := func(w weighted) float64 { return math.Abs(float64(w.weight)) }
	if len(v) > most {
		slices.SortFunc(v, func(a, b weighted) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a.index, b.index)) })
		v = v[:most]
		slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.index, b.index) })
	}
	return slices.Clone(v)
}

// A triangle is the lower half of a symmetric matrix, or its Cholesky factor.
type triangle [][]float64

// factor makes a positive matrix its Cholesky factor, in place.
func factor(m triangle) triangle {
	for i, row := range m {
		for j := range row {
			s := row[j] - product(row[:j], m[j][:j])
			if i == j {
				row[j] = math.Sqrt(max(s, 1e-12))
			} else {
				row[j] = s / m[j][j]
			}
		}
	}
	return m
}

func product(a, b []float64) float64 {
	s := 0.0
	for i, x := range a {
		s += float64(x * b[i])
	}
	return s
}

// solve makes right-hand sides, a row for each row of the matrix, solutions.
func (m triangle) solve(rows [][]float64) {
	for i := range m {
		for k, f := range m[i][:i] {
			subtract(rows[i], rows[k], f)
		}
		divide(rows[i], m[i][i])
	}
	for i := len(m) - 1; i >= 0; i-- {
		for k := i + 1; k < len(m); k++ {
			subtract(rows[i], rows[k], m[k][i])
		}
		divide(rows[i], m[i][i])
	}
}

func subtract(from, row []float64, times float64) {
	for t, x := range row {
		from[t] -= float64(x * times)
	}
}

func divide(row []float64, by float64) {
	for t := range row {
		row[t] /= by
	}
}

// inverseDiagonal gives the diagonal of the inverse of the matrix factored.
func (m triangle) inverseDiagonal() []float64 {
	out, column := make([]float64, len(m)), make([]float64, len(m))
	for j := range m {
		for i := j; i < len(m); i++ { // the column j of the inverse of the factor
			s := -product(m[i][j:i], column[j:i])
			if i == j {
				s++
			}
			column[i] = s / m[i][i]
			out[j] += float64(column[i] * column[i])
		}
	}
	return out
}
