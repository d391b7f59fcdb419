package lint

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/markdown"
	"weft/internal/route"
	"weft/internal/tomlfile"
)

// A prose is the text of a file below its front matter.
type prose struct {
	name   string // as shown
	first  int    // the line of the file on which the text begins
	source string
	page   string // the path of the page it is shown on
}

// line gives the line in the file of a line of its text.
func (p *prose) line(n int) int { return max(n, 1) + p.first - 1 }

// proseFolders are those whose Markdown is a curator's words, and where readers
// find them.
var proseFolders = map[string]func(id string) string{
	"content/pages": route.Page, "content/themes": route.Theme, "content/contributors": route.Contributor,
}

// proseOf reads the texts of the topmost layer that are no issues.
func proseOf(ed *edition.Edition) []*prose {
	layer := ed.Layers[len(ed.Layers)-1]
	var out []*prose
	for _, dir := range []string{"content/pages", "content/themes", "content/contributors"} {
		names, _ := fs.Glob(layer.FS, dir+"/*.md")
		for _, name := range names {
			data, err := fs.ReadFile(layer.FS, name)
			if err != nil {
				continue // told by whoever reads it
			}
			var told diag.List // by whoever knows its keys
			doc := tomlfile.FrontMatter(name, data, &map[string]any{}, &told)
			id := strings.TrimSuffix(path.Base(name), ".md")
			out = append(out, &prose{layer.Name + name, doc.BodyLine, doc.Body, proseFolders[dir](id)})
		}
	}
	return out
}

// Words looks through the texts of an edition's topmost layer that are no
// issues: pages, and notes about themes and people.
func Words(ed *edition.Edition) (diag.List, error) {
	d := &digests{ed: ed, md: markdown.New()}
	for _, p := range proseOf(ed) {
		if err := d.words(p, nil); err != nil {
			return d.probs, err
		}
	}
	return d.probs, ed.Err()
}

// words looks through a text; its items are told on their own.
func (d *digests) words(p *prose, items []item) error {
	passages, links := d.md.Written(p.source)
	d.conflicts(p, passages)
	d.placeholders(p, items, passages, links)
	d.slipped(p)
	d.lead(p, links)
	told := map[int]bool{}
	for _, it := range items {
		told[it.line] = it.gone
	}
	d.names(p, passages, told)
	if err := d.down(p, passages, told); err != nil {
		return err
	}
	return d.links(p, items, links)
}

func itemAt(p *prose, items []item, l markdown.Link) *item {
	i := slices.IndexFunc(items, func(it item) bool { return l.Leads && it.line == p.line(l.Line) })
	if i < 0 {
		return nil
	}
	return &items[i]
}
