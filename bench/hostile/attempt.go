package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The moments of a trial: it begins on the day the collection is written for, is
// asked again within the hour, and is looked at once more when the week is over.
var (
	begins = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	again  = begins.Add(40 * time.Minute)
	later  = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
)

const issue = "2026-W47"

// A fetched row is what `fetch --json` says of a feed.
type fetchedRow struct {
	Feed, Contributor, Status, Error, Notice string
	MovedTo                                  string `json:"moved_to"`
	Entries, New, Updated, Requests, Parsed  int
}

// An entryRow is a line of `export entries`.
type entryRow struct {
	ID, URL, Title, Contributor, Published string
	FirstSeen                              string `json:"first_seen"`
	Byline                                 []string
	Decision                               string // "held": dated ahead, it waits for its day
}

// An attempt is one trial and all that came of it.
type attempt struct {
	trial
	place  *place
	seeded bool

	rows     [][]fetchedRow // of the case's feeds, fetch by fetch
	log      [][]asked
	before   published // after the first build
	public   published
	internal published
	entries  []entryRow // of the case's contributors
	all      []entryRow
	faults   faults
}

// fetch asks, and notes what the server saw and what the program said. The
// server counts how often it was asked, and so is told once that a case begins.
func (a *attempt) fetch(at time.Time, watched bool) error {
	if watched && len(a.log) == 0 {
		if _, err := serverSays("/reset"); err != nil {
			return err
		}
	}
	r, err := a.place.run(at, "fetch", "--json")
	if err != nil {
		return err
	}
	rows, err := jsonLines[fetchedRow](r.stdout)
	if err != nil {
		a.faults.add("fetch --json: %v", err)
	}
	var own []fetchedRow
	for _, row := range rows {
		if strings.HasPrefix(row.Contributor, "case") {
			own = append(own, row)
		} else if row.Status != "ok" && row.Status != "unchanged" {
			a.faults.add("another feed suffers: %s: %s", row.Feed, row.Error)
		}
	}
	a.rows = append(a.rows, own)
	if watched {
		log, err := serverLog()
		if err != nil {
			return err
		}
		for _, earlier := range a.log {
			log = log[len(earlier):]
		}
		a.log = append(a.log, log)
	}
	return nil
}

func jsonLines[T any](text string) ([]T, error) {
	var out []T
	dec := json.NewDecoder(strings.NewReader(text))
	for dec.More() {
		var row T
		if err := dec.Decode(&row); err != nil {
			return out, err
		}
		out = append(out, row)
	}
	return out, nil
}

// must runs the program, and notes where it ends otherwise than it may.
func (a *attempt) must(at time.Time, codes []int, args ...string) (ran, error) {
	r, err := a.place.run(at, args...)
	if err != nil {
		return r, err
	}
	for _, code := range codes {
		if r.code == code {
			return r, nil
		}
	}
	a.faults.add("weft %s ends with %d: %s", r.name(), r.code, brief(strings.TrimSpace(r.stderr)))
	return r, nil
}

// publish drafts, freezes and builds.
func (a *attempt) publish(at time.Time) error {
	for _, args := range [][]string{{"draft", issue}, {"freeze", issue, "--by", "bench"}, {"build"}} {
		if _, err := a.must(at, []int{0}, args...); err != nil {
			return err
		}
	}
	return nil
}

// build builds both editions, and reads what lies there then.
func (a *attempt) build(at time.Time) (err error) {
	if _, err = a.must(at, []int{0}, "build"); err != nil {
		return err
	}
	if a.public, err = readTree(a.place.path("public")); err != nil {
		return err
	}
	a.internal, err = readTree(a.place.path("public-internal"))
	return err
}

// lookThrough asks every command that tells of the case, and scans every form.
func (a *attempt) lookThrough(at time.Time) error {
	out, err := a.must(at, []int{0}, "export", "entries", "--edition", "internal")
	if err != nil {
		return err
	}
	if a.all, err = jsonLines[entryRow](out.stdout); err != nil {
		a.faults.add("export entries: %v", err)
	}
	known := map[string]bool{}
	a.entries = nil
	for _, row := range a.all {
		known[squeeze(row.Title)] = true
		if strings.HasPrefix(row.Contributor, "case") {
			a.entries = append(a.entries, row)
		}
	}
	for _, args := range [][]string{{"status"}, {"check"}, {"export", "entries", "--format", "csv"}} {
		if _, err := a.must(at, []int{0, 1}, args...); err != nil {
			return err
		}
	}
	if len(a.entries) > 0 {
		e := a.entries[0]
		for _, other := range a.entries {
			if other.Title == a.Checks.Title {
				e = other
			}
		}
		if err := a.ask(at, e); err != nil {
			return err
		}
	}
	a.scan(known)
	return nil
}

// ask asks why, in words and as data.
func (a *attempt) ask(at time.Time, e entryRow) error {
	name := e.URL
	if name == "" {
		name = e.ID
	}
	for _, args := range [][]string{{"why", name}, {"why", name, "--json"}} {
		if _, err := a.must(at, []int{0}, args...); err != nil {
			return err
		}
	}
	return nil
}

// scan looks at every published form and at all the program said.
func (a *attempt) scan(known map[string]bool) {
	a.faults = append(a.faults, a.public.faults("public")...)
	a.faults = append(a.faults, a.internal.faults("public-internal")...)
	for _, dir := range []string{"", "private/"} {
		_, f := a.place.paperFaults(dir+"content/digests/"+issue+".md", nil)
		a.faults = append(a.faults, f...)
	}
	for _, r := range a.place.ran {
		a.faults = append(a.faults, r.faults()...)
		if r.wall >= longest {
			a.faults.add("weft %s does not end", r.name())
		}
	}
	strays, err := a.place.strays()
	if err != nil {
		a.faults.add("%v", err)
	}
	for _, s := range strays {
		a.faults.add("a file where none may be: %s", s)
	}
}

// last is what became of the case's feed the last time.
func (a *attempt) last() fetchedRow {
	if len(a.rows) == 0 || len(a.rows[len(a.rows)-1]) == 0 {
		return fetchedRow{}
	}
	rows := a.rows[len(a.rows)-1]
	return rows[0]
}

// said is all that the program told people and machines, for searching.
func (a *attempt) said(command string) string {
	var b strings.Builder
	for _, r := range a.place.ran {
		if command == "" || len(r.args) > 0 && r.args[0] == command {
			fmt.Fprintln(&b, r.stdout, r.stderr)
		}
	}
	return b.String()
}
