package lint

import (
	"strings"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/roster"
)

// samePerson finds who may be on the lists twice: people with one site, one host, or one
// name but for accents and signs. What one of them says of the other counts as
// somebody else's, and one voice as two. Colleagues may well share a site, and do
// not count for one another.
func samePerson(ed *edition.Edition, n int, probs *diag.List) {
	first := map[string]*roster.Contributor{}
	for _, c := range ed.Roster.Contributors {
		if c.OptOut.All { // their row stays, so that they are known
			continue
		}
		said := map[*roster.Contributor]bool{c: true}
		for _, t := range traits(c) {
			other := first[t.key]
			if other == nil {
				first[t.key] = c
				continue
			}
			at, of := c, other
			if of.Layer > at.Layer { // an overlay's row is what its keeper can change
				at, of = of, at
			}
			if said[other] || at.Layer != n || t.exact && ed.Roster.Named(t.shown) == nil || t.place && colleagues(c, other) {
				continue
			}
			said[other] = true
			probs.Warn(at.File, at.Line, "if they are one person, make one row of both, with the other name in aliases: else what one says of the other counts as two people's",
				"%q may be %q (%s:%d): both have %q", at.ID, of.ID, of.File, of.Line, t.shown)
		}
	}
}

// A trait is something that somebody is known by.
type trait struct {
	key, shown   string
	exact, place bool // a name, of which Shared tells where it is letter for letter the same; a site or host
}

func traits(c *roster.Contributor) []trait {
	var all []trait
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		if strings.Contains(roster.Spelling(name), " ") { // of one word many have one
			all = append(all, trait{key: "name " + roster.Spelling(name), shown: name, exact: true})
		}
	}
	for _, h := range c.Hosts {
		all = append(all, trait{key: "host " + entry.Host("https://"+h), shown: h, place: true})
	}
	if c.Site != "" {
		all = append(all, trait{key: "site " + entry.AddressKey(c.Site), shown: c.Site, place: true})
	}
	return all
}

func colleagues(a, b *roster.Contributor) bool {
	for _, x := range employers(a) {
		for _, y := range employers(b) {
			if x == y {
				return true
			}
		}
	}
	return false
}

func employers(c *roster.Contributor) []string {
	var all []string
	if c.Organisation != "" {
		all = append(all, c.Organisation)
	}
	for _, a := range c.Affiliations {
		all = append(all, a.Organisation)
	}
	return all
}
