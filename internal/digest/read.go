package digest

import (
	"strings"

	"weft/internal/diag"
	"weft/internal/markdown"
	"weft/internal/tomlfile"
)

// A File is a digest's Markdown as a person left it.
type File struct {
	Name   string // slash path, for messages
	Title  string
	Period string
	Draft  bool
	Ask    []string // questions to the community, Markdown
	Blocks []markdown.Block
	// Line is the line on which the text below the front matter begins.
	Line  int
	Lines tomlfile.Lines
}

// The form of the front matter.
type frontMatter struct {
	Title  string `toml:"title"`
	Period string `toml:"period"`
	Draft  bool   `toml:"draft"`
	Ask    any    `toml:"ask"` // a text, or a list of them
}

// Read takes a digest's Markdown apart. It is false when there is a fault in the
// front matter; the problem says which. What could be read is given all the
// same, for whoever looks for further faults.
func Read(md *markdown.Converter, name string, data []byte, probs *diag.List) (File, bool) {
	var f frontMatter
	doc := tomlfile.FrontMatter(name, data, &f, probs)
	asked, ok := questions(f.Ask)
	if !ok {
		probs.Add(name, max(1, doc.Lines.Of("ask")), `write ask = "What would you have done?", or a list of such questions`, "ask is neither a text nor a list of texts")
	}
	return File{Name: name, Title: f.Title, Period: f.Period, Draft: f.Draft, Ask: asked, Blocks: md.Blocks(doc.Body), Line: doc.BodyLine, Lines: doc.Lines}, doc.Ok && ok
}

// questions reads one, or several.
func questions(v any) (asked []string, ok bool) {
	list, several := v.([]any)
	if !several && v != nil {
		list = []any{v}
	}
	for _, q := range list {
		s, isText := q.(string)
		if !isText {
			return nil, false
		}
		if s = strings.TrimSpace(s); s != "" {
			asked = append(asked, s)
		}
	}
	return asked, true
}

// Links lists the addresses that the file's list items begin with, in order.
func (f *File) Links() []string {
	var out []string
	for _, b := range f.Blocks {
		for _, item := range b.List {
			if item.URL != "" {
				out = append(out, Target(item.URL))
			}
		}
	}
	return out
}
