package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/leak"
	"weft/internal/policy"
	"weft/internal/roster"
)

// confirm lets somebody be named as one whose ideas carry, or not.
func (env *environment) confirm(ctx context.Context, named string, how peopling) error {
	p, err := env.project()
	if err != nil {
		return err
	}
	all, done, err := env.openInTurn(p, edition.Moment{Now: env.now()})
	if err != nil {
		return err
	}
	defer done()
	if err := env.catchUpAll(ctx, all); err != nil {
		return err
	}
	c, err := listedAs(all, named)
	if err != nil {
		return err
	}
	act := policy.Act{Act: policy.ActName, Person: c.ID, Not: how.not, Note: how.note, At: env.now()}
	if act.By, err = env.person(ctx, p.Dir, how.by); err != nil {
		return err
	}
	seen, err := takenIn(all, c.ID)
	if err != nil {
		return err
	}
	top, layer, err := ledgerOfNaming(all, c, seen, how)
	if err != nil {
		return err
	}
	if standing, ok := saidAlready(all, top, seen, layer, act); ok {
		env.say("%s: said so already by %s on %s (%s:%d), nothing to do", shown(c.Name), shown(standing.By), day(top, standing.At), standing.File, standing.Line)
		return nil
	}
	if err := keepInside(all, layer, "--note", how.note); err != nil {
		return err
	}
	return env.name(all, top, layer, c, act.Recorded(), seen)
}

// listedAs finds the person whom somebody means, by id, name, alias or page, in the
// topmost edition that lists them, and refuses who wants no claim made.
func listedAs(all []*edition.Edition, named string) (*roster.Contributor, error) {
	for _, ed := range slices.Backward(all) {
		c, ok := ed.Roster.Contributor(named)
		if !ok {
			c = ed.Roster.Named(named)
		}
		if c == nil && isWebAddress(named) {
			c = ed.Roster.Owner(named)
		}
		switch {
		case c == nil:
		case c.OptOut.All:
			return nil, fmt.Errorf("%s:%d: %s asked not to be shown (opt_out); nothing was written", c.File, c.Line, shown(c.Name))
		case c.OptOut.Influence:
			return nil, fmt.Errorf("%s:%d: %s wants nothing said of whose ideas carry (opt_out); nothing was written", c.File, c.Line, shown(c.Name))
		default:
			return c, nil
		}
	}
	return nil, nobodyListed(all, named)
}

// nobodyListed says that nobody, or several people, are called so.
func nobodyListed(all []*edition.Edition, named string) error {
	var known, called []string
	for _, c := range all[len(all)-1].Roster.Contributors {
		if c.OptOut.All {
			continue
		}
		known = append(known, c.ID, c.Name)
		if slices.ContainsFunc(append(slices.Clone(c.Aliases), c.Name), func(s string) bool { return roster.Spelling(s) == roster.Spelling(named) }) {
			called = append(called, c.ID)
		}
	}
	if len(called) > 1 {
		return usageError{fmt.Errorf("several people are listed as %q; say whom you mean by an id: %s", named, strings.Join(called, ", "))}
	}
	hint := diag.DidYouMean(named, known, "")
	if hint == "" {
		hint = "the lists in feeds/ say who there is"
	}
	return usageError{fmt.Errorf("nobody is listed as %q; %s", named, hint)}
}

// takenIn gives somebody's standing in each edition; nil where they have none.
func takenIn(all []*edition.Edition, id string) ([]*edition.Taken, error) {
	var out []*edition.Taken
	for _, ed := range all {
		taken, err := ed.Taken()
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(taken, func(t edition.Taken) bool { return t.Person.ID == id })
		if i < 0 {
			out = append(out, nil)
		} else {
			out = append(out, &taken[i])
		}
	}
	return out, nil
}

func over(t *edition.Taken) bool { return t != nil && (t.Supporter || t.SuperConnector) }

// ledgerOfNaming gives the layer whose ledger a naming belongs into. What an
// overlay alone shows is the overlay's: a public line would give it away.
func ledgerOfNaming(all []*edition.Edition, c *roster.Contributor, seen []*edition.Taken, how peopling) (*edition.Edition, int, error) {
	top := 0
	for n := range all {
		if listed, ok := all[n].Roster.Contributor(c.ID); ok && (over(seen[n]) || listed.Layer > 0) {
			top = n
			break
		}
	}
	shows := slices.ContainsFunc(seen, over)
	switch {
	case c.Layer > 0 && how.public:
		return nil, 0, usageError{fmt.Errorf("--public: %s is listed in %s alone, and the public ledger must not name them", shown(c.Name), c.File)}
	case how.public:
		top = 0
	case how.not:
		top = firstSaid(seen, top)
	}
	if !shows && !how.not {
		return nil, 0, notYet(all, c, seen)
	}
	return all[top], len(all[top].Layers) - 1, nil
}

