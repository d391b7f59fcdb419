package edition

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
)

// An Account is all that an edition knows and decided about one entry.
type Account struct {
	Found    *Found
	Case     *policy.Case
	Cites    []Cited // in the order of the entry's links
	CitedBy  []Cited // the newest first
	Placings []Placing
	Problems diag.List // of files that could not be looked into
	From, To time.Time // the window in which pages count citations
}

// A Cited is a citation; Counting says that it lies in the window that pages
// look at, and so takes part in what they say.
type Cited struct {
	influence.Citation
	Counting bool
}

// Account gathers what is known of an entry. Of the citations only those from
// and to it are followed.
func (ed *Edition) Account(f *Found) (*Account, error) {
	a := &Account{Found: f}
	a.From, a.To = ed.Span()
	var err error
	if a.Case, err = ed.CaseOf(f, ed.View); err != nil {
		return nil, err
	}
	a.Placings, a.Problems = ed.Placings(f.Entry.ID, f.Keys())
	if a.Case.Piece == nil {
		return a, nil
	}
	cites, err := ed.around(a)
	if err != nil {
		return nil, err
	}
	settled, err := ed.Citations()
	if err != nil {
		return nil, err
	}
	influence.SettleLike(settled, cites)
	for _, c := range cites {
		seen := Cited{c, !c.At.Before(a.From) && c.At.Before(a.To)}
		switch {
		case c.From.ID == f.Entry.ID:
			a.Cites = append(a.Cites, seen)
		case c.To != nil && c.To.ID == f.Entry.ID:
			a.CitedBy = append(a.CitedBy, seen)
		}
	}
	return a, nil
}

// around finds the citations from and to an entry. Beside the entries that
// cite, all others of their feeds in the window are looked at: what stands in
// most of a feed's entries is its template.
func (ed *Edition) around(a *Account) ([]influence.Citation, error) {
	piece, keys := a.Case.Piece, a.Found.Keys()
	linking, err := ed.View.Linking(slices.Sorted(maps.Keys(keys)))
	if err != nil {
		return nil, err
	}
	quoting, err := ed.View.Quoting(piece)
	if err != nil {
		return nil, err
	}
	pieces := slices.Concat([]*policy.Piece{piece}, linking, quoting)
	have, feeds := map[string]bool{}, map[string]bool{}
	var all []*policy.Piece
	add := func(p *policy.Piece) {
		if !have[p.ID] {
			have[p.ID] = true
			all = append(all, p)
		}
	}
	for _, p := range pieces {
		add(p)
		feeds[p.Entry.Feed] = true
	}
	for _, feed := range slices.Sorted(maps.Keys(feeds)) {
		others, err := ed.View.OfFeedBetween(feed, a.From, a.To)
		if err != nil {
			return nil, err
		}
		for _, p := range others {
			add(p)
		}
	}
	slices.SortStableFunc(all, func(p, q *policy.Piece) int { return q.Date().Compare(p.Date()) })
	wanted := func(p *policy.Piece, key string) bool { return p.ID == piece.ID || keys[key] }
	told := *piece
	told.Plain = a.Found.Entry.Plain
	return ed.citationsAmong(influence.Citing{Pieces: all, Resolve: ed.resolvingAlso(piece, keys), Wanted: wanted,
		Mentions: map[string][]influence.Mention{piece.ID: ed.whoIsNamed().In(&told)}})
}

// resolvingAlso finds pieces as the view does, and the entry that is asked about
// even where it is held back.
func (ed *Edition) resolvingAlso(piece *policy.Piece, keys map[string]bool) func([]string) (map[string]*policy.Brief, error) {
	a := policy.NewAbridger()
	resolve, held := ed.resolving(a), a.Lean(piece)
	return func(asked []string) (map[string]*policy.Brief, error) {
		found, err := resolve(asked)
		for _, key := range asked {
			if keys[key] && found[key] == nil {
				found[key] = held
			}
		}
		return found, err
	}
}

// A Stranger is what is known around an address that no entry has.
type Stranger struct {
	Address string // as it was looked for
	// Owner is whose address it is, with what is held of their feeds; empty
	// when nobody listed has the host.
	Owner    string
	OwnerID  string
	File     string
	Line     int
	OptedOut bool
	Feeds    []StrangersFeed
	CitedBy  []*policy.Piece // visible entries that link to it, the oldest first
	Near     []string        // folded addresses of the same host that it may be a slip of
	Placings []Placing
	Acts     []policy.Act
	Problems diag.List
}

// A StrangersFeed is a feed of the one at whose address something would lie.
type StrangersFeed struct {
	Key     string
	Entries int
	Oldest  time.Time // the date of the oldest entry held
	Good    time.Time // last answered well
}

// near is how far an address may be from a known one to be a slip of it.
const (
	nearLetters = 6
	nearMost    = 3
	nearAmong   = 2000
)

// nearest gives the addresses that one may be a slip of: those that end alike,
// as when a site moved its pages about, then those with few letters wrong.
func nearest(key string, known []string) []string {
	var out []string
	for _, k := range known {
		if path.Base(k) == path.Base(key) && strings.Contains(key, "/") && len(out) < nearMost {
			out = append(out, k)
		}
	}
	for _, k := range diag.Near(key, known, nearLetters, nearMost) {
		if !slices.Contains(out, k) && len(out) < nearMost {
			out = append(out, k)
		}
	}
	return out
}

// Stranger says what is known around an address that no entry has.
func (ed *Edition) Stranger(named string) (*Stranger, error) {
	s := &Stranger{Address: ed.readings(named)[0]}
	key := entry.AddressKey(s.Address)
	if c := ed.Roster.Owner(s.Address); c != nil {
		s.Owner, s.OwnerID, s.File, s.Line, s.OptedOut = c.Name, c.ID, c.File, c.Line, c.OptOut.All
		for _, f := range c.Feeds {
			held, err := ed.archives[f.Layer].Holding(f.Key)
			if err != nil {
				return nil, err
			}
			state, err := ed.archives[f.Layer].Feed(f.Key)
			if err != nil {
				return nil, err
			}
			s.Feeds = append(s.Feeds, StrangersFeed{f.Key, held.Entries, held.Oldest, state.Good})
		}
	}
	if host := entry.Host(s.Address); host != "" {
		var known []string
		for _, db := range ed.archives {
			some, err := db.AddressesAt(host, nearAmong)
			if err != nil {
				return nil, err
			}
			known = append(known, some...)
		}
		slices.Sort(known)
		s.Near = nearest(key, slices.Compact(known))
	}
	var err error
	if s.CitedBy, err = ed.View.Linking([]string{s.Address}); err != nil {
		return nil, err
	}
	s.Placings, s.Problems = ed.Placings("", map[string]bool{key: true})
	s.Acts = ed.Decided(s.Address)
	return s, nil
}
