package travel

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
)

// Of follows a theme.
//
// "Without a link" is said of an entry that is the first of its authors on the
// theme, of sectors in which the theme did not begin, dated on a later day than
// where it began, and citing no earlier entry on it, not even in a way that
// counts for nothing. It says that one came after the other, and no more.
func Of(r Record) Journey {
	f := follower{record: r, same: map[string]*policy.Brief{}, pointing: map[string][]Leg{}, met: map[string]*policy.Brief{}, linked: map[string]bool{}}
	f.order()
	f.citations()
	f.walk()
	return f.journey
}

// Between gives a citation as one of two pieces that are known in brief; false
// where it is none. What the cited person wants no claims made of counts for
// nothing.
func Between(c influence.Citation, known map[string]*policy.Brief) (Citation, bool) {
	if c.To == nil || known[c.From.ID] == nil || known[c.To.ID] == nil {
		return Citation{}, false
	}
	counted := c.Counted && !c.Of.OptOut.Influence && !c.Of.OptOut.All
	return Citation{known[c.From.ID], known[c.To.ID], c.Kind, c.Address, c.Passage, counted}, true
}

// Shared reports whether both pieces are on one theme.
func (c Citation) Shared() bool {
	return slices.ContainsFunc(c.From.Tags, func(t entry.Tag) bool { return c.To.HasTheme(t.Theme) })
}

// A follower goes through a record once, from its oldest piece on.
type follower struct {
	record   Record
	journey  Journey
	same     map[string]*policy.Brief // by id: the piece that stands for it
	pointing map[string][]Leg         // by the id of the citing piece
	linked   map[string]bool          // ids of those that point to an earlier one in any way
	met      map[string]*policy.Brief // by person: their first piece that has a sector
}

