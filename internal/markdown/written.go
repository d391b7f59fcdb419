package markdown

import (
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// A Passage is a paragraph, heading or line of a list as its reader sees it,
// taken apart into the lines of the file. Code and comments are not in it.
type Passage struct{ Lines []Line }

// A Line is what stands of a passage on one line of the file.
type Line struct {
	N    int    // from 1
	Text string // all that is read
	// Own is what its writer says in their own words: without the words of
	// links, without what stands in quotation marks or in a quoted block.
	Own string
}

// A Link is a link or a picture of a text.
type Link struct {
	URL   string
	Text  string // its words, plain
	Line  int
	Leads bool // it begins an item of a bullet list at the top of the text
	Image bool
}

// Written takes a text apart into the words its readers see and the links
// that stand in it, for whoever looks a text through.
func (c *Converter) Written(source string) ([]Passage, []Link) {
	src := []byte(source)
	w := &writing{src: src, breaks: lineBreaks(src)}
	doc := c.parse(src)
	w.leading(doc)
	ast.Walk(doc, w.visit)
	return w.passages, w.links
}

// A writing is a text being looked through.
type writing struct {
	src      []byte
	breaks   []int // where lines end
	passages []Passage
	links    []Link
	leads    []*ast.Link
	line     int // of what was met last: signs that the typographer makes have none
	quoted   int // blocks of quotation around
	run      run
}

// A run is the text of a block in the making: runes, and of each its line and
// whether its writer says it.
type run struct {
	text []rune
	line []int
	own  []bool
}

func lineBreaks(src []byte) []int {
	var at []int
	for i, b := range src {
		if b == '\n' {
			at = append(at, i)
		}
	}
	return at
}

func (w *writing) lineAt(offset int) int {
	n, _ := slices.BinarySearch(w.breaks, offset)
	return n + 1
}

func (w *writing) leading(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if list, ok := n.(*ast.List); ok {
			for item := list.FirstChild(); item != nil; item = item.NextSibling() {
				if link := leadingLink(item); link != nil {
					w.leads = append(w.leads, link)
				}
			}
		}
	}
}

func (w *writing) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if n.Type() == ast.TypeBlock {
		return w.block(n, entering), nil
	}
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.CodeSpan, *ast.RawHTML:
		return ast.WalkSkipChildren, nil
	case *ast.Text:
		w.line = w.lineAt(n.Segment.Start)
		w.add(words(n.Value(w.src), n.IsRaw()), w.quoted == 0 && !inLink(n))
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.add(" ", true)
		}
	case *ast.String:
		w.add(html.UnescapeString(string(n.Value)), w.quoted == 0 && !inLink(n))
	case *ast.AutoLink:
		url := string(n.URL(w.src))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(url, "mailto:") {
			url = "mailto:" + url
		}
		w.links = append(w.links, Link{URL: url, Text: string(n.Label(w.src)), Line: max(w.line, 1)})
		w.add(string(n.Label(w.src)), false)
	case *ast.Link:
		w.links = append(w.links, Link{URL: destination(n), Text: plain(n, w.src), Line: w.lineOf(n), Leads: slices.Contains(w.leads, n)})
	case *ast.Image:
		w.links = append(w.links, Link{URL: string(n.Destination), Text: plain(n, w.src), Line: w.lineOf(n), Image: true})
	}
	return ast.WalkContinue, nil
}

func (w *writing) block(n ast.Node, entering bool) ast.WalkStatus {
	if n.Kind() == ast.KindBlockquote {
		w.quoted += map[bool]int{true: 1, false: -1}[entering]
	}
	switch {
	case entering && (n.Kind() == ast.KindCodeBlock || n.Kind() == ast.KindFencedCodeBlock || n.Kind() == ast.KindHTMLBlock):
		return ast.WalkSkipChildren
	case entering && n.Lines() != nil && n.Lines().Len() > 0:
		w.line = w.lineAt(n.Lines().At(0).Start)
	}
	w.finish()
	return ast.WalkContinue
}

func inLink(n ast.Node) bool {
	for n = n.Parent(); n != nil && n.Type() == ast.TypeInline; n = n.Parent() {
		if n.Kind() == ast.KindLink || n.Kind() == ast.KindImage {
			return true
		}
	}
	return false
}

// lineOf is the line of a link: of its first words, else of what was met last.
func (w *writing) lineOf(n ast.Node) int {
	line := 0
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok && entering && line == 0 {
			line = w.lineAt(t.Segment.Start)
		}
		return ast.WalkContinue, nil
	})
	if line == 0 {
		line = max(w.line, 1)
	}
	return line
}

func (w *writing) add(s string, own bool) {
	for _, r := range s {
		w.run.text, w.run.line, w.run.own = append(w.run.text, r), append(w.run.line, max(w.line, 1)), append(w.run.own, own)
	}
}

// finish ends a block: its runes become the lines of a passage.
func (w *writing) finish() {
	r := w.run
	w.run = run{}
	if len(r.text) == 0 {
		return
	}
	r.disownQuotations()
	var p Passage
	for i := 0; i < len(r.text); {
		j := i
		var all, own strings.Builder
		for ; j < len(r.text) && r.line[j] == r.line[i]; j++ {
			all.WriteRune(r.text[j])
			if r.own[j] {
				own.WriteRune(r.text[j])
			} else {
				own.WriteByte(' ')
			}
		}
		p.Lines = append(p.Lines, Line{r.line[i], all.String(), own.String()})
		i = j
	}
	w.passages = append(w.passages, p)
}

// What ends a quotation that begins with a sign.
var closing = map[rune]string{'“': "”", '„': "“”", '«': "»", '»': "«", '‟': "”"}

// disownQuotations marks what stands between quotation marks as somebody
// else's words. A mark that nothing closes is none.
func (r run) disownQuotations() {
	for i := 0; i < len(r.text); i++ {
		ends := closing[r.text[i]]
		if ends == "" {
			continue
		}
		for j := i + 1; j < len(r.text); j++ {
			if strings.ContainsRune(ends, r.text[j]) {
				for k := i; k <= j; k++ {
					r.own[k] = false
				}
				i = j
				break
			}
		}
	}
}
