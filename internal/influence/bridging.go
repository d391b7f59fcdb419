package influence

import (
	"maps"
	"math"
	"slices"
	"time"
)

// A Chain is an idea that somebody passed on: they cited an entry of another's,
// and later a third cited that entry of theirs, all three on one theme.
type Chain struct {
	Theme      string
	In, Out    *Citation // what they took up; who took it up from them
	From, Into string    // sectors
}

// enoughOrigins is from how many people on more make no difference.
const enoughOrigins = 6

// chainsOf finds, for every person by id, the ideas that went through them
// between people of different organisations and sectors. counted is the oldest
// first.
func chainsOf(counted []*Citation) map[string][]Chain {
	cites := map[string][]*Citation{} // by the citing entry
	met := meetings{}
	for _, c := range counted {
		cites[c.From.ID] = append(cites[c.From.ID], c)
		for _, t := range c.To.Tags {
			who := meeting{c.From.Contributor.ID, c.Of.ID, t.Theme}
			if _, known := met[who]; !known && c.From.HasTheme(t.Theme) {
				met[who] = c.At
			}
		}
	}
	out := map[string][]Chain{}
	for _, second := range counted {
		for _, first := range cites[second.To.ID] {
			for _, t := range first.To.Tags {
				if c, ok := chain(first, second, t.Theme); ok && !met.before(second.At, meeting{second.From.Contributor.ID, first.Of.ID, t.Theme}) {
					out[second.Of.ID] = append(out[second.Of.ID], c)
				}
			}
		}
	}
	return out
}

// A meeting is that somebody cited another on a theme; meetings say when first.
type meeting struct{ who, of, theme string }

type meetings map[meeting]time.Time

// before reports whether they had met before a moment: then nobody between them
// passed anything on.
func (m meetings) before(at time.Time, who meeting) bool {
	first, met := m[who]
	return met && first.Before(at)
}

func chain(first, second *Citation, theme string) (Chain, bool) {
	x, v, y := first.To, first.From, second.From
	apart := x.OrganisationKey() != v.OrganisationKey() && v.OrganisationKey() != y.OrganisationKey() && x.OrganisationKey() != y.OrganisationKey()
	if !apart || !v.HasTheme(theme) || !y.HasTheme(theme) || len(x.Sectors) == 0 || len(y.Sectors) == 0 || slices.Contains(y.Sectors, x.Sectors[0]) {
		return Chain{}, false
	}
	return Chain{theme, first, second, x.Sectors[0], y.Sectors[0]}, true
}

// bridging is Σ over ideas of (1 − 2^−readers) · √(min(origins, 6)/6).
func (a Assembly) bridging(s *Standing) {
	readers, origins := map[string]map[string]bool{}, map[string]map[string]bool{} // by theme
	allReaders, allOrigins, pairs := map[string]bool{}, map[string]bool{}, map[[2]string]bool{}
	for _, c := range s.Passed {
		if readers[c.Theme] == nil {
			readers[c.Theme], origins[c.Theme] = map[string]bool{}, map[string]bool{}
		}
		reader, origin := c.Out.From.Contributor.ID, c.In.Of.ID
		readers[c.Theme][reader], origins[c.Theme][origin] = true, true
		allReaders[reader], allOrigins[origin], pairs[[2]string{c.From, c.Into}] = true, true, true
	}
	p := &s.Bridge
	p.Ideas, p.Readers, p.Origins = slices.Sorted(maps.Keys(readers)), slices.Sorted(maps.Keys(allReaders)), slices.Sorted(maps.Keys(allOrigins))
	p.Pairs = slices.SortedFunc(maps.Keys(pairs), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, idea := range p.Ideas {
		passed := 1 - math.Pow(2, -float64(len(readers[idea])))
		s.Bridging += float64(passed * math.Sqrt(min(float64(len(origins[idea])), enoughOrigins)/enoughOrigins))
	}
	s.Bridging = round(s.Bridging)
	t := a.Thresholds.Connector
	s.SuperConnector = s.Enough && len(p.Ideas) >= t.Ideas && len(pairs) >= t.Pairs && len(p.Readers) >= t.Readers && len(p.Origins) >= t.Origins
}
