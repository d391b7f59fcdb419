package main

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A paper is a digest's Markdown file as any Markdown reader sees it: raw HTML,
// tables, footnotes and bare addresses are all looked for.
type paper struct {
	headings []string
	links    []string // the words of the link at the head of each list item
	faults   faults
}

// readPaper reads the file below its front matter.
func readPaper(data []byte) paper {
	var p paper
	p.faults.characters(string(data))
	front, body, ok := bytes.Cut(bytes.TrimPrefix(data, []byte("+++\n")), []byte("\n+++\n"))
	if !ok {
		p.faults.add("has no front matter")
	}
	for line := range strings.Lines(string(front)) {
		if key, _, _ := strings.Cut(line, " = "); key != "title" && key != "period" && key != "draft" {
			p.faults.add("has %q in its front matter", brief(strings.TrimSpace(line)))
		}
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.Footnote, extension.DefinitionList), goldmark.WithParserOptions(parser.WithAttribute()))
	tree := md.Parser().Parse(text.NewReader(body))
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			p.node(n, body)
		}
		return ast.WalkContinue, nil
	})
	for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, marker) {
				p.faults.add("has a line that git takes for a conflict")
			}
		}
	}
	return p
}

func (p *paper) node(n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Heading:
		p.headings = append(p.headings, wordsOf(n, source))
	case *ast.ListItem:
		p.item(n, source)
	case *ast.HTMLBlock:
		raw := rawOf(n, source)
		if inner := strings.TrimSpace(raw); !strings.HasPrefix(inner, "<!--") || strings.Index(inner, "-->") != len(inner)-3 {
			p.faults.add("raw HTML: %q", brief(raw))
		}
	case *ast.RawHTML:
		if raw := string(n.Segments.Value(source)); !strings.HasPrefix(raw, "<!--") {
			p.faults.add("raw HTML: %q", brief(raw))
		}
	case *ast.Link:
		if u, err := url.Parse(string(n.Destination)); err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
			p.faults.add("a link to %q", brief(string(n.Destination)))
		}
	case *ast.AutoLink:
		p.faults.add("an address that became a link: %q", brief(string(n.URL(source))))
	case *ast.Image, *ast.FencedCodeBlock, *ast.CodeBlock, *ast.CodeSpan, *ast.Blockquote, *ast.ThematicBreak, *extast.Table, *extast.FootnoteLink, *extast.DefinitionList, *extast.Strikethrough:
		p.faults.add("a %s, which no draft has", n.Kind())
	case *ast.Emphasis:
		p.faults.add("emphasis of a stranger's: %q", brief(wordsOf(n, source)))
	}
}

// item notes the link that a list item begins with.
func (p *paper) item(n *ast.ListItem, source []byte) {
	first := n.FirstChild()
	if first == nil {
		p.faults.add("an empty list item")
		return
	}
	link, ok := first.FirstChild().(*ast.Link)
	if !ok {
		p.faults.add("an item that begins with no link: %q", brief(wordsOf(first, source)))
		return
	}
	p.links = append(p.links, squeeze(wordsOf(link, source)))
}

func rawOf(n *ast.HTMLBlock, source []byte) string {
	raw := string(n.Lines().Value(source))
	if n.HasClosure() {
		raw += string(n.ClosureLine.Value(source))
	}
	return raw
}

// wordsOf gives the plain text of a node, with escapes and entities resolved.
func wordsOf(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(unescape(n.Value(source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// unescape resolves backslash escapes and entities as CommonMark has them.
func unescape(s []byte) []byte {
	var b bytes.Buffer
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.Bytes()
}

func (p paper) String() string {
	return fmt.Sprintf("%d headings, %d items", len(p.headings), len(p.links))
}
