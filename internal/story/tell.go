package story

import "slices"

// tell makes stories of the pages of a plot: the two most alike are put
// together, then again, as long as any two are alike enough; of several, all
// pairs count alike (average link). Of equal ones the earlier go first.
func (d *desk) tell(p *plot) {
	for _, pages := range gathered(p.pages) {
		if len(pages) < 2 {
			continue
		}
		s := Story{ID: pages[0].id}
		for _, page := range pages {
			s.Entries = append(s.Entries, page.id)
		}
		d.over = append(d.over, s)
	}
}

// A gathering is what is becoming of a plot: sums[i][j] is the sum of how alike
// the pages of the groups i and j are.
type gathering struct {
	groups [][]*page
	sums   [][]float64
}

func gathered(pages []*page) [][]*page {
	g := &gathering{}
	for i, p := range pages {
		g.groups = append(g.groups, []*page{p})
		g.sums = append(g.sums, make([]float64, len(pages)))
		for j, o := range pages[:i] {
			like := kinship(o, p)
			g.sums[i][j], g.sums[j][i] = like, like
		}
	}
	for g.joinNearest() {
	}
	return slices.DeleteFunc(g.groups, func(group []*page) bool { return group == nil })
}

func (g *gathering) joinNearest() bool {
	best, a, b := 0.0, 0, 0
	for i := range g.groups {
		for j := range i {
			if g.groups[i] == nil || g.groups[j] == nil {
				continue
			}
			if like := g.sums[i][j] / float64(len(g.groups[i])*len(g.groups[j])); like >= told && like > best {
				best, a, b = like, j, i
			}
		}
	}
	if best == 0 {
		return false
	}
	g.groups[a] = append(g.groups[a], g.groups[b]...)
	slices.SortFunc(g.groups[a], comparePages)
	g.groups[b] = nil
	for k := range g.groups {
		if k != a {
			g.sums[a][k] += g.sums[b][k]
			g.sums[k][a] = g.sums[a][k]
		}
	}
	return true
}
