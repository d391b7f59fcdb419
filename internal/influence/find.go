package influence

import (
	"slices"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
)

// A Citing is what citations are found in: pieces, and how addresses are
// looked up.
type Citing struct {
	Pieces []*policy.Piece // newest first
	Roster *roster.Roster
	// Resolve finds the visible pieces behind folded addresses.
	Resolve func(keys []string) (map[string]*policy.Brief, error)
	// Brief gives what citations keep of a piece, the same each time; nil: each has
	// one of its own.
	Brief func(*policy.Piece) *policy.Brief
	// Quotes are the passages that the pieces have from others.
	Quotes []policy.Quote
	// Wanted, if not nil, says which links to follow, by the piece and the
	// folded address: who asks about a few pieces need not have all found.
	Wanted func(p *policy.Piece, key string) bool
	// Furniture says what belongs to the feeds' templates; nil: what the pieces
	// themselves show. They can be some of very many.
	Furniture Furniture
	// Names, if not nil, finds whom pieces mention, as far as their links and
	// texts are at hand; Mentions, if not nil, has what was found before, by piece.
	Names    *Names
	Mentions map[string][]Mention
}

// Find lists the citations in the pieces, the newest citing piece first, in
// the order of its links, then what it quotes, whom it mentions, and who writes
// in whose feed. Those that do not count are there, and say why.
func (c Citing) Find() ([]Citation, error) {
	keys := c.keys()
	known, err := c.Resolve(c.wanted(keys))
	if err != nil {
		return nil, err
	}
	if c.Brief == nil {
		c.Brief = Briefly(policy.NewAbridger())
	}
	furniture, quotes := c.furniture(), c.quotes()
	var out []Citation
	for i, p := range c.Pieces {
		if p.Contributor.OptOut.Influence {
			continue
		}
		from := len(out)
		out = c.links(out, p, keys[i], known, furniture)
		out = c.quotations(out, from, quotes[p.ID])
		if c.Names != nil {
			out = append(out, c.mentions(p, furniture)...)
		}
		out = append(out, c.bylines(p)...)
	}
	return out, nil
}

// furniture says what belongs to the templates, of the pieces themselves if it
// was not said.
func (c Citing) furniture() Furniture {
	if c.Furniture != nil {
		return c.Furniture
	}
	f := Furniture{}
	for _, p := range c.Pieces {
		f.Add(p)
		f.Name(p, c.Mentions[p.ID])
	}
	return f
}

// links are the citations by link.
func (c Citing) links(out []Citation, p *policy.Piece, keys []string, known map[string]*policy.Brief, furniture Furniture) []Citation {
	seen := map[string]bool{} // by address
	for i, l := range p.Links {
		key := keys[i]
		if seen[key] || !c.wants(p, key) || known[key] == nil && c.Names != nil && c.Names.Profile(l.URL) != nil {
			continue
		}
		if cite, ok := c.cite(p, l, known[key]); ok {
			seen[key] = true
			cite.place = placeOf(p, key)
			cite.judge(furniture.Has(p.Entry.Feed, key))
			out = append(out, cite)
		}
	}
	return out
}

// quotations adds the citations by quote to those of the same piece by link, the
// last ones.
func (c Citing) quotations(out []Citation, links int, quotes []policy.Quote) []Citation {
	linked := map[string]bool{} // by entry
	for _, l := range out[links:] {
		if l.Counted {
			linked[l.To.ID] = true
		}
	}
	for _, q := range quotes {
		if cite, ok := c.quote(q); ok {
			if cite.judge(false); cite.Counted && linked[q.To.ID] {
				cite.Counted, cite.WhyNot = false, whyLinked
			}
			out = append(out, cite)
		}
	}
	return out
}

// quotes are the passages by who has them.
func (c Citing) quotes() map[string][]policy.Quote {
	out := map[string][]policy.Quote{}
	for _, q := range c.Quotes {
		out[q.From.ID] = append(out[q.From.ID], q)
	}
	return out
}

// quote is a citation without a link: whose words these are is known by the
// words. False: somebody wants no such claim made.
func (c Citing) quote(q policy.Quote) (Citation, bool) {
	cite := Citation{From: c.Brief(q.From), To: c.Brief(q.To), Of: q.To.Contributor, Address: q.To.URL, Kind: Quote, At: q.From.Date(), Passage: q.Passage}
	if !c.wants(q.From, entry.AddressKey(q.To.URL)) {
		return cite, false
	}
	if c.Roster.Names(cite.Passage) {
		cite.Passage = ""
	}
	return cite, !cite.Of.OptOut.Influence
}

// keys are the folded addresses that each piece links to.
func (c Citing) keys() [][]string {
	out := make([][]string, len(c.Pieces))
	for i, p := range c.Pieces {
		for _, l := range p.Links {
			out[i] = append(out[i], entry.AddressKey(l.URL))
		}
	}
	return out
}

