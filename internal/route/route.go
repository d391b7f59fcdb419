// Package route is the only place that forms addresses within a published
// site. It promises that a page keeps its address for good, as long as the id or
// period it is made of stays. Every path begins and ends as a browser asks for it: "/themes/x/" is
// the page, File("/themes/x/") the file that holds it.
package route

import (
	"strings"
)

// Fixed pages.
const (
	Home         = "/"
	Digests      = "/digests/"
	Themes       = "/themes/"
	Sectors      = "/sectors/"
	Contributors = "/contributors/"
	Connections  = "/connections/"
	Method       = "/connections/method/"
	River        = "/river/"
	Blogroll     = "/blogroll.opml"
	Sitemap      = "/sitemap.xml"
	Robots       = "/robots.txt"
	NotFound     = "/404.html"
	Data         = "/data/"
)

// Digest is an issue's page; period such as "2026-W47".
func Digest(period string) string { return Digests + period + "/" }

// Mail is an issue as mail: "html", "txt" or "eml".
func Mail(period, format string) string { return Digest(period) + "mail." + format }

// Theme is a theme's page.
func Theme(id string) string { return Themes + id + "/" }

// Sector is a sector's page.
func Sector(id string) string { return Sectors + id + "/" }

// Contributor is a contributor's page.
func Contributor(id string) string { return Contributors + id + "/" }

// Contribution is the page of a piece submitted by somebody without a blog.
func Contribution(slug string) string { return "/contributions/" + slug + "/" }

// Page is a page of the site's own, content/pages/slug.md.
func Page(slug string) string { return "/" + slug + "/" }

// Quarter is the page of what was decided in a quarter, such as "2026-Q4".
func Quarter(name string) string { return "/policy/" + name + "/" }

// Feed is the address of a feed of the page at path: "atom", "rss" or "json".
func Feed(path, format string) string { return path + "feed." + format }

// File is the path within the output folder of what is served at an address:
// "/" is "index.html", "/a/" is "a/index.html", "/a.xml" is "a.xml".
func File(address string) string {
	if strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return strings.TrimPrefix(address, "/")
}

// Absolute joins a site's base address, which ends in a slash, and a path.
func Absolute(base, path string) string {
	return strings.TrimSuffix(base, "/") + path
}
