package feed

import (
	"cmp"
	"fmt"
	"html"
	"strings"

	"github.com/mmcdole/gofeed/atom"

	"weft/internal/entry"
)

// parseAtom reads Atom 1.0 (RFC 4287) and 0.3.
func parseAtom(root *node, n *notices) (*Feed, error) {
	t := transcribeAtom(root, n)
	raw, err := (&atom.Parser{}).Parse(strings.NewReader(t.b.String()))
	if err != nil {
		return nil, fmt.Errorf("read Atom: %w", err)
	}
	f := translateAtom(raw, root, t.aside)
	f.Deleted = tombstones(root)
	return f, nil
}

func transcribeAtom(root *node, n *notices) *transcriber {
	t := &transcriber{atom: true, base: atomBase(root), notice: n}
	t.b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom"` + declarations + ">")
	for _, k := range root.kids {
		switch {
		case k.local == "":
		case (k.local == "entry" || k.local == "item") && (k.space == "" || k.space == "atom"):
			if !k.unended && t.more() {
				t.entry(k)
			}
		default:
			t.element(k, t.base)
		}
	}
	t.b.WriteString("</feed>")
	return t
}

// atomBase is where relative addresses start that no xml:base governs: the
// document's own address, else one that the feed gives of itself.
func atomBase(root *node) string {
	if root.base != "" {
		return root.base
	}
	for _, rel := range []string{"self", "alternate", ""} {
		for _, k := range root.kids {
			if k.local == "link" && k.attr("rel") == rel {
				if u := absolute("", k.attr("href")); u != "" {
					return u
				}
			}
		}
	}
	return ""
}

// entry writes one entry. HTML in it that no xml:base governs starts from the
// entry's page, where its author wrote it.
func (t *transcriber) entry(n *node) {
	asAtom(n)
	page := cmp.Or(t.entryPage(n), t.base)
	t.b.WriteString("<entry>")
	for _, k := range n.kids {
		switch t.form(k) {
		case markup:
			t.source(k)
			t.element(k, page)
		default:
			if k.local != "" {
				t.element(k, t.base)
			}
		}
	}
	if n.lang != "" {
		t.b.WriteString("<dc:language>" + escapeXML(n.lang) + "</dc:language>")
	}
	t.b.WriteString("</entry>")
}

// asAtom gives what an entry says in RSS's words the names that Atom has for
// them.
func asAtom(n *node) {
	for _, k := range n.kids {
		switch {
		case k.space != "" && k.space != "atom":
		case k.local == "link" && k.attr("href") == "" && k.textContent() != "":
			k.attrs = append(k.attrs, attribute{"href", addressText(k)})
		case k.space != "":
		case k.local == "pubdate" && n.child("", "published") == nil:
			k.local = "published"
		case k.local == "description" && n.child("", "summary") == nil:
			k.local, k.attrs = "summary", []attribute{{"type", "html"}}
		}
	}
}

// source writes content that lies elsewhere (RFC 4287 §4.1.3.2) as the link it
// is.
func (t *transcriber) source(n *node) {
	if src := n.attr("src"); n.local == "content" && src != "" {
		base := t.base
		if n.explicit {
			base = n.base
		}
		t.b.WriteString(`<link rel="content-src" href="` + escapeXML(absolute(base, src)) + `"/>`)
	}
}

func (t *transcriber) entryPage(n *node) string {
	for _, k := range n.kids {
		if rel := relation(k.attr("rel")); k.local == "link" && rel == "alternate" {
			base := t.base
			if k.explicit {
				base = k.base
			}
			if u := absolute(base, k.attr("href")); u != "" {
				return u
			}
		}
	}
	return ""
}

// relation gives a link's relation by its registered name (RFC 4287 §4.2.7.2).
func relation(rel string) string {
	rel = strings.ToLower(strings.TrimSpace(rel))
	for _, prefix := range []string{"http://www.iana.org/assignments/relation/", "http://www.iana.org/assignments/link-relations/"} {
		rel = strings.TrimPrefix(rel, prefix)
	}
	return cmp.Or(rel, "alternate")
}

