package policy

import (
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/roster"
)

// Here is what the ledger says of people: that a curator let somebody be named
// as one whose ideas carry, what a curator knows of an idea that left no link,
// and who on no list is not to be suggested. Each is taken back by a later line.

// The kinds of Act that are about a person.
const (
	ActName   = "name"   // a curator lets them be named, or, with not, does not
	ActCredit = "credit" // an idea of theirs was taken up where no link shows it
	// ActSuggest is about a name or an address on no list: with not, it is not to be
	// suggested; without, it is again.
	ActSuggest = "suggest"
)

// ofAPerson says what is wrong with an act about a person; "" when nothing is,
// or it is about an entry alone.
func (a Act) ofAPerson() (hint, wrong string) {
	switch {
	case a.Act == ActName && a.Person == "":
		return `a naming looks like {"act":"name","person":"idris-vaughan","by":"…","at":"…"}, with "not":true to take it back`, "a naming without a person names nobody"
	case a.Act == ActCredit && a.Person == "":
		return `a credit looks like {"act":"credit","person":"idris-vaughan","note":"…","by":"…","at":"…"}`, "a credit without a person credits nobody"
	case a.Act == ActSuggest && a.Name == "" && a.URL == "":
		return `it looks like {"act":"suggest","not":true,"name":"Ida Brown","by":"…","at":"…"}, or has an address as "url"`, "a suggestion with neither a name nor an address suggests nobody"
	case a.Act == ActCredit && a.Note == "" && !a.Not:
		return `say what is known, as "note":"…"`, "a credit without a note says nothing"
	}
	return "", ""
}

// Naming gives the newest line on whether somebody may be named, known by their
// id or one they had before. False: nobody has said.
func (l *Ledger) Naming(ids []string) (Act, bool) {
	var best Act
	found := false
	for _, a := range l.Acts {
		if a.Act == ActName && slices.Contains(ids, a.Person) && (!found || a.after(best)) {
			best, found = a, true
		}
	}
	return best, found
}

// Suggestion gives the newest line on whether a name, or an address, on no list is
// to be suggested: in any spelling of the one, with or without the scheme of the
// other. False: nobody has said.
func (l *Ledger) Suggestion(name, address string) (Act, bool) {
	var best Act
	found := false
	for _, a := range l.Acts {
		if a.Act == ActSuggest && a.Suggests(name, address) && (!found || a.after(best)) {
			best, found = a, true
		}
	}
	return best, found
}

// Suggests reports whether an act is about a name or an address.
func (a Act) Suggests(name, address string) bool {
	called, at := roster.Spelling(name), pageKey(address)
	return called != "" && roster.Spelling(a.Name) == called || at != "" && pageKey(a.URL) == at
}

// pageKey is by what an address of somebody's is known: networks tell no capitals
// apart.
func pageKey(address string) string {
	if address != "" && !strings.Contains(address, "://") {
		address = "https://" + address
	}
	return strings.ToLower(entry.AddressKey(address))
}

// Credits gives what curators know of somebody's ideas, the oldest first:
// without what was taken back, and of what was said twice the first.
func (l *Ledger) Credits(ids []string) []Act {
	var acts []Act
	for _, a := range l.Acts {
		if a.Act == ActCredit && slices.Contains(ids, a.Person) {
			acts = append(acts, a)
		}
	}
	slices.SortStableFunc(acts, func(a, b Act) int { return a.At.Compare(b.At) })
	var out []Act
	for _, a := range acts {
		switch same := slices.IndexFunc(out, a.SameCredit); {
		case a.Not:
			out = slices.DeleteFunc(out, a.TakesBack)
		case same < 0:
			out = append(out, a)
		}
	}
	return out
}

// SameCredit reports whether two acts attest the same.
func (a Act) SameCredit(b Act) bool { return a.Entry == b.Entry && a.URL == b.URL && a.Note == b.Note }

// TakesBack reports whether an act mends another: of the same entry, if it names
// one, and with the same note, if it has one.
func (a Act) TakesBack(b Act) bool {
	about := a.Entry == "" && a.URL == "" || a.Entry == b.Entry && a.URL == b.URL
	return about && (a.Note == "" || a.Note == b.Note)
}
