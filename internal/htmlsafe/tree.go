package htmlsafe

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A cleaner walks a parsed tree and leaves in it what the table allows.
type cleaner struct {
	base *url.URL // nil: unknown
}

func newCleaner(base string) *cleaner {
	u, err := url.Parse(plainAddress(base)) // as what is resolved against it will be read again
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return &cleaner{}
	}
	return &cleaner{base: u}
}

// walk cleans the children of n. The parser bounds the depth.
func (c *cleaner) walk(n *xhtml.Node) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch child.Type {
		case xhtml.TextNode:
			child.Data = calm(child.Data)
		case xhtml.ElementNode:
			c.element(n, child)
		default: // comments, doctypes
			n.RemoveChild(child)
		}
		child = next
	}
}

func (c *cleaner) element(parent, n *xhtml.Node) {
	if n.Namespace != "" || dropped[n.Data] || isHidden(n) {
		replaceForeign(parent, n)
		return
	}
	if name, ok := renamed[n.Data]; ok {
		n.Data, n.DataAtom = name, atom.Lookup([]byte(name))
	}
	c.walk(n)
	source := sourceOf(n)
	c.attributes(n)
	switch {
	case n.Data == "img" && attr(n, "src") == "" && source == "":
		parent.RemoveChild(n)
	case n.Data == "img" && attr(n, "src") == "":
		replaceWithText(parent, n, attr(n, "alt"))
	case n.Data == "a" && n.FirstChild == nil:
		parent.RemoveChild(n)
	case !stays(n):
		unwrap(parent, n)
	}
}

// stays reports whether an element still says something once its attributes
// are filtered.
func stays(n *xhtml.Node) bool {
	_, kept := elements[n.Data]
	switch n.Data {
	case "a":
		return attr(n, "href") != ""
	case "span":
		return len(n.Attr) > 0
	}
	return kept
}

// attributes keeps those the table allows, each once, addresses absolute.
func (c *cleaner) attributes(n *xhtml.Node) {
	allowed := elements[n.Data]
	var out []xhtml.Attribute
	for _, a := range imageSource(n) {
		if a.Namespace != "" || !slices.Contains(allowed, a.Key) && !slices.Contains(everywhere, a.Key) {
			continue
		}
		v, ok := c.value(a)
		if ok && !slices.ContainsFunc(out, func(o xhtml.Attribute) bool { return o.Key == a.Key }) {
			out = append(out, xhtml.Attribute{Key: a.Key, Val: v})
		}
	}
	n.Attr = out
}

// value gives an attribute's value as it may stand, or false.
func (c *cleaner) value(a xhtml.Attribute) (string, bool) {
	v := calm(a.Val)
	switch a.Key {
	case "href", "src", "cite":
		if v = resolve(c.base, v); isWeb(v) {
			return v, true
		}
	case "class":
		v = codeLanguage(v)
	case "width", "height":
		v = strings.TrimSuffix(strings.TrimSpace(v), "px")
	case "reversed":
		v = ""
	case "title", "alt":
		return cut(squeeze(v), maxWords), true
	default:
		v = strings.TrimSpace(v)
	}
	re := values[a.Key]
	return v, re == nil || re.MatchString(v)
}

// isWeb reports whether what resolve gave is an address on the web. Such a one
// is as every pattern for addresses would have it.
func isWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// codeLanguage picks the one class worth keeping: what a highlighter needs.
func codeLanguage(class string) string {
	for _, word := range strings.Fields(class) {
		if lang, ok := strings.CutPrefix(word, "lang-"); ok {
			word = "language-" + lang
		}
		if strings.HasPrefix(word, "language-") {
			return word
		}
	}
	return ""
}

// sourceOf is the address of a picture, however it says it.
func sourceOf(n *xhtml.Node) string {
	for _, a := range imageSource(n) {
		if a.Key == "src" {
			return a.Val
		}
	}
	return ""
}

// imageSource gives the attributes of n; those of a picture that is loaded by
// script say their address elsewhere.
func imageSource(n *xhtml.Node) []xhtml.Attribute {
	src := attr(n, "src")
	if n.Data != "img" || src != "" && !strings.HasPrefix(src, "data:") {
		return n.Attr
	}
	for _, key := range []string{"data-src", "data-lazy-src", "data-original", "srcset", "data-srcset"} {
		lazy := attr(n, key)
		if strings.HasSuffix(key, "srcset") { // the first of several (HTML §4.8.4.2.1)
			lazy, _, _ = strings.Cut(strings.Trim(lazy, " \t\n,"), " ")
			lazy = strings.TrimSuffix(lazy, ",")
		}
		if lazy != "" {
			return append([]xhtml.Attribute{{Key: "src", Val: lazy}}, n.Attr...)
		}
	}
	return n.Attr
}

// isHidden reports what a reader would not see: elements hidden by an
// attribute, and pictures of a single dot or a known address, which are there
// to watch.
func isHidden(n *xhtml.Node) bool {
	style := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' {
			return -1
		}
		return r
	}, strings.ToLower(attr(n, "style")))
	if has(n, "hidden") || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return true
	}
	if n.Data != "img" {
		return false
	}
	return isDot(attr(n, "width")) || isDot(attr(n, "height")) || dotStyle(style) || isWatching(sourceOf(n))
}

func isDot(size string) bool {
	measure, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(size), "px"), 64)
	return err == nil && measure <= 1
}

func dotStyle(style string) bool {
	for _, rule := range strings.Split(style, ";") {
		name, value, _ := strings.Cut(rule, ":")
		value = strings.TrimSuffix(value, "!important")
		switch name {
		case "width", "height", "max-width", "max-height":
			if isDot(value) {
				return true
			}
		case "opacity":
			if value == "0" {
				return true
			}
		}
	}
	return false
}

func attr(n *xhtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func has(n *xhtml.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a xhtml.Attribute) bool { return a.Key == key })
}

// replaceForeign takes an element away; of a formula its words stay.
func replaceForeign(parent, n *xhtml.Node) {
	if n.Namespace == "math" && n.Data == "math" {
		replaceWithText(parent, n, squeeze(formula(n)))
		return
	}
	parent.RemoveChild(n)
}

// formula gives the TeX that most writers of MathML put beside it, else the
// bare characters.
func formula(n *xhtml.Node) string {
	var all, tex strings.Builder
	var visit func(n *xhtml.Node, inTeX bool)
	visit = func(n *xhtml.Node, inTeX bool) {
		if isRaw(n.Data) && n.Type == xhtml.ElementNode {
			return
		}
		if n.Type == xhtml.TextNode {
			all.WriteString(n.Data)
			if inTeX {
				tex.WriteString(n.Data)
			}
		}
		inTeX = inTeX || n.Data == "annotation" && strings.Contains(attr(n, "encoding"), "tex")
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			visit(c, inTeX)
		}
	}
	visit(n, false)
	if tex.Len() > 0 {
		return tex.String()
	}
	return all.String()
}

func replaceWithText(parent, n *xhtml.Node, text string) {
	if text != "" {
		parent.InsertBefore(&xhtml.Node{Type: xhtml.TextNode, Data: calm(text)}, n)
	}
	parent.RemoveChild(n)
}

// unwrap puts the children of n in its place.
func unwrap(parent, n *xhtml.Node) {
	for child := n.FirstChild; child != nil; child = n.FirstChild {
		n.RemoveChild(child)
		parent.InsertBefore(child, n)
	}
	parent.RemoveChild(n)
}
