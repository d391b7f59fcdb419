package syndicate

import "time"

// Atom writes the feed as RFC 4287 has it.
func Atom(f Feed) ([]byte, error) {
	f, err := check(f, f.AtomURL)
	if err != nil {
		return nil, err
	}
	d := newDocument()
	d.start("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", f.Language)
	d.text("id", f.ID)
	d.text("title", f.Title)
	d.some("subtitle", f.Subtitle)
	d.text("updated", f.Updated.Format(time.RFC3339))
	d.empty("link", "rel", "self", "type", "application/atom+xml", "href", address(f.AtomURL))
	d.empty("link", "rel", "alternate", "type", "text/html", "href", f.HomeURL)
	d.some("icon", f.Icon)
	d.some("generator", f.Generator)
	d.persons(feedAuthors(f))
	for _, e := range f.Entries {
		d.atomEntry(e)
	}
	d.end()
	return d.buf.Bytes(), nil
}

// feedAuthors are the authors that the feed itself must name: §4.1.1 wants one
// as soon as an entry has none. Where nobody is known, it is by its title.
func feedAuthors(f Feed) []Person {
	if len(f.Authors) > 0 {
		return f.Authors
	}
	for _, e := range f.Entries {
		if len(e.Authors) == 0 {
			return []Person{{Name: f.Title}}
		}
	}
	if len(f.Entries) == 0 {
		return []Person{{Name: f.Title}}
	}
	return nil
}

func (d *document) atomEntry(e Entry) {
	d.start("entry", "xml:lang", e.Language)
	d.text("id", e.ID)
	d.text("title", e.Title)
	d.link("alternate", e.URL)
	d.link("related", e.ExternalURL)
	d.link("via", e.Via)
	if !e.Published.IsZero() {
		d.text("published", e.Published.Format(time.RFC3339))
	}
	d.text("updated", e.Updated.Format(time.RFC3339))
	d.persons(e.Authors)
	for _, c := range e.Categories {
		d.empty("category", "term", c.Term, "label", c.Label)
	}
	d.some("summary", e.Summary)
	d.atomContent(e)
	d.atomSource(e.Source)
	d.end()
}

// atomContent writes the content. §4.1.2 wants one, or an alternate link.
func (d *document) atomContent(e Entry) {
	switch {
	case e.ContentHTML != "":
		d.text("content", e.ContentHTML, "type", "html")
	case e.URL == "":
		d.text("content", first(e.Summary, e.Title))
	}
}

func (d *document) atomSource(s *Source) {
	if s == nil {
		return
	}
	d.start("source")
	d.some("id", s.ID)
	d.some("title", s.Title)
	d.link("self", s.FeedURL)
	d.link("alternate", s.HomeURL)
	d.end()
}

func (d *document) link(rel, href string) {
	if href != "" {
		d.empty("link", "rel", rel, "href", href)
	}
}

func (d *document) persons(list []Person) {
	for _, p := range list {
		d.start("author")
		d.text("name", p.Name)
		d.some("uri", p.URL)
		d.end()
	}
}
