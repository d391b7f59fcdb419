package main

import (
	"fmt"
	"html"
	"path"
	"strings"
)

// home gives a blog its front page, so that its feed can be looked for as
// people do: by the blog's address. Blogs take turns in how they tell of their
// feed: by a link in the page's head, by one that readers see, or not at all,
// and then the feed lies where its kind of system puts it.
func home(i int, b blog, feed document) map[string]document {
	feedPath := "/" + path.Base(b.file)
	head, body := "", "<p>What "+html.EscapeString(b.writer())+" writes.</p>"
	docs := map[string]document{}
	switch i % 3 {
	case 0:
		mediaType, _, _ := strings.Cut(feed.contentType, ";")
		head = fmt.Sprintf(`<link rel="alternate" type=%q title=%q href=%q>`, mediaType, html.EscapeString(b.Name), feedPath)
	case 1:
		body += fmt.Sprintf(`<p><a href=%q>RSS feed</a></p>`, feedPath)
	case 2:
		docs[commonPlace(b.Format)] = feed
	}
	page := fmt.Sprintf("<!doctype html><html><head><title>%s</title>%s</head><body>%s</body></html>\n", html.EscapeString(b.Name), head, body)
	docs["/"] = document{plain: []byte(page), etag: fmt.Sprintf(`"home-%d"`, i), contentType: "text/html; charset=utf-8"}
	return docs
}

func commonPlace(format string) string {
	switch format {
	case "json":
		return "/feed.json"
	case "atom":
		return "/atom.xml"
	}
	return "/index.xml"
}
