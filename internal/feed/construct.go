package feed

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/htmlsafe"
)

// A text is what an element says, told apart: HTML, or plain characters.
type text struct {
	value  string
	markup bool
}

// html gives the text as safe HTML; plain text in paragraphs.
func (t text) html(base string) string {
	if t.markup {
		return htmlsafe.Clean(t.value, base)
	}
	return htmlsafe.Paragraphs(t.value)
}

// plain gives the text on one line, as a reader sees it.
func (t text) plain() string {
	if t.markup {
		return htmlsafe.Plain(t.value)
	}
	return htmlsafe.Plain(html.EscapeString(t.value))
}

// atomText reads a text construct (RFC 4287 §3.1, §4.1.3; Atom 0.3 §3.1).
func atomText(n *node) text {
	kind := mediaType(n.attr("type"))
	mode := strings.ToLower(n.attr("mode"))
	switch {
	case mode == "base64" || isBinary(kind):
		return base64Text(n, kind)
	case n.hasElements() && mode != "escaped":
		// Inline markup, whatever the type says. "text" with markup in it is
		// a common slip.
		return text{inner(n), true}
	case kind == "xhtml" || kind == "application/xhtml+xml":
		// Escaped markup under this type is a slip, too.
		value := n.textContent()
		return text{value, looksLikeMarkup(value)}
	case kind == "html" || kind == "text/html" || mode == "escaped" && kind == "":
		return text{n.textContent(), true}
	}
	return text{n.textContent(), false}
}

func mediaType(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(s), ";")
	return strings.TrimSpace(s)
}

func isBinary(kind string) bool {
	major, minor, ok := strings.Cut(kind, "/")
	switch major {
	case "image", "audio", "video", "font":
		return true
	case "application":
		return ok && !strings.Contains(minor, "xml") && minor != "json"
	}
	return false
}

// base64Text reads what is encoded; a picture or sound is no text.
func base64Text(n *node, kind string) text {
	if major, _, _ := strings.Cut(kind, "/"); n.hasElements() || isBinary(kind) && major != "application" {
		return text{}
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.textContent()), ""))
	switch {
	case err != nil && isBinary(kind):
		return text{}
	case err != nil:
		return text{n.textContent(), strings.Contains(kind, "html")}
	case !utf8.Valid(data) || bytes.IndexFunc(data, forbidden) >= 0:
		return text{}
	}
	return text{string(data), strings.Contains(kind, "html") || looksLikeMarkup(string(data))}
}

// rssText reads an element of RSS that is HTML: escaped, in CDATA, or, against
// the rules, in the open. Only text in which no tag stands and empty lines do
// is taken for plain.
func rssText(n *node) text {
	if n.hasElements() {
		return text{inner(n), true}
	}
	value := n.textContent()
	if strings.Contains(value, "\n\n") && !looksLikeMarkup(value) {
		return text{html.UnescapeString(value), false}
	}
	return text{value, true}
}

// rssTitle reads a title, name or tag of RSS, which does not say whether one
// is HTML. A tag counts as one if it is of those that titles are dressed with,
// bare or with quoted attributes, and is closed; so "The <b> element" keeps its
// words. Entities are resolved in any case: most feeds escape twice.
func rssTitle(n *node) text {
	if n.hasElements() {
		return text{inner(n), true}
	}
	value := withoutSection(n.textContent())
	return text{value, dressed(value)}.resolved()
}

// withoutSection takes the words out of a CDATA section that was escaped, and
// so says nothing to XML.
func withoutSection(s string) string {
	inside := strings.TrimSpace(s)
	if strings.HasPrefix(inside, "<![CDATA[") {
		return strings.TrimSuffix(strings.TrimPrefix(inside, "<![CDATA["), "]]>")
	}
	return s
}

// resolved resolves the entities of plain text.
func (t text) resolved() text {
	if !t.markup {
		t.value = html.UnescapeString(t.value)
	}
	return t
}

var (
	tag      = regexp.MustCompile(`<[A-Za-z][^<>]*>|</[A-Za-z][^<>]*>|<!--`)
	dressing = regexp.MustCompile(`(?i)<(em|i|b|strong|code|tt|kbd|sub|sup|u|s|small|big|mark|abbr|cite|q|del|ins|span|a|font)(?:\s+[a-z-]+=(?:"[^"<>]*"|'[^'<>]*'))*\s*>`)
)

func dressed(s string) bool {
	if strings.IndexByte(s, '<') < 0 {
		return false
	}
	for _, m := range dressing.FindAllStringSubmatch(s, 20) {
		if strings.Contains(strings.ToLower(s), "</"+strings.ToLower(m[1])+">") {
			return true
		}
	}
	return false
}

func looksLikeMarkup(s string) bool {
	return strings.IndexByte(s, '<') >= 0 && tag.MatchString(s)
}

// inner writes the markup inside n as HTML.
func inner(n *node) string {
	var b strings.Builder
	for _, k := range n.kids {
		writeMarkup(&b, k)
	}
	return b.String()
}

func writeMarkup(b *strings.Builder, n *node) {
	if n.local == "" {
		if n.cdata && looksLikeMarkup(n.text) {
			b.WriteString(n.text)
			return
		}
		b.WriteString(html.EscapeString(n.text))
		return
	}
	b.WriteString("<" + n.local)
	for _, a := range n.attrs {
		if strings.HasPrefix(a.name, "xmlns") || !isPlainName(a.name) {
			continue
		}
		value := a.value
		if n.explicit && (a.name == "href" || a.name == "src") {
			value = cmp.Or(htmlsafe.Resolve(n.base, value), value)
		}
		b.WriteString(" " + a.name + `="` + html.EscapeString(value) + `"`)
	}
	b.WriteString(">")
	for _, k := range n.kids {
		writeMarkup(b, k)
	}
	if !isVoid(n.local) {
		b.WriteString("</" + n.local + ">")
	}
}

func isPlainName(name string) bool {
	for i := range len(name) {
		if c := name[i]; !isNamePart(c) || c >= 0x80 || c == ':' {
			return false
		}
	}
	return name != "" && isNameStart(name[0])
}

func isVoid(local string) bool {
	switch local {
	case "br", "hr", "img", "wbr", "input", "meta", "link", "base", "col", "embed", "area", "param", "source", "track":
		return true
	}
	return false
}

// squeeze makes one line of a plain text, without what no reader sees and a
// terminal or page would obey: control characters, which JSON lets through
// where XML does not, and signs that turn the direction of what follows.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.Join(strings.Fields(s), " "))
}
