package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/theme"
)

// A Desk is what a draft is made of.
type Desk struct {
	Site      *config.Site
	Period    period.Period
	Pieces    []*policy.Piece // visible, of the period and the overlap before it, newest first
	Themes    []theme.Theme
	Crossings []theme.Crossing // of the period
	Perhaps   []theme.Crossing // of the period, if a curator says so
	// TakenUp names, by entry id, the people who cited it, and CitesAcross the
	// entries that cite across sectors.
	TakenUp     map[string][]string
	CitesAcross map[string][]string // by entry id: the people cited
	Addresses   func(*policy.Piece) []string
	Memory      Memory   // of all issues, this one too
	Curators    []string // names
	// Stories gives the story that a piece tells with others, by entry id.
	Stories map[string]string
	Young   []Young   // what people have begun to write about, for the curator alone
	Thanks  []Thanks  // whose ideas were taken up in the period, by name
	Waiting []Waiting // who could be named, and waits for a curator, by name
	// Supporters are the ids of those who are named as such.
	Supporters map[string]bool
	Titles     []string // of the newest issues, so that a draft has another
	// Internal makes the overlay's file: its sections alone.
	Internal bool
}

// A Young is a phrase that people of several sectors have begun to use.
type Young struct {
	Phrase  string
	Words   string   // who wrote of it, and how many usually do
	Reasons []string // who, with their sentence and where it stands
}

// mostItems is how many a draft offers: the longest issues of real series.
const mostItems = 60

// A Proposal is what a draft offers, in sections.
type Proposal struct {
	Sections []ProposedSection
	Left     []Left // what there was no room for, or what has no address of its own
}

// A ProposedSection is a heading and the pieces offered below it.
type ProposedSection struct {
	ID, Title string
	Theme     string // id, or ""
	Pieces    []*policy.Piece
}

// Offers lists what is offered, in order.
func (p Proposal) Offers() []Offer {
	var out []Offer
	for _, s := range p.Sections {
		for _, piece := range s.Pieces {
			out = append(out, Offer{piece.ID, piece.URL})
		}
	}
	return out
}

