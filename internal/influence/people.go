package influence

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/roster"
)

// A Standing is what the citations of a window say about one person: whose
// ideas they took up, whether enough is known to say more. Reach and bridging
// are compared with thresholds, and exported; no page shows them.
type Standing struct {
	Person         *roster.Contributor
	Organisation   *roster.Organisation // at the window's end; nil: employed by none listed
	Supporter      bool                 // outside the home organisation, and over the thresholds
	Independent    bool                 // employed by none
	SuperConnector bool
	Enough         bool // enough people and organisations to say anything
	Reach          float64
	Bridging       float64
	Evidence       []*Citation // that count, the oldest first
	Passed         []Chain     // what went through them between sectors
}

// An Assembly is what standings are worked out from.
type Assembly struct {
	Citations  []Citation
	Roster     *roster.Roster
	Thresholds config.Thresholds
	Sectors    int // how many the site declares
	At         time.Time
}

// takeUp is how long after a first meeting with a theme a citation counts as
// having taken it up.
const takeUp = 60 * 24 * time.Hour

// People works out the standing of everybody who is cited, by id. The method
// is the uptake-weighted one of docs/architecture.md, in its first form: links
// only, without farms and circles being looked for.
func (a Assembly) People() []Standing {
	byPerson := map[*roster.Contributor][]*Citation{}
	out := map[string]map[string]bool{} // who cites whom
	for i := range a.Citations {
		c := &a.Citations[i]
		if !c.Counted {
			continue
		}
		byPerson[c.Of] = append(byPerson[c.Of], c)
		from := c.From.Contributor.ID
		if out[from] == nil {
			out[from] = map[string]bool{}
		}
		out[from][c.Of.ID] = true
	}
	chains := a.chains()
	var all []Standing
	for person, cites := range byPerson {
		slices.SortFunc(cites, byDate)
		s := Standing{Person: person, Evidence: cites}
		if org, ok := a.Roster.EmployedBy(person, a.At); ok {
			s.Organisation = &org
		}
		s.Independent = s.Organisation == nil
		a.reach(&s, out)
		s.Passed = chains[person]
		a.bridging(&s, s.Passed)
		all = append(all, s)
	}
	slices.SortFunc(all, func(x, y Standing) int { return strings.Compare(x.Person.ID, y.Person.ID) })
	return all
}

func byDate(x, y *Citation) int {
	return cmp.Or(x.At.Compare(y.At), strings.Compare(x.From.ID, y.From.ID), strings.Compare(x.Address, y.Address))
}

// reach is (Σ over organisations of a_o) · √(D/S): a_o joins the people of an
// organisation so that no one organisation can lift somebody alone, D is how
// many sectors the uptake is spread over.
func (a Assembly) reach(s *Standing, out map[string]map[string]bool) {
	weights := map[*roster.Contributor][]float64{}
	met := map[*roster.Contributor]map[string]bool{}
	entries, weeks, sectors := map[string]bool{}, map[[2]int]bool{}, map[string]bool{}
	for _, c := range s.Evidence {
		by := c.From.Contributor
		x := 0.5
		if met[by] == nil {
			met[by] = map[string]bool{}
		}
		for _, t := range c.To.Tags {
			if c.From.HasTheme(t.Theme) && !met[by][t.Theme] && c.At.Sub(c.To.Date()) <= takeUp {
				x, met[by][t.Theme] = 1, true
			}
		}
		x *= min(1, 12/float64(len(out[by.ID])))
		weights[by] = append(weights[by], x)
		entries[c.To.ID] = true
		year, week := c.At.ISOWeek()
		weeks[[2]int{year, week}] = true
		for _, sector := range by.Sectors {
			sectors[sector] = true
		}
	}
	orgs := a.byOrganisation(s, weights)
	s.Reach = spread(orgs, a.Sectors)
	t := a.Thresholds
	s.Enough = len(weights) >= t.Enough.People && len(orgs) >= t.Enough.Organisations
	home := s.Organisation != nil && s.Organisation.Home
	s.Supporter = s.Enough && !home && len(weights) >= t.Supporter.People && len(orgs) >= t.Supporter.Organisations &&
		len(sectors) >= t.Supporter.Sectors && len(entries) >= t.Supporter.Entries && len(weeks) >= t.Supporter.Weeks && s.Reach >= t.Supporter.Reach
}

// An uptake is how far one organisation took somebody up, and in which sectors.
type uptake struct {
	key     string
	left    float64 // what is left of 1 after its people
	sectors []string
}

