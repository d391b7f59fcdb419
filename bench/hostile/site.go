package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A listed feed is one contributor's row.
type listed struct {
	id, name, url string
	hosts         []string
	open          bool // may lie in a private network
	local         string
}

const siteFile = `id = "5d0f8a52-6c1e-4b7a-9f43-0a1f3c2e7b61"
title = "Besieged"
tagline = "What comes in must not do harm"
base_url = "https://digest.example.org/"
language = "en"
timezone = "Europe/London"
cadence = "weekly"
contact = "editors@digest.example.org"

[[sector]]
id = "housing"
name = "Housing"

[[edition]]
name = "internal"
overlay = "private"
output = "public-internal"

[digest]
highlights = 3
max_per_contributor = 0
`

// controlFeed is a good feed of the site's own: whatever the others do, its two
// entries are there.
const controlFeed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Control</title><link>https://control.example/</link><description>d</description>
<item><title>Control one</title><link>https://control.example/1</link><guid>https://control.example/1</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description>Quiet words.</description></item>
<item><title>Control two</title><link>https://control.example/2</link><guid>https://control.example/2</guid><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate><description>More of them.</description></item>
</channel></rss>
`

// victimFeed is that of somebody whom others pretend to be.
const victimFeed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Victim</title><link>https://victim.example/</link><description>d</description>
<item><title>The victim's own words</title><link>https://victim.example/1</link><guid>https://victim.example/1</guid><pubDate>Wed, 18 Nov 2026 10:00:00 GMT</pubDate><description>Mine.</description></item>
</channel></rss>
`

const themeFile = `+++
label = "Entries"
terms = ["entry", "canary", "alert"]
+++
So that what a stranger wrote is quoted as evidence, too.
`

// newPlace writes a site whose lists hold these feeds, beside a good one of its
// own. With inside they stand in the overlay's list.
func newPlace(s settings, name string, feeds []listed, inside bool) (*place, error) {
	p := &place{weft: s.weft, root: filepath.Join(s.out, name)}
	if err := os.RemoveAll(p.root); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(p.root, "home"), 0o755); err != nil {
		return nil, err
	}
	public, private := "", ""
	if inside {
		private = listOf(feeds)
	} else {
		public = listOf(feeds)
	}
	own := []listed{{id: "control", name: "The Control", local: "samples/control.xml", hosts: []string{"control.example"}},
		{id: "victim", name: "The Victim", local: "samples/victim.xml", hosts: []string{"victim.example"}}}
	files := map[string]string{
		"site.toml": siteFile, "feeds/cases.toml": "sector = \"housing\"\n" + public + listOf(own),
		"feeds/samples/control.xml": controlFeed, "feeds/samples/victim.xml": victimFeed,
		"private/feeds/inside.toml": "sector = \"housing\"\n" + private,
		"content/themes/entries.md": themeFile,
	}
	for _, name := range sortedKeys(files) {
		if err := writeFile(p.path(name), files[name]); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func listOf(feeds []listed) string {
	var b strings.Builder
	for _, f := range feeds {
		fmt.Fprintf(&b, "\n[[contributor]]\nid = %q\nname = %s\n", f.id, quote(f.name))
		if len(f.hosts) > 0 {
			fmt.Fprintf(&b, "hosts = [%q]\n", f.hosts[0])
		}
		if f.local != "" {
			fmt.Fprintf(&b, "feeds = [%q]\n", f.local)
			continue
		}
		fmt.Fprintf(&b, "  [[contributor.feed]]\n  url = %s\n", quote(f.url))
		if f.open {
			b.WriteString("  network = \"private\"\n")
		}
	}
	return b.String()
}

// quote writes a string of TOML; none of ours holds a control character.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
