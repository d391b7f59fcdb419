package syndicate

import (
	"errors"
	"strings"
	"time"
)

// Outline is a list of feeds, in groups or without. Order is kept.
type Outline struct {
	Title     string
	OwnerName string
	OwnerURL  string
	Modified  time.Time // left out when zero, so that nothing depends on a clock
	Feeds     []Subscription
	Groups    []Group
}

// Group is a named group of feeds, such as those of a sector.
type Group struct {
	Title string
	Feeds []Subscription
}

// Subscription is one feed of a list. An empty Title becomes the address.
type Subscription struct {
	Title       string
	FeedURL     string
	HomeURL     string
	Language    string
	Description string
	Type        string   // "rss" when empty: OPML 2.0 uses it for every format of feed
	Categories  []string // words without commas
}

// OPML writes the list as OPML 2.0 has it, for a reader to import. Left out is
// what no reader could subscribe to, a feed without an absolute http or https
// address (one read from a file), and a group that holds no other.
func OPML(o Outline) ([]byte, error) {
	o.Title = plain(o.Title)
	if o.Title == "" {
		return nil, errors.New("list of feeds: it has no title")
	}
	d := newDocument()
	d.start("opml", "version", "2.0")
	d.opmlHead(o)
	d.start("body")
	d.subscriptions(subscribable(o.Feeds))
	for _, g := range o.Groups {
		feeds := subscribable(g.Feeds)
		if len(feeds) == 0 {
			continue
		}
		title := first(plain(g.Title), "–") // text is required
		d.start("outline", "text", title, "title", title)
		d.subscriptions(feeds)
		d.end()
	}
	d.end()
	d.end()
	return d.buf.Bytes(), nil
}

func (d *document) opmlHead(o Outline) {
	d.start("head")
	d.text("title", o.Title)
	if dated(o.Modified) {
		d.text("dateModified", second(o.Modified).Format(rssTime))
	}
	d.some("ownerName", plain(o.OwnerName))
	d.some("ownerId", address(o.OwnerURL))
	d.some("docs", "https://opml.org/spec2.opml")
	d.end()
}

// subscribable returns the feeds that have an address, clean.
func subscribable(list []Subscription) []Subscription {
	var out []Subscription
	for _, s := range list {
		if s.FeedURL = address(s.FeedURL); s.FeedURL == "" {
			continue
		}
		s.Title = first(plain(s.Title), s.FeedURL)
		s.Type = first(plain(s.Type), "rss")
		s.HomeURL, s.Language = address(s.HomeURL), language(s.Language)
		s.Description = plain(s.Description)
		out = append(out, s)
	}
	return out
}

func (d *document) subscriptions(list []Subscription) {
	for _, s := range list {
		d.empty("outline", "text", s.Title, "title", s.Title, "type", s.Type,
			"xmlUrl", s.FeedURL, "htmlUrl", s.HomeURL,
			"language", s.Language, "description", s.Description, "category", plain(strings.Join(s.Categories, ",")))
	}
}
