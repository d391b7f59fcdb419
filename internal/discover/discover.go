// Package discover finds the feeds of a blog by its page: what the page points
// to, where blogs commonly have theirs, and which of those that were found is
// the one a curator most likely means.
//
// It promises that the same bytes give the same candidates in the same order,
// that every candidate is an absolute http or https address, and that their
// number is bounded, whatever the page holds. It asks nobody: the caller
// fetches, and says what came.
package discover

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

// From says how a candidate was come by.
type From int

// How candidates are come by, the best first.
const (
	Given  From = iota // the address itself is a feed
	Linked             // the page names it as its feed
	Shown              // the page links it as any other page, and it looks like a feed
	Common             // blogs often have theirs there
)

// A Candidate is an address that may be a feed.
type Candidate struct {
	URL   string
	Title string // what the page calls it; may be empty
	From  From
}

const (
	maxLinked = 10
	maxShown  = 6
	maxCommon = 16
)

// InPage lists the feeds that a page names, in its order: by link elements, and
// by the Link headers (RFC 8288) that came with it.
func InPage(page htmlsafe.Page, headers []string, address string) []Candidate {
	var out []Candidate
	for _, l := range append(fromHeaders(headers, address), page.Links...) {
		if namesFeed(l) {
			out = add(out, Candidate{l.URL, l.Title, Linked}, maxLinked)
		}
	}
	return out
}

// OnPage lists what a page links as it links other pages, and what looks like a
// feed by its address or its words.
func OnPage(page htmlsafe.Page) []Candidate {
	var out []Candidate
	for _, a := range append(slices.Clone(page.Links), page.Anchors...) {
		named := namesFeed(a) || slices.Contains(a.Rel, "alternate") && looksLikeFeed(a.URL)
		if named || !slices.Contains(a.Rel, "stylesheet") && (looksLikeFeed(a.URL) || calledFeed.MatchString(a.Title)) {
			out = add(out, Candidate{a.URL, a.Title, Shown}, maxShown)
		}
	}
	return out
}

// feedTypes are the media types by which pages name feeds. JSON alone is many
// other things too, and counts where something else says that it is a feed.
var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/x-rss+xml",
	"application/x-atom+xml", "application/atomserv+xml", "text/rss+xml", "text/atom+xml", "text/rss"}

var vagueTypes = []string{"application/json", "text/json", "application/xml", "text/xml", ""}

func namesFeed(l htmlsafe.PageLink) bool {
	alternate, isFeed := slices.Contains(l.Rel, "alternate"), slices.Contains(l.Rel, "feed")
	switch {
	case !alternate && !isFeed || slices.Contains(l.Rel, "stylesheet"):
		return false
	case slices.Contains(feedTypes, l.Type):
		return true
	case slices.Contains(vagueTypes, l.Type):
		return isFeed || l.Type != "" && (looksLikeFeed(l.URL) || calledFeed.MatchString(l.Title))
	}
	return false
}

var (
	feedName   = regexp.MustCompile(`(?i)^(feed|rss2?|atom|rdf|feeds|posts\.(rss|atom)|index\.(rss|rdf|atom)|[a-z0-9._-]*(feed|rss|atom)[0-9]*\.(xml|json|rdf|php)|index\.xml|.+\.(rss|atom|rdf))$`)
	calledFeed = regexp.MustCompile(`(?i)^\W*((subscribe (to|via|by|with) )?(my |our |the )?(rss|atom|json)( ?[12]\.[01])?( feeds?)?|(rss|atom|json|xml|blog|news) feeds?)\W*$`)
)

func looksLikeFeed(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	q := u.Query()
	return feedName.MatchString(path.Base(u.Path)) || q.Has("feed") || strings.EqualFold(q.Get("format"), "rss") || strings.EqualFold(q.Get("format"), "feed")
}

// commonPlaces are tried in this order, next to the page and at the root. The
// systems that make them: WordPress and Ghost; Jekyll, Eleventy and many by
// hand; Hugo; JSON Feed; and WordPress where addresses are not rewritten.
var commonPlaces = []string{"feed", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "rss", "feed/", "blog/feed", "blog/index.xml", "blog/feed.xml", "blog/rss.xml", "?feed=rss2"}

// nextToPage are those of commonPlaces that are tried in a folder below the root.
var nextToPage = []string{"feed", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json"}

// Places lists where blogs commonly have their feeds, for a page's address:
// below it and in its folder first, then at the root of the site.
func Places(address string) []Candidate {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	var out []Candidate
	root := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}
	for _, folder := range folders(u.Path) {
		at := root.ResolveReference(&url.URL{Path: folder})
		for _, name := range nextToPage {
			out = add(out, Candidate{at.JoinPath(name).String(), "", Common}, maxCommon-len(nextToPage))
		}
	}
	for _, name := range commonPlaces {
		ref, err := url.Parse(name)
		if err != nil {
			continue
		}
		out = add(out, Candidate{root.ResolveReference(ref).String(), "", Common}, maxCommon)
	}
	return out
}

// folders gives the path as a folder, where it may be one, and the folder it
// lies in; none of them the root.
func folders(page string) []string {
	var out []string
	if page = path.Clean("/" + page); path.Ext(page) == "" && page != "/" {
		out = append(out, page+"/")
	}
	if dir := path.Dir(page); dir != "/" && dir != "." {
		out = append(out, dir+"/")
	}
	return out
}

// add keeps each address once, however it is spelled, and no more than most.
// "feed" and "feed/" are two: servers answer one with the other, or not at all.
func add(list []Candidate, c Candidate, most int) []Candidate {
	same := func(o Candidate) bool {
		return o.URL == c.URL || c.From != Common && entry.AddressKey(o.URL) == entry.AddressKey(c.URL)
	}
	if len(list) >= most || slices.ContainsFunc(list, same) {
		return list
	}
	return append(list, c)
}
