package htmlsafe

import (
	"strings"

	xhtml "golang.org/x/net/html"
)

// Most HTML is plain: paragraphs, lists, quotations, pictures, words marked in
// a line. Written from a tree, such HTML parses to the same tree, and need not
// be parsed again to know it. What makes the parser move an element (HTML
// §13.2.6.4.7) is listed here; a tree in which none of it happens is settled.
//
//	element              moves or closes something if
//	any block            a paragraph is open around it
//	li                   it does not stand directly in a list
//	h1 … h6              another heading is open around it
//	a                    another link is open around it
//	pre                  its text begins with a line break, which is dropped
//	tables, dl, ruby …   in many ways: never taken as settled

// open says what stands around a node.
type open struct {
	parent            string
	paragraph         bool
	heading, linkOpen bool
}

// settled reports whether the children of n will parse as they stand.
func settled(n *xhtml.Node, around open) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode && !settledElement(c, around) {
			return false
		}
	}
	return true
}

func settledElement(n *xhtml.Node, around open) bool {
	inside := around
	inside.parent = n.Data
	switch n.Data {
	case "p":
		inside.paragraph = true
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if around.heading {
			return false
		}
		inside.heading = true
	case "li":
		if around.parent != "ul" && around.parent != "ol" {
			return false
		}
	case "pre":
		if first := n.FirstChild; first != nil && strings.HasPrefix(first.Data, "\n") {
			return false
		}
	case "div", "ul", "ol", "blockquote", "hr", "figure", "figcaption":
	case "a":
		if around.linkOpen {
			return false
		}
		inside.linkOpen = true
		return settled(n, inside)
	default:
		return isPhrase(n.Data) && settled(n, inside)
	}
	return !around.paragraph && settled(n, inside)
}

// isPhrase reports whether an element marks words in a line and no more.
func isPhrase(name string) bool {
	switch name {
	case "em", "strong", "b", "i", "u", "s", "small", "code", "span", "sub", "sup", "mark", "cite", "q", "kbd", "samp", "var", "abbr",
		"dfn", "time", "del", "ins", "bdi", "bdo", "br", "img", "wbr":
		return true
	}
	return false
}
