package feed

import (
	"strconv"
	"strings"

	"weft/internal/htmlsafe"
)

// A transcriber writes a tree again in the plain dialect of its format: only
// the elements that are read, each under its canonical prefix, titles and
// names as plain text, addresses absolute. What may be HTML is set aside and
// its number written, so that nobody reads it twice and only what is used is
// cleaned.
type transcriber struct {
	b       strings.Builder
	atom    bool
	base    string // where nothing nearer says better: the document or its page
	aside   aside
	entries int
	notice  *notices
}

// aside are the texts of a document that may be HTML.
type aside []passage

// A passage is such a text and the address its relative ones start from.
type passage struct {
	text
	base string
}

// at gives the passage of a number that a transcriber wrote.
func (a aside) at(number string) passage {
	if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(a) {
		return a[i]
	}
	return passage{}
}

// html gives it as safe HTML.
func (a aside) html(number string) string {
	p := a.at(number)
	return p.html(p.base)
}

// A form says how an element is written.
type form uint8

const (
	drop     form = iota
	line          // plain text on one line
	title         // a title: markup resolved
	markup        // safe HTML
	address       // an absolute address
	verbatim      // text as given, but for blanks around it
	copied        // attributes and children
)

// forms tells, by canonical name, what is kept. An element whose name is not
// here is not read.
var forms = map[string]form{
	// RSS
	"title": title, "link": address, "description": markup, "guid": verbatim, "author": line, "managingeditor": line, "webmaster": drop,
	"category": line, "pubdate": line, "lastbuilddate": line, "language": line, "copyright": markup, "image": copied, "url": address,
	"enclosure": copied, "source": copied,
	// Atom and others in RSS
	"atom:link": copied, "atom:author": copied, "atom:contributor": copied, "atom:name": line, "atom:email": line, "atom:uri": address,
	"atom:updated": line, "atom:published": line, "atom:summary": markup, "atom:content": markup, "atom:title": title, "atom:id": verbatim,
	"xhtml:body": markup, "content:encoded": markup,
	// Modules
	"dc:title": title, "dc:creator": line, "dc:author": line, "dc:contributor": line, "dc:subject": line, "dc:date": line, "dc:language": line,
	"dc:description": markup, "dc:rights": markup, "dcterms:issued": line, "dcterms:modified": line, "dcterms:created": line,
	"dcterms:license": verbatim, "dcterms:abstract": markup,
	"media:title": title, "media:description": markup, "media:thumbnail": copied, "media:content": copied, "media:group": copied,
	"media:category": line, "media:credit": line, "media:license": copied,
	"itunes:author": line, "itunes:image": copied, "itunes:summary": markup, "itunes:subtitle": markup, "itunes:title": title,
	"itunes:category": copied, "itunes:link": copied, "itunes:owner": copied, "itunes:name": line, "itunes:email": line, "itunes:keywords": line, "media:keywords": line,
	"feedburner:origlink": address,
	"cc:license":          copied, "creativecommons:license": verbatim,
}

// atomForms are those that the elements of Atom have in their own documents.
var atomForms = map[string]form{
	"title": title, "id": verbatim, "updated": line, "modified": line, "published": line, "issued": line, "created": line,
	"link": copied, "author": copied, "contributor": copied, "name": line, "email": line, "uri": address, "url": address, "homepage": address,
	"category": copied, "summary": markup, "content": markup, "subtitle": markup, "tagline": markup, "info": markup,
	"rights": markup, "copyright": markup, "icon": address, "logo": address, "source": copied,
}

func (t *transcriber) form(n *node) form {
	if t.atom && (n.space == "" || n.space == "atom") {
		return atomForms[n.local]
	}
	if n.space == "" {
		return forms[n.local]
	}
	return forms[n.space+":"+n.local]
}

// element writes n if it is read; base is what relative addresses in it mean
// unless it says itself.
func (t *transcriber) element(n *node, base string) {
	switch f := t.form(n); f {
	case drop:
	case copied:
		t.copy(n, base)
	default:
		if value := t.value(n, f, base); value != "" || f == line {
			t.open(n)
			t.b.WriteString(escapeXML(value))
			t.close(n)
		}
	}
}

