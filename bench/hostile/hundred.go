package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"weft/bench/hostile/wicked"
)

// turned are what twenty of the hundred feeds become. Each fails, but the last
// five, which are taken in and harm nobody.
var turned = []string{"endless-header", "slow-header", "slow-body", "silence", "gzip-bomb", "brotli-bomb", "endless-body", "cookie-wall", "length-lie", "to-circled",
	"meta-refresh", "reset-mid-body", "http-0.9", "error-endless", "encoding-unknown", "entities-quadratic", "many-formatting", "many-title", "html-mutation-svg", "titles-1"}

// A village is a hundred feeds, each at an address of its own.
type village struct {
	settings
	hosts []*wicked.Host
	feeds []listed
}

func newVillage(s settings) (*village, error) {
	v := &village{settings: s}
	for i := range 100 {
		h, err := wicked.Serve(fmt.Sprintf("feed-%d", i))
		if err != nil {
			v.close()
			return nil, err
		}
		v.hosts = append(v.hosts, h)
		v.feeds = append(v.feeds, listed{id: fmt.Sprintf("case-%d", i), name: fmt.Sprintf("Case %d", i), url: h.URL, open: true})
	}
	return v, nil
}

func (v *village) close() {
	for _, h := range v.hosts {
		h.Close()
	}
}

// hundred fetches a hundred feeds, turns twenty of them, and fetches again; then
// half of them fail, and then all.
func hundred(s settings) error {
	if err := os.RemoveAll(s.out); err != nil {
		return err
	}
	v, err := newVillage(s)
	if err != nil {
		return err
	}
	defer v.close()
	canary, stop := listenCanary()
	defer stop()
	var attempts []*attempt
	for _, part := range []func() (*attempt, error){v.twenty, v.half, v.all} {
		a, err := part()
		if err != nil {
			return err
		}
		attempts = append(attempts, a)
	}
	if canary.Load() > 0 {
		return fmt.Errorf("the canary was asked %d times", canary.Load())
	}
	return report(os.Stdout, extra(attempts), attempts)
}

// tryMany tries the two cases of the collection that are about many feeds.
func tryMany(s settings, all []trial) ([]*attempt, error) {
	v, err := newVillage(s)
	if err != nil {
		return nil, err
	}
	defer v.close()
	var out []*attempt
	for _, t := range all {
		part := map[string]func() (*attempt, error){"half-fail": v.half, "all-fail": v.all}[t.ID]
		if part == nil {
			continue
		}
		a, err := part()
		if err != nil {
			return nil, err
		}
		a.trial = t
		out = append(out, a)
	}
	return out, nil
}

// begin takes in all hundred, which are well, and publishes them.
func (v *village) begin(name string) (*attempt, error) {
	for _, h := range v.hosts {
		h.Restore()
	}
	a, err := newAttempt(v.settings, name, v.feeds, false)
	if err != nil {
		return nil, err
	}
	if err := a.fetch(begins.Add(-24*60*60*1e9), false); err != nil {
		return nil, err
	}
	if err := a.publish(begins); err != nil {
		return nil, err
	}
	return a, a.build(begins)
}

// goOn fetches again, builds and looks through what came of it.
func (a *attempt) goOn() error {
	a.before = a.public
	if err := a.fetch(begins, false); err != nil {
		return err
	}
	if err := a.build(begins); err != nil {
		return err
	}
	return a.lookThrough(begins)
}

// judgeHundred checks that each feed has its two entries still, that those that
// fail are named, and that the others do not suffer.
func (a *attempt) judgeHundred(hosts []*wicked.Host, failing func(i int) bool) {
	rows := map[string]fetchedRow{}
	for _, row := range a.rows[len(a.rows)-1] {
		rows[row.Feed] = row
	}
	status := a.said("status")
	for i, h := range hosts {
		row, name := rows[h.URL], fmt.Sprintf("feed-%d", i)
		for _, title := range []string{"One of " + name, "Two of " + name} {
			a.want(slices.ContainsFunc(a.all, func(e entryRow) bool { return e.Title == title && e.Contributor == fmt.Sprintf("case-%d", i) }), "%q is gone", title)
		}
		if failing(i) {
			a.want(row.Status == "failed" && row.Error != "" && strings.Contains(status, strings.TrimPrefix(h.URL, "http://")), "%s is not named: %s %s", name, row.Status, row.Error)
		} else {
			a.want(row.Status == "unchanged" || row.Status == "ok", "%s suffers: %s %s", name, row.Status, row.Error)
		}
	}
	a.judgeCost()
	a.judgeOthers()
}

func (v *village) twenty() (*attempt, error) {
	a, err := v.begin("twenty-of-a-hundred")
	if err != nil {
		return nil, err
	}
	a.Checks.MaxSeconds = 90
	all := map[string]wicked.Behaviour{}
	for _, b := range wicked.All() {
		all[b.ID] = b
	}
	for i, id := range turned {
		if _, ok := all[id]; !ok {
			return nil, fmt.Errorf("there is no behaviour %q", id)
		}
		v.hosts[5*i].Turn(all[id])
	}
	if err := a.goOn(); err != nil {
		return nil, err
	}
	a.judgeHundred(v.hosts, func(i int) bool { return i%5 == 0 && i/5 < 15 })
	return a, nil
}

var broken = []string{"one-byte", "http-0.9", "status-1000", "meta-refresh", "reset-at-once"}

func breakSome(hosts []*wicked.Host, which func(i int) bool) {
	all := wicked.All()
	for i, h := range hosts {
		if which(i) {
			h.Turn(all[slices.IndexFunc(all, func(b wicked.Behaviour) bool { return b.ID == broken[i%len(broken)] })])
		}
	}
}

func (v *village) half() (*attempt, error) {
	a, err := v.begin("half-fail")
	if err != nil {
		return nil, err
	}
	odd := func(i int) bool { return i%2 == 1 }
	breakSome(v.hosts, odd)
	if err := a.goOn(); err != nil {
		return nil, err
	}
	a.judgeHundred(v.hosts, odd)
	return a, nil
}

// all checks that the last good site stays where nothing is to be had.
func (v *village) all() (*attempt, error) {
	a, err := v.begin("all-fail")
	if err != nil {
		return nil, err
	}
	breakSome(v.hosts, func(int) bool { return true })
	if err := a.goOn(); err != nil {
		return nil, err
	}
	a.judgeHundred(v.hosts, func(int) bool { return true })
	last := a.place.ran[0]
	for _, r := range a.place.ran {
		if r.args[0] == "fetch" {
			last = r
		}
	}
	a.want(last.code == 3, "fetch ends with %d where every feed of the web fails", last.code)
	for name, page := range a.before {
		a.want(string(a.public[name]) == string(page), "%s of the last good site was replaced", name)
	}
	return a, nil
}
