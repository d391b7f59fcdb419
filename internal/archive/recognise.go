package archive

import (
	"slices"
	"strings"

	"weft/internal/entry"
)

// A feed whose platform changed brings old pieces under new ids and addresses.
// They are recognised by what they say, among the feed's own entries that are
// not there any more under their old names; so nobody takes over anybody
// else's, and a piece that stands beside one like it is its own.

// A rule brings a piece and an entry together by a key that both have, nil for
// none. A key that several of the feed's entries have names none of them: a
// weekly title is no piece's own.
type rule struct {
	arrival func(*arrival) any
	known   func(*known) any
}

// byWords recognises the pieces that no name made known, the surest first.
func (r *recorder) byWords(pieces []*arrival) error {
	if len(unnamed(pieces)) == 0 || len(r.own) == len(r.taken) {
		return nil
	}
	for _, k := range r.own {
		if err := r.mark(k); err != nil {
			return err
		}
	}
	for _, rule := range r.rules() {
		r.pair(pieces, rule)
	}
	return r.rebuilt(pieces)
}

func unnamed(pieces []*arrival) []*arrival {
	var out []*arrival
	for _, p := range pieces {
		if p.known == nil {
			out = append(out, p)
		}
	}
	return out
}

// rules are the ways to recognise a piece: by date and title, by date and text,
// by title and day where one side has no time of day. Where dates do not agree
// the text must be long, and the entry must have been there until now.
func (r *recorder) rules() []rule {
	long := func(p *arrival) int64 {
		if !p.marks.long {
			return 0
		}
		return p.marks.words
	}
	latest := func(k *known) int64 {
		if k.lastSeen < r.whole { // it had left before
			return 0
		}
		return k.words
	}
	at := func(p *arrival) int64 { return unix(p.Published) }
	return []rule{
		{func(p *arrival) any { return both(p.marks.title, at(p)) }, func(k *known) any { return both(k.title, k.dated()) }},
		{func(p *arrival) any { return both(p.marks.words, at(p)) }, func(k *known) any { return both(k.words, k.dated()) }},
		{func(p *arrival) any { return both(p.marks.title, bareDay(at(p))) }, func(k *known) any { return both(k.title, dayOf(k.dated())) }},
		{func(p *arrival) any { return both(p.marks.title, dayOf(at(p))) }, func(k *known) any { return both(k.title, bareDay(k.dated())) }},
		{func(p *arrival) any { return both(long(p), 1) }, func(k *known) any { return both(latest(k), 1) }},
		{func(p *arrival) any { return undated(at(p), p.marks) }, func(k *known) any { return undated(k.dated(), marks{title: k.title, words: latest(k)}) }},
	}
}

// both makes a key of two parts, neither of which may be missing.
func both(a, b int64) any {
	if a == 0 || b == 0 {
		return nil
	}
	return [2]int64{a, b}
}

// undated is the key of what has no date: its title and text.
func undated(at int64, m marks) any {
	if at != 0 {
		return nil
	}
	return both(m.title, m.words)
}

const day = 24 * 60 * 60

// dayOf counts the days up to a moment, in UTC; 0 where there is no moment.
func dayOf(at int64) int64 {
	if at == 0 {
		return 0
	}
	return (at+1<<40*day)/day + 1 // 1<<40 days before: rounded down, too
}

// bareDay is that of a date without a time of day.
func bareDay(at int64) int64 {
	if at%day != 0 {
		return 0
	}
	return dayOf(at)
}

// pair applies a rule where it brings exactly one piece and one entry together.
func (r *recorder) pair(pieces []*arrival, by rule) {
	for _, m := range r.matches(pieces, by) {
		m.arrival.renamed, m.arrival.recognised = true, true
		r.know(m.arrival, m.known)
	}
}

type match struct {
	arrival *arrival
	known   *known
}

func (r *recorder) matches(pieces []*arrival, by rule) []match {
	like, entries := map[any][]*arrival{}, map[any][]*known{}
	for _, p := range pieces {
		if key := by.arrival(p); p.known == nil && key != nil {
			like[key] = append(like[key], p)
		}
	}
	for _, k := range r.own {
		if key := by.known(k); key != nil && like[key] != nil {
			entries[key] = append(entries[key], k)
		}
	}
	var out []match
	for key, found := range like {
		if len(found) == 1 && len(entries[key]) == 1 && !r.taken[entries[key][0].id] {
			out = append(out, match{found[0], entries[key][0]})
		}
	}
	return out
}

// Of the pieces that no name made known so many must be recognised, and so many
// parts of them, before a title alone says which piece it is.
const (
	fewestTitles = 3
	mostTitles   = 0.8
)

// rebuilt recognises by the title and the path under a host that is new to the
// feed, and, once most of what has new names is recognised, by the title alone:
// a site that moves takes its titles along, and no other has them all.
func (r *recorder) rebuilt(pieces []*arrival) error {
	paths, hosts, err := r.places()
	if err != nil {
		return err
	}
	moved := func(p *arrival) bool { return !hosts[entry.Host(p.URL)] }
	r.pair(pieces, rule{
		func(p *arrival) any {
			if !moved(p) {
				return nil
			}
			return titleAt(p.marks.title, pathOf(entry.AddressKey(p.URL)))
		},
		func(k *known) any { return titleAt(k.title, paths[k.id]) },
	})
	byTitle := rule{func(p *arrival) any { return both(p.marks.title, 1) }, func(k *known) any { return both(k.title, 1) }}
	found, before := r.matches(pieces, byTitle), recognised(pieces)
	n, all := len(found)+before, len(unnamed(pieces))+before
	if n >= fewestTitles && float64(n) >= mostTitles*float64(all) && (!slices.ContainsFunc(found, func(m match) bool { return !moved(m.arrival) }) || atOnce(found)) {
		r.pair(pieces, byTitle)
	}
	return nil
}

func recognised(pieces []*arrival) int {
	n := 0
	for _, p := range pieces {
		if p.recognised {
			n++
		}
	}
	return n
}

// atOnce reports whether what was written over some time came with the dates of
// one day, or without: a platform that was set up anew dates all so. What is
// written over some time again are the columns of another week.
func atOnce(found []match) bool {
	var was, is []int64
	for _, m := range found {
		was, is = append(was, m.known.dated()), append(is, unix(m.arrival.Published))
	}
	return len(found) > 0 && slices.Max(is)-slices.Min(is) <= day && slices.Max(was)-slices.Min(was) > day
}

func titleAt(title int64, path string) any {
	if title == 0 || path == "" {
		return nil
	}
	return [2]any{title, path}
}

// places gives the path of each of the feed's entries, and all their hosts. Of
// several addresses the first by name stands for all.
func (r *recorder) places() (paths map[string]string, hosts map[string]bool, err error) {
	paths, hosts = map[string]string{}, map[string]bool{}
	rows, err := r.rows(`SELECT e.id, a.key FROM entry e JOIN address a ON a.entry = e.id WHERE e.feed = ? ORDER BY e.id, a.key DESC`, r.h.Feed.Key)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, key string
		if err := rows.Scan(&id, &key); err != nil {
			return nil, nil, err
		}
		path := pathOf(key)
		paths[id], hosts[strings.TrimSuffix(key, path)] = path, true
	}
	return paths, hosts, rows.Err()
}

// pathOf gives what of a folded address is not its host; empty for a front page.
func pathOf(key string) string {
	if at := strings.IndexAny(key, "/?#"); at > 0 {
		return key[at:]
	}
	return ""
}
