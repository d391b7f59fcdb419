package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// slow are the cases that take half a minute or more by their nature.
var slow = []string{"slow-drip", "slow-first-byte", "slow-many"}

// feedsOf lists the feeds of a case.
func feedsOf(t trial) []listed {
	private := strings.HasPrefix(t.Path, "/")
	switch {
	case t.ID == "slow-many":
		var out []listed
		for n := range 20 {
			out = append(out, listed{id: fmt.Sprintf("case-slow-%d", n+1), name: fmt.Sprintf("Slow %d", n+1), url: fmt.Sprintf("http://%s/c/slow-many?n=%d", kitAddress, n+1), open: true})
		}
		return out
	case t.ID == "list-dup":
		good := "http://" + kitAddress + "/f/good.xml"
		return []listed{{id: "case", name: "Once", url: good, open: true}, {id: "case-twice", name: "Twice", url: good + "/", open: true}}
	case t.ID == "tls-selfsigned":
		return []listed{{id: "case", name: "The Case", url: t.Path, open: true}}
	case t.address() == "":
		return nil
	}
	return []listed{{id: "case", name: "The Case", url: t.address(), open: private}}
}

// seedable reports whether a case is tried on a feed that was good before.
func seedable(t trial) bool {
	return strings.HasPrefix(t.Path, "/") && t.Checks.Entries == nil && t.Checks.EntriesMin == nil && !t.Checks.Deterministic && t.Checks.Runs < 2 && t.ID != "slow-many" || t.ID == "empty-feed" || strings.HasPrefix(t.ID, "429")
}

// twice reports whether a case is asked a second time: by its checks, or
// because its words speak of it.
func twice(t trial) bool {
	return t.Checks.Runs == 2 || t.ID == "410" || t.ID == "302" || t.ID == "307" || t.ID == "301"
}

// prepare makes the sites of all cases, those that can be seeded with entries
// that were known before.
func prepare(s settings, trials []trial, progress func(string)) ([]*attempt, error) {
	stop, err := standIn()
	if err != nil {
		return nil, err
	}
	defer stop()
	var out []*attempt
	for _, t := range trials {
		feeds := feedsOf(t)
		if len(feeds) == 0 {
			continue
		}
		p, err := newPlace(s, filepath.Join("each", t.ID), feeds, false)
		if err != nil {
			return nil, err
		}
		a := &attempt{trial: t, place: p, seeded: seedable(t)}
		if a.seeded {
			progress("seeding " + t.ID)
			if err := a.fetch(begins.Add(-24*60*60*1e9), false); err != nil {
				return nil, err
			}
			a.rows = nil
		}
		out = append(out, a)
	}
	return out, nil
}

// try runs a case from the list to the pages.
func (a *attempt) try() error {
	if err := a.fetch(begins, a.address() != "" || a.ID == "list-dup"); err != nil {
		return err
	}
	if strings.HasPrefix(a.ID, "list-") && len(a.rows[0]) == 0 { // the list itself is refused
		_, err := a.place.run(begins, "check")
		return err
	}
	if err := a.publish(begins); err != nil {
		return err
	}
	if twice(a.trial) {
		before, err := readTree(a.place.path("public"))
		if err != nil {
			return err
		}
		if err := a.fetch(again, true); err != nil {
			return err
		}
		a.before = before
	}
	if err := a.build(again); err != nil {
		return err
	}
	if a.Checks.Deterministic {
		if differs := a.before.same(a.public); differs != "" {
			a.faults.add("%s is not the same after a second run", differs)
		}
	}
	return a.lookThrough(again)
}

// chosen picks the trials to make.
func chosen(s settings, all []trial) ([]trial, error) {
	pattern, err := regexp.Compile(s.only)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(t trial) bool {
		return !pattern.MatchString(t.ID) || s.quick && slices.Contains(slow, t.ID)
	}), nil
}

