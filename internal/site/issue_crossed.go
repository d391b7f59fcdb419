package site

import (
	"cmp"
	"slices"

	"weft/internal/digest"
	"weft/internal/entry"
)

// crossedHere says which sectors a section's theme crossed, as far as the issue
// itself shows it: by the items that its curator put under the theme's heading
// or confirmed to be about it, as their facts were frozen. Nil: by none.
func (s *sheet) crossedHere(is *digest.Issue, sec digest.Section) []sectorMark {
	if sec.Theme == "" {
		return nil
	}
	people, orgs := map[string]bool{}, map[string]bool{}
	var sectors []string
	for _, other := range is.Sections {
		for _, p := range other.Parts {
			for _, it := range p.Items {
				f := it.Facts
				if f.Entry == "" || len(f.Sectors) == 0 || other.ID != sec.ID && !confirmed(f, sec.Theme) {
					continue
				}
				people[f.Contributor.ID] = true
				orgs[cmp.Or(organisationOf(f), "person:"+f.Contributor.ID)] = true
				for _, r := range f.Sectors {
					if !slices.Contains(sectors, r.ID) {
						sectors = append(sectors, r.ID)
					}
				}
			}
		}
	}
	least := s.in.Site.Thresholds.Crossing
	if len(people) < least.People || len(orgs) < least.Organisations || len(sectors) < least.Sectors {
		return nil
	}
	return s.sectorMarks(sectors)
}

// confirmed reports whether a curator said that an item is about a theme.
func confirmed(f digest.Facts, theme string) bool {
	return slices.ContainsFunc(f.Themes, func(t digest.ThemeFact) bool { return t.ID == theme && t.By == entry.ByCurator })
}

func organisationOf(f digest.Facts) string {
	if f.Organisation == nil {
		return ""
	}
	return f.Organisation.ID
}
