package htmlsafe

import (
	xhtml "golang.org/x/net/html"
)

// Bluemonday guards what the walk let through. It judges tag by tag, and what it
// says of one depends on nothing around it while it drops none; so it is asked
// for each tag by itself, and once and for all for those without attributes,
// which most are. A test holds this against what it says of whole texts.

// guarded reports whether the allow-list leaves the children of n as they are.
func guarded(n *xhtml.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == xhtml.ElementNode && !(allowed(c) && guarded(c)) {
			return false
		}
	}
	return true
}

func allowed(n *xhtml.Node) bool {
	if len(n.Attr) == 0 {
		return allowedBare[n.Data]
	}
	tag := xhtml.Token{Type: xhtml.StartTagToken, Data: n.Data, Attr: n.Attr}.String()
	return policy.Sanitize(tag) == tag
}

// allowedBare are the elements that may stand without attributes.
var allowedBare = newAllowedBare()

func newAllowedBare() map[string]bool {
	bare := map[string]bool{}
	for name := range elements {
		bare[name] = policy.Sanitize("<"+name+">") == "<"+name+">"
	}
	return bare
}
