package roster

import "strings"

// DeclinedIn gives those who opted out whom a text calls by name, or by an
// address of theirs, in the order of their ids: for a curator to look at, since
// what people wrote is not weft's to change.
func (r *Roster) DeclinedIn(words string) []*Contributor {
	if !r.Names(words) {
		return nil
	}
	var out []*Contributor
	for _, c := range r.Contributors {
		if !c.OptOut.All {
			continue
		}
		alone := Roster{}
		if alone.decline(c); alone.Names(words) {
			out = append(out, c)
		}
	}
	return out
}

// Shared lists, of what a contributor is known by, the names, profiles and
// hosts that somebody else has too: they find neither.
func (r *Roster) Shared(c *Contributor) []string {
	var out []string
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		if strings.TrimSpace(name) != "" && r.Named(name) == nil {
			out = append(out, name)
		}
	}
	for _, profile := range c.Profiles {
		if strings.Contains(profile, "://") && r.Owner(profile) == nil {
			out = append(out, profile)
		}
	}
	return out
}