func (a Assembly) byOrganisation(s *Standing, weights map[*roster.Contributor][]float64) []uptake {
	people := make([]*roster.Contributor, 0, len(weights))
	for p := range weights {
		people = append(people, p)
	}
	slices.SortFunc(people, func(x, y *roster.Contributor) int { return strings.Compare(x.ID, y.ID) })
	var orgs []uptake
	for _, p := range people {
		key := "person:" + p.ID
		if org, ok := a.Roster.EmployedBy(p, a.At); ok {
			key = org.ID
		}
		i := slices.IndexFunc(orgs, func(u uptake) bool { return u.key == key })
		if i < 0 {
			i = len(orgs)
			orgs = append(orgs, uptake{key: key, left: 1})
		}
		orgs[i].left *= 1 - person(weights[p])
		orgs[i].sectors = append(orgs[i].sectors, p.Sectors...)
	}
	return orgs
}

// person joins one person's three best citations, so that one voice stays one.
func person(weights []float64) float64 {
	slices.SortFunc(weights, func(x, y float64) int { return cmp.Compare(y, x) })
	left := 1.0
	for _, x := range weights[:min(3, len(weights))] {
		left *= 1 - x/2
	}
	return 1 - left
}

// spread sums the organisations and weighs the sum by the spread over sectors.
func spread(orgs []uptake, sectors int) float64 {
	sum := 0.0
	bySector := map[string]float64{}
	var names []string
	for _, u := range orgs {
		sum += 1 - u.left
		for _, s := range u.sectors {
			if _, ok := bySector[s]; !ok {
				names = append(names, s)
			}
			bySector[s] += (1 - u.left) / float64(len(u.sectors))
		}
	}
	if len(names) == 0 || sectors == 0 {
		return round(sum * 0.25)
	}
	slices.Sort(names)
	total, entropy := 0.0, 0.0
	for _, s := range names {
		total += bySector[s]
	}
	for _, s := range names {
		if p := bySector[s] / total; p > 0 {
			entropy -= p * math.Log(p)
		}
	}
	return round(sum * math.Sqrt(math.Exp(entropy)/float64(sectors)))
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// A Chain is an idea that somebody passed on: they cited an entry of another's,
// and later a third cited that entry of theirs, all three carrying one theme.
type Chain struct {
	Theme      string
	In, Out    *Citation // what they took up; who took it up from them
	From, Into string    // sectors
}

// chains finds, for every person, the ideas that went through them between
// people of different organisations and sectors.
func (a Assembly) chains() map[*roster.Contributor][]Chain {
	cites := map[string][]*Citation{} // by the citing entry
	for i := range a.Citations {
		if c := &a.Citations[i]; c.Counted {
			cites[c.From.ID] = append(cites[c.From.ID], c)
		}
	}
	out := map[*roster.Contributor][]Chain{}
	for i := range a.Citations {
		second := &a.Citations[i]
		if !second.Counted {
			continue
		}
		for _, first := range cites[second.To.ID] {
			for _, t := range first.To.Tags {
				if c, ok := link(first, second, t.Theme); ok {
					out[second.Of] = append(out[second.Of], c)
				}
			}
		}
	}
	return out
}

func link(first, second *Citation, theme string) (Chain, bool) {
	x, v, y := first.To, first.From, second.From
	apart := x.OrganisationKey() != v.OrganisationKey() && v.OrganisationKey() != y.OrganisationKey() && x.OrganisationKey() != y.OrganisationKey()
	if !apart || !v.HasTheme(theme) || !y.HasTheme(theme) || len(x.Sectors) == 0 || len(y.Sectors) == 0 || slices.Contains(y.Sectors, x.Sectors[0]) {
		return Chain{}, false
	}
	return Chain{theme, first, second, x.Sectors[0], y.Sectors[0]}, true
}

// bridging is Σ over ideas of (1 − 2^−readers) · √(min(origins, 6)/6).
func (a Assembly) bridging(s *Standing, chains []Chain) {
	readers, origins := map[string]map[string]bool{}, map[string]map[string]bool{}
	allReaders, allOrigins, pairs := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var ideas []string
	for _, c := range chains {
		if readers[c.Theme] == nil {
			readers[c.Theme], origins[c.Theme] = map[string]bool{}, map[string]bool{}
			ideas = append(ideas, c.Theme)
		}
		readers[c.Theme][c.Out.From.Contributor.ID], origins[c.Theme][c.In.To.Contributor.ID] = true, true
		allReaders[c.Out.From.Contributor.ID], allOrigins[c.In.To.Contributor.ID], pairs[c.From+">"+c.Into] = true, true, true
	}
	slices.Sort(ideas)
	for _, idea := range ideas {
		s.Bridging += (1 - math.Pow(2, -float64(len(readers[idea])))) * math.Sqrt(min(float64(len(origins[idea])), 6)/6)
	}
	s.Bridging = round(s.Bridging)
	t := a.Thresholds.Connector
	s.SuperConnector = s.Enough && len(ideas) >= t.Ideas && len(pairs) >= t.Pairs && len(allReaders) >= t.Readers && len(allOrigins) >= t.Origins
}
