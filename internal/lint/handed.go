package lint

import (
	"io/fs"
	"strings"

	"weft/internal/contribution"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/htmlsafe"
	"weft/internal/markdown"
	"weft/internal/policy"
	"weft/internal/tomlfile"
)

// fewUnshown is how much of what is not shown is told of one piece.
const fewUnshown = 10

// unshown tells what of the pieces in the topmost layer that were handed in
// readers will not see: whoever wrote a piece may not know, and whoever takes one
// in by pull request should.
func unshown(ed *edition.Edition) (diag.List, error) {
	layer := ed.Layers[len(ed.Layers)-1]
	var probs diag.List
	names, _ := fs.Glob(layer.FS, policy.Contributions+"/*.md")
	md := markdown.New()
	for _, name := range names {
		if info, err := fs.Stat(layer.FS, name); err != nil || info.Size() > contribution.MaxSize {
			continue // told by whoever reads it
		}
		data, err := fs.ReadFile(layer.FS, name)
		if err != nil {
			continue
		}
		var told diag.List
		doc := tomlfile.FrontMatter(name, data, &map[string]any{}, &told)
		if _, why := contribution.Bounds(doc.Body); !doc.Ok || why != "" {
			continue
		}
		found := unshownIn(md, layer.Name+name, doc, ed.Site.BaseURL)
		if len(found) > fewUnshown {
			more := len(found) - fewUnshown
			found = found[:fewUnshown]
			found.Warn(layer.Name+name, 0, "ask whoever sent it for plain words", "and %d more of the kind", more)
		}
		probs = append(probs, found...)
	}
	return probs, nil
}

func unshownIn(md *markdown.Converter, name string, doc tomlfile.Document, base string) diag.List {
	var probs diag.List
	for _, f := range md.Foreign(doc.Body) {
		line := doc.BodyLine + strings.Count(doc.Body[:f.Start], "\n")
		switch f.Kind {
		case markdown.Comment:
			probs.Warn(name, line, "take it out, or write it as words", "readers do not see this comment")
		case markdown.Markup:
			probs.Warn(name, line, "write it as Markdown", "HTML: readers get its words at most, and nothing that it does")
		}
	}
	_, links := md.Written(doc.Body)
	for _, l := range links {
		line := doc.BodyLine + l.Line - 1
		switch {
		case l.Image:
			probs.Warn(name, line, "weft shows no pictures of others: put it on the web, and link to it in words", "the picture %q is not shown; where it lies on the web there is a link", l.URL)
		case htmlsafe.Resolve(base, l.URL) == "":
			probs.Warn(name, line, "only https://…, http://… and mailto:… lead somewhere", "the link %q leads nowhere a reader may be sent; its words stay", l.URL)
		}
	}
	if _, n := contribution.Seen(doc.Body); n > 0 {
		probs.Warn(name, doc.BodyLine, "save it as plain text, and look for what was pasted", "%d characters that cannot be seen; they are left out", n)
	}
	return probs
}
