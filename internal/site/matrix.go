package site

import (
	"weft/internal/influence"
	"weft/internal/route"
)

// A matrix says how often pieces of one sector were taken up in another.
type matrix struct {
	Into []sectorMark
	Rows []matrixRow
}

type matrixRow struct {
	Mark  sectorMark
	Href  string // where the pieces are told of
	Cells []matrixCell
	Said  []string // the same in words, without those that are empty
}

// A matrixCell is in words: "4 times", "not seen".
type matrixCell struct {
	Text      string
	Own, None bool
}

// matrix counts what crossed, by sector; one that is of two sectors counts in
// both. Sectors that nothing came from or went into are left out.
func (s *sheet) matrix(crossed []*influence.Citation) matrix {
	n, gave, took, told := map[[2]string]int{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range crossed {
		told[s.firstSector(c.Of.Sectors)] = true
		for _, from := range c.Of.Sectors {
			for _, into := range c.From.Sectors {
				n[[2]string{from, into}]++
				gave[from], took[into] = true, true
			}
		}
	}
	var m matrix
	for i, into := range s.in.Site.Sectors {
		if took[into.ID] {
			m.Into = append(m.Into, sectorMark{into.Name, s.to(route.Sector(into.ID)), hue(i), false})
		}
	}
	for i, from := range s.in.Site.Sectors {
		if !gave[from.ID] {
			continue
		}
		row := matrixRow{Mark: sectorMark{from.Name, s.to(route.Sector(from.ID)), hue(i), false}, Href: "#from-" + from.ID}
		if !told[from.ID] { // whose pieces stand under another sector of theirs
			row.Href = "#w-origins"
		}
		for _, into := range s.in.Site.Sectors {
			if !took[into.ID] {
				continue
			}
			times := n[[2]string{from.ID, into.ID}]
			cell := matrixCell{Text: s.plural("count.times", times), Own: from.ID == into.ID, None: times == 0}
			if !cell.Own && !cell.None {
				row.Said = append(row.Said, s.say("matrix.into", into.Name, cell.Text))
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}
