package site

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"weft/internal/route"
)

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL
}

type siteURL struct {
	XMLName xml.Name `xml:"url"`
	Loc     string   `xml:"loc"`
	LastMod string   `xml:"lastmod,omitempty"`
}

// sitemap plans the list of every page for search engines (sitemaps.org
// protocol 0.9).
func (b *builder) sitemap() {
	sortBy(b.visits, func(x, y visit) int { return strings.Compare(x.path, y.path) })
	b.file(route.File(route.Sitemap), b.visited)
}

func (b *builder) visited() ([]byte, error) {
	var set urlset
	for _, v := range b.visits {
		u := siteURL{Loc: route.Absolute(b.in.Site.BaseURL, v.path)}
		if !v.mod.IsZero() {
			u.LastMod = v.mod.UTC().Format(time.RFC3339)
		}
		set.URLs = append(set.URLs, u)
	}
	data, err := xml.MarshalIndent(set, "", " ")
	if err != nil {
		return nil, fmt.Errorf("make the sitemap: %w", err)
	}
	return bytes.Join([][]byte{[]byte(xml.Header), data, []byte("\n")}, nil), nil
}

// robots lets everybody read the public edition and nobody another (RFC 9309).
func (b *builder) robots() {
	text := "User-agent: *\nAllow: /\n\nSitemap: " + route.Absolute(b.in.Site.BaseURL, route.Sitemap) + "\n"
	if b.internal() {
		text = "User-agent: *\nDisallow: /\n"
	}
	b.copied(route.Robots, []byte(text))
}
