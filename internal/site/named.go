package site

import (
	"net/mail"
	"slices"
	"strings"

	"weft/internal/influence"
	"weft/internal/roster"
)

// Who is named for their ideas, and what is said of them: only whom the
// thresholds and a curator name, in the order of the alphabet, in words beside
// the links that show them, and never with a figure that could be a rank.

// A claim is what is said of one person.
type claim struct {
	Who         link
	Org         string
	Independent bool // employed by none that is listed
	Sectors     []sectorMark
	Sentences   []string // of the home organisation first
	Links       []passing
	More        []passing // folded up
	Left        int       // not shown
	Chains      []relay
	MoreChains  []relay
	Credits     []credit
	Correction  string
	Internal    bool
}

// perClaim citations are laid open beside a claim, wholeClaim shown at most.
const perClaim, wholeClaim = 6, 60

// standingsNamed are those of the people who may be named, by name, with what
// shows it: nobody is named for what somebody else declined to be told.
func (b *builder) standingsNamed() []*influence.Standing {
	var all []*influence.Standing
	for i := range b.in.Standings {
		st := b.in.Standings[i]
		if st.Person == nil || b.shown[st.Person.ID] == nil || !b.in.Confirmed[st.Person.ID] || b.noClaims(st.Person.ID) {
			continue
		}
		st.Evidence = b.evidence(&st)
		st.Passed = slices.DeleteFunc(slices.Clone(st.Passed), func(ch influence.Chain) bool {
			return b.themes[ch.Theme] == nil || !b.wanted(ch.In) || !b.wanted(ch.Out)
		})
		st.Supporter, st.SuperConnector = st.Supporter && len(st.Evidence) > 0, st.SuperConnector && len(st.Passed) > 0
		if st.Supporter || st.SuperConnector {
			all = append(all, &st)
		}
	}
	sortBy(all, func(x, y *influence.Standing) int {
		return b.byName(x.Person.Name, x.Person.ID, y.Person.Name, y.Person.ID)
	})
	return all
}

// standingOf is what is said of somebody who may be named; nil: nothing.
func (b *builder) standingOf(id string) *influence.Standing {
	for _, st := range b.named {
		if st.Person.ID == id {
			return st
		}
	}
	return nil
}

// claim says whose ideas were taken up, by whom and where.
func (s *sheet) claim(st *influence.Standing) claim {
	c := s.claimHead(st)
	if home := s.atHome(st.Evidence); len(home) > 0 {
		c.Sentences = append(c.Sentences, s.say("claim.home", s.listed(s.homesOf(home)), s.plural("count.persons", len(citers(home))), st.Person.Name))
	}
	c.Sentences = append(c.Sentences, s.carriedBeyond(st.Person, st.Evidence))
	for i, cite := range st.Evidence {
		switch {
		case i < perClaim:
			c.Links = append(c.Links, s.passing(cite))
		case i < wholeClaim:
			c.More = append(c.More, s.passing(cite))
		default:
			c.Left++
		}
	}
	return c
}

func (s *sheet) claimHead(st *influence.Standing) claim {
	org, _ := s.employer(st.Person)
	return claim{Who: s.contributor(st.Person), Org: org, Independent: st.Independent, Sectors: s.sectorsOf(st.Person),
		Correction: st.Person.Correction, Credits: s.credits(st.Person.ID), Internal: st.Person.Layer > 0}
}

// A credit is what a curator knows of an idea that left no link: attested by a
// name and a day, and never counted.
type credit struct {
	Note     string
	Title    string // of the piece whose idea it was, where one is named
	Href     string
	By       string
	Date     stamp
	Internal bool
}

// credits shows what curators know of somebody's ideas, the oldest first.
func (s *sheet) credits(id string) []credit {
	if s.noClaims(id) {
		return nil
	}
	var all []credit
	for _, a := range s.in.Credits[id] {
		c := credit{Note: a.Note, Href: s.href(a.URL), By: signed(a.By), Date: s.day(a.At), Internal: strings.HasPrefix(a.File, s.overlayFolder())}
		if c.Title = a.URL; a.Entry != "" && s.byID[a.Entry] != nil {
			p := s.byID[a.Entry]
			c.Title, c.Href = s.title(p.Title, p.Excerpt), s.href(p.URL)
		}
		all = append(all, c)
	}
	return all
}

// signed is a name without the address that may stand behind it.
func signed(by string) string {
	if a, err := mail.ParseAddress(by); err == nil && a.Name != "" {
		return a.Name
	}
	return by
}

// overlayFolder begins the names of files that are this edition's alone.
func (b *builder) overlayFolder() string {
	if b.internal() {
		return b.in.Edition.Overlay + "/"
	}
	return "\x00"
}

// evidence is what shows a standing: of everybody the newest citation, those of
// the home organisation first, then their others.
func (b *builder) evidence(st *influence.Standing) []*influence.Citation {
	all := b.those(st.Evidence, b.wanted)
	sortBy(all, compareCitations)
	return b.homeFirst(all)
}

