package digest

import (
	"regexp"

	"weft/internal/route"
)

// A link to a contribution's own file reads well in any Markdown viewer; it
// means the page that the contribution gets.
var contributionFile = regexp.MustCompile(`^(?:\.\./|/?content/)contributions/([a-z0-9-]+)\.md$`)

// Target gives the address an item's link means.
func Target(link string) string {
	if m := contributionFile.FindStringSubmatch(link); m != nil {
		return route.Contribution(m[1])
	}
	return link
}

var contributionPage = regexp.MustCompile(`^/contributions/([a-z0-9-]+)/$`)

// linkTo is how a draft writes an entry's address.
func linkTo(url string) string {
	if m := contributionPage.FindStringSubmatch(url); m != nil {
		return "../contributions/" + m[1] + ".md"
	}
	return url
}
