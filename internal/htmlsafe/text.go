package htmlsafe

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
)

// Text gives what a reader sees of safe HTML: blocks on lines of their own,
// white space squeezed within a line, entities resolved. Pictures say nothing
// here.
func Text(safe string) string {
	if text, ok := textOfParagraphs(safe); ok {
		return text
	}
	root, err := parse(safe)
	if err != nil {
		return Plain(safe)
	}
	return flowOf(root, len(safe)).text()
}

// textOfParagraphs is Text for words in paragraphs and nothing else, which most
// summaries are: no parser is needed for these.
func textOfParagraphs(safe string) (text string, ok bool) {
	f := newFlow(len(safe))
	for rest := safe; rest != ""; {
		words, after, marked := strings.Cut(rest, "<")
		f.words(html.UnescapeString(words))
		if !marked {
			break
		}
		tag, next, ended := strings.Cut(after, ">")
		if !ended || tag != "p" && tag != "/p" && tag != "br/" {
			return "", false
		}
		f.endLine()
		rest = next
	}
	f.endLine()
	return f.text(), true
}

// Quotes gives the text of each quotation of safe HTML (blockquote, q) that is not
// inside another, in order, as Text would.
func Quotes(safe string) []string {
	if !strings.Contains(safe, "<blockquote") && !strings.Contains(safe, "<q") {
		return nil
	}
	root, err := parse(safe)
	if err != nil {
		return nil
	}
	var out []string
	collectQuotes(root, &out)
	return out
}

func collectQuotes(n *xhtml.Node, out *[]string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != xhtml.ElementNode || c.Data != "blockquote" && c.Data != "q" {
			collectQuotes(c, out)
			continue
		}
		if text := flowOf(c, 0).text(); text != "" {
			*out = append(*out, text)
		}
	}
}

// Plain gives the text of a title: markup and entities resolved to what a
// reader sees, on one line. Blanks beyond ASCII, which somebody chose, stay.
func Plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return oneLine(calm(s))
	}
	s = plainMarkup(s)
	var b strings.Builder
	skip := ""
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return oneLine(calm(b.String()))
		case xhtml.TextToken:
			if skip == "" {
				b.Write(z.Text())
			}
		case xhtml.StartTagToken:
			name, _ := z.TagName()
			if skip == "" && isRaw(string(name)) {
				skip = string(name)
			} else if isBlock(string(name)) || string(name) == "br" {
				b.WriteByte(' ')
			}
		case xhtml.SelfClosingTagToken:
			b.WriteByte(' ')
		case xhtml.EndTagToken:
			if name, _ := z.TagName(); string(name) == skip {
				skip = ""
			}
		}
	}
}

func isRaw(name string) bool {
	return name == "script" || name == "style" || name == "iframe" || name == "noscript" || name == "template"
}

// A flow is the text of HTML as it is read: lines, each a block's. Links are
// noted by the line and the bytes of it they cover.
type flow struct {
	all    strings.Builder // the lines, each but the last ended
	starts []int           // where each line begins; the last one may be empty still
	anchor []anchor
	open   bool // a blank is due before the next word
}

type anchor struct {
	href       string
	line       int
	start, end int
}

// flowOf reads a tree whose text takes up to about size bytes.
func flowOf(root *xhtml.Node, size int) *flow {
	f := newFlow(size)
	f.walk(root)
	f.endLine()
	return f
}

func newFlow(size int) *flow {
	f := &flow{starts: []int{0}}
	f.all.Grow(size)
	return f
}

// text gives the lines.
func (f *flow) text() string { return strings.TrimSuffix(f.all.String(), "\n") }

// lines says how many are ended.
func (f *flow) lines() int { return len(f.starts) - 1 }

// line gives one that is ended.
func (f *flow) line(i int) string { return f.all.String()[f.starts[i] : f.starts[i+1]-1] }

// here is the place in the line that is not ended.
func (f *flow) here() int { return f.all.Len() - f.starts[len(f.starts)-1] }

func (f *flow) walk(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == xhtml.TextNode:
			f.words(c.Data)
		case c.Type != xhtml.ElementNode || dropped[c.Data]:
		case c.Data == "br":
			f.endLine()
		case c.Data == "a":
			f.link(c)
		case isBlock(c.Data):
			f.endLine()
			f.walk(c)
			f.endLine()
		case c.Data == "td" || c.Data == "th":
			f.blank()
			f.walk(c)
			f.blank()
		default:
			f.walk(c)
		}
	}
}

// link notes the words of an anchor. One that spans blocks is noted by its
// first line with words.
func (f *flow) link(n *xhtml.Node) {
	line, start := f.lines(), f.here()
	f.walk(n)
	a := anchor{href: attr(n, "href"), line: line, start: start, end: f.here()}
	if f.lines() > line {
		a.end = len(f.line(line))
		for a.line < f.lines()-1 && a.end <= a.start {
			a.line, a.start = a.line+1, 0
			a.end = len(f.line(a.line))
		}
	}
	f.anchor = append(f.anchor, a)
}

// words adds text, each run of white space as one blank. Where single blanks
// stand between words, as mostly, they are added together.
func (f *flow) words(s string) {
	start := -1 // of words
	for i := 0; i < len(s); {
		size := 0
		if beginsBlank[s[i]] {
			if s[i] == ' ' && start >= 0 && i+1 < len(s) && !beginsBlank[s[i+1]] {
				i++
				continue
			}
			size = blankAt(s[i:])
		}
		switch {
		case size == 0 && start < 0:
			start = i
			i++
		case size == 0:
			i++
		default:
			if start >= 0 {
				f.word(s[start:i])
			}
			start = -1
			f.blank()
			i += size
		}
	}
	if start >= 0 {
		f.word(s[start:])
	}
}

// beginsBlank holds the bytes with which white space can begin: ASCII's, and the
// first ones of U+0085, U+00A0, U+1680, U+2000 and so on, and U+3000.
var beginsBlank = [256]bool{' ': true, '\t': true, '\n': true, '\v': true, '\f': true, '\r': true, 0xC2: true, 0xE1: true, 0xE2: true, 0xE3: true}

// blankAt gives the length of the white space character that a text begins
// with; 0 when it is another.
func blankAt(s string) int {
	if r, size := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return size
	}
	return 0
}

func (f *flow) word(s string) {
	if f.open && f.here() > 0 {
		f.all.WriteByte(' ')
	}
	f.open = false
	f.all.WriteString(s)
}

func (f *flow) blank() { f.open = true }

func (f *flow) endLine() {
	f.open = false
	if f.here() > 0 {
		f.all.WriteByte('\n')
		f.starts = append(f.starts, f.all.Len())
	}
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(name string) bool {
	switch name {
	case "p", "div", "hr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "figure", "figcaption", "details", "summary":
		return true
	}
	return false
}

// oneLine squeezes ASCII's white space alone, and piles no more marks on a
// letter than any script does.
func oneLine(s string) string {
	blank := func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(cutMarks(s), blank), " "))
}

func cutMarks(s string) string {
	const most = 8
	marks := 0
	return strings.Map(func(r rune) rune {
		if r < 0x300 || !unicode.Is(unicode.Mn, r) {
			marks = 0
			return r
		}
		if marks++; marks > most {
			return -1
		}
		return r
	}, s)
}

// squeeze gives s with each run of white space as one blank and none around.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