// order puts the pieces in order of time and drops what is a copy: another
// piece at an address that an older one has too.
func (f *follower) order() {
	pieces := slices.Clone(f.record.Pieces)
	slices.SortFunc(pieces, func(a, b *policy.Brief) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
	at := map[string]*policy.Brief{}
	for _, p := range pieces {
		if f.same[p.ID] != nil {
			continue
		}
		keys := places(p)
		original := p
		for _, key := range keys {
			if at[key] != nil {
				original = at[key]
				break
			}
		}
		for _, key := range keys {
			if at[key] == nil {
				at[key] = original
			}
		}
		f.same[p.ID] = original
		if original == p {
			f.journey.Pieces = append(f.journey.Pieces, p)
		}
	}
	f.journey.Theme = f.record.Theme
}

// places lists the addresses of a piece by which another is known to be the same.
func places(p *policy.Brief) []string {
	var keys []string
	for _, address := range append([]string{p.URL}, p.AlsoAt...) {
		if key := entry.AddressKey(address); key != "" && !entry.IsRoot(address) {
			keys = append(keys, key)
		}
	}
	return keys
}

// citations keeps those between two of the pieces.
func (f *follower) citations() {
	type pair struct {
		from, to string
		kind     influence.Kind
	}
	seen := map[pair]bool{}
	var cites []*Citation
	for i := range f.record.Citations {
		if c := &f.record.Citations[i]; f.same[c.From.ID] != nil && f.same[c.To.ID] != nil {
			cites = append(cites, c)
		}
	}
	slices.SortFunc(cites, func(a, b *Citation) int {
		return cmp.Or(a.From.At.Compare(b.From.At), strings.Compare(a.From.ID, b.From.ID), strings.Compare(a.To.ID, b.To.ID), cmp.Compare(a.Kind, b.Kind),
			strings.Compare(a.Address, b.Address), strings.Compare(a.Passage, b.Passage))
	})
	for _, c := range cites {
		from, to := f.same[c.From.ID], f.same[c.To.ID]
		if !to.At.Before(from.At) {
			continue
		}
		f.linked[from.ID] = true
		if p := (pair{from.ID, to.ID, c.Kind}); c.Counted && !seen[p] && !declines(from) && !declines(to) && len(Both(from, to)) == 0 {
			seen[p] = true
			leg := Leg{From: from, To: to, Kind: c.Kind, Passage: c.Passage, Crosses: apart(from, to)}
			f.pointing[from.ID] = append(f.pointing[from.ID], leg)
			f.journey.Legs = append(f.journey.Legs, leg)
		}
	}
}

// apart reports whether two pieces have sectors, and none in common.
func apart(a, b *policy.Brief) bool {
	return len(a.Sectors) > 0 && len(b.Sectors) > 0 && !meet(a.Sectors, b.Sectors)
}

// Both gives those of a piece's authors who wrote an earlier one, too: what
// they point to there is their own. Of two of one name nobody knows whether they
// are one, so that nothing is claimed.
func Both(p, earlier *policy.Brief) []policy.Person {
	var both []policy.Person
	for _, w := range p.People {
		if slices.ContainsFunc(earlier.People, func(e policy.Person) bool { return e.Key == w.Key || e.Name == w.Name && w.Name != "" }) {
			both = append(both, w)
		}
	}
	return both
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// declines reports whether somebody behind a piece wants nothing said about
// whose ideas carry.
func declines(p *policy.Brief) bool {
	return p.Contributor.OptOut.Influence || slices.ContainsFunc(p.People, func(w policy.Person) bool {
		return w.Contributor != nil && w.Contributor.OptOut.Influence
	})
}

// walk notes the first piece of each sector and who came without a link.
func (f *follower) walk() {
	reached := map[string]bool{}
	for _, p := range f.journey.Pieces {
		var fresh []string
		for _, s := range f.record.Sectors {
			if !reached[s] && slices.Contains(p.Sectors, s) {
				reached[s] = true
				fresh = append(fresh, s)
			}
		}
		how := f.arrival(p)
		if len(fresh) > 0 {
			stop := Stop{Piece: p, Sectors: fresh, How: how}
			switch how {
			case Pointed:
				stop.Legs = f.pointing[p.ID]
			case Carried:
				stop.Before = f.earlier(p)
			}
			f.journey.Stops = append(f.journey.Stops, stop)
		}
		if how == Unlinked && f.elsewhere(p) {
			f.journey.Unlinked = append(f.journey.Unlinked, p)
		}
		f.meet(p)
	}
}

func (f *follower) arrival(p *policy.Brief) Arrival {
	switch {
	case len(f.journey.Stops) == 0 || f.sameDay(p, f.journey.Stops[0].Piece):
		return Began
	case declines(p):
		return Silent
	case len(f.pointing[p.ID]) > 0:
		return Pointed
	case f.earlier(p) != nil:
		return Carried
	case f.linked[p.ID]: // in a way that counts for nothing
		return Silent
	case !p.Dated:
		return Undated
	}
	return Unlinked
}

// elsewhere reports whether a piece is of sectors in which the theme did not
// begin.
func (f *follower) elsewhere(p *policy.Brief) bool {
	declared := func(id string) bool { return slices.Contains(f.record.Sectors, id) }
	return slices.ContainsFunc(p.Sectors, declared) && !meet(p.Sectors, f.journey.Began())
}

// earlier is the first piece, with a sector, of any of a piece's authors.
func (f *follower) earlier(p *policy.Brief) *policy.Brief {
	for _, w := range p.People {
		if f.met[w.Key] != nil {
			return f.met[w.Key]
		}
	}
	return nil
}

func (f *follower) meet(p *policy.Brief) {
	if len(p.Sectors) == 0 {
		return
	}
	for _, w := range p.People {
		if f.met[w.Key] == nil {
			f.met[w.Key] = p
		}
	}
}

func (f *follower) sameDay(a, b *policy.Brief) bool {
	zone := f.record.Zone
	if zone == nil {
		zone = time.UTC
	}
	ay, am, ad := a.At.In(zone).Date()
	by, bm, bd := b.At.In(zone).Date()
	return ay == by && am == bm && ad == bd
}
