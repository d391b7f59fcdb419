package htmlsafe

import (
	"strings"

	xhtml "golang.org/x/net/html"
)

// Bluemonday guards what the walk let through. It judges tag by tag, and what it
// says of one depends on nothing around it while it drops none; so it is asked
// for the tags alone, and once and for all for those without attributes, which
// most are. A test holds this against what it says of whole texts.

// guarded reports whether the allow-list leaves the tree under n as it is.
func guarded(n *xhtml.Node) bool {
	var tags strings.Builder
	if !collectTags(n, &tags) {
		return false
	}
	return policy.Sanitize(tags.String()) == tags.String()
}

// collectTags writes the tags with attributes under n; false if one without
// them may not stand.
func collectTags(n *xhtml.Node, tags *strings.Builder) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != xhtml.ElementNode {
			continue
		}
		if len(c.Attr) > 0 {
			tag := xhtml.Token{Type: xhtml.StartTagToken, Data: c.Data, Attr: c.Attr}
			tags.WriteString(tag.String())
		} else if !allowedBare[c.Data] {
			return false
		}
		if !collectTags(c, tags) {
			return false
		}
	}
	return true
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
