package site

import (
	"html"
	"html/template"
	"regexp"
	"strings"

	"weft/internal/htmlsafe"
	"weft/internal/route"
)

// A sheet is one page, or the content of one entry of a feed, in the making:
// it knows where it will lie, and so how its links are written.
//
// Links within a page are relative ("../../themes/x/"), so that the tree works
// at any address and opens from a disk. A feed is read elsewhere: there they
// are absolute. So they are on 404.html, which is shown at addresses of any
// depth: from the path of base_url on.
type sheet struct {
	*builder
	path string
	root string // stands before every path of ours instead of its first slash
}

func (b *builder) sheet(path string) *sheet {
	root := "./"
	if depth := strings.Count(path, "/") - 1; depth > 0 {
		root = strings.Repeat("../", depth)
	}
	if path == route.NotFound {
		root = b.basePath
	}
	return &sheet{b, path, root}
}

// away is a sheet that is read elsewhere than on the site.
func (b *builder) away(path string) *sheet { return &sheet{b, path, b.in.Site.BaseURL} }

// isAway reports whether what is on the sheet is read elsewhere.
func (s *sheet) isAway() bool { return s.root == s.in.Site.BaseURL }

// to gives the link to a path of ours.
func (s *sheet) to(path string) string { return s.root + strings.TrimPrefix(path, "/") }

// href gives the link to an entry: the path of a contribution or an address of
// the web. What is neither, or a contribution that is gone, gets none.
func (s *sheet) href(address string) string {
	switch {
	case s.own[address]:
		return s.to(address)
	case strings.HasPrefix(address, "https://"), strings.HasPrefix(address, "http://"):
		return withoutBrackets(address)
	}
	return ""
}

// withoutBrackets encodes the brackets that people put into addresses and that
// may stand in a host only (RFC 3986 §3.2.2).
func withoutBrackets(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	start := len(address) - len(rest)
	if slash := strings.IndexAny(rest, "/?#"); slash >= 0 {
		start += slash
		return address[:start] + brackets.Replace(address[start:])
	}
	return address
}

var brackets = strings.NewReplacer("[", "%5B", "]", "%5D")

// prose takes what a curator wrote, as safe HTML, into a page: with its
// headings below level, and with links into this site as the sheet writes them.
func (s *sheet) prose(safe string, level int) template.HTML {
	safe = underHeading(safe, level)
	// In safe HTML a quotation mark stands for itself within tags only, so
	// this meets attributes and never words.
	safe = strings.ReplaceAll(safe, `href="`+s.in.Site.BaseURL, `href="`+s.root)
	safe = strings.ReplaceAll(safe, `href="/`, `href="`+s.root)
	if s.isAway() {
		safe = linked.ReplaceAllStringFunc(safe, s.whole)
	}
	return template.HTML(safe)
}

var linked, onTheWeb = regexp.MustCompile(` href="([^"]*)"`), regexp.MustCompile(`^(?i:https?://|mailto:)`)

// whole gives a link that leads on from the page, to a part of it or to one beside
// it, the address that it has everywhere; one that leads nowhere is none.
func (s *sheet) whole(href string) string {
	ref := html.UnescapeString(linked.FindStringSubmatch(href)[1])
	if onTheWeb.MatchString(ref) {
		return href
	}
	if ref = htmlsafe.Resolve(route.Absolute(s.in.Site.BaseURL, s.path), ref); ref == "" {
		return ""
	}
	return ` href="` + html.EscapeString(ref) + `"`
}

// foreign takes what strangers wrote, as safe HTML, into a page: as prose, but
// with no picture that their server would see being looked at.
func (s *sheet) foreign(safe string, level int) template.HTML {
	return s.prose(htmlsafe.WithoutImages(safe), level)
}

// markdown takes a curator's Markdown into a page.
func (s *sheet) markdown(source string, level int) template.HTML {
	return s.prose(s.md.HTML(source), level)
}
