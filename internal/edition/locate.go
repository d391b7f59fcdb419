package edition

import (
	"net/url"
	"regexp"
	"strings"

	"weft/internal/archive"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/policy"
)

// A Found is an entry that somebody named, with all that is remembered of it.
type Found struct {
	archive.History
	Layer int // whose archive holds it
	// As is the address it was found by, where that is a looser reading of what
	// was named; empty otherwise.
	As string
	// Others are the ids of further entries that have the address.
	Others []string
}

var idForm = regexp.MustCompile(`^[0-9a-f]{20}$`)

// Locate finds the entry that somebody means by an address it ever had, by its
// id, or by the path of a contribution's file or page; held or not. Nil when
// there is none.
func (ed *Edition) Locate(named string) (*Found, error) {
	named = strings.TrimSpace(named)
	if idForm.MatchString(named) {
		return ed.Holds(named)
	}
	for i, address := range ed.readings(named) {
		f, err := ed.atAddress(address)
		if f == nil && err == nil {
			continue
		}
		if f != nil && i > 0 {
			f.As = address
		}
		return f, err
	}
	return nil, nil
}

// Holds finds an entry by its id. Where layers share one, it is that of the
// layer whose list names the feed.
func (ed *Edition) Holds(id string) (*Found, error) {
	var best *Found
	for n, db := range ed.archives {
		if db == nil { // of a survey: it is not at hand
			continue
		}
		h, ok, err := db.History(id)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		f := &Found{History: h, Layer: n}
		if ed.listed(f) {
			return f, nil
		}
		if best == nil {
			best = f
		}
	}
	return best, nil
}

func (ed *Edition) listed(f *Found) bool {
	feed, ok := ed.Roster.Feed(f.Entry.Feed)
	return ok && feed.Layer == f.Layer || f.Entry.Feed == policy.Contributions
}

// atAddress finds the entry at an address: where several have it, one that a list
// still names, and of those the public one that was first.
func (ed *Edition) atAddress(address string) (*Found, error) {
	all, err := ed.inArchives(func(db *archive.DB) ([]string, error) { return db.IDsAt(address) })
	if err != nil {
		return nil, err
	}
	best := ed.best(all)
	if best == nil {
		return nil, nil
	}
	for _, f := range all {
		if f.Entry.ID != best.Entry.ID {
			best.Others = append(best.Others, f.Entry.ID)
		}
	}
	return best, nil
}

// inArchives gives what the archives at hand, the lowest layer's first, have of
// the entries that each is asked for.
func (ed *Edition) inArchives(ask func(*archive.DB) ([]string, error)) ([]*Found, error) {
	var all []*Found
	for n, db := range ed.archives {
		if db == nil { // of a survey: it is not at hand
			continue
		}
		ids, err := ask(db)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			h, ok, err := db.History(id)
			if err != nil {
				return nil, err
			}
			if ok {
				all = append(all, &Found{History: h, Layer: n})
			}
		}
	}
	return all, nil
}

func (ed *Edition) best(all []*Found) *Found {
	for _, f := range all {
		if ed.listed(f) && !f.Gone {
			return f
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return nil
}

// readings are the addresses that a text may mean, the strict one first: then
// with a scheme, and as the page that a mobile copy of it is made of.
func (ed *Edition) readings(named string) []string {
	address := ed.address(named)
	out := []string{address}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return out
	}
	add := func(change func(*url.URL)) {
		other := *u
		change(&other)
		out = append(out, other.String())
	}
	add(func(u *url.URL) { // AMP pages are known by these marks
		u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "/amp")
		u.RawPath = ""
		u.Host = strings.TrimPrefix(strings.TrimPrefix(u.Host, "amp."), "m.")
		q := u.Query()
		q.Del("amp")
		u.RawQuery = q.Encode()
	})
	add(func(u *url.URL) { u.RawQuery = "" })
	return out
}

// address makes an address of what somebody types: a path of the site's own
// files and pages, or a web address with or without its scheme.
func (ed *Edition) address(named string) string {
	for _, layer := range ed.Layers {
		named = strings.TrimPrefix(named, layer.Name)
	}
	if to := digest.Target(named); to != named {
		return to
	}
	if page := "/" + strings.Trim(named, "/") + "/"; strings.HasPrefix(page, "/contributions/") {
		return page
	}
	host, _, _ := strings.Cut(named, "/")
	if !strings.Contains(named, "://") && strings.Contains(host, ".") && !strings.ContainsAny(host, " @") {
		return "https://" + named
	}
	return named
}

// Keys are the folded addresses of an entry.
func (f *Found) Keys() map[string]bool {
	out := map[string]bool{}
	for _, a := range append([]string{f.Entry.URL}, f.Addresses...) {
		if key := entry.AddressKey(a); key != "" {
			out[key] = true
		}
	}
	return out
}
