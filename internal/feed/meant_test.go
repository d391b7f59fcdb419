package feed

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestReadsWhatIsMeant reads the documents of testdata/meant, a file for each
// class. A case is the document, where it came from if that matters, and what
// must be read:
//
//	-- name.rss --    a whole document, of any format
//	-- name.item --   the inside of an RSS item     -- name.entry --  of an Atom entry
//	-- name.json --   a JSON Feed's item            -- name.from --   url, Content-Type, Content-Location
//	-- name.want --   member = value, a line each; a member of a list's elements gives them all,
//	                  joined by " | "; "# entries" is how many there are; \n is a line's end
func TestReadsWhatIsMeant(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "meant", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc []byte
		var src Source
		for _, f := range a.Files {
			name, kind, _ := strings.Cut(f.Name, ".")
			switch kind {
			case "from":
				src = sourceFrom(string(f.Data))
			case "want":
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+name, func(t *testing.T) { checkMeant(t, doc, src, string(f.Data)) })
				doc, src = nil, Source{}
			default:
				doc = wrapped(kind, strings.TrimSuffix(string(f.Data), "\n"))
			}
		}
	}
}

func sourceFrom(lines string) Source {
	var src Source
	for line := range strings.Lines(lines) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "url":
			src.Address = value
		case "Content-Type":
			src.ContentType = value
		case "Content-Location":
			src.ContentLocation = value
		}
	}
	return src
}

// wrapped puts the inside of an entry into a document of its kind.
func wrapped(kind, inside string) []byte {
	const modules = ` xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"` +
		` xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:thr="http://purl.org/syndication/thread/1.0"`
	switch kind {
	case "item":
		inside = `<rss version="2.0"` + modules + `><channel><title>F</title><link>https://example.org/</link><item>` + inside + `</item></channel></rss>`
	case "entry":
		inside = `<feed xmlns="http://www.w3.org/2005/Atom"` + modules + `><title>F</title><link href="https://example.org/"/><entry>` + inside + `</entry></feed>`
	case "json":
		inside = `{"version":"https://jsonfeed.org/version/1.1","title":"F","home_page_url":"https://example.org/","items":[` + inside + `]}`
	}
	return []byte(inside)
}

func checkMeant(t *testing.T, doc []byte, src Source, want string) {
	t.Helper()
	f, err := Parse(doc, src)
	if f != nil {
		checkFeed(t, f)
	}
	data, err := json.Marshal(NewReport(f, err))
	if err != nil {
		t.Fatal(err)
	}
	var report any
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(strings.TrimSpace(want)) {
		path, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), " =")
		if !found {
			t.Fatalf("%q has no \" =\"", line)
		}
		value = strings.ReplaceAll(strings.TrimPrefix(value, " "), `\n`, "\n")
		if got := said(report, path); got != value {
			t.Errorf("%s\n got %q\nwant %q", path, got, value)
		}
	}
}

// said gives a member of a report as text.
func said(report any, path string) string {
	if list, ok := strings.CutPrefix(path, "# "); ok {
		members, _ := report.(map[string]any)[list].([]any)
		return strconv.Itoa(len(members))
	}
	steps := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	return reach(report, steps)
}

func reach(v any, steps []string) string {
	switch v := v.(type) {
	case []any:
		if len(steps) > 0 {
			if i, err := strconv.Atoi(steps[0]); err == nil {
				if i >= len(v) {
					return ""
				}
				return reach(v[i], steps[1:])
			}
		}
		var all []string
		for _, m := range v {
			all = append(all, reach(m, steps))
		}
		return strings.Join(all, " | ")
	case map[string]any:
		if len(steps) > 0 {
			return reach(v[steps[0]], steps[1:])
		}
	case string:
		return v
	}
	return ""
}
