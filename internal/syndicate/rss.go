package syndicate

import (
	"html"
	"time"
)

// rssTime is RFC 822's form with the four-digit year that RSS 2.0 prefers.
const rssTime = time.RFC1123Z

// RSS writes the feed as RSS 2.0 has it. An author has a dc:creator each,
// because RSS's own element holds one address of mail. A change after
// publication is told by atom:updated, a page elsewhere by an atom:link.
func RSS(f Feed) ([]byte, error) {
	f, err := check(f, f.RSSURL)
	if err != nil {
		return nil, err
	}
	d := newDocument()
	d.start("rss", "version", "2.0",
		"xmlns:atom", "http://www.w3.org/2005/Atom",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/")
	d.start("channel")
	d.text("title", f.Title)
	d.text("link", f.HomeURL)
	d.text("description", first(f.Subtitle, f.Title))
	d.some("language", f.Language)
	d.text("lastBuildDate", f.Updated.Format(rssTime))
	d.some("generator", f.Generator)
	d.rssImage(f)
	d.empty("atom:link", "rel", "self", "type", "application/rss+xml", "href", address(f.RSSURL))
	for _, e := range f.Entries {
		if len(e.Authors) == 0 {
			e.Authors = f.Authors
		}
		d.rssItem(e)
	}
	d.end()
	d.end()
	return d.buf.Bytes(), nil
}

// rssImage writes the picture; RSS wants title and link with it.
func (d *document) rssImage(f Feed) {
	if f.Icon == "" {
		return
	}
	d.start("image")
	d.text("url", f.Icon)
	d.text("title", f.Title)
	d.text("link", f.HomeURL)
	d.end()
}

func (d *document) rssItem(e Entry) {
	d.start("item")
	d.some("title", e.Title)
	d.some("link", e.URL)
	if e.ExternalURL != "" {
		d.empty("atom:link", "rel", "related", "href", e.ExternalURL)
	}
	d.text("guid", e.ID, "isPermaLink", "false")
	d.rssTimes(e)
	for _, p := range e.Authors {
		d.text("dc:creator", p.Name)
	}
	for _, c := range e.Categories {
		d.text("category", c.name())
	}
	d.some("description", html.EscapeString(rssDescription(e))) // RSS takes it for HTML
	d.some("content:encoded", e.ContentHTML)
	if s := e.Source; s != nil && s.FeedURL != "" {
		d.text("source", s.Title, "url", s.FeedURL)
	}
	d.some("dc:language", e.Language)
	d.end()
}

// rssDescription is the summary. An item must have a title or a description.
func rssDescription(e Entry) string {
	if e.Summary == "" && e.Title == "" {
		return first(e.URL, e.ID)
	}
	return e.Summary
}

func (d *document) rssTimes(e Entry) {
	published := e.Published
	if published.IsZero() {
		published = e.Updated
	}
	d.text("pubDate", published.Format(rssTime))
	if !e.Updated.Equal(published) {
		d.text("atom:updated", e.Updated.Format(time.RFC3339))
	}
}