// Placed lists what stands in the text and not in its record: what a
// draft that was interrupted between the two had offered, in the same order.
func (d Desk) Placed(r Record, links []string) []Offer {
	byAddress := map[string]*policy.Piece{}
	for _, p := range d.Pieces {
		for _, key := range append(d.Addresses(p), entry.AddressKey(p.URL)) {
			byAddress[key] = p
		}
	}
	var out []Offer
	for _, link := range links {
		p := byAddress[entry.AddressKey(link)]
		if p == nil {
			continue
		}
		o := Offer{p.ID, p.URL}
		if !slices.Contains(r.Offered, o) && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// fresh gives the pieces to offer: of the period, or arrived in it too late
// for their own; none that an issue has had or offered, none that its author
// took back; no more of one contributor than is fair.
func (d Desk) fresh() (pieces []*policy.Piece, left []Left) {
	perFeed, perPerson, placed := map[string]int{}, map[string]int{}, 0
	known := map[string]string{} // by entry id: the period that has it
	for _, p := range d.Pieces {
		known[p.ID] = d.Memory.Where(p.ID, d.Addresses(p))
		if known[p.ID] == d.Period.Name { // what the issue has counts when it is drafted again
			perFeed[p.Entry.Feed]++
			perPerson[p.Contributor.ID]++
			placed++
		}
	}
	shared := d.addressCounts()
	for _, p := range d.Pieces {
		switch {
		case !d.belongs(p) || known[p.ID] != "" || !p.Withdrawn.IsZero():
		case shared[addressOf(p)] != 1:
			left = append(left, Left{Piece: p})
		default:
			pieces = append(pieces, p)
		}
	}
	chosen, more := d.choose(pieces, perFeed, perPerson, placed)
	return chosen, append(left, more...)
}

// addressCounts counts the pieces at each address. A link is the key of an
// item: a piece without an address, or with one that others have too, would be
// read back as another.
func (d Desk) addressCounts() map[string]int {
	counts := map[string]int{}
	for _, p := range d.Pieces {
		if p.URL != "" && !d.here(p.URL) {
			counts[addressOf(p)]++
		}
	}
	return counts
}

// here reports whether a whole address lies on this site. What is handed in here
// has a path for one: a stranger's entry that says it lies here has a page that
// nobody wrote, and a link to it would keep its issue from being frozen.
func (d Desk) here(address string) bool {
	ours, key := entry.AddressKey(d.Site.BaseURL), entry.AddressKey(address)
	return ours != "" && (key == ours || strings.HasPrefix(key, ours+"/") || strings.HasPrefix(key, ours+"?"))
}

func addressOf(p *policy.Piece) string { return cmp.Or(entry.AddressKey(p.URL), p.URL) }

// belongs reports whether a piece is of the period, or came too late for its
// own: it was seen later, or an embargo on it ended since the period before.
func (d Desk) belongs(p *policy.Piece) bool {
	if d.Period.Contains(p.Date()) {
		return true
	}
	if end := p.Decision.Ended(); p.Date().Before(d.Period.Start) && end.Before(d.Period.End) && !end.Before(d.Site.Calendar.Before(d.Period).Start) {
		return true
	}
	late := p.Date().Before(d.Period.Start) && !p.FirstSeen.Before(d.Period.Start) && p.FirstSeen.After(p.Date().Add(time.Hour))
	return late && !p.Date().Before(d.Period.Start.AddDate(0, 0, -d.Site.Digest.OverlapDays))
}

// Propose sorts what is fresh into sections: a few highlights, the themes that
// crossed sectors, the other themes, then the sectors.
func (d Desk) Propose() Proposal {
	pieces, left := d.fresh()
	prop := Proposal{Left: left}
	add := func(id, title, theme string, chosen []*policy.Piece) {
		if chosen = d.byStory(chosen); len(chosen) > 0 {
			prop.Sections = append(prop.Sections, ProposedSection{id, title, theme, chosen})
			pieces = slices.DeleteFunc(pieces, func(p *policy.Piece) bool { return slices.Contains(chosen, p) })
		}
	}
	if !d.Internal {
		add("highlights", "Highlights", "", d.highlights(pieces))
	}
	for _, t := range d.themesInOrder() {
		with := matching(pieces, func(p *policy.Piece) bool { return p.HasTheme(t.ID) })
		if len(with) > 1 || d.crossed(t.ID) {
			add(t.ID, t.Label, t.ID, with)
		}
	}
	for _, s := range d.Site.Sectors {
		add("from-"+s.ID, "From "+lowerFirst(s.Name), "", matching(pieces, func(p *policy.Piece) bool { return slices.Contains(p.Sectors, s.ID) }))
	}
	add("from-further-voices", "Further voices", "", slices.Clone(pieces))
	return prop
}

// byStory puts pieces that tell one story behind the first of them.
func (d Desk) byStory(pieces []*policy.Piece) []*policy.Piece {
	first := map[string]int{}
	for i, p := range pieces {
		if _, met := first[d.Stories[p.ID]]; !met {
			first[d.Stories[p.ID]] = i
		}
	}
	place := map[string]int{}
	for i, p := range pieces {
		if place[p.ID] = i; d.Stories[p.ID] != "" {
			place[p.ID] = first[d.Stories[p.ID]]
		}
	}
	slices.SortStableFunc(pieces, func(a, b *policy.Piece) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return pieces
}

// companions are the other pieces of the desk on a piece's story, newest first.
func (d Desk) companions(p *policy.Piece) []*policy.Piece {
	return matching(d.Pieces, func(q *policy.Piece) bool {
		return q.ID != p.ID && d.Stories[p.ID] != "" && d.Stories[q.ID] == d.Stories[p.ID]
	})
}

func matching(pieces []*policy.Piece, want func(*policy.Piece) bool) []*policy.Piece {
	var out []*policy.Piece
	for _, p := range pieces {
		if want(p) {
			out = append(out, p)
		}
	}
	return out
}

func (d Desk) crossed(theme string) bool {
	for _, c := range d.Crossings {
		if c.Theme == theme {
			return true
		}
	}
	return false
}

// themesInOrder gives those that crossed first, in the order of the crossings.
func (d Desk) themesInOrder() []theme.Theme {
	rank := map[string]int{}
	for i, c := range d.Crossings {
		rank[c.Theme] = i - len(d.Crossings)
	}
	out := slices.Clone(d.Themes)
	slices.SortStableFunc(out, func(a, b theme.Theme) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
	return out
}

// highlights are the pieces that carry most across: in a theme that crossed,
// taken up by others, citing people of other sectors. One of a contributor.
func (d Desk) highlights(pieces []*policy.Piece) []*policy.Piece {
	ranked := matching(pieces, func(p *policy.Piece) bool { return d.carries(p) > 0 })
	slices.SortStableFunc(ranked, func(a, b *policy.Piece) int { return cmp.Compare(d.carries(b), d.carries(a)) })
	var out []*policy.Piece
	seen := map[string]bool{}
	for _, p := range ranked {
		if len(out) < d.Site.Digest.Highlights && !seen[p.Contributor.ID] {
			seen[p.Contributor.ID] = true
			out = append(out, p)
		}
	}
	return out
}

func (d Desk) carries(p *policy.Piece) int {
	n := 2*len(d.TakenUp[p.ID]) + len(d.CitesAcross[p.ID])
	for _, t := range p.Tags {
		if d.crossed(t.Theme) {
			n += 2
		}
	}
	return n
}
