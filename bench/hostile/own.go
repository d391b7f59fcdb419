package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"weft/bench/hostile/wicked"
)

// The bounds of every case of our own.
const (
	ownSeconds, slowSeconds = 25, 60
	ownMB                   = 300
)

// mostShown is how many entries of one feed still stand together in a draft.
const mostShown = 50

// own runs the behaviours of our own, two at a time, each by itself, and then
// all of them as one site.
func own(s settings) error {
	if err := os.RemoveAll(s.out); err != nil {
		return err
	}
	pattern, err := regexp.Compile(s.only)
	if err != nil {
		return err
	}
	canary, stop := listenCanary()
	defer stop()
	all := slices.DeleteFunc(wicked.All(), func(b wicked.Behaviour) bool { return s.quick && b.Slow })
	behaviours := slices.DeleteFunc(slices.Clone(all), func(b wicked.Behaviour) bool { return !pattern.MatchString(b.ID) })
	attempts := make([]*attempt, len(behaviours))
	failures := make([]error, len(behaviours))
	say := newProgress()
	var working sync.WaitGroup
	var next atomic.Int64
	for range 2 {
		working.Go(func() {
			for n := int(next.Add(1)) - 1; n < len(behaviours); n = int(next.Add(1)) - 1 {
				say(behaviours[n].ID)
				attempts[n], failures[n] = tryOwn(s, behaviours[n])
			}
		})
	}
	working.Wait()
	if s.browser && !slices.ContainsFunc(failures, func(err error) bool { return err != nil }) {
		say("what each left, in a browser")
		if err := browseEach(s, attempts); err != nil {
			return err
		}
	}
	var trials []trial
	for i, a := range attempts {
		if failures[i] != nil {
			return fmt.Errorf("%s: %w", behaviours[i].ID, failures[i])
		}
		trials = append(trials, a.trial)
	}
	if pattern.MatchString("all-together") {
		say("all together")
		whole, err := ownTogether(s, all)
		if err != nil {
			return err
		}
		trials, attempts = append(trials, whole.trial), append(attempts, whole)
	}
	say("")
	err = report(os.Stdout, trials, attempts)
	if n := canary.Load(); n > 0 {
		return fmt.Errorf("the canary was asked %d times", n)
	}
	return err
}

// listenCanary listens where nobody ought to be asked, as far as the ports are
// free.
func listenCanary() (hits *atomic.Int64, stop func()) {
	hits = &atomic.Int64{}
	var all []net.Listener
	for _, at := range []string{"127.0.0.1:8900", "127.0.0.2:8900", "[::1]:8900"} {
		l, err := net.Listen("tcp", at)
		if err != nil {
			fmt.Fprintf(os.Stderr, "no canary at %s: %v\n", at, err)
			continue
		}
		all = append(all, l)
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				hits.Add(1)
				c.Close()
			}
		}()
	}
	return hits, func() {
		for _, l := range all {
			l.Close()
		}
	}
}

func ownTrial(b wicked.Behaviour) trial {
	t := trial{ID: b.ID, What: b.What, Level: "must", Checks: checks{MaxSeconds: ownSeconds, MaxRSS: ownMB}}
	if b.Slow {
		t.Checks.MaxSeconds = slowSeconds
	}
	return t
}

// tryOwn takes in a good feed, which turns, and takes in what it then sends.
func tryOwn(s settings, b wicked.Behaviour) (*attempt, error) {
	host, err := wicked.Serve(b.ID)
	if err != nil {
		return nil, err
	}
	defer host.Close()
	p, err := newPlace(s, filepath.Join("each", b.ID), []listed{{id: "case", name: "The Case", url: host.URL, open: true}}, false)
	if err != nil {
		return nil, err
	}
	a := &attempt{trial: ownTrial(b), place: p, seeded: true}
	if err := a.fetch(begins.Add(-24*60*60*1e9), false); err != nil {
		return nil, err
	}
	host.Turn(b)
	if err := a.fetch(begins, false); err != nil {
		return nil, err
	}
	if err := a.publish(begins); err != nil {
		return nil, err
	}
	if b.Twice {
		if err := a.fetch(again, false); err != nil {
			return nil, err
		}
	}
	if err := a.build(again); err != nil {
		return nil, err
	}
	if err := a.lookThrough(again); err != nil {
		return nil, err
	}
	a.judgeOwn(b)
	return a, nil
}

func (a *attempt) judgeOwn(b wicked.Behaviour) {
	if len(a.entries) < mostShown { // a feed may push its own older entries out of sight
		a.judgeKnown()
	}
	a.judgeCost()
	row := a.last()
	failed := row.Status == "failed" || row.Status == "gone" || row.Status == "deferred"
	a.want(!b.Fails || failed && row.Error != "", "does not fail: %s", row.Status)
	a.want(b.Kept < 0 || row.Status == "ok" || row.Status == "unchanged", "is not kept: %s: %s", row.Status, row.Error)
	if b.Kept >= 0 {
		a.want(len(a.entries) == b.Kept+seeds, "%d entries, not %d", len(a.entries), b.Kept+seeds)
	}
	a.boundedPages(1 << 20)
	got, _ := a.place.paperFaults("content/digests/"+issue+".md", nil)
	for _, title := range b.Shows {
		a.faults = append(a.faults, a.public.shows(title)...)
		a.want(slices.Contains(got.links, title), "the draft does not say %q", title)
		a.want(slices.ContainsFunc(a.entries, func(e entryRow) bool { return e.Title == title }), "export does not say %q", title)
	}
	a.judgeOthers()
}

// judgeOthers checks that nobody else lost anything.
func (a *attempt) judgeOthers() {
	for _, own := range []entryRow{{Contributor: "control", Title: "Control one"}, {Contributor: "control", Title: "Control two"}, {Contributor: "victim", Title: "The victim's own words"}} {
		a.want(slices.ContainsFunc(a.all, func(e entryRow) bool { return e.Contributor == own.Contributor && e.Title == own.Title }), "%q of %q is gone", own.Title, own.Contributor)
	}
	for _, e := range a.all {
		a.want(e.Contributor != "victim" || e.Title == "The victim's own words", "%q is credited to the victim", brief(e.Title))
	}
}

// ownTogether makes one site of all of it, and opens its pages in a browser.
func ownTogether(s settings, behaviours []wicked.Behaviour) (*attempt, error) {
	var hosts []*wicked.Host
	var feeds []listed
	for _, b := range behaviours {
		h, err := wicked.Serve(b.ID)
		if err != nil {
			return nil, err
		}
		defer h.Close()
		hosts = append(hosts, h)
		feeds = append(feeds, listed{id: "case-" + strings.ReplaceAll(b.ID, ".", "-"), name: "Case " + b.ID, url: h.URL, open: true})
	}
	p, err := newPlace(s, "together", feeds, false)
	if err != nil {
		return nil, err
	}
	a := &attempt{trial: trial{ID: "all-together", Level: "must", Checks: checks{MaxSeconds: 200, MaxRSS: ownMB}}, place: p}
	if err := a.fetch(begins.Add(-24*60*60*1e9), false); err != nil {
		return nil, err
	}
	for i, h := range hosts {
		h.Turn(behaviours[i])
	}
	if err := a.together(); err != nil {
		return nil, err
	}
	a.judgeCost()
	a.judgeOthers()
	if s.browser {
		return a, a.browse()
	}
	return a, nil
}