func translateAtom(raw *atom.Feed, root *node, said aside) *Feed {
	x := raw.Extensions
	f := &Feed{
		Format:       "atom",
		Title:        cmp.Or(raw.Title, first(x, "dc", "title")),
		Description:  said.html(cmp.Or(raw.Subtitle, first(x, "dc", "description"), first(x, "itunes", "summary"))),
		Rights:       said.html(cmp.Or(raw.Rights, first(x, "dc", "rights"))),
		Link:         alternate(raw.Links),
		Self:         linked(raw.Links, "self"),
		ID:           raw.ID,
		Language:     cmp.Or(root.lang, first(x, "dc", "language")),
		Image:        cmp.Or(raw.Logo, raw.Icon, attr(x, "itunes", "image", "href")),
		Updated:      firstDate(raw.Updated, first(x, "dc", "date")),
		Authors:      atomPeople(raw.Authors),
		Contributors: atomPeople(raw.Contributors),
		Tags:         tags(atomTags(raw.Categories), texts(x, "dc", "subject")),
	}
	if len(f.Authors) == 0 {
		f.Authors = people(texts(x, "dc", "creator"))
	}
	general := cmp.Or(linked(raw.Links, "license"), licence(x, said.at(raw.Rights)))
	for _, r := range raw.Entries {
		e := translateEntry(r, f, said)
		e.Licence = cmp.Or(e.Licence, general)
		f.Entries = append(f.Entries, e)
	}
	return f
}

func translateEntry(raw *atom.Entry, f *Feed, said aside) entry.Entry {
	x := raw.Extensions
	e := entry.Entry{
		NativeID:     raw.ID,
		URL:          cmp.Or(alternate(raw.Links), linked(raw.Links, "content-src"), linked(raw.Links, "self"), absolute("", raw.ID)),
		Canonical:    linked(raw.Links, "canonical"),
		Title:        cmp.Or(raw.Title, first(x, "dc", "title"), first(x, "media", "title")),
		Language:     first(x, "dc", "language"),
		Published:    firstDate(raw.Published, first(x, "dc", "date"), first(x, "dcterms", "issued"), first(x, "dcterms", "created")),
		Updated:      firstDate(raw.Updated, first(x, "dcterms", "modified")),
		Bylines:      entryAuthors(raw, f),
		Contributors: atomPeople(raw.Contributors),
		Tags:         tags(atomTags(raw.Categories), texts(x, "dc", "subject"), texts(x, "media", "category")),
		Licence:      cmp.Or(linked(raw.Links, "license"), licence(x, said.at(raw.Rights))),
		Enclosures:   atomEnclosures(raw.Links),
		Source:       atomSource(raw.Source),
	}
	body := ""
	if raw.Content != nil {
		body = raw.Content.Value
	}
	body = cmp.Or(body, first(x, "content", "encoded"))
	said.read(&e, body, cmp.Or(raw.Summary, first(x, "media", "description"), groupText(x, "description")))
	e.Image = mediaImage(x, e.Enclosures)
	return e
}

// alternate is the page a feed or entry stands for: of several, HTML.
func alternate(ls []*atom.Link) string {
	fallback := ""
	for _, l := range ls {
		if relation(l.Rel) != "alternate" || l.Href == "" {
			continue
		}
		if t := mediaType(l.Type); t == "text/html" || t == "application/xhtml+xml" {
			return l.Href
		}
		if fallback == "" || l.Type == "" {
			fallback = cmp.Or(fallback, l.Href)
		}
	}
	return fallback
}

func linked(ls []*atom.Link, rel string) string {
	for _, l := range ls {
		if relation(l.Rel) == rel && l.Href != "" {
			return l.Href
		}
	}
	return ""
}

// atomTags prefers the words meant for people.
func atomTags(cs []*atom.Category) []string {
	var out []string
	for _, c := range cs {
		out = append(out, html.UnescapeString(cmp.Or(c.Label, c.Term)))
	}
	return out
}

func atomSource(s *atom.Source) *entry.Source {
	if s == nil || s.Title == "" && s.ID == "" && len(s.Links) == 0 {
		return nil
	}
	return &entry.Source{Title: s.Title, Link: cmp.Or(alternate(s.Links), linked(s.Links, "self")), ID: s.ID}
}
