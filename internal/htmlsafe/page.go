package htmlsafe

import (
	"mime"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

const (
	// maxPageLinks and maxAnchors bound what ReadPage takes from one page. A
	// page that names its feed does so near its top.
	maxPageLinks = 200
	maxAnchors   = 2000
)

// A Page is what a stranger's HTML page says of itself and where it points.
type Page struct {
	Title    string     // plain text
	Language string     // as given
	Links    []PageLink // its link elements, in order
	Anchors  []PageLink // its a elements with an address, in order
}

// A PageLink is one link or a element. Its address is absolute, http or https.
type PageLink struct {
	URL   string
	Rel   []string // words, lower case
	Type  string   // media type, lower case, without parameters
	Title string   // plain text: what it is called; of an a element the words linked
}

// ReadPage reads a page as it came: the bytes, the Content-Type header (or "")
// and the address that answered. Of a page longer than 2 MiB the rest is not
// read. Whatever the bytes are, it gives a Page.
func ReadPage(data []byte, contentType, address string) Page {
	if len(data) > maxInput {
		data = data[:maxInput]
	}
	enc, _, _ := charset.DetermineEncoding(data, contentType)
	if decoded, err := enc.NewDecoder().Bytes(data); err == nil {
		data = decoded
	}
	r := pageReader{base: address}
	z := xhtml.NewTokenizer(strings.NewReader(tidy(string(data))))
	z.SetMaxBuf(maxInput)
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return r.page
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			r.start(z.Token())
		case xhtml.EndTagToken:
			r.end(z.Token().Data)
		case xhtml.TextToken:
			if r.open != "" && len(r.words) < maxAddress {
				r.words += string(z.Text())
			}
		}
	}
}

// A pageReader goes through a page's tags.
type pageReader struct {
	page    Page
	base    string
	rebased bool
	open    string // the element whose words are gathered: "title", "a" or ""
	words   string
}

func (r *pageReader) start(t xhtml.Token) {
	node := &xhtml.Node{Attr: t.Attr}
	switch t.Data {
	case "html":
		r.page.Language = strings.TrimSpace(attr(node, "lang"))
	case "base": // the first that has an address counts (HTML §4.2.3)
		if base := Resolve(r.base, attr(node, "href")); base != "" && !r.rebased {
			r.base, r.rebased = base, true
		}
	case "link":
		if len(r.page.Links) < maxPageLinks {
			r.page.Links = r.add(r.page.Links, node)
		}
	case "title":
		r.gather("title")
	case "a":
		r.end("a")
		n := len(r.page.Anchors)
		if n < maxAnchors {
			r.page.Anchors = r.add(r.page.Anchors, node)
		}
		if len(r.page.Anchors) > n {
			r.gather("a")
		}
	}
}

func (r *pageReader) gather(element string) { r.open, r.words = element, "" }

func (r *pageReader) end(element string) {
	if element != r.open {
		return
	}
	r.open = ""
	words := oneLine(calm(r.words))
	switch {
	case element == "title" && r.page.Title == "":
		r.page.Title = words
	case element == "a" && words != "":
		r.page.Anchors[len(r.page.Anchors)-1].Title = words
	}
}

func (r *pageReader) add(list []PageLink, node *xhtml.Node) []PageLink {
	address := Resolve(r.base, pseudoScheme(attr(node, "href")))
	if !strings.HasPrefix(strings.ToLower(address), "http") {
		return list
	}
	typ, _, err := mime.ParseMediaType(attr(node, "type"))
	if err != nil {
		typ, _, _ = strings.Cut(attr(node, "type"), ";")
	}
	return append(list, PageLink{URL: address, Rel: slices.Clip(strings.Fields(strings.ToLower(attr(node, "rel")))),
		Type: strings.ToLower(strings.TrimSpace(typ)), Title: oneLine(calm(attr(node, "title")))})
}

// pseudoScheme makes a web address of "feed://host/path" and "feed:https://…",
// which some pages write so that a program for feeds opens.
func pseudoScheme(address string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(address), "feed:")
	switch {
	case ok && strings.HasPrefix(rest, "//"):
		return "http:" + rest
	case ok:
		return rest
	}
	return address
}
