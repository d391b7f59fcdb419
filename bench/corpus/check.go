package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// expected is what a check holds a site against; what is empty or 0 is not
// checked.
type expected struct {
	fetched, exported      string
	cited, collection      string // what weft found, and the folder of what is true
	blogs                  []blog // that the site lists
	before                 string // the output folder of an earlier build
	feeds, entries, issues int
}

// A verdict gathers what was found wrong, and tells every check's result.
type verdict struct {
	w     io.Writer
	bad   int
	notes int
}

func (v *verdict) say(ok bool, format string, args ...any) {
	mark := "ok  "
	if !ok {
		mark, v.bad = "BAD ", v.bad+1
	}
	fmt.Fprintf(v.w, mark+format+"\n", args...)
}

// note shows one of the things behind a check's figure.
func (v *verdict) note(format string, args ...any) {
	if v.notes++; v.notes <= 30 {
		fmt.Fprintf(v.w, "    "+format+"\n", args...)
	}
}

// check tells, a line a check, whether the site is as it must be.
func check(w io.Writer, dir string, want expected) error {
	v := &verdict{w: w}
	if err := errors.Join(v.fetch(want), v.export(want), v.issues(dir, want), v.influence(want), v.feeds(filepath.Join(dir, "public"), want.before)); err != nil {
		return err
	}
	if v.bad > 0 {
		return fmt.Errorf("%d checks failed", v.bad)
	}
	return nil
}

// lines decodes a file of one JSON object a line.
func lines[T any](path string) ([]T, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []T
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var row T
		if err := json.Unmarshal(sc.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, row)
	}
	return out, sc.Err()
}

func (v *verdict) fetch(want expected) error {
	if want.fetched == "" {
		return nil
	}
	rows, err := lines[struct{ Feed, Status, Error string }](want.fetched)
	good := 0
	for _, r := range rows {
		if r.Status == "ok" || r.Status == "unchanged" {
			good++
			continue
		}
		v.say(false, "%s: %s %s", r.Feed, r.Status, r.Error)
	}
	v.say(good == want.feeds, "%d of %d feeds good", good, want.feeds)
	return err
}

func (v *verdict) export(want expected) error {
	if want.exported == "" {
		return nil
	}
	rows, err := lines[struct{ ID, URL string }](want.exported)
	v.say(len(rows) >= want.entries, "%d entries, at least %d expected", len(rows), want.entries)
	return err
}

// A record is what the checks read of an items.json.
type record struct {
	Period string
	Frozen bool
	Items  []struct {
		Entry, URL string
		Addresses  []string
		Title      string
	}
}

// issues checks that no entry is in two issues, under any of its addresses,
// and that the pages show of each item what a reader must see.
func (v *verdict) issues(dir string, want expected) error {
	names, err := filepath.Glob(filepath.Join(dir, "content", "digests", "*.items.json"))
	if err != nil {
		return err
	}
	slices.Sort(names)
	frozen, items, twice := 0, 0, 0
	first := map[string]string{} // id or address → period
	for _, name := range names {
		var r record
		data, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(data, &r)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if r.Frozen {
			frozen++
		}
		items += len(r.Items)
		twice += v.repeated(r, first)
		if err := v.page(dir, r); err != nil {
			return err
		}
	}
	v.say(want.issues == 0 || frozen == want.issues, "%d frozen issues with %d items", frozen, items)
	v.say(twice == 0, "%d items stand in an issue twice, by id or by any address", twice)
	return nil
}

func (v *verdict) repeated(r record, first map[string]string) (n int) {
	for i, it := range r.Items {
		place := fmt.Sprintf("%s, item %d", r.Period, i+1)
		keys := append([]string{it.Entry, it.URL}, it.Addresses...)
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			if other, known := first[key]; known && key != "" {
				v.say(false, "%s (%s) was in %s already, as %s", place, it.Title, other, key)
				n++
				break
			}
			first[key] = place
		}
	}
	return n
}

// shown are the marks of what every item of a page must have. The themes are a
// list of tags, or words that say there is none: both have this class.
var shown = [][2]string{
	{"a contributor", `class="p-author"`}, {"a sector", `class="sector `}, {"a date", `class="dt-published"`}, {"themes or \"no theme\"", `class="tags"`},
}

func (v *verdict) page(dir string, r record) error {
	name := filepath.Join(dir, "public", "digests", r.Period, "index.html")
	data, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		v.say(!r.Frozen, "%s: no page", r.Period)
		return nil
	}
	if err != nil {
		return err
	}
	cards := strings.Split(string(data), `<article class="card`)[1:]
	if r.Frozen && len(cards) != len(r.Items) {
		v.say(false, "%s: %d items on the page, %d in the record", name, len(cards), len(r.Items))
	}
	for i, card := range cards {
		card, _, _ = strings.Cut(card, "</article>")
		for _, mark := range shown {
			if !strings.Contains(card, mark[1]) {
				v.say(false, "%s: item %d does not show %s", name, i+1, mark[0])
			}
		}
	}
	return nil
}