// homeFirst lets everybody be heard once, those of the home organisation before
// the others, and then again.
func (b *builder) homeFirst(all []*influence.Citation) []*influence.Citation {
	heard := map[*roster.Contributor]bool{}
	var first, again []*influence.Citation
	for _, c := range append(b.atHome(all), slices.DeleteFunc(slices.Clone(all), isHome)...) {
		if heard[c.From.Contributor] {
			again = append(again, c)
			continue
		}
		heard[c.From.Contributor] = true
		first = append(first, c)
	}
	return append(first, again...)
}

func isHome(c *influence.Citation) bool {
	return c.From.Organisation != nil && c.From.Organisation.Home
}

func (b *builder) atHome(all []*influence.Citation) []*influence.Citation {
	return slices.DeleteFunc(slices.Clone(all), func(c *influence.Citation) bool { return !isHome(c) })
}

// homes names the organisations whose digest this is.
func (b *builder) homes() []string {
	var names []string
	for _, o := range b.in.Roster.Organisations {
		if o.Home {
			names = append(names, o.Name)
		}
	}
	b.order.SortStrings(names)
	return names
}

// homesOf names those of them whose people took something up.
func (b *builder) homesOf(all []*influence.Citation) []string {
	var names []string
	for _, c := range all {
		names = append(names, c.From.Organisation.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	b.order.SortStrings(names)
	return names
}

func citers(all []*influence.Citation) []*roster.Contributor {
	var people []*roster.Contributor
	for _, c := range all {
		if !slices.Contains(people, c.From.Contributor) {
			people = append(people, c.From.Contributor)
		}
	}
	return people
}

// carriedBeyond says by how many people, in how many organisations, across
// which sectors. Who works for none is said to be on their own; somebody who
// changed employers is counted where they are now, and not as two.
func (b *builder) carriedBeyond(who *roster.Contributor, evidence []*influence.Citation) string {
	var orgs, employed, alone, sectors []string
	for _, c := range evidence {
		id := c.From.Contributor.ID
		if org, ok := b.in.Roster.EmployedBy(c.From.Contributor, b.in.To); !ok {
			alone = append(alone, id)
		} else {
			orgs, employed = append(orgs, org.ID), append(employed, id)
		}
		sectors = append(sectors, c.From.Sectors...)
	}
	by := b.plural("claim.alone", distinct(alone))
	if n := distinct(employed); n > 0 {
		inside := b.say("claim.in", b.plural("count.persons", n), b.plural("count.orgs", distinct(orgs)))
		if len(alone) == 0 {
			by = inside
		} else {
			by = b.say("list.and", inside, by)
		}
	}
	if names := b.sectorNames(sectors); len(names) > 0 {
		return b.say("claim.taken", who.Name, by, b.listed(names))
	}
	return b.say("claim.taken.nosector", who.Name, by)
}

func distinct(ids []string) int {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return len(slices.Compact(ids))
}

// A relay is an idea on its way through somebody: from whom it came, in which
// piece they took it up, and who took it up from them.
type relay struct {
	Theme       link
	From, Into  []sectorMark
	First, Last passing // what they took up; what took up theirs
}

// perRelay bounds how many relays are laid open, wholeRelay how many are shown.
const perRelay, wholeRelay = 4, 24

// relays says what went through somebody, between which sectors.
func (s *sheet) relays(st *influence.Standing) (sentence string, all []relay) {
	type way struct{ theme, from string }
	into := map[way][]string{}
	for _, ch := range st.Passed {
		t := s.themes[ch.Theme]
		all = append(all, relay{Theme: link{Text: t.Label, Href: s.to(themePath(t.ID)), Internal: t.Layer > 0},
			From: s.sectorMarks([]string{ch.From}), Into: s.sectorMarks([]string{ch.Into}), First: s.passing(ch.In), Last: s.passing(ch.Out)})
		w := way{ch.Theme, ch.From}
		into[w] = append(into[w], ch.Into)
	}
	b := s.builder
	var parts []string
	for w, sectors := range into { // sorted below
		parts = append(parts, s.say("claim.relay", s.themes[w.theme].Label, s.listed(s.sectorNames([]string{w.from})), s.listed(s.sectorNames(sectors))))
	}
	b.order.SortStrings(parts)
	return s.say("claim.passed", st.Person.Name, s.listed(parts)), all
}

// connector says what passed through somebody.
func (s *sheet) connector(st *influence.Standing) claim {
	c := s.claimHead(st)
	sentence, all := s.relays(st)
	c.Sentences = []string{sentence}
	all = all[:min(len(all), wholeRelay)]
	c.Chains, c.MoreChains = all[:min(len(all), perRelay)], all[min(len(all), perRelay):]
	return c
}

// claimsOf gives who is named: supporters, super-connectors, and super-connectors
// inside the home organisation, who are no supporters of it and stand apart.
func (s *sheet) claimsOf() (supporters, connectors, inside []claim) {
	for _, st := range s.named {
		if st.Supporter {
			supporters = append(supporters, s.claim(st))
		}
		if !st.SuperConnector {
			continue
		}
		c := s.connector(st)
		switch {
		case st.Organisation != nil && st.Organisation.Home:
			inside = append(inside, c)
		default:
			connectors = append(connectors, c)
		}
	}
	return supporters, connectors, inside
}
