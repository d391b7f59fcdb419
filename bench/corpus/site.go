package main

import (
	_ "embed" // of what the measurer said
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"weft/internal/roster"
)

// sectors are the ten of the collection, with the names that readers see.
var sectors = [][2]string{
	{"research-software", "Research software"}, {"education-training", "Teaching and training"}, {"open-science", "Open science"},
	{"libraries-scholarly", "Libraries and publishing"}, {"civic-open-data", "Civic data"}, {"government-digital", "Digital government"},
	{"health", "Health"}, {"tech-community", "Programming communities"}, {"data-science-tools", "Data science tools"},
	{"open-source-governance", "Open source governance"},
}

const siteHead = `id = %q
title = "Across the Benches"
tagline = "What people who write software for science, for the state and for one another are telling each other"
base_url = "https://across.example/"
language = "en"
timezone = "Europe/London"
cadence = "weekly"
contact = "editors@across.example"
`

const siteTail = `
[thresholds.supporter]
people = 4
organisations = 3
sectors = 3
entries = 3
weeks = 3
reach = 1.5

[thresholds.connector]
ideas = 2
pairs = 2
readers = 2
origins = 2

[thresholds.enough]
people = 3
organisations = 3

[digest]
highlights = 3
max_per_contributor = 3
`

const policyFile = `[[rule]]
id = "long-quotes"
owner = "The editors"
when = 'entry.text contains "PRESS EMBARGO"'
action = "review"
reason = "Marked as not for publication yet."
`

var pages = map[string]string{
	"about":      "+++\ntitle = \"About\"\n+++\nA site made to measure weft with. Its people are real, its editors are not.\n",
	"contribute": "+++\ntitle = \"Contribute\"\n+++\nNobody can: this site is only ever built on a test machine.\n",
	"policy":     "+++\ntitle = \"Policy\"\n+++\nOne rule, which matches nothing.\n",
}

// tags are what entries of the first 39 weeks of 2021 are about, and what not, as
// the measurer read them: addresses and judgements, no words of the blogs.
//
//go:embed tags.jsonl
var tags string

// writeSite writes the site's files. It refuses a folder that holds a site
// already: the lists may have been edited since.
func writeSite(s settings) error {
	all, err := blogs(s)
	if err != nil {
		return err
	}
	files := map[string]string{"site.toml": siteFile(s), "feeds/policy.toml": policyFile}
	for _, t := range subjects {
		files["content/themes/"+t.id+".md"] = t.file()
	}
	if s.replay {
		files["content/tags.jsonl"] = tags
	}
	for name, text := range pages {
		files["content/pages/"+name+".md"] = text
	}
	for _, sector := range sectors {
		if list := listFile(sector[0], all); list != "" {
			files["feeds/"+sector[0]+".toml"] = list
		}
	}
	return writeAll(s.dir, files, len(all), len(subjects))
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

func siteFile(s settings) string {
	var b strings.Builder
	id := "5d0f8a52-6c1e-4b7a-9f43-0a1f3c2e7b60"
	if s.replay {
		id = "1b7f2f0e-3a55-4f0a-8d3e-92c64a7f5d11"
	}
	fmt.Fprintf(&b, siteHead, id)
	for _, sector := range sectors {
		fmt.Fprintf(&b, "\n[[sector]]\nid = %q\nname = %s\n", sector[0], quote(sector[1]))
	}
	b.WriteString(siteTail)
	return b.String()
}

// listFile is the list of one sector; empty when no blog is in it.
func listFile(sector string, all []blog) string {
	var b strings.Builder
	var known []string
	n := 0
	fmt.Fprintf(&b, "curators = [\"A. Nobody <editors@across.example>\"]\nsector = %q\n", sector)
	for _, blog := range all {
		if blog.Sector != sector {
			continue
		}
		n++
		if org := blog.Organisation; org != "" && !slices.Contains(known, org) {
			known = append(known, org)
			fmt.Fprintf(&b, "\n[[organisation]]\nid = %q\nname = %s\n", roster.Slug(org), quote(org))
			if blog.Kind == "internal" {
				b.WriteString("home = true\n")
			}
		}
		contributor(&b, blog)
	}
	if n == 0 {
		return ""
	}
	return b.String()
}

func contributor(b *strings.Builder, blog blog) {
	fmt.Fprintf(b, "\n[[contributor]]\nid = %q\nname = %s\nsite = %s\nhosts = %s\n", blog.Slug, quote(blog.writer()), quote(blog.SiteURL), array(blog.hosts()))
	if blog.Organisation == "" {
		b.WriteString("organisation = \"\"\n")
	} else {
		fmt.Fprintf(b, "organisation = %q\n", roster.Slug(blog.Organisation))
	}
	if blog.Person != "" && blog.Name != blog.Person {
		fmt.Fprintf(b, "aliases = %s\n", array([]string{blog.Name}))
	}
	if len(blog.Profiles) > 0 {
		fmt.Fprintf(b, "profiles = %s\n", array(blog.Profiles))
	}
	fmt.Fprintf(b, "\n  [[contributor.feed]]\n  url = %s\n  network = \"private\"\n", quote(blog.feedURL()))
}

// quote writes a string of TOML. The manifest's names hold no control
// characters, and all else is the same in Go and TOML.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func array(all []string) string {
	var quoted []string
	for _, s := range all {
		quoted = append(quoted, quote(s))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
