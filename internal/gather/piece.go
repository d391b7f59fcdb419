package gather

import (
	"cmp"
	"errors"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/htmlsafe"
	"weft/internal/markdown"
	"weft/internal/roster"
	"weft/internal/route"
	"weft/internal/tomlfile"
)

// A pieceReader reads folders of Markdown pieces.
type pieceReader struct {
	md    *markdown.Converter
	base  string // the site's address
	zone  *time.Location
	probs *diag.List
	lists *roster.Roster // who may have handed a piece in; nil: nobody asks
}

// A pieceData is a piece's file as it lies in its folder.
type pieceData struct {
	name string
	data []byte
}

// files reads the files of a folder that are pieces, by name, and gives the
// bytes of all. What cannot be read is a problem, and does not hide the others;
// whole says that there was none.
func (r *pieceReader) files(fsys fs.FS, dir, shown string) (found []pieceData, all []byte, whole bool) {
	before := r.probs.Errors()
	files, err := fs.ReadDir(fsys, dir) // sorted by name
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.probs.Add(shown+dir, 0, "make the folder readable", "cannot be read: %v", err) // not empty: its pieces stay
	}
	for _, file := range files {
		name := path.Join(dir, file.Name())
		if file.IsDir() || path.Ext(name) != ".md" {
			continue
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			r.probs.Add(shown+name, 0, "make the file readable, or move it away", "cannot be read: %v", err)
			continue
		}
		all = append(append(append(all, name...), 0), data...)
		found = append(found, pieceData{name, data})
	}
	return found, all, r.probs.Errors() == before
}

// entries makes entries of pieces; whole says that of all of them, right that
// nothing is wrong with any.
func (r *pieceReader) entries(files []pieceData, shown string) (entries []entry.Entry, whole, right bool) {
	before := r.probs.Errors()
	for _, file := range files {
		if e, ok := r.piece(file.name, shown+file.name, file.data); ok {
			entries = append(entries, e)
		}
	}
	return entries, len(entries) == len(files), r.probs.Errors() == before
}

func (r *pieceReader) piece(name, shown string, data []byte) (entry.Entry, bool) {
	var f roster.PieceFile
	doc := tomlfile.FrontMatter(shown, data, &f, r.probs)
	slug := strings.TrimSuffix(path.Base(name), ".md")
	switch {
	case !doc.Ok:
		return entry.Entry{}, false
	case f.Title == "":
		r.probs.Add(shown, 1, `write title = "…" between the lines of +++`, "the piece has no title")
		return entry.Entry{}, false
	case f.URL != "" && !isWebAddress(f.URL):
		r.probs.Add(shown, doc.Lines.Of("url"), `write where it was published, url = "https://…", or nothing when it was not`, "url = %q is no web address", f.URL)
		return entry.Entry{}, false
	case f.URL == "" && !config.ValidID(slug):
		r.probs.Add(shown, 0, "its address is made of the file's name: "+config.IDHint, "file name %q", path.Base(name))
		return entry.Entry{}, false
	}
	r.unsigned(name, shown, &f, doc.Lines)
	e := entry.Entry{NativeID: path.Base(name), URL: f.URL, Title: f.Title, Tags: slices.Clone(f.Tags), Language: f.Language,
		Licence: f.Licence, Published: localDay(f.Date, r.zone)}
	if e.URL == "" {
		e.URL = route.Contribution(slug)
		e.Canonical = route.Absolute(r.base, e.URL) // how others link to it
	}
	if by := cmp.Or(f.Author, f.Name); by != "" {
		e.Bylines = []entry.Byline{{Name: by}}
	}
	base := e.URL
	if strings.HasPrefix(base, "/") {
		base = route.Absolute(r.base, e.URL)
	}
	e.Body = htmlsafe.Clean(r.md.HTML(doc.Body), base)
	if f.Summary != "" {
		e.Summary = htmlsafe.Clean(r.md.HTML(f.Summary), base)
	}
	finish(&e)
	return e, true
}

func newConverter() *markdown.Converter { return markdown.New() }

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// finish derives what later stages ask of an entry's HTML.
func finish(e *entry.Entry) {
	e.Plain = htmlsafe.Text(e.Text())
	e.Links = nil
	for _, l := range htmlsafe.Links(e.Text()) {
		e.Links = append(e.Links, entry.Link(l))
	}
	e.Opening = opening(e)
}

// localDay puts a date without a time of day at noon in the site's zone: it
// belongs to that day wherever it is read.
func localDay(t tomlfile.Time, zone *time.Location) time.Time {
	at := t.In(zone)
	if t.IsDay() {
		at = time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, zone)
	}
	return at.UTC()
}