// kit runs the collection.
func kit(s settings) error {
	all, err := readKit(s.kit)
	if err != nil {
		return err
	}
	trials, err := chosen(s, all)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(s.out); err != nil {
		return err
	}
	say := newProgress()
	attempts, err := prepare(s, trials, say)
	if err != nil {
		return err
	}
	stop, err := startServer(s.kit)
	if err != nil {
		return err
	}
	defer stop()
	for _, a := range attempts {
		say(a.ID)
		if err := a.try(); err != nil {
			return fmt.Errorf("%s: %w", a.ID, err)
		}
		a.judge()
	}
	if s.browser {
		say("what each left, in a browser")
		if err := browseEach(s, attempts); err != nil {
			return err
		}
	}
	if s.only == "" {
		whole, err := kitTogether(s, attempts, say)
		if err != nil {
			return err
		}
		units, err := tryUnits(all)
		if err != nil {
			return err
		}
		many, err := tryMany(s, all)
		if err != nil {
			return err
		}
		attempts = slices.Concat(attempts, whole, units, many)
		all = append(all, extra(whole)...)
	}
	say("")
	return report(os.Stdout, all, attempts)
}

func extra(attempts []*attempt) []trial {
	var out []trial
	for _, a := range attempts {
		out = append(out, a.trial)
	}
	return out
}

// kitTogether makes one site of all cases, and two of those that always answer
// alike, in the overlay, which must come out the same in another time zone.
func kitTogether(s settings, each []*attempt, say func(string)) ([]*attempt, error) {
	say("all together")
	var all, alike []listed
	for _, a := range each {
		// A list with a bad address is no list; and twenty slow feeds of one host
		// take as long again as they did by themselves.
		if strings.HasPrefix(a.ID, "list-") && a.ID != "list-private" && a.ID != "list-meta" || a.ID == "slow-many" {
			continue
		}
		for i, f := range feedsOf(a.trial) {
			f.id, f.name = fmt.Sprintf("case-%s-%d", a.ID, i), fmt.Sprintf("Case %s %d", a.ID, i)
			if all = append(all, f); strings.HasPrefix(a.Path, "/f/") {
				alike = append(alike, f)
			}
		}
	}
	whole, err := newAttempt(s, "all-together", all, false)
	if err == nil {
		err = whole.together()
	}
	if err == nil && s.browser {
		say("every page in a browser")
		err = whole.browse()
	}
	if err != nil {
		return nil, err
	}
	say("the same twice")
	var twins []*attempt
	for i, zone := range []string{"UTC", "Pacific/Auckland"} {
		twin, err := newAttempt(s, fmt.Sprintf("in-the-overlay-%d", i+1), alike, true)
		if err != nil {
			return nil, err
		}
		twin.place.zone = zone
		if err := twin.together(); err != nil {
			return nil, err
		}
		if held := twin.public.holding("Case "); len(held) > 0 {
			twin.faults.add("the public edition knows of the overlay: %v", held)
		}
		twins = append(twins, twin)
	}
	twins[1].want(twins[0].internal.same(twins[1].internal) == "" && twins[0].public.same(twins[1].public) == "", "in another time zone %s differs", twins[0].internal.same(twins[1].internal))
	twins[1].judgeUnchanged()
	return append(twins, whole), nil
}

func newAttempt(s settings, name string, feeds []listed, inside bool) (*attempt, error) {
	p, err := newPlace(s, name, feeds, inside)
	return &attempt{trial: trial{ID: name, Level: "must", Checks: checks{MaxRSS: 300}}, place: p}, err
}

// judgeUnchanged checks that a second run over the same bytes reads nothing.
func (a *attempt) judgeUnchanged() {
	a.judgeCost()
	first := map[string]string{}
	for _, row := range a.rows[0] {
		first[row.Feed] = row.Status
	}
	for _, row := range a.rows[1] {
		if first[row.Feed] == "ok" && (row.Status != "unchanged" || row.Parsed > 0) {
			a.faults.add("%s is read again: %s", row.Feed, row.Status)
		}
	}
}

// tryUnits runs what only can be tried where names are resolved.
func tryUnits(all []trial) ([]*attempt, error) {
	units := map[string]string{"rebind": "TestTheAddressConnectedToIsTheAddressChecked", "resolve-private": "TestANameThatLeadsToAPrivateAddressIsRefused"}
	var out []*attempt
	for _, t := range all {
		test := units[t.ID]
		if test == "" {
			continue
		}
		a := &attempt{trial: t, place: &place{}}
		if said, err := exec.Command("go", "test", "-count=1", "-run", "^"+test+"$", "-v", "./internal/fetch").CombinedOutput(); err != nil || !strings.Contains(string(said), "--- PASS: "+test) {
			a.faults.add("%s: %v: %s", test, err, brief(string(said)))
		}
		out = append(out, a)
	}
	return out, nil
}
