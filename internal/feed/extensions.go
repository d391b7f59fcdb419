package feed

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

// texts gives the texts of a module's element, in order, without empty ones.
func texts(x ext.Extensions, space, local string) []string {
	var out []string
	for _, e := range x[space][local] {
		if e.Value != "" {
			out = append(out, e.Value)
		}
	}
	return out
}

func first(x ext.Extensions, space, local string) string {
	for _, s := range texts(x, space, local) {
		return s
	}
	return ""
}

// attrs gives an attribute of each such element.
func attrs(x ext.Extensions, space, local, name string) []string {
	var out []string
	for _, e := range x[space][local] {
		if v := e.Attrs[name]; v != "" {
			out = append(out, v)
		}
	}
	return out
}

func attr(x ext.Extensions, space, local, name string) string {
	for _, v := range attrs(x, space, local, name) {
		return v
	}
	return ""
}

// linkTo gives the address of an Atom link in another document.
func linkTo(x ext.Extensions, rel string) string {
	for _, e := range x["atom"]["link"] {
		if relation(e.Attrs["rel"]) == rel && e.Attrs["href"] != "" {
			return e.Attrs["href"]
		}
	}
	return ""
}

// maxTags and maxPeople bound what one entry may claim.
const (
	maxTags   = 100
	maxPeople = 100
)

// tags joins lists of tags: each once, in order, at most 100.
func tags(lists ...[]string) []string {
	var out []string
	seen := map[string]bool{}
	for _, list := range lists {
		for _, t := range list {
			t = squeeze(htmlsafe.Plain(escapeXML(t)))
			if t != "" && !seen[t] && len(out) < maxTags {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}

// keywords are the tags of podcasts and media, in one text with commas.
func keywords(x ext.Extensions) []string {
	var out []string
	for _, list := range append(texts(x, "itunes", "keywords"), texts(x, "media", "keywords")...) {
		out = append(out, strings.Split(list, ",")...)
	}
	return out
}

// nestedCategories are those of a podcast, with the finer ones inside.
func nestedCategories(x ext.Extensions) []string {
	var out []string
	for _, c := range x["itunes"]["category"] {
		out = append(out, c.Attrs["text"])
		for _, inner := range c.Children["category"] {
			out = append(out, inner.Attrs["text"])
		}
	}
	return out
}

func itemEnclosures(raw *rss.Item) []entry.Enclosure {
	var out []entry.Enclosure
	for _, e := range raw.Enclosures {
		if e.URL != "" {
			out = append(out, entry.Enclosure{URL: e.URL, Type: e.Type, Length: e.Length})
		}
	}
	for _, e := range raw.Extensions["atom"]["link"] {
		if relation(e.Attrs["rel"]) == "enclosure" && e.Attrs["href"] != "" {
			out = append(out, entry.Enclosure{URL: e.Attrs["href"], Type: e.Attrs["type"], Length: e.Attrs["length"]})
		}
	}
	return out
}

func atomEnclosures(ls []*atom.Link) []entry.Enclosure {
	var out []entry.Enclosure
	for _, l := range ls {
		if relation(l.Rel) == "enclosure" && l.Href != "" {
			out = append(out, entry.Enclosure{URL: l.Href, Type: l.Type, Length: l.Length})
		}
	}
	return out
}

func itemImage(raw *rss.Item, enclosures []entry.Enclosure) string {
	return mediaImage(raw.Extensions, enclosures)
}

// mediaImage is the picture an entry puts forward.
func mediaImage(x ext.Extensions, enclosures []entry.Enclosure) string {
	if u := cmp.Or(attr(x, "itunes", "image", "href"), attr(x, "itunes", "image", "url"), attr(x, "media", "thumbnail", "url")); u != "" {
		return u
	}
	for _, e := range x["itunes"]["link"] {
		if e.Attrs["rel"] == "image" {
			return e.Attrs["href"]
		}
	}
	if u := contentPicture(x["media"]["content"]); u != "" {
		return u
	}
	for _, g := range x["media"]["group"] {
		for _, e := range g.Children["thumbnail"] {
			return e.Attrs["url"]
		}
		if u := contentPicture(g.Children["content"]); u != "" {
			return u
		}
	}
	for _, e := range enclosures {
		if strings.HasPrefix(e.Type, "image/") {
			return e.URL
		}
	}
	return ""
}

// contentPicture is the first of a list of media:content that is a picture or
// has one of itself.
func contentPicture(list []ext.Extension) string {
	for _, e := range list {
		if isPicture(e) {
			return e.Attrs["url"]
		}
		for _, t := range e.Children["thumbnail"] {
			if u := t.Attrs["url"]; u != "" {
				return u
			}
		}
	}
	return ""
}

func isPicture(e ext.Extension) bool {
	return e.Attrs["url"] != "" && (e.Attrs["medium"] == "image" || strings.HasPrefix(e.Attrs["type"], "image/"))
}

// groupText gives a text inside media:group.
func groupText(x ext.Extensions, local string) string {
	for _, g := range x["media"]["group"] {
		if s := childText(g, local); s != "" {
			return s
		}
	}
	return ""
}

var (
	ccAddress = regexp.MustCompile(`https?://creativecommons\.org/(?:licenses|publicdomain)/[a-z0-9+./-]+`)
	spdxLike  = regexp.MustCompile(`^(?i:CC0-1\.0|CC-BY(?:-(?:NC|ND|SA)){0,2}-[0-9]\.[0-9](?:-[A-Z]{2})?|MIT|Apache-2\.0|OGL-UK-[0-9]\.[0-9])$`)
)

// licence gives what an entry says it may be used under: an element that can
// mean nothing else, or rights that are a licence's address or SPDX id and not
// merely words about copyright.
func licence(x ext.Extensions, rights passage) string {
	if l := cmp.Or(linkTo(x, "license"), attr(x, "cc", "license", "resource"), first(x, "creativeCommons", "license"), first(x, "dcterms", "license"), attr(x, "media", "license", "href")); l != "" {
		return l
	}
	if a := ccAddress.FindString(rights.value); a != "" {
		return a
	}
	if words := rights.plain(); spdxLike.MatchString(words) {
		return words
	}
	return ""
}

// read gives an entry its body and summary, and of what it is read by the
// plain text and the links to other pages.
func (a aside) read(e *entry.Entry, body, summary string) {
	r := a.at(body).read()
	if e.Body = r.HTML; e.Body == "" {
		r = a.at(summary).read()
		e.Summary = r.HTML
	} else {
		e.Summary = a.html(summary)
	}
	e.Plain = r.Text
	if e.Canonical == "" {
		e.Canonical = cmp.Or(a.at(body).canonical(), a.at(summary).canonical())
	}
	for _, l := range r.Links {
		if page, _, inside := strings.Cut(l.URL, "#"); inside && page == e.URL {
			continue // a footnote
		}
		e.Links = append(e.Links, entry.Link(l))
	}
}

// read gives a passage as safe HTML with its text and links.
func (p passage) read() htmlsafe.Reading {
	if !p.markup {
		return htmlsafe.Read(htmlsafe.Paragraphs(p.value), "")
	}
	return htmlsafe.Read(p.value, p.base)
}
