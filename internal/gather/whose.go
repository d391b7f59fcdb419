package gather

import (
	"weft/internal/policy"
	"weft/internal/roster"
)

// owns tells whether an address lies with the feed's own contributor.
func (r *run) owns(f roster.Feed) func(string) bool {
	return func(address string) bool {
		c := r.Roster.Owner(address)
		return c != nil && c.ID == f.Contributor
	}
}

// others tells whether an address lies with another contributor. What is
// handed in here lies here, whoever else is known by the site's host.
func (r *run) others(f roster.Feed) func(string) bool {
	return func(address string) bool {
		c := r.Roster.Owner(address)
		return c != nil && c.ID != f.Contributor && f.Key != policy.Contributions
	}
}

// listed tells whether a feed is still read, and shown: what somebody who opted
// out carried beside others is the others' now. What was handed in always is,
// or whoever repeats a contribution would take it over.
func (r *run) listed(key string) bool {
	f, ok := r.Roster.Feed(key)
	if !ok {
		return key == policy.Contributions
	}
	c, ok := r.Roster.Contributor(f.Contributor)
	return !ok || !c.OptOut.All
}
