package edition

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/markdown"
	"weft/internal/site"
	"weft/internal/tomlfile"
)

// The form of content/pages/SLUG.md.
type pageFile struct {
	Title   string `toml:"title"`
	Summary string `toml:"summary"`
}

// pages reads the site's own pages, by slug. An overlay's page of a public
// page's name is added below it.
func (ed *Edition) pages() ([]site.Page, diag.List) {
	var probs diag.List
	var pages []site.Page
	for n, layer := range ed.Layers {
		files, _ := fs.Glob(layer.FS, "content/pages/*.md")
		for _, name := range files {
			data, err := fs.ReadFile(layer.FS, name)
			shown := layer.Name + name
			if err != nil {
				probs.Add(shown, 0, "make the file readable, or move it away", "cannot be read: %v", err)
				continue
			}
			slug := strings.TrimSuffix(path.Base(name), ".md")
			if !config.ValidID(slug) {
				probs.Add(shown, 0, "its address is made of the file's name: "+config.IDHint, "file name %q", path.Base(name))
				continue
			}
			var f pageFile
			doc := tomlfile.FrontMatter(shown, data, &f, &probs)
			page := site.Page{Slug: slug, Title: f.Title, Summary: f.Summary, HTML: ed.md.HTML(doc.Body), Internal: n > 0}
			i := slices.IndexFunc(pages, func(p site.Page) bool { return p.Slug == slug })
			switch {
			case i >= 0:
				added := page.HTML // of headings that both have, each keeps its own id
				anchors := markdown.NewAnchors()
				anchors.Part(&pages[i].HTML, &pages[i].Inside)
				anchors.Part(&added)
				pages[i].Inside = strings.TrimSpace(pages[i].Inside + "\n" + added)
			case page.Title == "" && doc.Ok:
				probs.Add(shown, 1, `write title = "…"`, "the page has no title")
			default:
				pages = append(pages, page)
			}
		}
	}
	slices.SortFunc(pages, func(a, b site.Page) int { return strings.Compare(a.Slug, b.Slug) })
	return pages, probs
}
