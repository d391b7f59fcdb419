package main

import (
	"fmt"
	"html"
	"path/filepath"
	"slices"
	"strings"
)

// bylines checks that every author the collection names stands in the entry's
// byline.
func (f found) bylines(v *verdict, collection string) error {
	rows, err := table(filepath.Join(collection, "authors.tsv"), "post_url", "author")
	if err != nil {
		return err
	}
	all, there := 0, 0
	for _, row := range rows {
		e, here := f.entries[row["post_url"]]
		if !here {
			continue
		}
		if all++; slices.ContainsFunc(e.Byline, func(name string) bool { return sameName(name, row["author"]) }) {
			there++
		} else {
			v.note("%s: %q is not among %q", e.URL, row["author"], e.Byline)
		}
	}
	v.share(leastBylines, there, all, "bylines read")
	return nil
}

func sameName(a, b string) bool {
	fold := func(s string) string { return strings.Join(strings.Fields(html.UnescapeString(s)), " ") }
	return fold(a) == fold(b)
}

// mentions checks that every profile of a listed blog that a post of another's
// links to is a mention, or a byline, where its owner wrote the post; and that
// what is taken for one by a profile is one.
func (f found) mentions(v *verdict, collection string) error {
	rows, err := table(filepath.Join(collection, "mentions.tsv"), "handle", "blog", "post_url")
	if err != nil {
		return err
	}
	owner := map[string]string{} // slug by handle
	for slug, b := range f.listed {
		for _, p := range b.Profiles {
			owner[handle(p)] = slug
		}
	}
	all, there := map[[2]string]bool{}, 0
	anywhere := map[[2]string]bool{}
	for _, row := range rows {
		who, post := owner[row["handle"]], row["post_url"]
		anywhere[[2]string{post, row["handle"]}] = true
		if e, here := f.entries[post]; !here || who == "" || who == row["blog"] || who == e.Contributor || all[[2]string{post, who}] {
			continue
		}
		all[[2]string{post, who}] = true
		if slices.ContainsFunc(f.cites[post], func(c citation) bool { return c.names(who) }) {
			there++
		} else {
			v.note("%s: %s is not a mention of %s", post, row["handle"], who)
		}
	}
	v.share(leastMentions, there, len(all), "profiles of listed blogs linked by others found")
	f.named(v, owner, anywhere)
	return nil
}

// names reports whether a citation says that somebody is named.
func (c citation) names(who string) bool {
	return c.Kind == "mention" && c.Of == who || c.Kind == "byline" && c.By == who
}

// named checks the mentions that a profile shows, and counts those by name.
func (f found) named(v *verdict, owner map[string]string, anywhere map[[2]string]bool) {
	claims, right, byName, counted := 0, 0, 0, 0
	for from, cites := range f.cites {
		for _, c := range cites {
			if c.Kind != "mention" {
				continue
			}
			if c.Counted {
				counted++
			}
			if owner[handle(c.To)] == "" {
				byName++
				continue
			}
			if claims++; anywhere[[2]string{from, handle(c.To)}] && owner[handle(c.To)] == c.Of {
				right++
			} else {
				v.note("%s: nothing says that it links to %s", from, c.To)
			}
		}
	}
	v.share(leastTrue, right, claims, fmt.Sprintf("mentions by a profile are true (%d more by name)", byName))
	v.say(counted == 0, "%d mentions count", counted)
}

// handle folds a profile's address as the collection does.
func handle(address string) string {
	_, rest, _ := strings.Cut(strings.ToLower(address), "://")
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, "#")
	host, name, _ := strings.Cut(strings.TrimPrefix(rest, "www."), "/")
	return host + "/" + strings.TrimPrefix(strings.TrimRight(name, "/"), "@")
}
