package lint

import (
	"bytes"
	"io/fs"
	"path"
	"slices"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/leak"
)

// addressesOf finds, in the public files, addresses that only an edition's
// overlays know. What else is internal may be a word like others; an address is
// not.
func addressesOf(ed *edition.Edition) (diag.List, error) {
	var probs diag.List
	if ed.Edition.Overlay == "" || ed.Archive(0) == nil {
		return nil, nil
	}
	needles, err := ed.Needles()
	if err != nil {
		return nil, err
	}
	needles = slices.DeleteFunc(needles, func(n leak.Needle) bool { return n.What != "an address" })
	scanner := leak.NewScanner(needles)
	known := map[leak.Needle]bool{}
	err = eachPublic(ed.Layers[0].FS, func(name string, data []byte) error {
		for _, n := range scanner.Find(data) {
			public, asked := known[n]
			if !asked {
				var err error
				if public, err = ed.Known(n); err != nil {
					return err
				}
				known[n] = public
			}
			if !public {
				tellAddress(&probs, name, data, n, ed.Edition.Overlay)
			}
		}
		return nil
	})
	return probs, err
}

func tellAddress(probs *diag.List, name string, data []byte, n leak.Needle, overlay string) {
	alone, line, told := leak.NewScanner([]leak.Needle{n}), 0, false
	tell := func(at int) {
		probs.Add(name, at, "take it out, or move what it belongs to below "+overlay+"/", "holds an address that only %s knows: %q", overlay, n.Text)
	}
	for text := range bytes.Lines(data) {
		if line++; len(alone.Find(text)) > 0 {
			tell(line)
			told = true
		}
	}
	if !told {
		tell(0)
	}
}

// written are the endings of what people, and weft for them, write.
var written = []string{".toml", ".md", ".jsonl", ".json", ".html", ".css"}

func eachPublic(root fs.FS, use func(name string, data []byte) error) error {
	for _, dir := range []string{config.File, "feeds", "content", "templates"} {
		err := fs.WalkDir(root, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !slices.Contains(written, path.Ext(name)) {
				return nil
			}
			data, err := fs.ReadFile(root, name)
			if err != nil {
				return nil // told by whoever reads it
			}
			return use(name, data)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
