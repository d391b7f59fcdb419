package feed

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed/rss"

	"weft/internal/entry"
)

// parseXML reads the tree of an XML feed.
func parseXML(root *node, n *notices) (*Feed, error) {
	switch root.local {
	case "feed":
		return parseAtom(root, n)
	case "entry": // a document of one entry (RFC 4287 §2)
		return parseAtom(&node{local: "feed", base: root.base, explicit: root.explicit, kids: []*node{root}}, n)
	}
	return parseRSS(root, n)
}

// parseRSS reads RSS 0.9x and 2.0 and the RDF forms 0.9 and 1.0: in these the
// items stand beside the channel, and some 2.0 feeds put them there, too.
func parseRSS(root *node, n *notices) (*Feed, error) {
	channel := root
	if c := root.child("", "channel"); c != nil {
		channel = c
	}
	t := transcribeRSS(root, channel, n)
	raw, err := (&rss.Parser{}).Parse(strings.NewReader(t.b.String()))
	if err != nil {
		return nil, fmt.Errorf("read RSS: %w", err)
	}
	return translateRSS(raw, channel.lang, t.aside), nil
}

func transcribeRSS(root, channel *node, n *notices) *transcriber {
	t := &transcriber{base: channelBase(channel), notice: n}
	t.b.WriteString("<rss" + declarations + ` xmlns:atom="http://www.w3.org/2005/Atom"><channel>`)
	items := t.channel(channel)
	if channel != root {
		items = append(items, childrenNamed(root, "item")...)
		if image := root.child("", "image"); image != nil {
			t.element(image, t.base)
		}
	}
	for _, item := range items {
		if item.unended {
			continue
		}
		if !t.more() {
			break
		}
		t.item(item, channel.lang)
	}
	t.b.WriteString("</channel></rss>")
	return t
}

// channelBase is where a channel's relative addresses start: RSS names no
// base, but its page is one.
func channelBase(channel *node) string {
	for _, k := range childrenNamed(channel, "link") {
		if u := absolute(channel.base, addressText(k)); u != "" {
			return u
		}
	}
	return channel.base
}

func childrenNamed(n *node, local string) []*node {
	var out []*node
	for _, k := range n.kids {
		if k.local == local && k.space == "" {
			out = append(out, k)
		}
	}
	return out
}

// channel writes what the channel says of itself and gives its items.
func (t *transcriber) channel(channel *node) (items []*node) {
	once := firsts{}
	for _, k := range channel.kids {
		switch {
		case k.local == "item" && k.space == "":
			items = append(items, k)
		case k.local == "" || once.repeats(k):
		case k.local == "author" && k.space == "" && channel.child("", "managingeditor") == nil:
			// No version of RSS has it here, and gofeed does not look for it.
			t.b.WriteString("<managingEditor>" + escapeXML(t.value(k, line, "")) + "</managingEditor>")
		default:
			t.element(k, t.base)
		}
	}
	return items
}

// item writes one item. What it says of itself decides where its relative
// addresses start.
func (t *transcriber) item(n *node, lang string) {
	base := cmp.Or(itemPage(n, t.base), t.base)
	t.b.WriteString("<item>")
	if n.lang != lang && n.child("dc", "language") == nil {
		t.b.WriteString("<dc:language>" + escapeXML(n.lang) + "</dc:language>")
	}
	if about := n.attr("about"); about != "" && n.child("", "guid") == nil {
		t.b.WriteString(`<guid isPermaLink="true">` + escapeXML(strings.TrimSpace(about)) + "</guid>")
	}
	once := firsts{}
	for _, k := range n.kids {
		switch {
		case k.local == "" || once.repeats(k):
		case k.local == "link" || k.space == "atom":
			t.element(k, t.base)
		case k.space == "" && t.elsewhere(k, n, base):
		default:
			t.element(k, base)
		}
	}
	t.b.WriteString("</item>")
}

// elsewhere writes under another name what an item says in a way that no
// version of RSS has, or that gofeed would drop, and reports whether it did.
func (t *transcriber) elsewhere(k, item *node, base string) bool {
	switch k.local {
	case "author": // of several, gofeed would take the last
		if len(childrenNamed(item, "author")) == 1 || item.child("dc", "creator") != nil {
			return false
		}
		t.b.WriteString("<dc:author>" + escapeXML(t.value(k, line, base)) + "</dc:author>")
	case "image":
		u := k
		if inside := k.child("", "url"); inside != nil {
			u = inside
		}
		t.b.WriteString(`<media:content medium="image" url="` + escapeXML(t.value(u, address, base)) + `"/>`)
	case "guid": // a permalink that is relative
		u := itemPage(item, t.base)
		if !strings.EqualFold(strings.TrimSpace(k.attr("ispermalink")), "true") || u == "" || absolute("", k.textContent()) != "" || item.child("", "link") != nil {
			return false
		}
		t.element(k, base)
		t.b.WriteString("<link>" + escapeXML(u) + "</link>")
	default:
		return false
	}
	return true
}

