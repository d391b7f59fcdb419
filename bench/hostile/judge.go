package main

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// judge holds an attempt against the checks and the words of its case.
func (a *attempt) judge() {
	c := a.Checks
	a.judgeEntries()
	if c.Title != "" {
		a.judgeTitle()
	}
	for _, text := range c.MustNotPublish {
		for name, tree := range map[string]published{"public": a.public, "public-internal": a.internal} {
			for _, file := range tree.holding(text) {
				a.faults.add("%s/%s holds %q", name, file, text)
			}
		}
		if strings.Contains(a.said(""), text) {
			a.faults.add("the program says %q", text)
		}
	}
	a.judgeCost()
	a.judgeRequests()
	if words := outcomes[a.ID]; words != nil {
		words(a)
	}
	a.judgeWords()
}

func (a *attempt) judgeEntries() {
	c, n := a.Checks, len(a.entries)
	if c.Entries != nil && n != *c.Entries+a.had() {
		a.faults.add("%d entries, not %d", n, *c.Entries+a.had())
	}
	if c.EntriesMin != nil && n < *c.EntriesMin {
		a.faults.add("%d entries, fewer than %d", n, *c.EntriesMin)
	}
	if a.seeded {
		a.judgeKnown()
	}
	river := linkTexts(a.public["river/index.html"])
	for _, e := range a.entries {
		if title := squeeze(e.Title); title != "" && e.Decision != "held" && e.Published < "2026-12" && e.Published > "2026-06" && len(a.entries) < 20 && !slices.Contains(river, title) {
			a.faults.add("the river does not show %q", brief(title))
		}
	}
}

func (a *attempt) had() int {
	if a.seeded {
		return seeds
	}
	return 0
}

// known are the titles of what a feed held before it turned.
var known = regexp.MustCompile(`^(Before \d|One of|Two of) `)

// judgeKnown checks that what was known of the feed before stands.
func (a *attempt) judgeKnown() {
	n := 0
	for _, e := range a.entries {
		if known.MatchString(e.Title) {
			n++
			for name, tree := range map[string]published{"public": a.public, "public-internal": a.internal} {
				if !slices.Contains(linkTexts(tree["river/index.html"]), squeeze(e.Title)) || !slices.Contains(linkTexts(tree["digests/"+issue+"/index.html"]), squeeze(e.Title)) {
					a.faults.add("%s does not show %q any more", name, e.Title)
				}
			}
		}
	}
	if n != seeds {
		a.faults.add("of the %d entries known before %d are left", seeds, n)
	}
}

// judgeTitle checks that the title reads letter for letter in every form.
func (a *attempt) judgeTitle() {
	want := a.Checks.Title
	if !slices.ContainsFunc(a.entries, func(e entryRow) bool { return e.Title == want }) {
		a.faults.add("export entries does not say %q", want)
	}
	a.faults = append(a.faults, a.public.shows(want)...)
	a.faults = append(a.faults, a.internal.shows(want)...)
	name := "content/digests/" + issue + ".md"
	if got, _ := a.place.paperFaults(name, nil); !slices.Contains(got.links, want) {
		a.faults.add("%s does not say %q: %q", name, want, got.links)
	}
	var facts struct{ Items []struct{ Title string } }
	if err := decode(a.place.read("content/digests/"+issue+".items.json"), &facts); err != nil {
		a.faults.add("%s.items.json: %v", issue, err)
	}
	if !slices.ContainsFunc(facts.Items, func(it struct{ Title string }) bool { return it.Title == want }) {
		a.faults.add("%s.items.json does not say %q", issue, want)
	}
	if !strings.Contains(a.said("why"), want) {
		a.faults.add("why does not say %q", want)
	}
}

