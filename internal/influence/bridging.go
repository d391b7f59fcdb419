package influence

import (
	"maps"
	"math"
	"slices"
	"time"

	"weft/internal/entry"
	"weft/internal/policy"
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

// chains finds, for everybody by number, the ideas that went through them
// between people of different organisations and sectors, the oldest end first.
func (k *acquaintance) chains() [][]Chain {
	citing, shared := k.byEntry(), k.shared()
	out := make([][]Chain, len(k.people))
	for i := range k.edges {
		second := &k.edges[i]
		if shared[i] == 0 {
			continue
		}
		for n := citing.first(second.To.ID); n >= 0; n = citing.next[n] {
			first := &k.edges[n]
			if shared[n]&shared[i] == 0 { // most are on nothing that goes on
				continue
			}
			for i := range first.To.Tags {
				theme := first.To.Tags[i].Theme
				if c, ok := chain(first.Citation, second.Citation, theme); ok && !k.met(second.from, first.of, theme, second.At) {
					out[second.of] = append(out[second.of], c)
				}
			}
		}
	}
	return out
}

// shared tells on which themes both ends of each edge are, as far as bits can:
// where two have no bit in common, they are on no theme in common.
func (k *acquaintance) shared() []uint64 {
	out := make([]uint64, len(k.edges))
	for i := range k.edges {
		out[i] = bits(k.edges[i].From.Tags) & bits(k.edges[i].To.Tags)
	}
	return out
}

func bits(tags []entry.Tag) uint64 {
	var out uint64
	for i := range tags {
		out |= 1 << (hashed(tags[i].Theme) % 64)
	}
	return out
}

// An entryIndex finds the edges of a citing entry, by date: the first of them, and
// of each the next.
type entryIndex struct {
	head map[string]int32
	next []int32 // -1: none
}

func (k *acquaintance) byEntry() entryIndex {
	x := entryIndex{make(map[string]int32, len(k.edges)), make([]int32, len(k.edges))}
	for i := len(k.edges) - 1; i >= 0; i-- {
		id := k.edges[i].From.ID
		x.next[i] = x.first(id)
		x.head[id] = int32(i)
	}
	return x
}

func (x entryIndex) first(id string) int32 {
	if n, known := x.head[id]; known {
		return n
	}
	return -1
}

// met reports whether somebody had cited another on a theme before a moment: then
// nobody between them passed anything on.
func (k *acquaintance) met(who, of int32, theme string, before time.Time) bool {
	return slices.ContainsFunc(k.between(who, of), func(e edge) bool {
		return e.At.Before(before) && e.From.HasTheme(theme) && e.To.HasTheme(theme)
	})
}

func chain(first, second *Citation, theme string) (Chain, bool) {
	x, v, y := first.To, first.From, second.From
	if !v.HasTheme(theme) || !y.HasTheme(theme) || !apart(x, v) || !apart(v, y) || !apart(x, y) ||
		len(x.Sectors) == 0 || len(y.Sectors) == 0 || slices.Contains(y.Sectors, x.Sectors[0]) {
		return Chain{}, false
	}
	return Chain{theme, first, second, x.Sectors[0], y.Sectors[0]}, true
}

// apart reports whether two pieces are of different organisations; whom none
// employs is one of their own.
func apart(a, b *policy.Brief) bool {
	if a.Organisation != nil && b.Organisation != nil {
		return a.Organisation.ID != b.Organisation.ID
	}
	return a.Organisation != b.Organisation || a.Contributor.ID != b.Contributor.ID
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
