package influence

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"
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
func (a Assembly) reach(s *Standing, of int32, known *acquaintance) {
	for _, c := range s.Evidence {
		if c.From.Organisation != nil && c.From.Organisation.Home {
			s.Uptake.Home = append(s.Uptake.Home, c)
		}
	}
	var shares []share
	var heard [][]edge
	for rest := known.uptake(of); len(rest) > 0; {
		n := run(rest, edge.citing)
		who, theirs := rest[0].from, rest[:n]
		rest = rest[n:]
		s.Uptake.People = append(s.Uptake.People, known.people[who])
		weight := known.care(who)
		if known.heard(who, of) {
			s.Uptake.Heard++
			heard = append(heard, theirs)
		} else {
			weight *= unheard
		}
		shares = join(shares, known.employers[who], known.people[who].Sectors, known.persuaded(theirs, weight))
	}
	s.Reach = spread(shares, a.Sectors)
	a.judge(s, known, heard)
}

// persuaded is how far one person was: their weightiest citations joined, so that
// one voice stays one. weight is what each of theirs is worth.
func (k *acquaintance) persuaded(cites []edge, weight float64) float64 {
	var weights []float64
	var used few[string] // themes taken up
	for _, c := range cites {
		x := mentioned
		for i := range c.To.Tags {
			theme := c.To.Tags[i].Theme
			if !c.From.HasTheme(theme) || slices.Contains(used, theme) || c.At.Sub(c.To.Date()) > takeUp {
				continue
			}
			if number, known := k.themes[theme]; known {
				if first, wrote := k.first[subject{c.from, number}]; wrote && !first.Before(c.At) {
					x, used = 1, append(used, theme)
				}
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
	employer int32
	left     float64 // what is left of 1 after its people
	sectors  []string
}

// join enters a person's share into that of who employs them.
func join(shares []share, employer int32, sectors []string, k float64) []share {
	i := slices.IndexFunc(shares, func(s share) bool { return s.employer == employer })
	if i < 0 {
		i = len(shares)
		shares = append(shares, share{employer: employer, left: 1})
	}
	shares[i].left *= 1 - k
	shares[i].sectors = append(shares[i].sectors, sectors...)
	return shares
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
func (a Assembly) judge(s *Standing, known *acquaintance, heard [][]edge) {
	u := &s.Uptake
	n := len(s.Evidence)
	everybody, orgs, weeks := make(few[int32], 0, n), make(few[int32], 0, n), make(few[int32], 0, n)
	sectors, entries := make(few[string], 0, n), make(few[string], 0, n)
	for _, who := range u.People {
		everybody = append(everybody, known.employers[known.numbers[who]])
	}
	for _, theirs := range heard {
		who := theirs[0].from
		orgs, sectors = append(orgs, known.employers[who]), append(sectors, known.people[who].Sectors...)
		for _, e := range theirs {
			entries, weeks = append(entries, e.To.ID), append(weeks, e.week)
		}
	}
	for _, n := range orgs.sorted() {
		u.Organisations = append(u.Organisations, known.names[n])
	}
	if u.Sectors = sectors.sorted(); len(u.Sectors) == 0 {
		u.Sectors = nil
	}
	u.Entries, u.Weeks = len(entries.sorted()), len(weeks.sorted())
	t := a.Thresholds
	s.Enough = len(u.People) >= t.Enough.People && len(everybody.sorted()) >= t.Enough.Organisations
	s.Supporter = s.Enough && !s.home() && u.Heard >= t.Supporter.People && len(u.Organisations) >= t.Supporter.Organisations &&
		len(u.Sectors) >= t.Supporter.Sectors && u.Entries >= t.Supporter.Entries && u.Weeks >= t.Supporter.Weeks && s.Reach >= t.Supporter.Reach
}

func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
