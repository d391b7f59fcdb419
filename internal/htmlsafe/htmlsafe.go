// Package htmlsafe makes strangers' HTML safe to publish: closed, absolute and
// without anything that acts, follows or clashes. It also takes the text and
// the links out of such HTML.
//
// It promises that what Clean gives has no script, style, frame, form, object,
// handler or script address; no id and no class of others (but the language of
// a code block); no picture made to watch a reader; no relative address; and
// that cleaning it again changes nothing. Every other function takes what
// Clean gave.
//
// It does not judge words, fetch pictures or shorten texts. It alone imports
// bluemonday; the allow-list stands in policy.go.
package htmlsafe

import (
	"html"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxInput bounds what Clean reads, in bytes. The longest honest post of
	// many thousands was a tenth of it.
	maxInput = 2 << 20
	// maxWords bounds what a picture or a link is said to be, in bytes.
	maxWords = 2 << 10
	// maxRounds bounds how often Clean tries for a text that stays as it is.
	maxRounds = 5
)

// Clean makes HTML safe to publish. Relative addresses are resolved against
// base, the address of the entry's page; with an empty base they are dropped
// and their words stay. HTML of more than 2 MiB is cut there. HTML nested too
// deep to be read (512 elements) gives its words alone.
//
// Clean(Clean(x, b), b) == Clean(x, b).
func Clean(raw, base string) string {
	safe, _ := clean(raw, base)
	return safe
}

// A Reading is all there is to know of a piece of HTML.
type Reading struct {
	HTML  string // as Clean gives it
	Text  string // as Text gives it
	Links []Link // as Links gives them
}

// Read gives Clean(raw, base) with its Text and Links at the price of Clean
// alone.
func Read(raw, base string) Reading {
	safe, root := clean(raw, base)
	if root == nil {
		return Reading{HTML: safe, Text: Text(safe)}
	}
	f := flowOf(root, len(safe))
	return Reading{safe, f.text(), f.links()}
}

// clean gives safe HTML and its tree, which is nil where there is no markup.
// Escaping makes text longer: what would be cut the next time is cut now.
func clean(raw, base string) (string, *xhtml.Node) {
	for bound := maxInput; ; bound /= 2 {
		if safe, root := cleanAll(cut(raw, bound), base); len(safe) <= maxInput {
			return safe, root
		}
	}
}

func cleanAll(raw, base string) (string, *xhtml.Node) {
	raw = tidy(raw)
	if !strings.ContainsAny(raw, "<&") {
		return html.EscapeString(strings.TrimSpace(calm(raw))), nil
	}
	raw = plainMarkup(raw)
	c := newCleaner(base)
	text, root := c.pass(raw)
	for range maxRounds {
		if root == nil {
			break
		}
		// The allow-list guards what the walk let through. Where it finds
		// nothing to take and another parse nothing to close, the text is settled.
		if guarded(root) && settled(root, open{}) {
			return text, root
		}
		left := policy.Sanitize(text)
		again, next := c.pass(left)
		if next != nil && left == text && again == text {
			return text, next
		}
		text, root = again, next
	}
	return wordsOnly(raw), nil
}

// pass parses and closes HTML, walks it and writes it again; the tree is nil
// when it cannot be parsed.
func (c *cleaner) pass(raw string) (string, *xhtml.Node) {
	root, err := parse(raw)
	if err != nil {
		return "", nil
	}
	c.walk(root)
	return strings.TrimSpace(render(root, len(raw))), root
}

// parse reads HTML as the content of a div.
func parse(raw string) (*xhtml.Node, error) {
	context := &xhtml.Node{Type: xhtml.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := xhtml.ParseFragmentWithOptions(strings.NewReader(raw), context, xhtml.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, err
	}
	root := &xhtml.Node{Type: xhtml.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root, nil
}

// render writes the children of root, which take about size bytes.
func render(root *xhtml.Node, size int) string {
	var buf strings.Builder
	buf.Grow(size + size/8)
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		// Writing to memory cannot fail, and the walk leaves no node that
		// Render refuses.
		_ = xhtml.Render(&buf, n)
	}
	return buf.String()
}

// wordsOnly gives the visible words of HTML that no parser takes.
func wordsOnly(raw string) string {
	return html.EscapeString(Plain(raw))
}
