package theme

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/policy"
)

// Crossings says which themes crossed sectors in a set of pieces, those with
// the most sectors first, then by id. sectors is the site's order of them. A
// theme that weft is not sure enough of carries nothing: a claim that rests on
// several such is seldom right.
func Crossings(pieces []*policy.Piece, least config.Crossing, sectors []string) []Crossing {
	byTheme := map[string][]*policy.Piece{}
	for _, p := range pieces {
		for _, t := range p.Tags {
			if t.By == entry.ByCurator || t.Score >= least.Score {
				byTheme[t.Theme] = append(byTheme[t.Theme], p)
			}
		}
	}
	var out []Crossing
	for _, id := range slices.Sorted(maps.Keys(byTheme)) {
		if c, ok := crossing(id, byTheme[id], least, sectors); ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Crossing) int {
		if n := len(b.Sectors) - len(a.Sectors); n != 0 {
			return n
		}
		return strings.Compare(a.Theme, b.Theme)
	})
	return out
}

// Perhaps says which further themes would have crossed, if what weft found with
// less surety were so: for a curator to look at.
func Perhaps(pieces []*policy.Piece, least config.Crossing, sectors []string) []Crossing {
	sure := Crossings(pieces, least, sectors)
	least.Score = 0
	return slices.DeleteFunc(Crossings(pieces, least, sectors), func(c Crossing) bool {
		return slices.ContainsFunc(sure, func(s Crossing) bool { return s.Theme == c.Theme })
	})
}

// crossing counts people and organisations among those pieces that have a
// sector: someone without one adds a voice to a theme, but carries it nowhere.
func crossing(id string, pieces []*policy.Piece, least config.Crossing, order []string) (Crossing, bool) {
	sectors, people, orgs := map[string]bool{}, map[string]string{}, map[string]bool{}
	c := Crossing{Theme: id}
	slices.SortFunc(pieces, byDate)
	for _, p := range pieces {
		c.Entries = append(c.Entries, p.ID)
		if len(p.Sectors) == 0 {
			continue
		}
		for _, s := range p.Sectors {
			sectors[s] = true
		}
		for _, person := range p.People {
			if name, known := people[person.Key]; !known || person.Name < name {
				people[person.Key] = person.Name
			}
		}
		orgs[p.OrganisationKey()] = true
	}
	for _, s := range order {
		if sectors[s] {
			c.Sectors = append(c.Sectors, s)
		}
	}
	for key, name := range people {
		c.People = append(c.People, Voice{key, name})
	}
	slices.SortFunc(c.People, func(a, b Voice) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Key, b.Key)) })
	c.Organisations = slices.Sorted(maps.Keys(orgs))
	return c, len(c.Sectors) >= least.Sectors && len(c.People) >= least.People && len(c.Organisations) >= least.Organisations
}

func byDate(a, b *policy.Piece) int {
	return cmp.Or(a.Date().Compare(b.Date()), strings.Compare(a.ID, b.ID))
}