// firstSaid is the lowest edition in which a naming stands that is to be taken
// back: to take it back above would leave it there.
func firstSaid(seen []*edition.Taken, otherwise int) int {
	for n, t := range seen {
		if t != nil && t.Naming != nil && !t.Naming.Not {
			return n
		}
	}
	return otherwise
}

// notYet says what is missing before somebody can be confirmed.
func notYet(all []*edition.Edition, c *roster.Contributor, seen []*edition.Taken) error {
	for n, t := range slices.Backward(seen) {
		if t != nil {
			return fmt.Errorf("%s: %s; nothing was written", shown(c.Name), shown(stateWords(all[n], t)))
		}
	}
	return fmt.Errorf("%s: not enough to say: nobody took up their ideas in the last half year, as far as links and quotes show; `weft credit %s --note …` records what they do not", shown(c.Name), c.ID)
}

// reads reports whether an edition reads the ledger of a layer of another's.
func reads(ed, top *edition.Edition, layer int) bool { return layer == 0 || ed == top }

// saidAlready finds the word that stands, where it says the same in every
// edition that reads the ledger.
func saidAlready(all []*edition.Edition, top *edition.Edition, seen []*edition.Taken, layer int, act policy.Act) (policy.Act, bool) {
	var stands policy.Act
	found := false
	for n, t := range seen {
		if !reads(all[n], top, layer) {
			continue
		}
		c, ok := all[n].Roster.Contributor(act.Person)
		if !ok {
			continue
		}
		said, any := all[n].Naming(c)
		if !any || said.Not != act.Not || t != nil && t.Naming == nil {
			return policy.Act{}, false
		}
		if !found {
			stands, found = said, true
		}
	}
	return stands, found
}

// keepInside refuses words for a public file that hold what only an overlay
// knows.
func keepInside(all []*edition.Edition, layer int, what, words string) error {
	if layer > 0 || words == "" {
		return nil
	}
	n, overlay, err := insideIn(all, words, func(n leak.Needle) bool { return n.What != edition.Note }) // said in public on purpose
	if n == nil || err != nil {
		return err
	}
	return fmt.Errorf("%s: %q is %s that only %s knows, and the ledger of this is public; say it without", what, n.Text, asSaid(n.What), overlay)
}

// insideIn finds the first thing in words for everybody that only an overlay knows;
// nil: none.
func insideIn(all []*edition.Edition, words string, matters func(leak.Needle) bool) (*leak.Needle, string, error) {
	for _, ed := range all[1:] {
		needles, err := ed.Needles()
		if err != nil {
			return nil, "", err
		}
		for _, n := range leak.NewScanner(needles).Find([]byte(words)) {
			known, err := all[0].Known([]leak.Needle{n})
			if err != nil {
				return nil, "", err
			}
			if matters(n) && !known[n] {
				return &n, ed.Edition.Overlay, nil
			}
		}
	}
	return nil, "", nil
}

// asSaid says what a needle is, to whoever wrote it.
func asSaid(what string) string {
	if what == edition.PrivateAddress {
		return edition.Address
	}
	return what
}

// name appends the line, and says what becomes of it in each edition.
func (env *environment) name(all []*edition.Edition, top *edition.Edition, layer int, c *roster.Contributor, act policy.Act, seen []*edition.Taken) error {
	if last, said := top.Naming(c); said {
		act = env.behind(act, last)
	}
	file, err := appendTo(top, layer, policy.LedgerFile, act)
	if err != nil {
		return err
	}
	may := "may be named"
	if act.Not {
		may = "is not to be named"
	}
	why := ""
	if act.Note != "" {
		why = ": " + act.Note
	}
	env.say("%s: %s %s, by %s%s", file, shown(c.Name), may, shown(act.By), shown(why))
	for n, ed := range all {
		if reads(ed, top, layer) && seen[n] != nil {
			t := *seen[n]
			t.Confirmed, t.Naming = !act.Not, &act
			env.say("    %s: %s", ed.Edition.Name, asNow(ed, &t))
		}
	}
	env.say("next: `weft build` carries it out%s", toReaders(top.Site))
	return nil
}

// asNow says how somebody stands in an edition, in a few words.
func asNow(ed *edition.Edition, t *edition.Taken) string {
	switch t.State() {
	case edition.Named:
		return "named as " + roles(t)
	case edition.Unnamed:
		return "not named"
	}
	return shown("not named there: " + strings.Join(ed.Lacks(t), ", "))
}
