package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A site is what weft is run on.
type site struct {
	dir     string
	sectors []string
	feeds   map[string]*feed // by name
}

// A feed is one person's.
type feed struct {
	person, org, sector string
	optOut              bool
	items               []item
}

// An item is an entry as a JSON Feed has it (version 1.1).
type item struct {
	ID      string `json:"id"`
	URL     string `json:"url"`
	Title   string `json:"title"`
	Summary string `json:"summary,omitempty"`
	HTML    string `json:"content_html"`
	Date    string `json:"date_published"`
	Authors []who  `json:"authors,omitempty"`
}

type who struct {
	Name string `json:"name"`
}

// paragraphs makes HTML of a plain text: a blank line ends a paragraph.
func paragraphs(text string) string {
	var b strings.Builder
	for _, p := range strings.Split(text, "\n\n") {
		if strings.TrimSpace(p) != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
		}
	}
	return b.String()
}

// write makes the site's folder anew.
func (s site) write() error {
	if err := os.RemoveAll(s.dir); err != nil {
		return err
	}
	for _, d := range []string{"feeds/samples", "content/themes"} {
		if err := os.MkdirAll(filepath.Join(s.dir, d), 0o755); err != nil {
			return err
		}
	}
	var b strings.Builder
	b.WriteString("title = \"Labelled data\"\nid = \"6a1f0c52-7d1e-4c55-9c0b-2f6d0f7f9a11\"\nbase_url = \"https://eval.example/\"\nlanguage = \"en\"\ntimezone = \"UTC\"\ncadence = \"weekly\"\n")
	for _, sec := range s.sectors {
		fmt.Fprintf(&b, "[[sector]]\nid = %q\nname = %q\n", sec, sec)
	}
	if err := s.put("site.toml", b.String()); err != nil {
		return err
	}
	return s.lists()
}

func (s site) put(name, text string) error {
	return os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o644)
}

// lists writes who is read: people with their feeds, and organisations.
func (s site) lists() error {
	people, orgs := map[string][]string{}, map[string]bool{}
	for name, f := range s.feeds {
		people[f.person] = append(people[f.person], name)
		orgs[f.org] = true
		data, err := json.Marshal(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": name, "items": f.items})
		if err != nil {
			return err
		}
		if err := s.put("feeds/samples/"+name+".json", string(data)); err != nil {
			return err
		}
	}
	var b strings.Builder
	for _, org := range sorted(orgs) {
		if org != "" {
			fmt.Fprintf(&b, "[[organisation]]\nid = %q\nname = %q\n", org, "Organisation "+org)
		}
	}
	for _, person := range sorted(people) {
		names := people[person]
		slices.Sort(names)
		f := s.feeds[names[0]]
		var quoted []string
		for _, n := range names {
			quoted = append(quoted, fmt.Sprintf("%q", "samples/"+n+".json"))
		}
		fmt.Fprintf(&b, "[[contributor]]\nid = %q\nname = %q\norganisation = %q\nfeeds = [%s]\n", person, "Person "+person, f.org, strings.Join(quoted, ", "))
		if f.optOut {
			b.WriteString("opt_out = true\n")
		}
		if f.sector != "" {
			fmt.Fprintf(&b, "sectors = [%q]\n", f.sector)
		}
	}
	return s.put("feeds/all.toml", b.String())
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
