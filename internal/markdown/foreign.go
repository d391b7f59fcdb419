package markdown

import (
	"html"
	"net/url"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// A Kind says what a Foreign is.
type Kind int

// What strangers' Markdown may bring beside words.
const (
	Comment Kind = iota // <!-- -->
	Markup              // a tag, or a block of HTML
	Picture
	Destination // of a link that leads neither to the web nor to a mailbox
)

// A Foreign is something in a text that is no word of it.
type Foreign struct {
	Kind       Kind
	Start, End int    // where it stands; of pictures and links both are 0
	Text       string // of markup what it holds, of a picture or link its address
}

// Foreign finds what is in a text beside words, their form, and links to the
// web, in its order. Where it finds nothing, rendering the text brings nothing
// else into a page.
func (c *Converter) Foreign(source string) []Foreign {
	src := []byte(source)
	var all []Foreign
	ast.Walk(c.parse(src), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			lines := text.NewSegments()
			lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
			if n.HasClosure() {
				lines.Append(n.ClosureLine)
			}
			all = append(all, markupAt(src, lines))
		case *ast.RawHTML:
			all = append(all, markupAt(src, n.Segments))
		case *ast.Image:
			all = append(all, Foreign{Kind: Picture, Text: string(n.Destination)})
		case *ast.Link:
			if !leadsOut(string(n.Destination)) {
				all = append(all, Foreign{Kind: Destination, Text: string(n.Destination)})
			}
		case *ast.AutoLink:
			if address := string(n.URL(src)); n.AutoLinkType != ast.AutoLinkEmail && !leadsOut(address) {
				all = append(all, Foreign{Kind: Destination, Text: address})
			}
		}
		return ast.WalkContinue, nil
	})
	return all
}

func markupAt(src []byte, lines *text.Segments) Foreign {
	f := Foreign{Kind: Markup}
	if lines.Len() == 0 {
		return f
	}
	f.Start, f.End = lines.At(0).Start, lines.At(lines.Len()-1).Stop
	var b strings.Builder
	for i := range lines.Len() {
		line := lines.At(i)
		b.Write(line.Value(src))
	}
	if f.Text = b.String(); strings.HasPrefix(strings.TrimSpace(f.Text), "<!--") {
		f.Kind = Comment
	}
	return f
}

// leadsOut reports whether a browser would go to the web with an address, or
// write a mail, whatever is hidden in it.
func leadsOut(address string) bool {
	plain := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, html.UnescapeString(address)))
	u, err := url.Parse(plain)
	return err == nil && (u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") || u.Scheme == "mailto")
}
