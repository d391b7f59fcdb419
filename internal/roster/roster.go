// Package roster reads feeds/*.toml: who is read, for whom they work, in which
// sectors, and by which addresses and names they are known.
//
// It promises that every contributor, organisation and feed of a roster is
// known by exactly one id, that what an overlay declares stays marked as the
// overlay's, and that an overlay adds to the public lists and takes nothing
// away. People are matched only by what a list declares, never guessed together.
package roster

import (
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
)

// A Roster is who an edition reads.
type Roster struct {
	Lists         []List
	Organisations []Organisation    // by id
	Contributors  []*Contributor    // by id
	Unused        diag.List         // what an overlay says otherwise than the public lists
	layers        []string          // their names
	signed        map[string]string // whoever is on no list, by the piece they let be shown
	sectors       []string          // of the site; nil: not known
	orgs          map[string]int
	people        map[string]*Contributor
	feeds         map[string]*Feed
	names         map[string]*Contributor // folded name or alias → contributor; nil: several
	spelled       map[string]bool         // names and aliases as runs of words
	addresses     map[string]*Contributor // profile or site → contributor; nil: several
	hosts         map[string]*Contributor // declared host → contributor; nil: several
	domains       map[string]*Contributor // declared host, sub-domains with it → contributor; nil: several
	dwellers      map[string]*Contributor // host of a site or a feed → contributor; nil: several
	declined      []string                // by what those who opted out are called, as runs of words
	unclaimed     []string                // the same of those of whom no claim is to be made, declined ones too
}

// A List is one file of feeds/.
type List struct {
	File     string // slash path from the site's folder
	Curators []string
	Sector   string // of contributors who name none; may be empty
	Rows     int    // contributors it lists
}

// An Organisation is an employer or body.
type Organisation struct {
	ID    string
	Name  string
	Site  string
	Home  bool // this is the one whose digest it is
	Layer int  // 0: public; n: of the n-th overlay
}

// A Contributor is a person or team that writes.
type Contributor struct {
	ID           string
	Name         string
	Site         string
	Hosts        []string // with their sub-domains
	Alone        []string // of Hosts those without
	Profiles     []string
	Language     string
	Feeds        []Feed
	Sectors      []string
	Organisation string // id; "" when employed by none that is listed
	Affiliations []Affiliation
	Aliases      []string
	Was          []string // ids the contributor had before
	Note         string
	OptOut       OptOut
	Correction   string // the contributor's own words beside a claim
	Words        string // Markdown about the contributor, a curator's
	Layer        int    // 0: public; n: of the n-th overlay
	File         string
	Line         int
	// Added is what overlays say of somebody on a list below them; all but the
	// words is among the rest.
	Added Addition
	// Handed says that no list has them: they handed in a piece, and are known by
	// the name it is signed with. They are a voice, and have no page.
	Handed bool
}

// An Addition is what overlays know of a contributor who is not theirs.
type Addition struct {
	Words          string // Markdown
	Profiles       []string
	Sectors        []string
	Site, Employed bool // where they write, for whom they work
	Correction     bool
}

// An OptOut is a contributor's wish not to be shown.
type OptOut struct {
	All       bool // no trace in any output
	Influence bool // no claim about whose ideas carry
}

// An Affiliation says for whom somebody worked, from a day to a day, both
// within; a zero date is open.
type Affiliation struct {
	Organisation string
	From, Until  time.Time
}

// A Feed is where a contributor's entries come from.
type Feed struct {
	// Key names the feed in the archive: its address, or, for a file or folder
	// of the site, its slash path from the folder of its layer.
	Key         string
	Contributor string
	Local       bool // a file or folder of the site
	Network     string
	Auth        string
	Identity    string
	MaxPerIssue int
	Keep        string // expression: only entries for which it holds
	Excerpt     Excerpt
	Licence     string
	Layer       int // whose archive holds its entries
	File        string
	Line        int
}

// An Excerpt says how much of a feed's entries is shown.
type Excerpt string