func (a *attempt) judgeCost() {
	for _, r := range a.place.ran {
		if most := a.Checks.MaxRSS; most > 0 && r.rss > most {
			a.faults.add("weft %s takes %d MB, more than %d", r.name(), r.rss, most)
		}
		if most := a.Checks.MaxSeconds; most > 0 && r.wall.Seconds() > most {
			a.faults.add("weft %s takes %.1f s, more than %.0f", r.name(), r.wall.Seconds(), most)
		}
	}
}

// judgeRequests looks at what the servers saw.
func (a *attempt) judgeRequests() {
	total, canary := 0, 0
	for _, log := range a.log {
		for _, r := range log {
			if r.Where == "canary" {
				canary++
			} else {
				total++
			}
		}
		if most := a.Checks.MaxParallel; most > 0 && overlapping(log) > most {
			a.faults.add("%d requests at once", overlapping(log))
		}
	}
	if canary > 0 {
		a.faults.add("the canary was asked %d times", canary)
	}
	if most := a.Checks.MaxRequests; most > 0 && total > most {
		a.faults.add("%d requests, more than %d", total, most)
	}
	if a.Checks.Conditional {
		a.judgeConditional()
	}
}

func (a *attempt) judgeConditional() {
	last := a.log[len(a.log)-1]
	if len(last) != 1 || last[0].Headers["if-none-match"] == "" {
		a.faults.add("the second run sends no validators: %v", last)
	}
	if got := a.last(); got.Status != "unchanged" {
		a.faults.add("the second run is %s: %s", got.Status, got.Error)
	}
}

// judgeWords reads of `expect` what all cases have in common.
func (a *attempt) judgeWords() {
	row := a.last()
	if strings.HasPrefix(a.ID, "list-") && row.Feed == "" {
		badAddress(a)
		return
	}
	if len(a.rows) > 0 && len(a.rows[0]) > 0 && (row.Status == "deferred" || row.Status == "retired") { // not asked again
		row = a.rows[0][0]
	}
	failed := row.Status == "failed" || row.Status == "gone" || row.Status == "deferred"
	switch words := a.Expect; {
	case strings.HasPrefix(words, "refused"):
		if a.address() == "" {
			return // tried where names are resolved; see units
		}
		if !failed || row.Error == "" {
			a.faults.add("is not refused: %s", row.Status)
		}
		a.judgeRefused(row)
	case strings.HasPrefix(words, "fails") && !strings.Contains(words, " or ") && !strings.Contains(words, "kept:"):
		if !failed || row.Error == "" {
			a.faults.add("does not fail: %s %q", row.Status, row.Error)
		}
	case strings.HasPrefix(words, "kept"):
		if row.Status != "ok" && row.Status != "unchanged" && a.Level == "must" {
			a.faults.add("is not kept: %s: %s", row.Status, row.Error)
		}
	}
	if failed && a.address() != "" {
		if status := a.said("status"); !strings.Contains(status, strings.TrimPrefix(row.Feed, "http://")) || row.Error == "" {
			a.faults.add("status does not name the feed that failed")
		}
	}
}

// judgeRefused checks that the reason names the address.
func (a *attempt) judgeRefused(row fetchedRow) {
	target := a.Checks.Target
	if target == "" {
		target = a.Path
	}
	u, err := url.Parse(target)
	if err != nil || strings.Contains(row.Error, target) {
		return
	}
	name := u.Hostname()
	if u.Scheme != "http" && u.Scheme != "https" {
		name = u.Scheme
	}
	if !strings.Contains(row.Error, name) {
		a.faults.add("the reason does not name %s: %s", name, row.Error)
	}
}

// verdict is the case's line in the table.
func (a *attempt) verdict() string {
	rss, wall := a.place.highest()
	row := a.last()
	note := row.Status
	if row.Error != "" {
		note += ": " + brief(row.Error)
	} else {
		note += fmt.Sprintf(", %d entries", len(a.entries))
	}
	return fmt.Sprintf("%.1f s, %d MB\t%s", wall.Seconds(), rss, note)
}
