package mail

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Pen writes a mail's text. Links are numbered through the whole of it, and
// each text is followed by the addresses that it refers to.
type Pen struct {
	links int
	notes []string // of the text that is being written
}

// Fill writes a text in lines, the lead before the first.
func (p *Pen) Fill(lead string, words ...string) string {
	text := strings.Join(strings.FieldsFunc(Clean(strings.Join(words, "")), isBlank), " ")
	return strings.Join(hang(lead, fill(text, Columns-Width(lead))), "\n")
}

// Prose writes safe HTML as text, each line behind the lead.
func (p *Pen) Prose(lead, safe string) string {
	nodes, err := html.ParseFragment(strings.NewReader(safe), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return ""
	}
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	p.notes = nil
	lines := p.blocks(root, Columns-Width(lead))
	if len(p.notes) > 0 {
		lines = append(append(lines, ""), p.notes...)
	}
	for i, l := range lines {
		lines[i] = strings.TrimRight(lead+l, " ")
	}
	return strings.Join(lines, "\n")
}

// blocks writes what is within an element: a blank line between two blocks, none
// between the items of a list.
func (p *Pen) blocks(parent *html.Node, columns int) []string {
	columns = max(columns, 20)
	var out []string
	var run strings.Builder
	add := func(lines []string, close bool) {
		if len(lines) > 0 && len(out) > 0 && !close {
			out = append(out, "")
		}
		out = append(out, lines...)
	}
	item := 0
	for n := range parent.ChildNodes() {
		if !isBlock(n) {
			p.inline(&run, n)
			continue
		}
		if lines := fill(run.String(), columns); len(lines) > 0 {
			add(lines, false)
			run.Reset()
		}
		item++
		add(p.block(n, columns, item), isClose(n, parent))
	}
	add(fill(run.String(), columns), false)
	return out
}

// isClose reports whether a block stands right below what is before it.
func isClose(n, parent *html.Node) bool {
	switch n.Data {
	case "li", "dt", "dd", "tr", "thead", "tbody", "tfoot":
		return true
	case "ul", "ol", "dl":
		return parent.Data == "li"
	}
	return false
}

// block writes one block; item is its number among its like.
func (p *Pen) block(n *html.Node, columns, item int) []string {
	switch n.Data {
	case "hr":
		return []string{"* * *"}
	case "pre":
		var lines []string
		for l := range strings.SplitSeq(strings.Trim(Clean(words(n)), "\n"), "\n") {
			lines = append(lines, "    "+strings.TrimRight(l, " \t"))
		}
		return lines
	case "blockquote":
		lines := p.blocks(n, columns-2)
		for i, l := range lines {
			lines[i] = strings.TrimRight("> "+l, " ")
		}
		return lines
	case "li":
		lead := "- "
		if n.Parent != nil && n.Parent.Data == "ol" {
			lead = strconv.Itoa(first(n.Parent)+item-1) + ". "
		}
		return hang(lead, p.blocks(n, columns-Width(lead)))
	case "dd":
		return hang("  ", p.blocks(n, columns-2))
	case "tr":
		return fill(p.row(n), columns)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		lines, widest := p.blocks(n, columns), 0
		for _, l := range lines {
			widest = max(widest, Width(l))
		}
		return append(lines, strings.Repeat("~", min(widest, columns)))
	}
	return p.blocks(n, columns)
}

// first is the number that a list begins with.
func first(list *html.Node) int {
	if n, err := strconv.Atoi(attribute(list, "start")); err == nil {
		return n
	}
	return 1
}

// row writes a row of a table on one line.
func (p *Pen) row(n *html.Node) string {
	var cells []string
	for c := range n.ChildNodes() {
		var cell strings.Builder
		p.inline(&cell, c)
		if text := strings.Join(strings.FieldsFunc(cell.String(), isBlank), " "); text != "" {
			cells = append(cells, text)
		}
	}
	return strings.Join(cells, " | ")
}

// inline writes what stands within a line.
func (p *Pen) inline(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(strings.ReplaceAll(Clean(n.Data), "\n", " "))
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	inside := func() {
		for c := range n.ChildNodes() {
			p.inline(b, c)
		}
	}
	switch n.Data {
	case "br":
		b.WriteByte('\n')
	case "img":
		b.WriteString(Line(attribute(n, "alt")))
	case "q":
		b.WriteString("“")
		inside()
		b.WriteString("”")
	case "a":
		switch attribute(n, "role") {
		case "doc-noteref": // the note stands below under this number; in brackets stand those of addresses
			b.WriteString("(" + words(n) + ")")
		case "doc-backlink":
		default:
			inside()
			b.WriteString(p.note(attribute(n, "href"), words(n)))
		}
	default:
		inside()
	}
}

// note refers to an address, unless it stands there already. Of a mail that is to
// be written only to whom is told.
func (p *Pen) note(address, text string) string {
	address = strings.Join(strings.Fields(Clean(address)), "")
	if to, ok := strings.CutPrefix(address, "mailto:"); ok {
		address, _, _ = strings.Cut(to, "?")
	}
	if address == "" || strings.TrimSpace(text) == address {
		return ""
	}
	p.links++
	p.notes = append(p.notes, fmt.Sprintf("[%d] %s", p.links, address))
	return fmt.Sprintf(" [%d]", p.links)
}

// words gives the text of an element as it is written.
func words(n *html.Node) string {
	var b bytes.Buffer
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.Data {
	case "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "figure", "figcaption", "details", "summary":
		return true
	}
	return false
}
