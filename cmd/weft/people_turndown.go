package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/influence"
	"weft/internal/policy"
)

// Whoever is suggested and not wanted is never offered again: a line of the
// ledger, which a later one takes back. Who is on no list has not been asked, so
// that their name goes into the overlay's, unless it is said to be public; and a
// word in any ledger at hand counts for every list of suggestions, which are for
// curators alone.

// turnedDown reports whether a curator said, in any ledger at hand, that somebody
// is not to be suggested.
func turnedDown(all []*edition.Edition, c *influence.Candidate) bool {
	a, said := saidOf(all, c.Name, c.Address)
	return said && a.Not
}

// saidOf is the newest word on a suggestion in any ledger at hand.
func saidOf(all []*edition.Edition, name, address string) (best policy.Act, found bool) {
	for _, ed := range all {
		if a, said := ed.Suggestion(name, address); said && (!found || !best.At.After(a.At)) {
			best, found = a, true
		}
	}
	return best, found
}

// suggestion records that somebody is not to be suggested, or is again.
func (env *environment) suggestion(ctx context.Context, named string, how peopling) error {
	if err := printable("the name", named); err != nil {
		return err
	}
	p, err := env.project()
	if err != nil {
		return err
	}
	all, done, err := env.openInTurn(p, edition.Moment{Now: env.now()})
	if err != nil {
		return err
	}
	defer done()
	act := policy.Act{Act: policy.ActSuggest, Not: how.not, Note: how.note, At: env.now()}
	if act.By, err = env.person(ctx, p.Dir, how.by); err != nil {
		return err
	}
	if !how.not {
		return env.suggestAgain(all, named, act, how)
	}
	if err := env.catchUpAll(ctx, all); err != nil {
		return err
	}
	c, seen, err := suggested(all, named)
	if err != nil {
		return err
	}
	if act.Name = c.Name; c.Address != "" {
		act.URL = "https://" + c.Address
	}
	top, layer := all[0], 0
	switch {
	case how.public && seen > 0:
		return usageError{fmt.Errorf("--public: only %s shows %s, and the public ledger must not name them", all[seen].Edition.Overlay, shown(cmp.Or(c.Name, c.Address)))}
	case !how.public && len(all) == 1:
		return usageError{errors.New("people: no overlay is at hand, and the name of somebody whom nobody asked would stand where everybody reads it; if that is right, add --public")}
	case !how.public:
		top = all[len(all)-1]
		layer = len(top.Layers) - 1
	}
	return env.turnDown(all, top, layer, act.Recorded())
}

// suggested finds whom somebody means among all who are cited or mentioned and on
// no list, and the first edition that shows them.
func suggested(all []*edition.Edition, named string) (*influence.Candidate, int, error) {
	if err := notListed(all, named); err != nil {
		return nil, 0, err
	}
	meant := policy.Act{Name: named, URL: named}
	var known []string
	for n, ed := range all {
		found, err := strangers(ed, 1)
		if err != nil {
			return nil, 0, err
		}
		for i := range found {
			if meant.Suggests(found[i].Name, found[i].Address) {
				return &found[i], n, nil
			}
			known = append(known, cmp.Or(found[i].Name, found[i].Address))
		}
	}
	return nil, 0, usageError{fmt.Errorf("nobody on no list is cited or mentioned as %q; %s", named, diag.DidYouMean(named, known, "`weft people suggest` lists who is, by name or address"))}
}

// notListed refuses who stands on a list.
func notListed(all []*edition.Edition, named string) error {
	for _, ed := range all {
		c, listed := ed.Roster.Contributor(named)
		if !listed {
			if c = ed.Roster.Named(named); c == nil {
				c = ed.Roster.Owner(named)
			}
		}
		if c != nil {
			return fmt.Errorf("%s:%d: %q is on your lists, and nobody listed is suggested; whether they are named `weft people confirm` says", c.File, c.Line, named)
		}
	}
	return nil
}

// turnDown appends the line, unless it stands already.
func (env *environment) turnDown(all []*edition.Edition, top *edition.Edition, layer int, act policy.Act) error {
	called := shown(cmp.Or(act.Name, act.URL))
	if a, said := top.Suggestion(act.Name, act.URL); said && a.Not {
		env.say("%s: said so already by %s on %s (%s:%d), nothing to do", called, shown(a.By), day(top, a.At), a.File, a.Line)
		return nil
	}
	if err := keepInside(all, layer, "--note", act.Note); err != nil {
		return err
	}
	file, err := env.appendSaid(top, layer, act)
	if err != nil {
		return err
	}
	env.say("%s: %s is not suggested any more, by %s", file, called, shown(act.By)+noteOf(act))
	env.say("next: nothing; `weft people suggest %s` takes it back", asArgument(cmp.Or(act.Name, act.URL)))
	return nil
}

// suggestAgain takes back, where it was said, that somebody is not suggested.
func (env *environment) suggestAgain(all []*edition.Edition, named string, act policy.Act, how peopling) error {
	n := slices.IndexFunc(all, func(ed *edition.Edition) bool {
		a, said := ed.Suggestion(named, named)
		return said && a.Not
	})
	if n < 0 {
		if err := notListed(all, named); err != nil {
			return err
		}
		return fmt.Errorf("%q: nobody said that they are not to be suggested, so there is nothing to take back; with --not they are not offered again", named)
	}
	top := all[n]
	stands, _ := top.Suggestion(named, named)
	if how.public && n > 0 {
		return usageError{fmt.Errorf("--public: it was said in %s:%d, and is taken back there; leave --public out", stands.File, stands.Line)}
	}
	act.Name, act.URL = stands.Name, stands.URL
	called := shown(cmp.Or(act.Name, act.URL))
	layer := len(top.Layers) - 1
	if err := keepInside(all, layer, "--note", act.Note); err != nil {
		return err
	}
	file, err := env.appendSaid(top, layer, act.Recorded())
	if err != nil {
		return err
	}
	env.say("%s: %s may be suggested again, by %s", file, called, shown(act.By)+noteOf(act))
	return nil
}

// appendSaid appends a line on a suggestion.
func (env *environment) appendSaid(top *edition.Edition, layer int, act policy.Act) (file string, err error) {
	if last, said := top.Suggestion(act.Name, act.URL); said {
		act = env.behind(act, last)
	}
	return appendTo(top, layer, policy.LedgerFile, act)
}

func noteOf(act policy.Act) string {
	if act.Note == "" {
		return ""
	}
	return ": " + shown(act.Note)
}