// How much is shown of an entry.
const (
	ExcerptNone    Excerpt = "none"
	ExcerptSummary Excerpt = "summary"
	ExcerptFull    Excerpt = "full"
)

// Contributor looks somebody up by id, or by an id they had before.
func (r *Roster) Contributor(id string) (*Contributor, bool) {
	c, ok := r.people[id]
	return c, ok
}

// Organisation looks an organisation up by id.
func (r *Roster) Organisation(id string) (Organisation, bool) {
	i, ok := r.orgs[id]
	if !ok {
		return Organisation{}, false
	}
	return r.Organisations[i], true
}

// Feed looks a feed up by its key.
func (r *Roster) Feed(key string) (*Feed, bool) {
	f, ok := r.feeds[key]
	return f, ok
}

// Succeed lets a feed be found by a key that it had before, which no list names
// any more: entries came by it.
func (r *Roster) Succeed(old, key string) {
	if f, ok := r.feeds[key]; ok && r.feeds[old] == nil {
		r.feeds[old] = f
	}
}

// Feeds lists every feed of the layer, by contributor and in the order of the lists.
func (r *Roster) Feeds(layer int) []Feed {
	var feeds []Feed
	for _, c := range r.Contributors {
		for _, f := range c.Feeds {
			if f.Layer == layer {
				feeds = append(feeds, f)
			}
		}
	}
	return feeds
}

// EmployedBy gives the organisation somebody worked for on a day: the dated
// affiliation that holds it, else the undated one. False when it was none.
func (r *Roster) EmployedBy(c *Contributor, day time.Time) (Organisation, bool) {
	for _, a := range c.Affiliations {
		if (a.From.IsZero() || !day.Before(a.From)) && (a.Until.IsZero() || day.Before(a.Until.AddDate(0, 0, 1))) {
			return r.Organisation(a.Organisation)
		}
	}
	return r.Organisation(c.Organisation)
}

// Internal reports whether somebody worked for a home organisation on a day.
func (r *Roster) Internal(c *Contributor, day time.Time) bool {
	org, ok := r.EmployedBy(c, day)
	return ok && org.Home
}

// Owner finds the contributor whose address this is: a profile or site first,
// else the declared host. Nil when it is nobody's or several people's.
func (r *Roster) Owner(address string) *Contributor {
	if c, declared := r.addresses[entry.AddressKey(address)]; declared {
		return c
	}
	if c, ok := r.hostOf(address); ok {
		return c
	}
	return nil
}

// hostOf finds who declared the host of an address, or one that it lies below:
// the nearest counts. Where somebody else has their site or a feed on the way, it
// is not theirs who declared the host above.
func (r *Roster) hostOf(address string) (*Contributor, bool) {
	host := entry.Host(address)
	if c, declared := r.hosts[host]; declared {
		return c, true
	}
	var dwelling []*Contributor
	for name := host; ; {
		if c, some := r.dwellers[name]; some {
			dwelling = append(dwelling, c)
		}
		_, parent, ok := strings.Cut(name, ".")
		if !ok {
			return nil, false
		}
		name = parent
		if c, declared := r.domains[name]; declared {
			others := slices.ContainsFunc(dwelling, func(d *Contributor) bool { return d != c })
			return c, !others
		}
	}
}

// Named finds the contributor with this name or alias; nil when nobody or
// several people have it.
func (r *Roster) Named(name string) *Contributor { return r.names[foldName(name)] }

// KnowsName reports whether anybody listed, or several, have this name or alias,
// be it with other accents, hyphens or dots.
func (r *Roster) KnowsName(name string) bool {
	return r.spelled[runOfWords(name)]
}

// KnowsAddress reports whether an address is anybody's who is listed, or several
// people's.
func (r *Roster) KnowsAddress(address string) bool {
	if _, known := r.addresses[entry.AddressKey(address)]; known {
		return true
	}
	_, known := r.hostOf(address)
	return known
}
