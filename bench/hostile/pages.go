package main

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// forbidden are elements that no page of a site has, nor any HTML in its feeds.
var forbidden = []string{"script", "iframe", "frame", "object", "embed", "applet", "form", "input", "button", "textarea", "select", "base",
	"style", "video", "audio", "source", "track", "template", "math", "noscript", "dialog", "portal", "marquee", "xmp", "plaintext"}

// ownClasses are those that the feeds of issues have: the place of a passage,
// the mark of what is internal.
var ownClasses = []string{"where", "label"}

// A faults list gathers what is wrong, each fault once.
type faults []string

func (f *faults) add(format string, args ...any) {
	said := fmt.Sprintf(format, args...)
	if len(*f) < 40 && !slices.Contains(*f, said) {
		*f = append(*f, said)
	}
}

// pageFaults says what is wrong with a whole page, read as a browser would.
func pageFaults(data []byte) faults {
	var f faults
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		f.add("cannot be parsed: %v", err)
		return f
	}
	f.page(root)
	f.characters(string(data))
	return f
}

func (f *faults) page(root *html.Node) {
	count := map[string]int{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			if n.Namespace == "" { // a picture's title is not the page's
				count[n.Data]++
			}
			f.element(n, true)
		}
	}
	for _, once := range []string{"html", "head", "body", "title"} {
		if count[once] != 1 {
			f.add("%d <%s>", count[once], once)
		}
	}
	if leadsOn := count["meta"] > 0 && count["main"] == 0; !leadsOn && (count["h1"] != 1 || count["main"] != 1) {
		f.add("%d <h1>, %d <main>", count["h1"], count["main"])
	}
	f.ids(root)
}

// mailFaults says what is wrong with an issue as mail: a page whose styles stand
// in it, since mail programs load none. They may colour and measure, and nothing
// else; apart from them it is held to what pages are held to.
func mailFaults(data []byte) faults {
	var f faults
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		f.add("cannot be parsed: %v", err)
		return f
	}
	var sheets []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "style" && n.Parent.Data == "head" {
			sheets = append(sheets, n)
		}
		n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "style" && f.style(a.Val) })
	}
	for i, n := range sheets {
		if i == 0 && n.FirstChild != nil && f.style(n.FirstChild.Data) {
			n.Parent.RemoveChild(n)
		}
	}
	f.page(root)
	f.characters(string(data))
	return f
}

// style reports whether style sheet words load nothing, move nothing and hide
// nothing in escapes.
func (f *faults) style(css string) bool {
	for _, word := range []string{"url", "@import", "expression", "behavior", "position", "content", "\\", "<", "javascript"} {
		if strings.Contains(strings.ToLower(css), word) {
			f.add("a style with %q: %s", word, brief(css))
			return false
		}
	}
	return true
}

// fragmentFaults says what is wrong with HTML inside of a feed.
func fragmentFaults(text string) faults {
	var f faults
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		f.add("cannot be parsed: %v", err)
		return f
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && !slices.Contains([]string{"html", "head", "body"}, n.Data) {
			f.element(n, false)
		}
	}
	f.characters(text)
	return f
}

// element looks at one element. A page has more of its own than what it
// shows of strangers.
func (f *faults) element(n *html.Node, page bool) {
	if slices.Contains(forbidden, n.Data) || !page && slices.Contains([]string{"svg", "meta", "link", "title", "img"}, n.Data) {
		f.add("<%s>", n.Data)
	}
	for _, a := range n.Attr {
		key := strings.ToLower(a.Key)
		switch {
		case strings.HasPrefix(key, "on"), slices.Contains([]string{"style", "srcdoc", "ping", "formaction", "action", "background", "poster", "srcset", "autofocus"}, key):
			f.add("<%s %s=%q>", n.Data, a.Key, brief(a.Val))
		case key == "src" || key == "data" || key == "xlink:href":
			f.add("<%s %s=%q>", n.Data, a.Key, brief(a.Val))
		case key == "href":
			f.address(n, a.Val, page)
		case key == "http-equiv" && !slices.Contains([]string{"content-security-policy", "refresh", "content-type"}, strings.ToLower(a.Val)):
			f.add("<meta http-equiv=%q>", a.Val)
		case !page && (key == "id" || key == "class" && !slices.Contains(ownClasses, a.Val) || key == "target"):
			f.add("<%s %s=%q>", n.Data, a.Key, brief(a.Val))
		}
	}
}

// address looks at where a link leads.
func (f *faults) address(n *html.Node, href string, page bool) {
	u, err := url.Parse(strings.TrimSpace(href))
	switch {
	case err != nil:
		f.add("href=%q: %v", brief(href), err)
	case u.Scheme == "" && u.Host == "" && page, page && isLetter(u):
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil:
		f.add("href=%q", brief(href))
	case n.Data != "a" && u.Host != "digest.example.org" && !(n.Data == "link" && rel(n) == "canonical"):
		f.add("<%s href=%q> of somebody else's", n.Data, brief(href))
	}
}

// isLetter reports whether an address is a letter to the site's editors, with a
// subject and a body, and to nobody else.
func isLetter(u *url.URL) bool {
	fields, err := url.ParseQuery(u.RawQuery)
	for key := range fields {
		if key != "subject" && key != "body" {
			return false
		}
	}
	return err == nil && u.Scheme == "mailto" && u.Opaque == "editors@digest.example.org"
}

func rel(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "rel" {
			return a.Val
		}
	}
	return ""
}

func (f *faults) ids(root *html.Node) {
	seen := map[string]bool{}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key != "id" {
				continue
			}
			if seen[a.Val] {
				f.add("the id %q stands twice", brief(a.Val))
			}
			seen[a.Val] = true
		}
		if n.Type == html.ElementNode && n.Data == "a" && !visible(textOf(n)) {
			f.add("a link without words: %q", brief(fmt.Sprint(n.Attr)))
		}
	}
}

// characters finds what moves a cursor, turns the direction of what follows,
// or is no text at all.
func (f *faults) characters(text string) {
	if !utf8.ValidString(text) {
		f.add("is not UTF-8")
	}
	for _, r := range text {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' && r != '\u061c':
			f.add("holds %U", r)
		case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
			f.add("holds %U, which is no character", r)
		}
	}
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// linkTexts gives the words of every link of a page.
func linkTexts(data []byte) []string {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "a" || n.Data == "h3") {
			out = append(out, squeeze(textOf(n)))
		}
	}
	return out
}

// linkTo gives the visible words of the links of a page that lead to an address.
func linkTo(data []byte, address string) []string {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "a" && slices.Contains(n.Attr, html.Attribute{Key: "href", Val: address}) && visible(textOf(n)) {
			out = append(out, squeeze(textOf(n)))
		}
	}
	return out
}

// visible reports whether a reader sees anything of a text.
func visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Co) && r != '\u3164' && r != '\u2800'
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// brief cuts a text for a report, and shows what is not to be seen.
func brief(s string) string {
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:79]) + "…"
	}
	return s
}
