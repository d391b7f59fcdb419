package influence

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/text"
)

// FewestCiters is how many contributors must cite or mention somebody who is on
// no list for the name to be offered to a curator.
const FewestCiters = 3

// A Candidate is a name or an address on no list that several contributors cite
// or mention. It is a spelling, and not known to be one person: whether it is, and
// whose, a curator says.
type Candidate struct {
	Name    string // as a byline has it; empty: known by an address alone
	Address string // a profile's or a host's, without its scheme; empty: known by the name alone
	By      []*roster.Contributor
	Shown   []Sign // who cites or mentions them where: the newest first, one of each contributor
}

// A Sign is an entry that cites or mentions a candidate.
type Sign struct {
	From    *policy.Brief
	Address string // as linked; empty: called by name
	Passage string // verbatim from the entry
}

// A Search gathers candidates. Pieces are met first, all of them, then read with
// their links and texts at hand, one at a time, in any order. Citations say whose
// entries were linked.
//
// What belongs to somebody listed, or who declined to be, is never gathered, nor
// who only their own feed's template names.
type Search struct {
	roster    *roster.Roster
	names     *Names          // of unlisted authors
	listed    map[string]bool // hosts, and profiles in small letters
	furniture Furniture
	authors   map[string]*roster.Contributor // by folded name
	found     map[string]*gathered
}

type gathered struct {
	name, address string
	signs         map[string]map[string]Sign // by who cites, and what they link to
}

// NewSearch makes a search that has met nothing.
func NewSearch(r *roster.Roster) *Search {
	s := &Search{roster: r, names: NewNames(&roster.Roster{}), listed: map[string]bool{}, furniture: Furniture{},
		authors: map[string]*roster.Contributor{}, found: map[string]*gathered{}}
	for _, c := range r.Contributors {
		for _, f := range c.Feeds {
			s.listed[entry.Host(f.Key)] = true
		}
		s.listed[entry.Host(c.Site)] = true
		for _, p := range c.Profiles {
			s.listed[strings.ToLower(entry.AddressKey(p))] = true
		}
	}
	return s
}

// Meet takes in who wrote a piece.
func (s *Search) Meet(p *policy.Brief) {
	for _, who := range p.People {
		key := nameKey(who.Name)
		if who.Contributor != nil || s.authors[key] != nil || !isName(who.Name) || s.roster.KnowsName(who.Name) || s.roster.Claims(who.Name) {
			continue
		}
		author := &roster.Contributor{ID: key, Name: text.Squeeze(who.Name)}
		s.authors[key] = author
		s.names.add(author.Name, author, false)
	}
}

func nameKey(name string) string { return text.Squeeze(text.Fold(name)) }

// isName reports whether a byline may be one person's name: two to four words,
// the first and the last with a capital, and nothing but letters.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	capital := func(w string) bool {
		r := []rune(w)[0]
		return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
	}
	return capital(words[0]) && capital(words[len(words)-1]) && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" \u00a0.'’-‐", r)
	}) && !slices.Contains(words, "and") && !slices.Contains(words, "The") && !slices.Contains(words, "Team")
}

// Read takes in whom a piece, with its text at hand, links to and names; shown is
// the same piece as it is kept.
func (s *Search) Read(p *policy.Piece, shown *policy.Brief) {
	if p.Contributor.OptOut.Influence {
		return
	}
	s.furniture.Add(p)
	for _, l := range p.Links {
		if at := s.unlisted(l.URL); at != "" {
			s.sign("at "+at, gathered{address: at}, Sign{shown, l.URL, l.Passage})
		}
	}
	for _, t := range []string{p.Title, p.Plain} {
		for _, m := range s.names.in(t) {
			s.named(m.who, Sign{From: shown, Passage: text.Passage(t, m.start, m.end, maxPassage)})
		}
	}
}

// Cited takes in whose entries were linked or quoted.
func (s *Search) Cited(all []Citation) {
	for i := range all {
		c := &all[i]
		if !c.Counted {
			continue
		}
		for _, who := range c.To.People {
			if author := s.authors[nameKey(who.Name)]; author != nil && who.Contributor == nil {
				s.named(author, Sign{c.From, c.Address, c.Passage})
			}
		}
	}
}

func (s *Search) named(who *roster.Contributor, sign Sign) {
	for _, author := range sign.From.People {
		if nameKey(author.Name) == who.ID {
			return // their own
		}
	}
	s.sign("called "+who.ID, gathered{name: who.Name}, sign)
}

