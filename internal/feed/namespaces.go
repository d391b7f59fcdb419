package feed

import "strings"

// prefixes are the vocabularies read, by namespace in lower case, with http: and
// without a slash at its end, since all of these vary in the wild. The document's own is "".
var prefixes = map[string]string{
	"http://www.w3.org/2005/atom":                                    "atom",
	"http://purl.org/atom/ns#":                                       "atom",
	"http://purl.org/rss/1.0":                                        "",
	"http://my.netscape.com/rdf/simple/0.9":                          "",
	"http://channel.netscape.com/rdf/simple/0.9":                     "",
	"http://backend.userland.com/rss2":                               "",
	"http://backend.userland.com/rss":                                "",
	"http://blogs.law.harvard.edu/tech/rss":                          "",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#":                    "rdf",
	"http://purl.org/dc/elements/1.1":                                "dc",
	"http://purl.org/dc/elements/1.0":                                "dc",
	"http://purl.org/dc/terms":                                       "dcterms",
	"http://purl.org/rss/1.0/modules/content":                        "content",
	"http://purl.org/rss/1.0/modules/slash":                          "slash",
	"http://www.rssboard.org/media-rss":                              "media",
	"http://search.yahoo.com/mrss":                                   "media",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":                     "itunes",
	"http://example.com/dtds/podcast-1.0.dtd":                        "itunes",
	"http://rssnamespace.org/feedburner/ext/1.0":                     "feedburner",
	"http://purl.org/atompub/tombstones/1.0":                         "at",
	"http://www.w3.org/1999/xhtml":                                   "xhtml",
	"http://web.resource.org/cc":                                     "cc",
	"http://creativecommons.org/ns#":                                 "cc",
	"http://creativecommons.org/ns#license":                          "cc",
	"http://backend.userland.com/creativecommonsrssmodule":           "creativecommons",
	"http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
}

// canonicalPrefix gives the prefix a vocabulary has here, "?" for others.
func canonicalPrefix(uri string) string {
	uri = strings.TrimSuffix(strings.ToLower(uri), "/")
	if rest, secure := strings.CutPrefix(uri, "https:"); secure {
		uri = "http:" + rest
	}
	if p, ok := prefixes[uri]; ok {
		return p
	}
	return "?"
}

// isCanonical reports whether an undeclared prefix is the usual one of a
// vocabulary: feeds forget declarations.
func isCanonical(prefix string) bool {
	if prefix == "rss" {
		return true
	}
	for _, p := range prefixes {
		if p == prefix && p != "" {
			return true
		}
	}
	return false
}

// isMisspelt reports whether a vocabulary's usual prefix stands for an address
// that nobody knows, but of the same host: "http://purl.org/rss/modules/content/".
func isMisspelt(prefix, uri string) bool {
	for known, p := range prefixes {
		if p == prefix && p != "" && hostOf(known) == hostOf(strings.ToLower(uri)) {
			return true
		}
	}
	return false
}

// hostOf gives the host of an address, without www.
func hostOf(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(host, "www.")
}

func canonicalPrefixName(prefix string) string {
	if prefix == "rss" {
		return ""
	}
	return prefix
}

// declarations opens the root of a transcribed document.
const declarations = ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
	` xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"` +
	` xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd" xmlns:cc="http://web.resource.org/cc/"` +
	` xmlns:creativecommons="http://backend.userland.com/creativeCommonsRssModule"` +
	` xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"`
