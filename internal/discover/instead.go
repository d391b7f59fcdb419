package discover

import (
	"bytes"
	"fmt"
	"mime"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

// An Instead says what stands at the address of a feed in place of it, in plain
// words. No word of it is the stranger's, but the address of a feed.
type Instead struct {
	Kind Kind
	Text string // what is there
	Hint string // what a curator can do about it
	Feed string // a feed that the page names, absolute; "" for none
}

// Error gives the text and the hint.
func (i *Instead) Error() string { return i.Text + "; " + i.Hint }

// A Kind is what sort of thing stands in place of a feed, for machines.
type Kind string

// What can stand in place of a feed.
const (
	WebPage   Kind = "page"      // any other web page
	Parked    Kind = "parked"    // the domain is for sale, or has run out
	Login     Kind = "login"     // somebody is asked for a password
	Challenge Kind = "challenge" // a check whether a person is there
	Vacant    Kind = "vacant"    // a server's own first page, or a site that is not ready
	Elsewhere Kind = "elsewhere" // a page that only sends a browser to another
	OPML      Kind = "opml"
	Sitemap   Kind = "sitemap"
	JSON      Kind = "json"
	Other     Kind = "content" // something else
)

const (
	// mostLooked bounds how much of a page is looked at: what tells a page of
	// these kinds stands in its first screens.
	mostLooked = 256 << 10
	// fewWords is what a page of these kinds has at most: whoever writes about
	// selling domains, or has a login beside the posts, writes more.
	fewWords = 250
	// hardlyWords is how many a page has that only sends a browser on.
	hardlyWords = 25
)

// InsteadOf says what bytes are that are no feed, given the header and the
// address that they came with, and the Link headers.
func InsteadOf(data []byte, contentType, address string, links []string) *Instead {
	start := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), mostLooked)], []byte("\ufeff")), " \t\r\n")
	head := strings.ToLower(string(start[:min(len(start), 2048)]))
	media, _, _ := mime.ParseMediaType(contentType)
	switch {
	case isPage(head, media):
		return insteadPage(data, contentType, address, links)
	case strings.Contains(head, "<opml"):
		return &Instead{Kind: OPML, Text: "answers with a list of feeds (OPML), not with a feed", Hint: "`weft import` reads such a list; here the address of one feed is needed"}
	case strings.Contains(head, "<urlset"), strings.Contains(head, "<sitemapindex"):
		return &Instead{Kind: Sitemap, Text: "answers with a list of its pages for search engines (a sitemap), not with a feed", Hint: lookForFeed}
	case strings.HasPrefix(head, "{"), strings.HasPrefix(head, "["):
		return &Instead{Kind: JSON, Text: "answers with JSON that is no feed", Hint: "perhaps it is a program's own address; " + lookForFeed}
	case strings.HasPrefix(head, "<?xml"), media == "application/xml", media == "text/xml":
		return &Instead{Kind: Other, Text: "answers with XML that is no feed", Hint: lookForFeed}
	case media != "" && !strings.HasPrefix(media, "text/") && plainMedia.MatchString(media):
		return &Instead{Kind: Other, Text: fmt.Sprintf("answers with a file of another kind (%s), not with a feed", media), Hint: lookForFeed}
	}
	return &Instead{Kind: Other, Text: "answers with something that is no feed", Hint: lookForFeed}
}

const lookForFeed = `look on the site for a link called "RSS" or "Feed", and write its address into the list`

var plainMedia = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]{1,60}$`)

func isPage(head, media string) bool {
	for _, sign := range []string{"<!doctype html", "<html", "<head", "<body", "<frameset"} {
		if strings.Contains(head, sign) {
			return !strings.Contains(head, "<opml")
		}
	}
	return (media == "text/html" || media == "application/xhtml+xml") && !strings.HasPrefix(head, "<?xml") && !strings.HasPrefix(head, "{")
}

// insteadPage tells apart the pages that stand where a feed was.
func insteadPage(data []byte, contentType, address string, links []string) *Instead {
	page := htmlsafe.ReadPage(data, contentType, address)
	raw := strings.ToLower(string(data[:min(len(data), mostLooked)]))
	looked := look{title: strings.ToLower(page.Title), raw: raw, text: wordsOf(raw)}
	looked.words = len(strings.Fields(looked.text))
	for _, k := range pageKinds {
		if k.is(looked) {
			return &Instead{Kind: k.kind, Text: k.text, Hint: k.hint}
		}
	}
	out := &Instead{Kind: WebPage, Text: "answers with a web page, not with a feed", Feed: feedNamed(page, links, address)}
	switch {
	case slices.Contains(podcastGuides, entry.Host(address)):
		out.Text, out.Feed = "answers with a directory's page about a podcast, not with the podcast's feed", ""
		out.Hint = "look on the podcast's own site for its RSS address, and write that into the list"
	case out.Feed != "":
		out.Text += "; the page names one: " + out.Feed
		out.Hint = "look whether that is the same blog's, and put it into the list: `weft check` shows the change"
	default:
		out.Text += ", and the page names none"
		out.Hint = lookForFeed
	}
	return out
}

// podcastGuides are hosts whose pages are about other people's feeds.
var podcastGuides = []string{"podcasts.apple.com", "open.spotify.com", "podcasts.google.com", "music.amazon.com", "podcasters.spotify.com"}

// feedNamed gives the feed that a page names as its own, else one that it
// links; never the address that answered with the page, nor readers' comments.
func feedNamed(page htmlsafe.Page, links []string, address string) string {
	for _, c := range append(InPage(page, links, address), OnPage(page)...) {
		u, err := url.Parse(c.URL)
		if err != nil || u.User != nil || entry.AddressKey(c.URL) == entry.AddressKey(address) {
			continue
		}
		if ofComments.MatchString(c.Title) || ofComments.MatchString(path.Base(path.Dir(u.Path))) || strings.Contains(u.RawQuery, "feed=comments") {
			continue
		}
		u.Fragment = ""
		return u.String()
	}
	return ""
}

// A look is a page, as far as it tells what sort it is.
type look struct {
	title, text, raw string // lower case
	words            int
}

var (
	unseen = regexp.MustCompile(`(?s)<(?:script|style|template|noscript)\b.*?</(?:script|style|template|noscript)\s*>|<!--.*?-->`)
	anyTag = regexp.MustCompile(`(?s)<[^>]*>`)
)

// wordsOf gives what a browser would show of a page, near enough.
func wordsOf(raw string) string {
	return anyTag.ReplaceAllString(unseen.ReplaceAllString(raw, " "), " ")
}
