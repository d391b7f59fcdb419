package htmlsafe

import (
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// WithoutImages gives safe HTML with every picture replaced by a link to it
// that reads as its alternative text; a picture inside a link, or one that
// says nothing of itself, by that text alone. The result is safe HTML.
func WithoutImages(safe string) string {
	if !strings.Contains(safe, "<img") {
		return safe
	}
	root, err := parse(safe)
	if err != nil {
		return wordsOnly(safe)
	}
	replaceImages(root, false)
	return Clean(render(root, len(safe)), "")
}

func replaceImages(n *xhtml.Node, inLink bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == xhtml.ElementNode && c.Data == "img" {
			replaceImage(n, c, inLink)
		} else {
			replaceImages(c, inLink || c.Data == "a")
		}
		c = next
	}
}

func replaceImage(parent, img *xhtml.Node, inLink bool) {
	alt := squeeze(attr(img, "alt"))
	if inLink || alt == "" {
		replaceWithText(parent, img, alt)
		return
	}
	a := &xhtml.Node{Type: xhtml.ElementNode, Data: "a", DataAtom: atom.A, Attr: []xhtml.Attribute{{Key: "href", Val: attr(img, "src")}}}
	parent.InsertBefore(a, img)
	parent.RemoveChild(img)
	a.AppendChild(&xhtml.Node{Type: xhtml.TextNode, Data: alt})
}
