package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"weft/internal/entry"
)

// Shares of what the collection says is true that must be found, and of what weft
// claims that must be true.
const (
	leastCited    = 0.99
	leastResolved = 0.99
	leastTrue     = 0.99
	leastBylines  = 0.98
	leastMentions = 0.98
)

// A citation is what the checks read of a line of `weft export citations`.
type citation struct {
	From, To, Kind, Of, By string
	Counted                bool
	WhyNot                 string `json:"why_not"`
}

// unknown is weft's reason for a citation whose target it does not know.
const unknown = "no entry that weft has seen"

// influence holds who cites, names and writes with whom against what the
// collection says is true.
func (v *verdict) influence(want expected) error {
	if want.cited == "" {
		return nil
	}
	entries, err := lines[exported](want.exported)
	if err != nil {
		return fmt.Errorf("-cited needs -exported: %w", err)
	}
	cites, err := lines[citation](want.cited)
	if err != nil {
		return err
	}
	f := found{entries: map[string]exported{}, cites: map[string][]citation{}, listed: map[string]blog{}}
	for _, e := range entries {
		f.entries[e.URL] = e
	}
	for _, c := range cites {
		f.cites[c.From] = append(f.cites[c.From], c)
	}
	for _, b := range want.blogs {
		f.listed[b.Slug] = b
	}
	for _, against := range []func(*verdict, string) error{f.links, f.bylines, f.mentions} {
		if err := against(v, want.collection); err != nil {
			return err
		}
	}
	return nil
}

// An exported is what the checks read of a line of `weft export entries`.
type exported struct {
	URL, Contributor string
	Byline           []string
}

// What was found by weft, by the address of the post it stands in.
type found struct {
	entries map[string]exported
	cites   map[string][]citation
	listed  map[string]blog // by slug
}

// share says how many of all were right, and fails if they are too few.
func (v *verdict) share(least float64, right, all int, what string) {
	v.say(float64(right) >= least*float64(all), "%d of %d %s", right, all, what)
}

// links checks the links between the collection's blogs: all are there; those to
// an entry that weft has are resolved to it and to no other, and the others keep
// their address and say why they do not count.
func (f found) links(v *verdict, collection string) error {
	rows, err := table(filepath.Join(collection, "citations.tsv"), "citing_post", "cited_url", "cited_blog", "cited_post", "boilerplate")
	if err != nil {
		return err
	}
	all, there, known, resolved, open, told, elsewhere := 0, 0, 0, 0, 0, 0, 0
	cited := map[[2]string]bool{} // what is true of who cites what
	for _, row := range rows {
		from, to := row["citing_post"], row["cited_post"]
		cited[[2]string{from, to}], cited[[2]string{from, pageKey(row["cited_url"])}] = true, true
		if _, here := f.entries[from]; !here || row["boilerplate"] == "1" {
			continue
		}
		b, listed := f.listed[row["cited_blog"]]
		if !listed || !b.has(row["cited_url"]) {
			elsewhere++
			continue
		}
		c, ok := f.link(from, row["cited_url"], to)
		if all++; ok {
			there++
		} else {
			v.note("%s: no citation of %s", from, row["cited_url"])
		}
		_, here := f.entries[to]
		right := here && ok && c.To == to && c.WhyNot != unknown
		switch {
		case right:
			known, resolved = known+1, resolved+1
			continue
		case here:
			known++
			v.note("%s: %s is not resolved to %s", from, row["cited_url"], to)
		}
		if open++; ok && pageKey(c.To) == pageKey(row["cited_url"]) && !c.Counted && c.WhyNot != "" {
			told++
		}
	}
	v.share(leastCited, there, all, fmt.Sprintf("listed links found (%d more lead to hosts that no list has)", elsewhere))
	v.share(leastResolved, resolved, known, "links to entries that are here resolved to them")
	v.share(1, told, open, "other links keep their address and say why they do not count")
	f.claims(v, cited)
	return nil
}

// claims checks what weft takes for a link from one blog of the collection to an
// entry of another's.
func (f found) claims(v *verdict, cited map[[2]string]bool) {
	claims, right := 0, 0
	for from, cites := range f.cites {
		for _, c := range cites {
			to, here := f.entries[c.To]
			if c.Kind != "link" || !here || c.WhyNot == unknown || f.blogOf(from) == f.blogOf(to.URL) {
				continue
			}
			if claims++; cited[[2]string{from, c.To}] || cited[[2]string{from, pageKey(c.To)}] {
				right++
			} else {
				v.note("%s: nothing says that it cites %s", from, c.To)
			}
		}
	}
	v.share(leastTrue, right, claims, "links taken for an entry's of another blog are true")
}

// link finds the citation that a link of a post became.
func (f found) link(from, url, post string) (citation, bool) {
	var near citation
	for _, c := range f.cites[from] {
		if c.Kind != "link" {
			continue
		}
		if post != "" && c.To == post {
			return c, true
		}
		if pageKey(c.To) == pageKey(url) {
			near = c
		}
	}
	return near, near.From != ""
}

// blogOf is the slug of the blog whose host an address has.
func (f found) blogOf(url string) string {
	for slug, b := range f.listed {
		if b.has(url) {
			return slug
		}
	}
	return ""
}

// has reports whether an address is on one of the blog's hosts, or below it.
func (b blog) has(url string) bool {
	host := strings.TrimPrefix(strings.ToLower(entry.Host(url)), "www.")
	for _, m := range b.Match {
		only, alone := strings.CutPrefix(m, "=")
		if host == only || !alone && strings.HasSuffix(host, "."+only) {
			return true
		}
	}
	return false
}

// pageKey folds an address to the page: the collection has one row for a post and
// a page, however often and with whatever ending it is linked.
func pageKey(url string) string {
	url, _, _ = strings.Cut(strings.TrimSpace(url), "#")
	_, rest, _ := strings.Cut(url, "://")
	page, query, asked := strings.Cut(strings.TrimPrefix(rest, "www."), "?")
	host, file, _ := strings.Cut(page, "/")
	file = strings.TrimRight(file, "/")
	file = strings.TrimSuffix(strings.TrimSuffix(file, ".html"), ".htm")
	file = strings.TrimSuffix(strings.TrimSuffix("/"+file, "/index"), "/")
	if page = strings.ToLower(host) + file; asked {
		page += "?" + query
	}
	return page
}
