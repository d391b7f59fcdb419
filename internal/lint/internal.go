package lint

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

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
	if ed.Edition.Overlay == "" {
		return nil, nil
	}
	needles, err := ed.Needles()
	if err != nil {
		return nil, err
	}
	needles = slices.DeleteFunc(needles, func(n leak.Needle) bool {
		// Without the public archive nobody can say what others link to anyway.
		return n.What != edition.PrivateAddress && (n.What != "an address" || ed.Archive(0) == nil)
	})
	scanner := leak.NewScanner(needles)
	known := map[leak.Needle]bool{}
	secret := func(data []byte) ([]leak.Needle, error) {
		var out []leak.Needle
		for _, n := range scanner.Find(data) {
			if _, asked := known[n]; !asked {
				public, err := ed.Known(n)
				if err != nil {
					return nil, err
				}
				known[n] = public
			}
			if !known[n] {
				out = append(out, n)
			}
		}
		return out, nil
	}
	err = eachPublic(ed.Layers[0].FS, func(name string, data []byte) error {
		return tellAddresses(&probs, name, data, ed.Edition.Overlay, secret)
	})
	return probs, err
}

// tellAddresses tells each address on its line, and of one that is the
// beginning of another on the same line, such as a host, nothing.
func tellAddresses(probs *diag.List, name string, data []byte, overlay string, secret func([]byte) ([]leak.Needle, error)) error {
	all, err := secret(data)
	if err != nil || len(all) == 0 {
		return err
	}
	tell := func(n leak.Needle, at int) {
		probs.Add(name, at, "take it out, or move what it belongs to below "+overlay+"/", "holds an address that only %s knows: %q", overlay, n.Text)
	}
	line, told := 0, map[leak.Needle]bool{}
	for text := range bytes.Lines(data) {
		line++
		here, err := secret(text)
		if err != nil {
			return err
		}
		for _, n := range here {
			told[n] = true
			if !slices.ContainsFunc(here, func(o leak.Needle) bool { return o != n && strings.HasPrefix(o.Text, n.Text) }) {
				tell(n, line)
			}
		}
	}
	for _, n := range all { // over the end of a line
		if !told[n] {
			tell(n, 0)
		}
	}
	return nil
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
