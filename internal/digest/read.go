package digest

import (
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
}

// Read takes a digest's Markdown apart. It is false when there is a fault in the
// front matter; the problem says which. What could be read is given all the
// same, for whoever looks for further faults.
func Read(md *markdown.Converter, name string, data []byte, probs *diag.List) (File, bool) {
	var f frontMatter
	doc := tomlfile.FrontMatter(name, data, &f, probs)
	return File{Name: name, Title: f.Title, Period: f.Period, Draft: f.Draft, Blocks: md.Blocks(doc.Body), Line: doc.BodyLine, Lines: doc.Lines}, doc.Ok
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