// itemPage is the address of an item's page, if it gives one: its link, else a
// guid that is one; a relative one must say so.
func itemPage(n *node, base string) string {
	if n.explicit {
		base = n.base
	}
	for _, k := range childrenNamed(n, "link") {
		if u := absolute(base, addressText(k)); u != "" {
			return u
		}
	}
	guid := n.child("", "guid")
	if guid == nil {
		return ""
	}
	switch strings.ToLower(strings.TrimSpace(guid.attr("ispermalink"))) {
	case "false":
		return ""
	case "true":
		return absolute(base, guid.textContent())
	}
	return absolute("", guid.textContent())
}

// firsts keeps a second title from replacing the first: gofeed takes the last
// of what there should be one of.
type firsts map[string]bool

func (f firsts) repeats(n *node) bool {
	if n.space != "" {
		return false
	}
	switch n.local {
	case "title", "link", "description", "guid", "pubdate", "language":
		if squeeze(n.textContent()) == "" && n.attr("href") == "" {
			return false
		}
		if f[n.local] {
			return true
		}
		f[n.local] = true
	}
	return false
}

// translateRSS makes a Feed of gofeed's model.
func translateRSS(raw *rss.Feed, lang string, said aside) *Feed {
	x := raw.Extensions
	f := &Feed{
		Format:      "rss",
		Title:       cmp.Or(raw.Title, first(x, "dc", "title"), first(x, "itunes", "title")),
		Description: said.html(cmp.Or(raw.Description, first(x, "dc", "description"), first(x, "itunes", "summary"), first(x, "itunes", "subtitle"))),
		Rights:      said.html(cmp.Or(raw.Copyright, first(x, "dc", "rights"))),
		Link:        cmp.Or(raw.Link, linkTo(x, "alternate")),
		Self:        linkTo(x, "self"),
		Language:    cmp.Or(raw.Language, first(x, "dc", "language"), lang),
		Image:       feedImage(raw),
		Published:   firstDate(raw.PubDate, first(x, "dc", "date"), first(x, "dcterms", "issued")),
		Updated:     firstDate(raw.LastBuildDate, first(x, "dcterms", "modified"), first(x, "atom", "updated")),
		Authors:     channelAuthors(raw),
	}
	f.Contributors = people(texts(x, "dc", "contributor"))
	f.Tags = tags(categories(raw.Categories), texts(x, "dc", "subject"), nestedCategories(x), keywords(x))
	general := licence(x, said.at(first(x, "dc", "rights")))
	for _, item := range raw.Items {
		e := translateItem(item, said)
		e.Licence = cmp.Or(e.Licence, general)
		f.Entries = append(f.Entries, e)
	}
	return f
}

func feedImage(raw *rss.Feed) string {
	if u := attr(raw.Extensions, "itunes", "image", "href"); u != "" {
		return u
	}
	if raw.Image != nil {
		return raw.Image.URL
	}
	return attr(raw.Extensions, "media", "thumbnail", "url")
}

func translateItem(raw *rss.Item, said aside) entry.Entry {
	x := raw.Extensions
	e := entry.Entry{
		URL:       cmp.Or(raw.Link, linkTo(x, "alternate")),
		Canonical: cmp.Or(linkTo(x, "canonical"), first(x, "feedburner", "origlink")),
		Title:     cmp.Or(raw.Title, first(x, "dc", "title"), first(x, "media", "title"), first(x, "itunes", "title"), first(x, "atom", "title")),
		Language:  first(x, "dc", "language"),
		Published: firstDate(raw.PubDate, first(x, "dc", "date"), first(x, "dcterms", "issued"), first(x, "atom", "published"), first(x, "dcterms", "created")),
		Updated:   firstDate(first(x, "atom", "updated"), first(x, "dcterms", "modified")),
		Bylines:   itemAuthors(raw),
		Tags:      tags(categories(raw.Categories), texts(x, "dc", "subject"), texts(x, "media", "category"), keywords(x)),
		Licence:   licence(x, said.at(first(x, "dc", "rights"))),
	}
	identifyItem(&e, raw)
	said.read(&e,
		cmp.Or(raw.Content, first(x, "atom", "content"), first(x, "xhtml", "body")),
		cmp.Or(raw.Description, first(x, "atom", "summary"), first(x, "dc", "description"), first(x, "dcterms", "abstract"),
			first(x, "itunes", "summary"), first(x, "itunes", "subtitle"), first(x, "media", "description"), groupText(x, "description")))
	e.Contributors = people(texts(x, "dc", "contributor"))
	e.Enclosures = itemEnclosures(raw)
	e.Image = itemImage(raw, e.Enclosures)
	if raw.Source != nil && (raw.Source.Title != "" || raw.Source.URL != "") {
		e.Source = &entry.Source{Title: raw.Source.Title, Link: raw.Source.URL}
	}
	return e
}

// identifyItem applies guid (RSS 2.0): as given, and an address unless it says
// that it is none.
func identifyItem(e *entry.Entry, raw *rss.Item) {
	if raw.GUID == nil || raw.GUID.Value == "" {
		e.NativeID = first(raw.Extensions, "atom", "id")
		return
	}
	e.NativeID = raw.GUID.Value
	if e.URL == "" && raw.GUID.IsPermalink != "false" {
		e.URL = absolute("", raw.GUID.Value)
	}
}

func categories(cs []*rss.Category) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Value)
	}
	return out
}
