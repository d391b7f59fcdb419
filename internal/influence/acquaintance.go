package influence

import (
	"cmp"
	"slices"
	"time"

	"weft/internal/policy"
)

// An acquaintance is who knows whom: what a citation weighs depends on who else
// its author cites, and on who cites them.
type acquaintance struct {
	crowd
	// of has the edges by whom they are of, then by who cites, then by date;
	// starts says where those of each person begin.
	of     []edge
	starts []int32
	// employers are numbers by person: who is employed by none has one of their
	// own. names has what they stand for, in order.
	employers []int32
	names     []string
	cites     []int32 // how many people somebody cites
	cited     []int32 // by how many somebody is cited who do not cite everybody
	// employed are those who cite and are employed by a listed organisation; where
	// most of a community are by none, it is nil.
	employed []bool
	first    map[subject]time.Time // when somebody first wrote of a theme
	themes   map[string]int32      // numbers of themes
}

// A subject is what somebody writes of: a theme, by its number.
type subject struct{ who, theme int32 }

// many is how many people somebody may cite whose word counts in full; what
// cites everybody is a list of links.
const many = 12

func (a Assembly) acquaintance() acquaintance {
	k := acquaintance{crowd: crowdOf(a.Citations), first: map[subject]time.Time{}, themes: map[string]int32{}}
	k.byDate()
	n := len(k.people)
	k.of = k.parted(k.parted(k.edges, edge.citing), edge.cited)
	k.starts = make([]int32, n+1)
	for _, e := range k.of {
		k.starts[e.of+1]++
	}
	for i := range n {
		k.starts[i+1] += k.starts[i]
	}
	k.cites, k.cited = make([]int32, n), make([]int32, n)
	for _, w := range k.ways {
		k.cites[w.from]++
	}
	for _, w := range k.ways {
		if k.cites[w.from] <= many {
			k.cited[w.of]++
		}
	}
	k.employ(a)
	k.wrote(a.Pieces)
	return k
}

// wrote notes when somebody first wrote of a theme.
func (k *acquaintance) wrote(pieces []*policy.Brief) {
	for _, p := range pieces {
		who, known := k.numbers[p.Contributor]
		for i := range p.Tags {
			if !known {
				break
			}
			theme, numbered := k.themes[p.Tags[i].Theme]
			if !numbered {
				theme = int32(len(k.themes))
				k.themes[p.Tags[i].Theme] = theme
			}
			of, on := subject{who, theme}, p.Date()
			if at, met := k.first[of]; !met || on.Before(at) {
				k.first[of] = on
			}
		}
	}
}

// employ finds by whom everybody is employed; whether the citing ones are is not
// asked where fewer than half of those are who are cited as well: whom nobody
// cites makes no community.
func (k *acquaintance) employ(a Assembly) {
	all, some := 0, 0
	k.employed, k.employers = make([]bool, len(k.people)), make([]int32, len(k.people))
	names := make([]string, len(k.people))
	for i, who := range k.people {
		org, is := a.Roster.EmployedBy(who, a.At)
		if names[i] = "person:" + who.ID; is {
			names[i] = org.ID
		}
		if k.cites[i] == 0 {
			continue
		}
		if k.employed[i] = is; len(k.uptake(int32(i))) > 0 {
			if all++; is {
				some++
			}
		}
	}
	k.names = few[string](slices.Clone(names)).sorted()
	for i, name := range names {
		n, _ := slices.BinarySearch(k.names, name)
		k.employers[i] = int32(n)
	}
	if 2*some < all {
		k.employed = nil
	}
}

// uptake gives the edges of who cites somebody, by who cites, then by date.
func (k *acquaintance) uptake(of int32) []edge { return k.of[k.starts[of]:k.starts[of+1]] }

// between gives the edges from somebody to another, by date.
func (k *acquaintance) between(who, of int32) []edge {
	edges := k.uptake(of)
	i, _ := slices.BinarySearchFunc(edges, who, func(e edge, who int32) int { return cmp.Compare(e.from, who) })
	n := i
	for n < len(edges) && edges[n].from == who {
		n++
	}
	return edges[i:n]
}

// heard reports whether somebody has a standing towards a person they cite: they
// cite two others at least, or are cited by a third who does not cite everybody.
// Who only ever points to one person may be there for that. And so may be who is
// nobody's colleague and whom no colleague of anybody's cites: it takes one to be
// heard, but in a community where most are employed by none.
func (k *acquaintance) heard(who, of int32) bool {
	return (k.employed == nil || k.employed[who] || k.vouchedFor(who, of)) && k.ofTheirOwn(who, of)
}

// word is for how many of those who cite one person somebody can vouch; who does
// for more may be there for that.
const word = 2

// vouchedFor reports whether an employed person, who does not cite everybody, nor
// many of those whom none employs and who cite the same person, cites somebody.
func (k *acquaintance) vouchedFor(who, of int32) bool {
	for rest := k.uptake(who); len(rest) > 0; rest = rest[run(rest, edge.citing):] {
		third := rest[0].from
		if third != of && k.employed[third] && k.cites[third] <= many && k.vouches(third, of) <= word {
			return true
		}
	}
	return false
}

// vouches counts those whom somebody cites, none employs, and who cite a person.
func (k *acquaintance) vouches(third, of int32) (n int) {
	for _, w := range k.whom(third) {
		if !k.employed[w.of] && k.times(w.of, of) > 0 {
			n++
		}
	}
	return n
}

func (k *acquaintance) ofTheirOwn(who, of int32) bool {
	others, n := k.cites[who], k.cited[who]
	if others > 2 || n > 1 { // whoever of them is the one in question
		return true
	}
	if k.times(who, of) > 0 {
		others--
	}
	if n == 1 && k.cites[of] <= many && k.times(of, who) > 0 {
		n--
	}
	return others >= 2 || n > 0
}

// care is what is left of a word of somebody who cites very many.
func (k *acquaintance) care(who int32) float64 {
	return min(1, many/float64(k.cites[who]))
}

// A few is a set of names or numbers that is gathered and then looked at once.
type few[T int32 | string] []T

// sorted gives each once, in order.
func (f few[T]) sorted() []T {
	slices.Sort(f)
	return slices.Compact(f)
}
