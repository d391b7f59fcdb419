package influence

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"weft/internal/roster"
)

const (
	// takeUp is how long after a piece somebody's first writing of its theme
	// counts as having taken it up.
	takeUp = 60 * 24 * time.Hour
	// mentioned is what a citation weighs without that, and unheard is what is
	// left of one by somebody without a standing of their own.
	mentioned, unheard = .5, .25
	// voice is how many of one person's citations are heard, the weightiest.
	voice = 3
	// nowhere is what is left of a reach when nobody who cites has a sector.
	nowhere = .25
)

// reach is (Σ over organisations of a) · √(D/S): a joins the people of an
// organisation so that none lifts somebody alone, D is over how many sectors the
// uptake is spread.
func (a Assembly) reach(s *Standing, known acquaintance) {
	byWho := map[string][]*Citation{}
	people := map[string]*roster.Contributor{}
	for _, c := range s.Evidence {
		byWho[c.From.Contributor.ID] = append(byWho[c.From.Contributor.ID], c)
		people[c.From.Contributor.ID] = c.From.Contributor
		if c.From.Organisation != nil && c.From.Organisation.Home {
			s.Uptake.Home = append(s.Uptake.Home, c)
		}
	}
	var shares []share
	heard := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(byWho)) {
		who := people[id]
		s.Uptake.People = append(s.Uptake.People, who)
		weight := known.care(id)
		if heard[id] = known.heard(id, s.Person.ID); !heard[id] {
			weight *= unheard
		}
		shares = a.join(shares, who, known.persuaded(byWho[id], weight))
	}
	s.Reach = spread(shares, a.Sectors)
	a.judge(s, heard)
}

// persuaded is how far one person was: their weightiest citations joined, so that
// one voice stays one. weight is what each of theirs is worth.
func (k acquaintance) persuaded(cites []*Citation, weight float64) float64 {
	var weights []float64
	used := map[string]bool{} // themes taken up
	for _, c := range cites {
		x := mentioned
		for _, t := range c.To.Tags {
			first, wrote := k.first[c.From.Contributor.ID][t.Theme]
			if wrote && !used[t.Theme] && c.From.HasTheme(t.Theme) && !first.Before(c.At) && c.At.Sub(c.To.Date()) <= takeUp {
				x, used[t.Theme] = 1, true
			}
		}
		weights = append(weights, x*weight)
	}
	slices.SortFunc(weights, func(x, y float64) int { return cmp.Compare(y, x) })
	left := 1.0
	for _, x := range weights[:min(voice, len(weights))] {
		left *= 1 - x/2
	}
	return 1 - left
}

// A share is how far one organisation took somebody up, and in which sectors.
type share struct {
	key     string
	left    float64 // what is left of 1 after its people
	sectors []string
}

// join enters a person's share into that of their organisation.
func (a Assembly) join(shares []share, who *roster.Contributor, k float64) []share {
	key := a.employer(who)
	i := slices.IndexFunc(shares, func(s share) bool { return s.key == key })
	if i < 0 {
		i = len(shares)
		shares = append(shares, share{key: key, left: 1})
	}
	shares[i].left *= 1 - k
	shares[i].sectors = append(shares[i].sectors, who.Sectors...)
	return shares
}

// employer tells organisations apart; a person whom none employs is their own.
func (a Assembly) employer(who *roster.Contributor) string {
	if org, ok := a.Roster.EmployedBy(who, a.At); ok {
		return org.ID
	}
	return "person:" + who.ID
}

// spread sums the shares and weighs the sum by the spread over sectors.
func spread(shares []share, sectors int) float64 {
	sum := 0.0
	bySector := map[string]float64{}
	for _, s := range shares {
		a := 1 - s.left
		sum += a
		for _, sector := range s.sectors {
			bySector[sector] += a / float64(len(s.sectors))
		}
	}
	if len(bySector) == 0 || sectors == 0 {
		return round(sum * nowhere)
	}
	names := slices.Sorted(maps.Keys(bySector))
	total, entropy := 0.0, 0.0
	for _, n := range names {
		total += bySector[n]
	}
	for _, n := range names {
		if p := bySector[n] / total; p > 0 {
			entropy -= float64(p * math.Log(p))
		}
	}
	return round(sum * math.Sqrt(math.Exp(entropy)/float64(sectors)))
}

// judge holds the uptake against the thresholds. Whoever has no standing of their
// own is no voice for naming anybody.
func (a Assembly) judge(s *Standing, heard map[string]bool) {
	u := &s.Uptake
	everybody, orgs, sectors := map[string]bool{}, map[string]bool{}, map[string]bool{}
	entries, weeks := map[string]bool{}, map[[2]int]bool{}
	for _, c := range s.Evidence {
		who := c.From.Contributor
		everybody[a.employer(who)] = true
		if !heard[who.ID] {
			continue
		}
		orgs[a.employer(who)] = true
		for _, sector := range who.Sectors {
			sectors[sector] = true
		}
		entries[c.To.ID] = true
		year, week := c.At.ISOWeek()
		weeks[[2]int{year, week}] = true
	}
	for _, ok := range heard {
		if ok {
			u.Heard++
		}
	}
	u.Organisations, u.Sectors = slices.SortedFunc(maps.Keys(orgs), strings.Compare), slices.Sorted(maps.Keys(sectors))
	u.Entries, u.Weeks = len(entries), len(weeks)
	t := a.Thresholds
	s.Enough = len(u.People) >= t.Enough.People && len(everybody) >= t.Enough.Organisations
	s.Supporter = s.Enough && !s.home() && u.Heard >= t.Supporter.People && len(orgs) >= t.Supporter.Organisations &&
		len(sectors) >= t.Supporter.Sectors && u.Entries >= t.Supporter.Entries && u.Weeks >= t.Supporter.Weeks && s.Reach >= t.Supporter.Reach
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
