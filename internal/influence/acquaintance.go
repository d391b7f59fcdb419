package influence

import "time"

// An acquaintance is who knows whom: what a citation weighs depends on who else
// its author cites, and on who cites them.
type acquaintance struct {
	cites map[string]map[string]bool      // whom somebody cites, by id
	cited map[string]map[string]bool      // by whom somebody is cited
	first map[string]map[string]time.Time // when somebody first wrote of a theme
	// employed are those who cite, or are cited by, and are employed by a listed
	// organisation; where most of a community are by none, it is nil.
	employed map[string]bool
}

// many is how many people somebody may cite whose word counts in full; what
// cites everybody is a list of links.
const many = 12

func (a Assembly) acquaintance(counted []*Citation) acquaintance {
	k := acquaintance{map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]map[string]time.Time{}, nil}
	enter := func(m map[string]map[string]bool, a, b string) {
		if m[a] == nil {
			m[a] = map[string]bool{}
		}
		m[a][b] = true
	}
	for _, c := range counted {
		enter(k.cites, c.From.Contributor.ID, c.Of.ID)
		enter(k.cited, c.Of.ID, c.From.Contributor.ID)
	}
	k.employed = a.employed(counted, k.cited)
	for _, p := range a.Pieces {
		id := p.Contributor.ID
		for _, t := range p.Tags {
			if k.first[id] == nil {
				k.first[id] = map[string]time.Time{}
			}
			if at, met := k.first[id][t.Theme]; !met || p.Date().Before(at) {
				k.first[id][t.Theme] = p.Date()
			}
		}
	}
	return k
}

// employed gives who of those that cite is employed; nil, where that are fewer
// than half of those who are cited as well: whom nobody cites makes no community.
func (a Assembly) employed(counted []*Citation, cited map[string]map[string]bool) map[string]bool {
	seen, out := map[string]bool{}, map[string]bool{}
	all, employed := 0, 0
	for _, c := range counted {
		who := c.From.Contributor
		if seen[who.ID] {
			continue
		}
		seen[who.ID] = true
		_, ok := a.Roster.EmployedBy(who, a.At)
		if ok {
			out[who.ID] = true
		}
		if cited[who.ID] != nil {
			if all++; ok {
				employed++
			}
		}
	}
	if 2*employed < all {
		return nil
	}
	return out
}

// heard reports whether somebody has a standing towards a person they cite: they
// cite two others at least, or are cited by a third who does not cite everybody.
// Who only ever points to one person may be there for that. And so may be who is
// nobody's colleague and whom no colleague of anybody's cites: it takes one to be
// heard, but in a community where most are employed by none.
func (k acquaintance) heard(who, of string) bool {
	return (k.employed == nil || k.employed[who] || k.vouched(who, of)) && k.ofTheirOwn(who, of)
}

// word is for how many of those who cite one person somebody can vouch; who does
// for more may be there for that.
const word = 2

// vouched reports whether an employed person, who does not cite everybody, nor
// many of those whom none employs and who cite the same person, cites somebody.
func (k acquaintance) vouched(who, of string) bool {
	for third := range k.cited[who] {
		if third != of && k.employed[third] && len(k.cites[third]) <= many && k.vouches(third, of) <= word {
			return true
		}
	}
	return false
}

// vouches counts those whom somebody cites, none employs, and who cite a person.
func (k acquaintance) vouches(third, of string) (n int) {
	for who := range k.cites[third] {
		if !k.employed[who] && k.cites[who][of] {
			n++
		}
	}
	return n
}

func (k acquaintance) ofTheirOwn(who, of string) bool {
	others := len(k.cites[who])
	if k.cites[who][of] {
		others--
	}
	if others >= 2 {
		return true
	}
	for third := range k.cited[who] {
		if third != of && len(k.cites[third]) <= many {
			return true
		}
	}
	return false
}

// care is what is left of a word of somebody who cites very many.
func (k acquaintance) care(who string) float64 {
	return min(1, many/float64(len(k.cites[who])))
}
