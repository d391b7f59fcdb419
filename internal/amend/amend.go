// Package amend says how a list should change because of what was learnt of a
// feed: it moved for good, it is gone for good, or a page stands in its place
// and names another. It gives the change to one line, and makes it by splicing.
//
// It promises to propose nothing that was said only once, and to leave to a
// person whatever would open a private network, hand a credential to another
// host, put an internal address into a public list, or list a feed twice. It
// writes nothing itself.
package amend

import (
	"fmt"

	"weft/internal/entry"
	"weft/internal/fetch"
	"weft/internal/health"
)

// A Kind is what was learnt of a feed.
type Kind int

// What can be learnt of a feed that changes its line.
const (
	Moved Kind = iota // permanent redirects led to one address, at several fetches
	Found             // a page stands there, and names a feed
	Gone              // its server says that it is gone for good
)

// Enough is how many fetches in a row must meet the same permanent redirects
// before a change is proposed: one may be a slip of the host's.
const Enough = 2

// A Proposal is a change to the line of a list that names a feed.
type Proposal struct {
	Feed *health.Feed
	Kind Kind
	To   string // the new address; "" for a feed that is gone
	// Not says why the change is left to a person; "" when it is not.
	Not string
}

// Asked reports whether the change is made only when its line is named: what a
// page names may be somebody else's, and a feed is taken off a list by a person.
func (p Proposal) Asked() bool { return p.Kind != Moved }

// Lists is who is listed, to hold a new address against.
type Lists struct {
	feeds map[string]*health.Feed // by folded address
	inner map[string]string       // host → the overlay that alone knows it
	moved map[string]int          // new address, folded → how many feeds moved there
}

// NewLists takes in all listed feeds.
func NewLists(feeds []health.Feed) Lists {
	l := Lists{map[string]*health.Feed{}, map[string]string{}, map[string]int{}}
	public := map[string]bool{}
	for i := range feeds {
		f := &feeds[i]
		if f.Local {
			continue
		}
		if key := entry.AddressKey(f.Key); l.feeds[key] == nil || f.Overlay == "" {
			l.feeds[key] = f
		}
		if to := f.Moved; to != "" {
			l.moved[entry.AddressKey(to)]++
		}
		if host := entry.Host(f.Key); f.Overlay == "" {
			public[host] = true
		} else {
			l.inner[host] = f.Overlay
		}
	}
	for host := range public {
		delete(l.inner, host)
	}
	return l
}

// Of gives the change that a feed's state calls for; false when none.
func (l Lists) Of(f *health.Feed) (Proposal, bool) {
	p := Proposal{Feed: f}
	switch {
	case f.Local:
		return p, false
	case f.IsGone():
		p.Kind = Gone
		return p, true
	case f.Moved != "" && f.Moved != f.Key && f.MovedTimes >= Enough:
		p.Kind, p.To = Moved, f.Moved
	case f.Found != "" && f.Failures > 0:
		p.Kind, p.To = Found, f.Found
	default:
		return p, false
	}
	p.Not = l.against(f, p.To)
	return p, true
}

// against says why an address is not simply put in the place of a feed's.
func (l Lists) against(f *health.Feed, to string) string {
	samePlace := fetch.SamePlace(f.Key, to)
	other := l.feeds[entry.AddressKey(to)]
	switch {
	case other != nil && other.Key != f.Key:
		return fmt.Sprintf("the new address stands in %s:%d already; take this line out instead", other.File, other.Line)
	case l.moved[entry.AddressKey(to)] > 1:
		return "other feeds of the lists have moved to the same address; look which of them is meant, and take the others out"
	case f.Auth != "" && !samePlace:
		return "the feed has auth, and its credential would go to another host or port; change the address yourself if that may have it"
	case f.Network == fetch.NetworkPrivate && !samePlace:
		return `the feed has network = "private", which would open another host or port; change the address yourself if that one is meant`
	case f.Network == "" && fetch.IsInner(to):
		return "the new address lies in a private network; list it in an overlay, if it is meant"
	case f.Overlay == "" && l.inner[entry.Host(to)] != "":
		return fmt.Sprintf("%s is a host that only %s knows, and this list is public; list it there", entry.Host(to), l.inner[entry.Host(to)])
	case isSecure(f.Key) && !isSecure(to):
		return "the new address is no https address any more; change it yourself if that is right"
	}
	return ""
}

func isSecure(address string) bool { return len(address) > 8 && address[:8] == "https://" }

// Reminder says what else in the list still names the host that a feed left;
// "" when nothing does.
func (p Proposal) Reminder() string {
	old, now := entry.Host(p.Feed.Key), entry.Host(p.To)
	if p.To == "" || old == now {
		return ""
	}
	if entry.Host(p.Feed.Site) == old {
		return fmt.Sprintf("site = %q still names %s: change it too if the whole blog has moved, and add %s to hosts", p.Feed.Site, old, now)
	}
	for _, h := range p.Feed.Hosts {
		if entry.Host("https://"+h) == old {
			return fmt.Sprintf("hosts still names %s, which is right for older pieces: add %s beside it if the whole blog has moved", old, now)
		}
	}
	return ""
}
