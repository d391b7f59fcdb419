package lint

import (
	"io/fs"
	"path"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/policy"
)

// leftOver tells of files of the topmost layer that hold a piece that was taken
// down: weft shows nothing of them, and deletes no file of a person's, and the
// folder may be one that everybody reads. So may facts that weft froze and its
// archive, until the next fetch.
func leftOver(ed *edition.Edition) (diag.List, error) {
	var probs diag.List
	if ed.View == nil {
		return nil, nil // what was taken down is not known
	}
	taken, err := ed.TakenDown()
	if err != nil {
		return nil, err
	}
	layer := ed.Layers[len(ed.Layers)-1]
	for _, e := range taken {
		name := policy.Contributions + "/" + path.Base(e.URL) + ".md"
		if e.Feed != policy.Contributions {
			continue
		}
		if _, err := fs.Stat(layer.FS, name); err == nil {
			probs.Warn(layer.Name+name, 0, "delete the file; what git remembers of it is another matter, for whoever runs the site", "holds a piece that was taken down")
		}
	}
	if err := copied(ed, &probs); err != nil {
		return nil, err
	}
	names, err := ed.Unstruck()
	for _, name := range names {
		probs.Warn(name, 0, "`weft fetch` takes them out", "still holds words of a piece that was taken down")
	}
	return probs, err
}

// copied tells of pieces that were handed in and are copies of what was taken down.
func copied(ed *edition.Edition, probs *diag.List) error {
	n := len(ed.Layers) - 1
	files, _ := fs.Glob(ed.Layers[n].FS, policy.Contributions+"/*.md")
	for _, name := range files {
		f, act, err := ed.CopyOfTaken(n, name)
		if err != nil {
			return err
		}
		if f != nil {
			probs.Warn(ed.Layers[n].Name+name, 0, "delete the file, or, if it may be shown, `weft decide "+f.Entry.ID+" publish --reason …` lets it in with the next fetch",
				"is a copy of %q, which was taken down on %s: it stays away", f.Entry.Title, act.At.In(ed.Site.Calendar.Zone).Format("2 January 2006"))
		}
	}
	return nil
}
