package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A published tree is what an edition's output folder holds, by path.
type published map[string][]byte

func readTree(dir string) (published, error) {
	tree := published{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name) // dir is its parent
		tree[filepath.ToSlash(rel)] = data
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return published{}, nil
	}
	return tree, err
}

// most is how large a published file may be: a page that is larger is of no use
// to a reader. Data and feeds grow with what they hold, and may be larger.
const most = 2 << 20

// faults says what is wrong with the tree, file by file.
func (t published) faults(name string) faults {
	var f faults
	names := sortedKeys(t)
	for _, fault := range nameFaults(names) {
		f.add("%s: %s", name, fault)
	}
	for _, file := range names {
		for _, fault := range fileFaults(file, t[file]) {
			f.add("%s/%s: %s", name, file, fault)
		}
		if len(t[file]) > most && path.Ext(file) == ".html" || len(t[file]) > 4*most {
			f.add("%s/%s has %d bytes", name, file, len(t[file]))
		}
	}
	return f
}

func fileFaults(name string, data []byte) faults {
	switch ext := path.Ext(name); {
	case path.Base(name) == "mail.html":
		return mailFaults(data)
	case ext == ".html":
		return pageFaults(data)
	case strings.HasPrefix(path.Base(name), "feed."):
		f := feedFaults(data)
		if ext != ".json" {
			f = append(f, xmlFaults(data)...)
		}
		return f
	case ext == ".opml", ext == ".xml", ext == ".svg":
		return xmlFaults(data)
	case ext == ".json":
		return jsonFaults(data)
	case ext == ".css", ext == ".txt", ext == ".eml":
		var f faults
		f.characters(string(data))
		return f
	}
	return faults{"is of no kind that a site has"}
}

// holding names the files that hold a text.
func (t published) holding(text string) []string {
	var out []string
	for _, name := range sortedKeys(t) {
		if strings.Contains(string(t[name]), text) {
			out = append(out, name)
		}
	}
	return out
}

// same names the first file in which two trees differ; "" when none does.
func (t published) same(other published) string {
	for _, name := range sortedKeys(t) {
		if data, ok := other[name]; !ok || string(data) != string(t[name]) {
			return name
		}
	}
	for _, name := range sortedKeys(other) {
		if _, ok := t[name]; !ok {
			return name
		}
	}
	return ""
}

// shows says whether a title stands letter for letter in the pages and feeds
// that must have it.
func (t published) shows(title string) faults {
	var f faults
	for _, name := range []string{"river/index.html", "digests/2026-W47/index.html"} {
		if !slices.Contains(linkTexts(t[name]), title) {
			f.add("%s does not say %q", name, title)
		}
	}
	for _, name := range []string{"river/feed.atom", "river/feed.rss", "river/feed.json"} {
		if !slices.Contains(feedTitles(t[name]), title) {
			f.add("%s does not say %q", name, title)
		}
	}
	return f
}

// said looks at what the program told a terminal.
func (r ran) faults() faults {
	var f faults
	for _, text := range []string{r.stdout, r.stderr} {
		for _, fault := range charactersOf(text) {
			f.add("weft %s: its words: %s", r.name(), fault)
		}
		for _, bad := range []string{"panic:", "goroutine ", "fatal error:", "runtime error"} {
			if strings.Contains(text, bad) {
				f.add("weft %s: %q", r.name(), bad)
			}
		}
	}
	return f
}

func charactersOf(text string) faults {
	var f faults
	f.characters(text)
	return f
}

func (p *place) read(name string) []byte {
	data, err := os.ReadFile(p.path(name))
	if err != nil {
		return nil
	}
	return data
}

// paperFaults reads the digest as other programs would.
func (p *place) paperFaults(name string, known map[string]bool) (paper, faults) {
	data := p.read(name)
	if data == nil {
		return paper{}, nil
	}
	got := readPaper(data)
	var f faults
	for _, fault := range got.faults {
		f.add("%s: %s", name, fault)
	}
	for _, h := range got.headings {
		if !slices.Contains([]string{"Highlights", "Three to begin with", "Entries", "From housing", "From no sector", "Your turn", "Arrived since", "Elsewhere"}, h) {
			f.add("%s: a heading of a stranger's: %q", name, brief(h))
		}
	}
	for _, words := range got.links {
		if known != nil && !known[words] {
			f.add("%s: an item that is no entry: %q", name, brief(words))
		}
	}
	for _, fault := range jsonFaults(p.read(strings.TrimSuffix(name, ".md") + ".items.json")) {
		f.add("%s's facts: %s", name, fault)
	}
	return got, f
}

func (t published) String() string { return fmt.Sprintf("%d files", len(t)) }