// value gives what n says in a form.
func (t *transcriber) value(n *node, f form, base string) string {
	if n.explicit {
		base = n.base
	}
	switch f {
	case title:
		return t.construct(n, true).plain()
	case markup:
		said := t.construct(n, false)
		if strings.TrimSpace(said.value) == "" {
			return ""
		}
		t.aside = append(t.aside, passage{said, base})
		return strconv.Itoa(len(t.aside) - 1)
	case address:
		return htmlsafe.Resolve(base, addressText(n))
	case verbatim:
		return strings.TrimSpace(n.textContent())
	}
	if t.atom || n.space == "atom" {
		return squeeze(text{n.textContent(), false}.plain())
	}
	if name := n.child(n.space, "name"); name != nil { // a person as Atom has one
		said := rssTitle(name).plain()
		if mail := n.child(n.space, "email"); mail != nil {
			said += " <" + rssTitle(mail).plain() + ">"
		}
		return squeeze(said)
	}
	return squeeze(rssTitle(n).plain())
}

// construct tells HTML from plain text by the rules of the vocabulary.
func (t *transcriber) construct(n *node, isTitle bool) text {
	switch {
	case t.atom && n.space == "" || n.space == "atom":
		return atomText(n)
	case isTitle:
		return rssTitle(n)
	}
	return rssText(n)
}

// addressText is the address an element holds: as text, or, as Atom has it and
// some RSS too, in an attribute.
func addressText(n *node) string {
	if s := strings.TrimSpace(n.textContent()); s != "" {
		return withScheme(s)
	}
	return withScheme(n.attr("href"))
}

// withScheme takes "www.example.org/one" for the address that people mean by
// it.
func withScheme(s string) string {
	if len(s) > 4 && strings.EqualFold(s[:4], "www.") {
		return "http://" + s
	}
	return s
}

// copy writes an element whose attributes and children speak.
func (t *transcriber) copy(n *node, base string) {
	if n.explicit {
		base = n.base
	}
	t.startTag(n)
	for _, a := range n.attrs {
		t.attribute(a, base)
	}
	t.b.WriteByte('>')
	for _, k := range n.kids {
		if k.local != "" {
			t.element(k, base)
		}
	}
	if said := squeeze(n.textContent()); said != "" && !n.hasElements() {
		if t.atom && (n.local == "author" || n.local == "contributor") {
			said = "<name>" + escapeXML(said) + "</name>"
		} else {
			said = escapeXML(said)
		}
		t.b.WriteString(said)
	}
	t.close(n)
}

// attribute writes one that may matter, addresses absolute. The prefix goes:
// rdf:resource, itunes:href and the like say the same without.
func (t *transcriber) attribute(a attribute, base string) {
	_, local := splitName(a.name)
	value := strings.TrimSpace(a.value)
	switch {
	case strings.HasPrefix(a.name, "xmlns") || strings.HasPrefix(a.name, "xml:") || !isPlainName(local):
		return
	case local == "href" || local == "url" || local == "src" || local == "resource":
		value = htmlsafe.Resolve(base, value)
	}
	t.b.WriteString(" " + local + `="`)
	t.b.WriteString(escapeXML(value))
	t.b.WriteByte('"')
}

func (t *transcriber) startTag(n *node) {
	t.b.WriteByte('<')
	t.b.WriteString(qualified(n, t.atom))
}

func (t *transcriber) open(n *node) {
	t.startTag(n)
	if n.local == "guid" {
		t.b.WriteString(` isPermaLink="` + escapeXML(strings.ToLower(strings.TrimSpace(n.attr("ispermalink")))) + `"`)
	}
	if t.atom || n.space == "atom" {
		t.b.WriteString(` type="text"`)
	}
	t.b.WriteByte('>')
}

func (t *transcriber) close(n *node) {
	t.b.WriteString("</")
	t.b.WriteString(qualified(n, t.atom))
	t.b.WriteByte('>')
}

func qualified(n *node, isAtom bool) string {
	if n.space == "" || isAtom && n.space == "atom" {
		return n.local
	}
	return n.space + ":" + n.local
}

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\r", "&#13;", "\n", "&#10;", "\t", "&#9;")

func escapeXML(s string) string { return xmlEscaper.Replace(s) }

// more counts an entry and reports whether it is still taken.
func (t *transcriber) more() bool {
	if t.entries++; t.entries > maxEntries {
		t.notice.partial = true
		t.notice.add("the feed has more than %d entries; only these were read", maxEntries)
		return false
	}
	return true
}
