package site

import (
	"slices"

	"weft/internal/policy"
	"weft/internal/route"
	"weft/internal/theme"
)

// dataMost bounds what data/themes.json lists of a theme, and dataEach what of a
// crossing, so that it can be loaded: what is left out is counted.
const dataMost, dataEach = 2000, 100

// first gives at most some of a list, and says how many there are beside them.
func first[T any](list []T, most int, more *int) []T {
	*more = max(0, len(list)-most)
	return list[:len(list)-*more]
}

// dataThemes says of each theme what its page does, of the whole record.
func (b *builder) dataThemes() []dataTheme {
	rows := []dataTheme{}
	for i := range b.in.Themes {
		t := &b.in.Themes[i]
		row := dataTheme{ID: t.ID, Label: t.Label, URL: route.Absolute(b.in.Site.BaseURL, themePath(t.ID)), Terms: list(t.Terms), Not: t.Not,
			Entries: len(b.journey(t.ID).Pieces), Sectors: b.dataFirsts(t), Crossings: b.dataCrossings(t), Legs: []dataLeg{}, Unlinked: []dataMention{}, Internal: t.Layer > 0}
		for _, id := range t.Related {
			if b.themes[id] != nil {
				row.Related = append(row.Related, id)
			}
		}
		for _, l := range first(b.journey(t.ID).Legs, dataMost, &row.MoreLegs) {
			row.Legs = append(row.Legs, dataLeg{From: b.address(l.From.URL), To: b.address(l.To.URL), Kind: string(l.Kind), At: utc(l.From.At), Passage: l.Passage, Crosses: l.Crosses})
		}
		for _, p := range first(b.journey(t.ID).Unlinked, dataMost, &row.MoreOut) {
			row.Unlinked = append(row.Unlinked, b.dataMention(p))
		}
		rows = append(rows, row)
	}
	return rows
}

// dataFirsts lists the sectors a theme reached, the first one first.
func (b *builder) dataFirsts(t *theme.Theme) []dataFirst {
	rows := []dataFirst{}
	j := b.journey(t.ID)
	for _, stop := range j.Stops {
		for _, id := range stop.Sectors {
			rows = append(rows, dataFirst{ID: id, Entries: countIn(id, j.Pieces), First: b.dataMention(stop.Piece), How: string(stop.How)})
		}
	}
	return rows
}

func (b *builder) dataMention(p *policy.Brief) dataMention {
	return dataMention{URL: b.address(p.URL), Published: utc(p.At), By: b.namesOf([]*policy.Authorship{p.Authorship})}
}

func (b *builder) dataCrossings(t *theme.Theme) []dataCrossing {
	rows := []dataCrossing{}
	for _, c := range b.crossingsOf(t.ID) {
		pieces := known(b.briefs, c.Entries)
		row := dataCrossing{Period: c.period, Sectors: list(c.Sectors), People: b.namesOf(b.carriedBy(c.Entries)), Organisations: []string{}, Entries: []string{}}
		for _, p := range first(pieces, dataEach, &row.More) {
			row.Entries = append(row.Entries, b.address(p.URL))
		}
		for _, p := range pieces {
			if p.Organisation != nil && len(p.Sectors) > 0 && !slices.Contains(row.Organisations, p.Organisation.ID) {
				row.Organisations = append(row.Organisations, p.Organisation.ID)
			}
		}
		slices.Sort(row.Organisations)
		rows = append(rows, row)
	}
	return rows
}

// namesOf names who is behind pieces, each once, by name.
func (b *builder) namesOf(behind []*policy.Authorship) []string {
	names := []string{}
	for _, l := range b.away("").peopleOf(behind) {
		names = append(names, l.Text)
	}
	return slices.Compact(names)
}
