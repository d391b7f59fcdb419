package site

import (
	"slices"

	"weft/internal/influence"
	"weft/internal/roster"
)

// A writer is somebody who writes in feeds of sectors that are not their own:
// they connect, which is shown and counted nowhere.
type writer struct {
	Who     link
	Sectors []sectorMark
	In      []guesting // by the name of whose feed it is
}

// writers lists them by name. Who has no sector, and a feed without one, is of
// none that could be told apart.
func (s *sheet) writers() []writer {
	pieces := map[string]map[string][]*influence.Citation{} // by who writes, and in whose feed; the newest first
	for _, c := range s.beside {
		if c.Kind != influence.BylineKind || !acrossSectors(c.By(), c.Of) {
			continue
		}
		if pieces[c.By().ID] == nil {
			pieces[c.By().ID] = map[string][]*influence.Citation{}
		}
		pieces[c.By().ID][c.Of.ID] = append(pieces[c.By().ID][c.Of.ID], c)
	}
	var all []writer
	for _, who := range s.people {
		if len(pieces[who.ID]) == 0 {
			continue
		}
		w := writer{Who: s.contributor(who), Sectors: s.sectorMarks(who.Sectors)}
		for _, host := range s.people {
			if bylines := pieces[who.ID][host.ID]; len(bylines) > 0 {
				newest := slices.MaxFunc(bylines, func(a, b *influence.Citation) int { return a.At.Compare(b.At) })
				w.In = append(w.In, guesting{s.contributor(host), s.sectorMarks(host.Sectors), s.plural("count.entries", len(bylines)), s.piece(newest.From.Shown())})
			}
		}
		all = append(all, w)
	}
	return all
}

// acrossSectors reports whether two people have sectors, and none in common.
func acrossSectors(a, b *roster.Contributor) bool {
	shared := slices.ContainsFunc(a.Sectors, func(sector string) bool { return slices.Contains(b.Sectors, sector) })
	return len(a.Sectors) > 0 && len(b.Sectors) > 0 && !shared
}
