// Package markdown is weft's one configured goldmark: CommonMark with tables,
// strikethrough, bare links, footnotes, typographic signs and heading
// attributes ({#id}).
//
// It promises HTML that is safe to publish: HTML written into the Markdown is
// made safe, comments vanish, and a picture from elsewhere becomes a link. And it
// takes a text apart into the blocks a digest is made of, so that nothing else
// need know goldmark.
package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Converter turns Markdown into HTML. It may be used by several goroutines.
type Converter struct{ md goldmark.Markdown }

// New makes a Converter.
func New() *Converter {
	return &Converter{goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify, extension.Footnote, extension.Typographer),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithAttribute()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(safeNodes{}, 100))),
	)}
}

// HTML renders a whole text.
func (c *Converter) HTML(source string) string {
	doc := c.parse([]byte(source))
	return c.render([]byte(source), doc)
}

func (c *Converter) parse(source []byte) ast.Node {
	return c.md.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(newIDs()))))
}

func (c *Converter) render(source []byte, nodes ...ast.Node) string {
	var b bytes.Buffer
	for _, n := range nodes {
		if err := c.md.Renderer().Render(&b, source, n); err != nil {
			panic(err) // a bytes.Buffer takes everything
		}
	}
	return strings.TrimSpace(b.String())
}
