package markdown

import (
	"bufio"
	"bytes"
	"html"
	"net/url"
	"strings"

	"weft/internal/htmlsafe"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	render "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// safeNodes renders the nodes that could bring something foreign into a page.
type safeNodes struct{}

// RegisterFuncs says which nodes these are.
func (s safeNodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHTMLBlock, s.htmlBlock)
	r.Register(ast.KindRawHTML, s.rawHTML)
	r.Register(ast.KindImage, s.image)
}

// htmlBlock makes a block of HTML safe; a comment leaves nothing.
func (safeNodes) htmlBlock(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		block := n.(*ast.HTMLBlock)
		var b strings.Builder
		for i := range block.Lines().Len() {
			line := block.Lines().At(i)
			b.Write(line.Value(source))
		}
		if block.HasClosure() {
			b.Write(block.ClosureLine.Value(source))
		}
		w.WriteString(htmlsafe.Clean(b.String(), ""))
	}
	return ast.WalkSkipChildren, nil
}

// rawHTML leaves single tags out: what stands between them is text of its own.
func (safeNodes) rawHTML(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

// image keeps pictures of the site's own; one from elsewhere would tell its
// server who reads what, and becomes a link.
func (safeNodes) image(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	img := n.(*ast.Image)
	alt := string(util.EscapeHTML([]byte(plain(img, source))))
	dest := string(img.Destination)
	u, err := url.Parse(dest)
	switch {
	case err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
		w.WriteString(alt)
	case u.Scheme == "" && u.Host == "":
		w.WriteString(`<img src="` + attribute(dest) + `" alt="` + alt + `">`)
	default:
		if alt == "" {
			alt = string(util.EscapeHTML([]byte(dest)))
		}
		w.WriteString(`<a href="` + attribute(dest) + `">` + alt + `</a>`)
	}
	return ast.WalkSkipChildren, nil
}

func attribute(dest string) string {
	return string(util.EscapeHTML(util.URLEscape([]byte(dest), true)))
}

// plain gives the text of a node's children, without markup.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			b.WriteString(words(c.Value(source), c.IsRaw() || c.Parent().Kind() == ast.KindCodeSpan))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String: // a typographic sign, as HTML
			b.WriteString(html.UnescapeString(string(c.Value)))
		case *ast.AutoLink:
			b.Write(c.Label(source))
		case *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// words gives what a reader sees of a piece of source: escapes and entities
// resolved as goldmark resolves them, in code nothing.
func words(segment []byte, raw bool) string {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	if raw {
		render.DefaultWriter.RawWrite(w, segment)
	} else {
		render.DefaultWriter.Write(w, segment)
	}
	w.Flush()
	return html.UnescapeString(b.String())
}
