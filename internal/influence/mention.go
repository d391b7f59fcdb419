package influence

import (
	"slices"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/text"
)

// Why a citation of a kind that never counts does not.
const (
	whyMention = "a mention, which is shown and not counted"
	whyByline  = "a byline, which is shown apart"
)

// A Mention is a person whom a piece calls by name, or links by their profile.
type Mention struct {
	Of      *roster.Contributor
	Address string // a profile's, as linked; empty: called by name
	Passage string // verbatim from the piece
}

// maxPassage is how many runes of the text around a name are kept.
const maxPassage = 300

// In finds whom a piece mentions, each once: by a profile it links to, then in
// the title, then in its text, which must be at hand. Its authors and whose feed
// it is in are left out. What is found is small: whoever goes through many
// pieces need not hold their texts.
func (n *Names) In(p *policy.Piece) []Mention {
	var out []Mention
	seen := map[*roster.Contributor]bool{p.Contributor: true, p.Via: true, nil: true}
	for _, who := range p.People {
		seen[who.Contributor] = true
	}
	add := func(m Mention) {
		if !seen[m.Of] && !m.Of.OptOut.Influence && !m.Of.OptOut.All {
			seen[m.Of] = true
			if n.roster.Names(m.Passage) {
				m.Passage = ""
			}
			out = append(out, m)
		}
	}
	for _, l := range p.Links {
		add(Mention{n.Profile(l.URL), l.URL, l.Passage})
	}
	for _, s := range []string{p.Title, p.Plain} {
		for _, m := range n.in(s) {
			add(Mention{Of: m.who, Passage: text.Passage(s, m.start, m.end, maxPassage)})
		}
	}
	return out
}

// mentions are the citations of a piece that name people.
func (c Citing) mentions(p *policy.Piece, furniture Furniture) []Citation {
	found := c.Mentions[p.ID]
	if c.Mentions == nil { // the profiles that it links to are at hand
		found = c.Names.In(p)
	}
	var out []Citation
	for _, m := range found {
		cite := Citation{From: c.Brief(p), Of: m.Of, Address: m.Address, Kind: MentionKind, At: p.Date(), Passage: m.Passage, WhyNot: whyMention, place: placeOf(p, personKey(m.Of))}
		switch {
		case copied(cite.From):
			cite.WhyNot = whyCopy
		case c.colleagues(p, m.Of):
			cite.WhyNot = whyColleague
		case furniture.Has(p.Entry.Feed, personKey(m.Of)) || m.Address != "" && furniture.Has(p.Entry.Feed, entry.AddressKey(m.Address)):
			cite.WhyNot = whyFurniture
		}
		if cite.Address == "" {
			cite.Address = pageOf(m.Of)
		}
		out = append(out, cite)
	}
	return out
}

// pageOf is where somebody who is called by name is to be found.
func pageOf(c *roster.Contributor) string {
	if c.Site == "" && len(c.Profiles) > 0 {
		return c.Profiles[0]
	}
	return c.Site
}

// colleagues reports whether a piece's author and somebody else worked for one
// organisation on its day.
func (c Citing) colleagues(p *policy.Piece, of *roster.Contributor) bool {
	org, employed := c.Roster.EmployedBy(of, p.Date())
	return employed && p.Organisation != nil && p.Organisation.ID == org.ID
}

// bylines are the listed people who write in a feed that is another's.
func (c Citing) bylines(p *policy.Piece) []Citation {
	host := p.Via
	if host == nil && p.Feed != nil {
		host = p.Contributor
	}
	if host == nil || host.OptOut.Influence || host.OptOut.All {
		return nil
	}
	var out []Citation
	for _, who := range p.People {
		author := who.Contributor
		if author == nil || author == host || author.ID == host.ID || author.OptOut.Influence || author.OptOut.All {
			continue
		}
		cite := Citation{From: c.Brief(p), Of: host, Author: author, Address: p.URL, Kind: BylineKind, At: p.Date(), Passage: who.Name, WhyNot: whyByline}
		if copied(cite.From) {
			cite.WhyNot = whyCopy
		}
		if !slices.ContainsFunc(out, func(b Citation) bool { return b.Author == author }) {
			out = append(out, cite)
		}
	}
	return out
}

// copied reports whether a piece is one that stands elsewhere too, and was there
// first.
func copied(p *policy.Brief) bool { return p.Original != "" && p.Original != p.ID }

// personKey is how a person is counted among what stands in a feed's entries.
func personKey(c *roster.Contributor) string { return "person " + c.ID }
