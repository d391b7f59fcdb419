package enlist

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/roster"
)

// Known is who is listed: the public lists, and those with each overlay that is
// at hand added. It tells who is listed already, under whatever address.
type Known struct {
	Rosters  []*roster.Roster // the public one first
	Archives []*archive.DB
	feeds    map[string]Listed // by folded address
	pages    map[string]Listed // the same, of sites and profiles
}

// Know gathers who is listed: the public roster comes first, and is believed
// where an overlay's says the same.
func Know(rosters []*roster.Roster, archives []*archive.DB) Known {
	k := Known{rosters, archives, map[string]Listed{}, map[string]Listed{}}
	note := func(index map[string]Listed, address string, l Listed) {
		key := entry.AddressKey(address)
		if _, known := index[key]; key != "" && !known {
			index[key] = l
		}
	}
	for _, r := range rosters {
		for _, c := range r.Contributors {
			for i := range c.Feeds {
				note(k.feeds, c.Feeds[i].Key, Listed{c, &c.Feeds[i], ""})
			}
			for _, own := range append([]string{c.Site}, c.Profiles...) {
				note(k.pages, own, Listed{c, nil, own + " is theirs"})
			}
			for _, host := range c.Hosts {
				note(k.pages, "https://"+host+"/", Listed{c, nil, host + " is theirs"})
			}
		}
	}
	return k
}

// A Listed is somebody who is in a list already.
type Listed struct {
	Contributor *roster.Contributor
	Feed        *roster.Feed // nil: they were found by their page
	Why         string       // how they were recognised, where it is not plain to see
}

// Place says where they stand, for people.
func (l Listed) Place() string {
	if l.Feed != nil {
		return fmt.Sprintf("%s:%d", l.Feed.File, l.Feed.Line)
	}
	return fmt.Sprintf("%s:%d", l.Contributor.File, l.Contributor.Line)
}

// Layer is the one that lists them: 0 is the public one.
func (l Listed) Layer() int {
	if l.Feed != nil {
		return l.Feed.Layer
	}
	return l.Contributor.Layer
}

// Feed finds a listed feed by any of several addresses, however they are spelled.
func (k Known) Feed(addresses ...string) (Listed, bool) { return find(k.feeds, addresses) }

// Page finds a contributor whose site or profile is one of several addresses.
func (k Known) Page(addresses ...string) (Listed, bool) { return find(k.pages, addresses) }

func find(index map[string]Listed, addresses []string) (Listed, bool) {
	for _, a := range addresses {
		if l, ok := index[entry.AddressKey(a)]; ok {
			return l, true
		}
	}
	return Listed{}, false
}

// Name finds a contributor by a name or alias; nil when nobody has it.
func (k Known) Name(name string) *roster.Contributor {
	if name == "" {
		return nil
	}
	for _, r := range k.Rosters {
		if c := r.Named(name); c != nil {
			return c
		}
	}
	return nil
}

// Contributor finds somebody by an id, or one they had before.
func (k Known) Contributor(id string) (*roster.Contributor, bool) {
	for _, r := range k.Rosters {
		if c, ok := r.Contributor(id); ok {
			return c, true
		}
	}
	return nil, false
}

// Taken reports whether an id is in use, or was.
func (k Known) Taken(id string) bool {
	_, taken := k.Contributor(id)
	return taken
}

const (
	// fewestShared is how many entries two feeds must have in common to be
	// taken for one.
	fewestShared = 2
	// mostCompared bounds how many entries of a feed are looked up.
	mostCompared = 60
	// shortestID is how long an id must be to be nobody else's; "17" is every
	// blog's.
	shortestID = 12
)

// Entries finds the listed feed that carries most of what a feed holds: the
// same blog under another address. A feed that carries it among much else, as
// one that gathers many blogs does, is another.
func (k Known) Entries(f *feed.Feed) (Listed, bool, error) {
	entries := f.Entries[:min(len(f.Entries), mostCompared)]
	mine, addresses, ids := map[string]bool{}, []string{}, []string{}
	for _, e := range entries {
		if e.URL != "" && !entry.IsRoot(e.URL) {
			addresses = append(addresses, e.URL)
			mine[entry.AddressKey(e.URL)] = true
		}
		if len(e.NativeID) >= shortestID && strings.Contains(e.NativeID, ":") {
			ids = append(ids, e.NativeID)
			mine[e.NativeID] = true
		}
	}
	for _, db := range k.Archives {
		owners, err := db.Owners(addresses, ids)
		if err != nil {
			return Listed{}, false, err
		}
		for _, key := range slices.Sorted(maps.Keys(owners)) {
			n := owners[key]
			l, listed := k.Feed(key)
			if !listed || n < min(fewestShared, len(entries)) || n*2 < len(entries) {
				continue
			}
			same, err := mostlyIn(db, key, mine, len(entries))
			if same || err != nil {
				l.Why = fmt.Sprintf("%d of its %d entries are known from there", n, len(entries))
				return l, same, err
			}
		}
	}
	return Listed{}, false, nil
}

// mostlyIn reports whether of a feed's newest n entries at least half are
// among those given.
func mostlyIn(db *archive.DB, key string, mine map[string]bool, n int) (bool, error) {
	total, shared := 0, 0
	for e, err := range db.Entries(archive.Query{Feed: key, Limit: n, Texts: archive.NoTexts}) {
		if err != nil {
			return false, err
		}
		total++
		if mine[entry.AddressKey(e.URL)] || mine[e.NativeID] {
			shared++
		}
	}
	return shared*2 >= total && shared > 0, nil
}

// Check says who is listed already with an offer: by its addresses, by those it
// gives itself, by its page, or by what it holds.
func (k Known) Check(o Offer, r Result) (Listed, bool, error) {
	if l, ok := k.Feed(append([]string{o.Address}, o.Also...)...); ok {
		return l, true, nil
	}
	if l, ok := k.Page(r.Site, r.Asked, SiteOf(r.Site, o.Feed)); ok {
		return l, true, nil
	}
	return k.Entries(o.Feed)
}