func (s *Search) sign(key string, what gathered, sign Sign) {
	if s.roster.Claims(what.name) || s.roster.Claims(what.address) {
		return
	}
	if s.roster.Names(sign.Passage) {
		sign.Passage = ""
	}
	if s.found[key] == nil {
		what.signs = map[string]map[string]Sign{}
		s.found[key] = &what
	}
	by, link := sign.From.Contributor.ID, entry.AddressKey(sign.Address)
	signs := s.found[key].signs[by]
	if signs == nil {
		signs = map[string]Sign{}
		s.found[key].signs[by] = signs
	}
	if old, ok := signs[link]; !ok || newer(sign.From, old.From) {
		signs[link] = sign
	}
}

func newer(p, q *policy.Brief) bool {
	return cmp.Or(p.Date().Compare(q.Date()), cmp.Compare(q.ID, p.ID)) > 0
}

// networks are hosts at which many have a page of their own, and how many parts
// of the path name it; a first part, where there must be one.
var networks = map[string]struct {
	under string
	signs string // with which the name begins
}{
	"github.com": {}, "gitlab.com": {}, "codeberg.org": {}, "twitter.com": {}, "x.com": {}, "orcid.org": {}, "medium.com": {signs: "@"},
	"linkedin.com": {under: "in"}, "bsky.app": {under: "profile"}, "threads.net": {signs: "@"}, "youtube.com": {signs: "@"},
}

// everybody are hosts that many link to and nobody is: what stands there is
// others'.
var everybody = []string{"doi.org", "wikipedia.org", "wikimedia.org", "archive.org", "google.com", "youtu.be", "zoom.us", "eventbrite.com", "eventbrite.co.uk",
	"amazon.com", "amazon.co.uk", "facebook.com", "instagram.com", "creativecommons.org", "apple.com", "microsoft.com", "t.co", "bit.ly", "gravatar.com", "w3.org",
	"arxiv.org", "zenodo.org", "forms.gle", "docs.github.com", "git-scm.com", "rdrr.io", "slack.com", "discord.com", "meetup.com", "vimeo.com"}

// unlisted gives the profile or the host that a link leads to, if nobody listed
// has it; empty: there is none to speak of.
func (s *Search) unlisted(address string) string {
	key := entry.AddressKey(address)
	host, way, _ := strings.Cut(key, "/")
	if !strings.Contains(host, ".") || s.listed[host] || s.roster.KnowsAddress(address) {
		return ""
	}
	at := host
	if network, ok := networks[host]; ok || strings.HasPrefix(way, "@") {
		if at = profileOf(way, network.under, network.signs); at == "" {
			return ""
		}
		at = host + "/" + strings.ToLower(at)
	} else if slices.ContainsFunc(everybody, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) }) {
		return ""
	}
	if s.listed[at] || s.roster.KnowsAddress("https://"+at) {
		return ""
	}
	return at
}

// profileOf gives the way to a profile, if an address is one and no page below it.
func profileOf(way, under, signs string) string {
	way, _, _ = strings.Cut(way, "?")
	name := way
	if under != "" {
		rest, ok := strings.CutPrefix(way, under+"/")
		if !ok {
			return ""
		}
		name = rest
	}
	if name == "" || strings.Contains(name, "/") || !strings.HasPrefix(name, signs) {
		return ""
	}
	return way
}

// Candidates gives those whom at least so many contributors cite or mention, by
// name, then by address.
func (s *Search) Candidates(least int) []Candidate {
	var out []Candidate
	for _, key := range slices.Sorted(maps.Keys(s.found)) {
		g := s.found[key]
		c := Candidate{Name: g.name, Address: g.address}
		for _, by := range slices.Sorted(maps.Keys(g.signs)) {
			if sign, ok := s.newest(g.signs[by]); ok {
				c.By, c.Shown = append(c.By, sign.From.Contributor), append(c.Shown, sign)
			}
		}
		if len(c.By) < least {
			continue
		}
		slices.SortFunc(c.Shown, func(a, b Sign) int {
			return cmp.Or(b.From.Date().Compare(a.From.Date()), cmp.Compare(a.From.ID, b.From.ID))
		})
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Address, b.Address))
	})
	return out
}

// newest gives the newest sign that is not of a template.
func (s *Search) newest(signs map[string]Sign) (best Sign, any bool) {
	for _, link := range slices.Sorted(maps.Keys(signs)) {
		sign := signs[link]
		if link != "" && s.furniture.Has(sign.From.Feed, link) {
			continue
		}
		if !any || newer(sign.From, best.From) {
			best, any = sign, true
		}
	}
	return best, any
}
