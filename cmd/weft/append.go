package main

import (
	"os"
	"path/filepath"

	"weft/internal/atomicfile"
	"weft/internal/edition"
	"weft/internal/entry"
)

// appendTo adds a line to a file of an edition's layer, and gives the file's
// name as people see it. Lines that come together stand together or not at all.
func appendTo[L interface{ Bytes() ([]byte, error) }](ed *edition.Edition, layer int, name string, lines ...L) (shownName string, err error) {
	shownName = ed.Layers[layer].Name + name
	var data [][]byte
	for _, line := range lines {
		one, err := line.Bytes()
		if err != nil {
			return shownName, err
		}
		data = append(data, one)
	}
	return shownName, appendLines(ed.LayerDir(ed.Edition, layer), name, data...)
}

// appendLines adds lines to a file below a folder.
func appendLines(dir, name string, lines ...[]byte) error {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return atomicfile.Append(path, lines...)
}

// called is how messages name an entry: its title, and its address.
func called(e *entry.Entry) string {
	if e.Title == "" {
		return shown(e.URL)
	}
	return shown("“" + e.Title + "” (" + e.URL + ")")
}
