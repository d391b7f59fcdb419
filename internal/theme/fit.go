package theme

import (
	"cmp"
	"math"
	"slices"
)

const (
	mostTags   = 5 // assigned to one entry
	likelyOdds = 0.92
	ridge      = 1 // how strongly weights are held to their prior
)

// Weights are what the features are worth, and where tags begin.
type weights struct {
	of     features
	cut    float64 // a theme with this sum of weighed features is assigned
	likely float64 // and one with this is likely
}

// A row is one entry and one theme, with what a curator said.
type row struct {
	features
	entry int
	yes   bool
}

// fit learns weights from rows, those of an entry beside each other. Where rows
// say little, the weights stay what they are in prior.
func fit(rows []row, prior weights) weights {
	w := weights{of: logisticFit(rows, prior.of), likely: prior.likely}
	w.place(rows)
	return w
}

// logisticFit finds the weights by Newton's steps.
func logisticFit(rows []row, prior features) features {
	w := prior
	for range 15 {
		g, h := slopes(rows, &w)
		for a := range g {
			hold := float64(ridge)
			if a == fBias {
				hold = 1e-3
			}
			g[a] -= float64(hold * (w[a] - prior[a]))
			h[a][a] += hold
		}
		longest := 0.0
		for a, s := range solve(h, g) {
			w[a] += s
			longest = max(longest, math.Abs(s))
		}
		if longest < 1e-8 {
			break
		}
	}
	return w
}

// slopes gives the gradient of the log-likelihood and its negative second
// derivatives.
func slopes(rows []row, w *features) (g features, h [numFeatures][numFeatures]float64) {
	for i := range rows {
		r := &rows[i]
		p := logistic(r.dot(w))
		d, v := -p, p*(1-p)
		if r.yes {
			d = 1 - p
		}
		for a, x := range r.features {
			if x == 0 {
				continue
			}
			g[a] += float64(d * x)
			for b := range a + 1 {
				h[a][b] += float64(v * x * r.features[b])
			}
		}
	}
	for a := range h {
		for b := range a {
			h[b][a] = h[a][b]
		}
	}
	return g, h
}

func logistic(s float64) float64 { return 1 / (1 + math.Exp(-s)) }

// solve gives x of h x = g by elimination; h is symmetric and positive.
func solve(h [numFeatures][numFeatures]float64, g features) features {
	for i := range h {
		for j := i + 1; j < numFeatures; j++ {
			f := h[j][i] / h[i][i]
			for c := i; c < numFeatures; c++ {
				h[j][c] -= float64(f * h[i][c])
			}
			g[j] -= float64(f * g[i])
		}
	}
	for i := numFeatures - 1; i >= 0; i-- {
		for c := i + 1; c < numFeatures; c++ {
			g[i] -= float64(h[i][c] * g[c])
		}
		g[i] /= h[i][i]
	}
	return g
}

// A judged pair of an entry and a theme.
type judged struct {
	sum float64
	yes bool
}

// place finds where tags begin: assigned ones where the micro F1 of the rows is
// best, likely ones where nine in ten above are right.
func (w *weights) place(rows []row) {
	best, wanted := contenders(rows, &w.of)
	slices.SortStableFunc(best, func(a, b judged) int { return cmp.Compare(b.sum, a.sum) })
	most, right, sure := 0.0, 0, false
	for i, j := range best {
		if j.yes {
			right++
		}
		if i+1 < len(best) && best[i+1].sum == j.sum {
			continue
		}
		if f := 2 * float64(right) / float64(i+1+wanted); f > most {
			most, w.cut = f, j.sum
		}
		if float64(right) >= likelyOdds*float64(i+2) {
			w.likely, sure = j.sum, true
		}
	}
	if !sure {
		w.likely = max(w.likely, w.cut)
	}
	w.likely = max(w.likely, w.cut)
}

// contenders gives the pairs that can be assigned at all, the best few of each
// entry, and how many pairs curators want.
func contenders(rows []row, w *features) (best []judged, wanted int) {
	for from := 0; from < len(rows); {
		var mine []judged
		for ; len(mine) == 0 || from < len(rows) && rows[from].entry == rows[from-1].entry; from++ {
			mine = append(mine, judged{rows[from].dot(w), rows[from].yes})
			if rows[from].yes {
				wanted++
			}
		}
		slices.SortStableFunc(mine, func(a, b judged) int { return cmp.Compare(b.sum, a.sum) })
		best = append(best, mine[:min(len(mine), mostTags)]...)
	}
	return best, wanted
}