// wanted gives each of the addresses that are to be followed once, sorted.
func (c Citing) wanted(keys [][]string) []string {
	var out []string
	for i, p := range c.Pieces {
		for _, key := range keys[i] {
			if c.wants(p, key) {
				out = append(out, key)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Briefly gives the brief of each piece once.
func Briefly(a *policy.Abridger) func(*policy.Piece) *policy.Brief {
	have := map[*policy.Piece]*policy.Brief{}
	return func(p *policy.Piece) *policy.Brief {
		if have[p] == nil {
			have[p] = a.Lean(p)
		}
		return have[p]
	}
}

func (c Citing) wants(p *policy.Piece, key string) bool { return c.Wanted == nil || c.Wanted(p, key) }

// cite sees whom a link is about. False: nobody that weft knows, or somebody
// who wants no such claim made.
func (c Citing) cite(p *policy.Piece, l entry.Link, to *policy.Brief) (Citation, bool) {
	cite := Citation{From: c.Brief(p), To: to, Address: l.URL, Kind: Link, At: p.Date(), Passage: l.Passage}
	switch {
	case to != nil && to.ID == p.ID:
		return Citation{}, false
	case to != nil:
		cite.Of = to.Contributor
	default:
		cite.Of = c.Roster.Owner(l.URL)
	}
	if c.Roster.Names(cite.Passage) {
		cite.Passage = ""
	}
	return cite, cite.Of != nil && !cite.Of.OptOut.Influence
}

// Why citations do not count.
const (
	whySelf      = "their own"
	whyColleague = "the same organisation"
	whySame      = "the same piece at another place"
	whyRoot      = "a front page, not a piece"
	whyUnseen    = "no entry that weft has seen"
	whyLater     = "the cited entry is not earlier"
	whyLinked    = "linked as well, which counts"
	whyCopy      = "in a copy of an entry that stands elsewhere too, and counts there"
	whyFurniture = "stands in most of the feed's entries: a template or blogroll"
	whyHouse     = "within one feed, between whose it is and who writes in it"
)

// judge says whether a citation counts, and why not.
func (c *Citation) judge(furniture bool) {
	switch {
	case c.self():
		c.WhyNot = whySelf
	case c.house():
		c.WhyNot = whyHouse
	case c.sameOrganisation():
		c.WhyNot = whyColleague
	case copied(c.From) && c.To != nil && c.To.ID == c.From.Original:
		c.WhyNot = whySame
	case copied(c.From):
		c.WhyNot = whyCopy
	case furniture:
		c.WhyNot = whyFurniture
	case c.To == nil && entry.IsRoot(c.Address):
		c.WhyNot = whyRoot
	case c.To == nil:
		c.WhyNot = whyUnseen
	case !c.To.Date().Before(c.From.Date()):
		c.WhyNot = whyLater
	}
	c.Counted = c.WhyNot == ""
}

func (c *Citation) self() bool {
	isCited := func(who policy.Person) bool { return who.Key == c.Of.ID }
	return c.From.Contributor == c.Of || c.From.Contributor.ID == c.Of.ID || slices.ContainsFunc(c.From.People, isCited)
}

// house reports whether a feed's owner cites what a guest wrote in that very feed,
// or a guest there what is the owner's: a house that points to its own pages takes
// nothing up.
func (c *Citation) house() bool {
	is := func(host, other *roster.Contributor) bool {
		return host != nil && (host == other || host.ID == other.ID)
	}
	return c.To != nil && c.From.Feed == c.To.Feed && (is(c.To.Via, c.From.Contributor) || is(c.From.Via, c.Of))
}

func (c *Citation) sameOrganisation() bool {
	return c.To != nil && c.From.Organisation != nil && c.To.Organisation != nil && c.From.Organisation.ID == c.To.Organisation.ID
}

// Furniture finds the addresses that belong to a feed's template: in at least
// three and at least three of ten of its entries.
type Furniture map[string]*furnished // by feed

type furnished struct {
	entries int
	links   map[uint64]int32 // by a hash of the address: a feed can have very many
}

// Add counts the links of a piece.
func (f Furniture) Add(p *policy.Piece) {
	feed := f[p.Entry.Feed]
	if feed == nil {
		feed = &furnished{links: map[uint64]int32{}}
		f[p.Entry.Feed] = feed
	}
	feed.entries++
	for _, l := range p.Links {
		feed.links[hashed(entry.AddressKey(l.URL))]++
	}
}

// Name counts whom a piece mentions.
func (f Furniture) Name(p *policy.Piece, mentions []Mention) {
	for _, m := range mentions {
		f[p.Entry.Feed].links[hashed(personKey(m.Of))]++
	}
}

// Has reports whether a folded address is part of the template of a feed.
func (f Furniture) Has(feed, key string) bool {
	known := f[feed]
	if known == nil {
		return false
	}
	n := int(known.links[hashed(key)])
	return n >= 3 && 10*n >= 3*known.entries
}

// hashed is FNV-1a (draft-eastlake-fnv), as hash/fnv has it, which makes room for
// each.
func hashed(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return h
}

// placeOf tells what one feed points to from what others do, and from all else.
func placeOf(p *policy.Piece, key string) uint64 { return hashed(p.Entry.Feed + "\x00" + key) }
