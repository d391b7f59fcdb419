// Package opml reads lists of feeds as feed readers export them (OPML 1.0 to
// 2.0), with what real ones do to the format: attributes in any case, stray
// ampersands, any encoding, outlines within outlines.
//
// It promises that whatever the bytes are, Read ends in time and memory bounded
// by their number, with an error that names the line, or with subscriptions
// whose words are plain text on one line and whose addresses are http or https.
// It reads all of a list or nothing. Writing OPML is syndicate's.
package opml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"weft/internal/feed"
	"weft/internal/htmlsafe"
)

const (
	maxBytes         = 10 << 20
	maxDepth         = 64
	maxSubscriptions = 10000
)

// A Subscription is one feed of a list.
type Subscription struct {
	Title    string // may be empty
	FeedURL  string
	HomeURL  string // may be empty
	Language string
	Folders  []string // the outlines it lies in, outermost first, and its categories
	Line     int      // where it stands
}

// An Error says what is wrong with a document, and where.
type Error struct {
	Line    int
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// Read reads a list. Skipped are outlines that should be feeds and have no web
// address: they are given with what stands in its place.
func Read(data []byte) (list, skipped []Subscription, err error) {
	if len(data) > maxBytes {
		return nil, nil, &Error{1, fmt.Sprintf("the file is larger than %d MiB", maxBytes>>20)}
	}
	text := feed.Text(data, "")
	r, err := read(text)
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) { // the one fault that is common: an address with a plain "&"
		if mended := escaped(text); mended != text {
			if again, errAgain := read(mended); errAgain == nil {
				r, err = again, nil
			}
		}
	}
	if errors.As(err, &syntax) {
		return nil, nil, &Error{syntax.Line, "broken XML: " + quoted(syntax.Msg)}
	}
	if err != nil {
		return nil, nil, err
	}
	return r.list, r.skipped, nil
}

// escaped writes the ampersands that begin no entity as XML wants them.
func escaped(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte('&')
		if !reference.MatchString(rest[:min(len(rest), longestReference)]) {
			b.WriteString("amp;")
		}
		text = rest
	}
}

// longestReference bounds what is looked at behind an ampersand.
const longestReference = 40

// reference is what stands behind the ampersand of an entity.
var reference = regexp.MustCompile(`^(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);`)

// A reader goes through the elements of a list.
type reader struct {
	d             *xml.Decoder
	list, skipped []Subscription
	open          []string // the names of the outlines around; "" for other elements
	seenRoot      bool
}

func read(text string) (*reader, error) {
	r := &reader{d: xml.NewDecoder(strings.NewReader(text))}
	r.d.Entity = xml.HTMLEntity
	r.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	for {
		line, _ := r.d.InputPos() // behind the words before it, so where the element begins
		token, err := r.d.Token()
		switch {
		case errors.Is(err, io.EOF) && r.seenRoot:
			return r, nil
		case errors.Is(err, io.EOF):
			return nil, &Error{1, "it is not OPML; it holds no element"}
		case errors.As(err, new(*xml.SyntaxError)):
			return nil, err
		case err != nil:
			return nil, &Error{line, "broken XML: " + quoted(strings.TrimPrefix(err.Error(), "xml: "))}
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := r.start(t, line); err != nil {
				return nil, err
			}
		case xml.EndElement:
			r.open = r.open[:len(r.open)-1]
		}
	}
}

func (r *reader) start(t xml.StartElement, line int) error {
	name := strings.ToLower(t.Name.Local)
	if !r.seenRoot && name != "opml" {
		return &Error{line, notOPML(name)}
	}
	r.seenRoot = true
	if len(r.open) >= maxDepth {
		return &Error{line, fmt.Sprintf("outlines lie deeper in one another than %d", maxDepth)}
	}
	folder := ""
	if name == "outline" {
		var err error
		if folder, err = r.outline(attributes(t), line); err != nil {
			return err
		}
	}
	r.open = append(r.open, folder)
	return nil
}

func notOPML(name string) string {
	switch name {
	case "html":
		return "it is an HTML page, not OPML; a feed reader exports OPML, often below \"settings\""
	case "rss", "feed", "rdf":
		return "it is a feed, not a list of feeds; `weft add URL` takes a feed's address"
	}
	if len(name) > 40 {
		name = strings.ToValidUTF8(name[:40], "")
	}
	return fmt.Sprintf("it is not OPML; its first element is <%s>", quoted(name))
}

// attributes gives an element's by their names in lower case.
func attributes(t xml.StartElement) map[string]string {
	out := map[string]string{}
	for _, a := range t.Attr {
		if name := strings.ToLower(a.Name.Local); out[name] == "" {
			out[name] = strings.TrimSpace(a.Value)
		}
	}
	return out
}

// outline takes in a subscription, and gives the name under which what lies in
// an outline is filed.
func (r *reader) outline(a map[string]string, line int) (folder string, err error) {
	title := word(a["title"])
	if title == "" {
		title = word(a["text"])
	}
	address, isFeed := a["xmlurl"]
	if !isFeed && (strings.EqualFold(a["type"], "rss") || strings.EqualFold(a["type"], "atom")) {
		address, isFeed = a["url"], true
	}
	if !isFeed {
		return title, nil
	}
	if len(r.list)+len(r.skipped) >= maxSubscriptions {
		return "", &Error{line, fmt.Sprintf("the list has more than %d feeds", maxSubscriptions)}
	}
	s := Subscription{Title: title, FeedURL: web(address), HomeURL: web(a["htmlurl"]), Language: word(a["language"]), Line: line}
	for _, name := range r.open {
		if name != "" {
			s.Folders = append(s.Folders, name)
		}
	}
	s.Folders = append(s.Folders, categories(a["category"])...)
	if s.FeedURL == "" {
		s.FeedURL = shortened(word(address))
		r.skipped = append(r.skipped, s)
		return title, nil
	}
	r.list = append(r.list, s)
	return title, nil
}

// categories reads OPML 2.0's list of paths: "/a/b,c".
func categories(attribute string) []string {
	var out []string
	for _, path := range strings.Split(attribute, ",") {
		for _, name := range strings.Split(path, "/") {
			if name = word(name); name != "" && len(out) < maxDepth {
				out = append(out, name)
			}
		}
	}
	return out
}

// word is a text as a person may see it: no markup, no control characters, one line.
func word(s string) string { return htmlsafe.Plain(s) }

// mostShown is how much of what is no address is shown of it.
const mostShown = 200

func shortened(s string) string {
	if r := []rune(s); len(r) > mostShown {
		return string(r[:mostShown]) + "…"
	}
	return s
}

// quoted is what a parser says, which holds parts of the document.
func quoted(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s[:min(len(s), 200)], ""))
}

// web is an address as it may be listed, or nothing.
func web(s string) string {
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		if s = rest; strings.HasPrefix(rest, "//") {
			s = "http:" + rest
		}
	}
	if address := htmlsafe.Resolve("", s); strings.HasPrefix(strings.ToLower(address), "http") {
		return address
	}
	return ""
}
