package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A Block is one block at the top of a text: a heading, a list, or prose.
type Block struct {
	Heading *Heading
	List    []ListItem // of a list, with bullets or numbers
	Ordered bool       // the list has numbers
	HTML    string     // safe; what the block looks like as it stands
	Line    int        // from 1
}

// A Heading is what stands above a section.
type Heading struct {
	Level int
	ID    string // as written in {#id}, else made of the words
	Given bool   // a person wrote the id
	Title string // plain text
}

// A ListItem is one bullet or number.
type ListItem struct {
	// URL and Title are those of the link it begins with; URL is empty when it
	// begins otherwise.
	URL, Title string
	Rest       string // safe HTML of what follows the link
	HTML       string // safe HTML of the whole
	Line       int
}

// Blocks takes a text apart.
func (c *Converter) Blocks(source string) []Block {
	src := []byte(source)
	r := reader{c, src}
	var blocks []Block
	doc := c.parse(src)
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		b := Block{Line: r.line(n)}
		switch n := n.(type) {
		case *ast.Heading:
			b.Heading = r.heading(n)
		case *ast.List:
			b.List, b.Ordered = r.items(n), n.IsOrdered()
		}
		b.HTML = c.render(src, n)
		blocks = append(blocks, b)
	}
	r.splitLinks(doc, blocks)
	return blocks
}

// LinkWords gives the words of a link as its reader sees them, for Markdown that
// would stand in its brackets.
func (c *Converter) LinkWords(source string) string {
	src := []byte("- [" + source + "](x)")
	list := c.parse(src).FirstChild()
	if list == nil || list.FirstChild() == nil {
		return ""
	}
	link := leadingLink(list.FirstChild())
	if link == nil {
		return ""
	}
	return plain(link, src)
}

type reader struct {
	c   *Converter
	src []byte
}

func (r reader) heading(n *ast.Heading) *Heading {
	h := &Heading{Level: n.Level, Title: plain(n, r.src)}
	if id, ok := n.AttributeString("id"); ok {
		h.ID = string(id.([]byte))
	}
	h.Given = bytes.Contains(r.lineOf(n), []byte("{#"+h.ID+"}"))
	return h
}

func (r reader) lineOf(n ast.Node) []byte {
	if n.Lines().Len() == 0 {
		return nil
	}
	seg := n.Lines().At(0)
	end := bytes.IndexByte(r.src[seg.Start:], '\n')
	if end < 0 {
		return r.src[seg.Start:]
	}
	return r.src[seg.Start : seg.Start+end]
}

func (r reader) items(list *ast.List) []ListItem {
	var items []ListItem
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		item := ListItem{Line: r.line(n), HTML: r.children(n)}
		if link := leadingLink(n); link != nil {
			item.URL, item.Title = destination(link), plain(link, r.src)
		}
		items = append(items, item)
	}
	return items
}

// destination is the address a link means: escapes and entities are how it is
// written (CommonMark §2.4, §2.5).
func destination(link *ast.Link) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(link.Destination))))
}

// splitLinks takes the leading links out of the tree, when all else has been
// rendered, and renders what is left of each item.
func (r reader) splitLinks(doc ast.Node, blocks []Block) {
	i := 0
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		b := &blocks[i]
		i++
		if b.List == nil {
			continue
		}
		j := 0
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			if link := leadingLink(item); link != nil {
				remove(link)
				b.List[j].Rest = r.children(item)
			}
			j++
		}
	}
}

// remove takes a link out, and the emphasis around it that is left empty.
func remove(n ast.Node) {
	parent := n.Parent()
	parent.RemoveChild(parent, n)
	if parent.Kind() == ast.KindEmphasis && !parent.HasChildren() {
		remove(parent)
	}
}

// children renders the inside of an item. A single paragraph is rendered
// without its own tags.
func (r reader) children(item ast.Node) string {
	var nodes []ast.Node
	for n := item.FirstChild(); n != nil; n = n.NextSibling() {
		nodes = append(nodes, n)
	}
	return r.c.render(r.src, nodes...)
}

// leadingLink finds the link an item begins with, also inside of emphasis.
func leadingLink(item ast.Node) *ast.Link {
	n := item.FirstChild()
	if n == nil || n.Kind() != ast.KindTextBlock && n.Kind() != ast.KindParagraph {
		return nil
	}
	for n = n.FirstChild(); n != nil; n = n.FirstChild() {
		switch n := n.(type) {
		case *ast.Link:
			return n
		case *ast.Emphasis:
			continue
		}
		return nil
	}
	return nil
}

// line is the line on which a node begins; 0 when goldmark does not say.
func (r reader) line(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return 1 + bytes.Count(r.src[:n.Lines().At(0).Start], []byte("\n"))
		}
	}
	return 0
}
