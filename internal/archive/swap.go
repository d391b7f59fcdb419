package archive

import (
	"fmt"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/text"
)

// A Swap says that a feed's address gave another site's feed: what it called
// itself changed, and its home page or where its entries lie, and none of its
// entries is known. Domains are sold, and hosts mix up their customers.
type Swap struct {
	Was, Is           string // as the feed called itself
	WasPage, IsPage   string // the pages it belonged to and belongs to
	WasHosts, IsHosts []string
}

// Error says what changed, for people.
func (s *Swap) Error() string {
	return fmt.Sprintf("gives another site's feed: it was %s and is %s, and none of its entries is known", feedNamed(s.Was, s.WasPage, s.WasHosts), feedNamed(s.Is, s.IsPage, s.IsHosts))
}

func feedNamed(title, page string, hosts []string) string {
	at := entry.Host(page)
	if len(hosts) > 0 && !slices.Contains(hosts, at) {
		at = hosts[0]
	}
	if title == "" {
		return at
	}
	return fmt.Sprintf("%q at %s", title, at)
}

// swapped finds out whether the haul is another site's.
func (r *recorder) swapped(pieces []*arrival) (*Swap, error) {
	if r.first || r.h.Trusted || r.h.Complete || len(pieces) == 0 || slices.ContainsFunc(pieces, func(p *arrival) bool { return p.known != nil }) {
		return nil, nil
	}
	hosts, err := r.hosts()
	if err != nil || len(hosts) == 0 {
		return nil, err
	}
	s := &Swap{Was: r.before.Title, Is: r.h.Feed.Title, WasPage: r.before.Page, IsPage: r.h.Feed.Page, WasHosts: hosts, IsHosts: hostsOf(pieces)}
	title, page, where := changed(fold(s.Was), fold(s.Is)), changed(entry.Host(s.WasPage), entry.Host(s.IsPage)), apart(s.WasHosts, s.IsHosts)
	if title == different && (page == different || where == different) || title == unknown && page == different && where == different {
		return s, nil
	}
	return nil, nil
}

func fold(s string) string { return text.Squeeze(text.Fold(s)) }

func changed(a, b string) likeness {
	switch {
	case a == "" || b == "":
		return unknown
	case a == b:
		return same
	}
	return different
}

func apart(a, b []string) likeness {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	if slices.ContainsFunc(a, func(host string) bool { return slices.Contains(b, host) }) {
		return same
	}
	return different
}

// hosts gives the folded hosts at which what the feed carried lies, sorted.
func (r *recorder) hosts() ([]string, error) {
	rows, err := r.rows(`SELECT a.key FROM entry e JOIN address a ON a.entry = e.id WHERE e.feed = ?1 UNION SELECT a.key FROM sighting s JOIN address a ON a.entry = s.entry WHERE s.feed = ?1`, r.h.Feed.Key)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		out = append(out, strings.TrimSuffix(key, pathOf(key)))
	}
	slices.Sort(out)
	return slices.Compact(out), rows.Err()
}

func hostsOf(pieces []*arrival) []string {
	var out []string
	for _, p := range pieces {
		if host := entry.Host(p.URL); host != "" {
			out = append(out, host)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
