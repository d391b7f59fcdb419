package theme

import (
	"cmp"
	"math"
	"slices"
)

const (
	// likely is the sum from which on a theme is likely: sums are log odds, and
	// of these fifteen in sixteen should be right. Curators leave out what
	// stands in a title, and fifty entries teach little: where so few were
	// accepted, or fewer than nine in ten of a site's own were right, a theme is
	// likely only if a whole phrase stands in the title and what tells the
	// accepted entries apart says clearly that this is one, too.
	likely        = 2.8
	clearly       = 0.25
	fewestToTrust = 150
	mostTags      = 5 // assigned to one entry
	ridge         = 1 // how strongly weights are held to their prior
	easeHold      = 3 // how strongly each theme is held to what is so for all
)

// Weights are what the features are worth, and where tags begin.
type weights struct {
	of     features
	cut    float64   // a theme with this sum of weighed features is assigned
	strict bool      // what is likely must be so for two reasons; see likely
	ease   []float64 // by theme: added to the sum of each
}

// A row is one entry and one theme, with what a curator said.
type row struct {
	features
	entry int
	theme int
	yes   bool
}

// fit learns weights from rows, those of an entry beside each other. Where rows
// say little, the weights stay what they are in prior.
func fit(rows []row, prior weights) weights {
	return weights{of: logisticFit(rows, prior.of)}
}

// fitThemes is fit for the rows of one site, whose themes differ: the files of
// some say better than others what curators mean.
func fitThemes(rows []row, themes, accepted int, prior weights) weights {
	w := fit(rows, prior).eased(rows, themes)
	w.place(rows)
	w.strict = w.strict || accepted < fewestToTrust
	return w
}

// eased fits what is added for each theme.
func (w weights) eased(rows []row, themes int) weights {
	w.ease = make([]float64, themes)
	says := yesSays(rows, themes)
	for range 15 {
		w.adjust(rows, says)
	}
	return w
}

// yesSays gives what a confirmed entry counts for each theme: less than one where
// too few are known not to be about it. Else a theme of which curators only ever
// confirmed what is would be eased until it is found everywhere.
func yesSays(rows []row, themes int) []float64 {
	says, noes := make([]float64, themes), make([]float64, themes)
	for i := range rows {
		if rows[i].yes {
			says[rows[i].theme]++
		} else {
			noes[rows[i].theme]++
		}
	}
	for t, yes := range says {
		says[t] = min(1, noes[t]*mostUsual/(1-mostUsual)/max(1, yes))
	}
	return says
}

// tellBoth reports whether rows say what an entry is not about as well as what it
// is: else the weights that fit them best find everything.
func tellBoth(rows []row, themes int) bool {
	yes, counts := 0, 0.0
	says := yesSays(rows, themes)
	for i := range rows {
		if rows[i].yes {
			yes++
			counts += says[rows[i].theme]
		}
	}
	return counts >= float64(yes)/2
}

// adjust makes one of Newton's steps on what is added for each theme.
func (w *weights) adjust(rows []row, says []float64) {
	g, h := make([]float64, len(w.ease)), make([]float64, len(w.ease))
	for i := range rows {
		r := &rows[i]
		p := logistic(w.sum(&r.features, r.theme))
		counts, d := 1.0, -p
		if r.yes {
			counts, d = says[r.theme], 1-p
		}
		g[r.theme] += float64(counts * d)
		h[r.theme] += float64(counts * p * (1 - p))
	}
	for t := range g {
		w.ease[t] += (g[t] - float64(easeHold*w.ease[t])) / (h[t] + easeHold)
	}
}

// sum weighs the features of a theme.
func (w *weights) sum(f *features, theme int) float64 {
	s := f.dot(&w.of)
	if theme < len(w.ease) {
		s += w.ease[theme]
	}
	return s
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

// place finds where tags begin: where the micro F1 of the rows is best.
func (w *weights) place(rows []row) {
	best, wanted := w.contenders(rows)
	slices.SortStableFunc(best, func(a, b judged) int { return cmp.Compare(b.sum, a.sum) })
	most, right := 0.0, 0
	sure, rightOfSure := 0, 0
	for i, j := range best {
		if j.yes {
			right++
		}
		if j.sum >= likely {
			sure, rightOfSure = i+1, right
		}
		if i+1 < len(best) && best[i+1].sum == j.sum {
			continue
		}
		if f := 2 * float64(right) / float64(i+1+wanted); f > most {
			most, w.cut = f, j.sum
		}
	}
	w.cut = min(w.cut, likely)
	w.strict = float64(rightOfSure) < 0.9*float64(sure)
}

// contenders gives the pairs that can be assigned at all, the best few of each
// entry, and how many pairs curators want.
func (w *weights) contenders(rows []row) (best []judged, wanted int) {
	for from := 0; from < len(rows); {
		var mine []judged
		for ; len(mine) == 0 || from < len(rows) && rows[from].entry == rows[from-1].entry; from++ {
			mine = append(mine, judged{w.sum(&rows[from].features, rows[from].theme), rows[from].yes})
			if rows[from].yes {
				wanted++
			}
		}
		slices.SortStableFunc(mine, func(a, b judged) int { return cmp.Compare(b.sum, a.sum) })
		best = append(best, mine[:min(len(mine), mostTags)]...)
	}
	return best, wanted
}
