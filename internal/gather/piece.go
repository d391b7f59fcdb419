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
	"weft/internal/contribution"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/htmlsafe"
	"weft/internal/markdown"
	"weft/internal/policy"
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
		if info, err := fs.Stat(fsys, name); err == nil && dir == policy.Contributions && info.Size() > contribution.MaxSize {
			r.probs.Add(shown+name, 0, "a piece is read in one sitting: show a part of it, or put the whole on the web and let url lead there", "longer than %d kB; it is not read", contribution.MaxSize>>10)
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
	if path.Dir(name) == policy.Contributions && !r.bounded(shown, &f, &doc) {
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

// bounded refuses what a stranger may have put into a piece so that it is no
// piece, and takes out of its text what no reader would see.
func (r *pieceReader) bounded(shown string, f *roster.PieceFile, doc *tomlfile.Document) bool {
	for _, said := range []struct{ key, value string }{{"title", f.Title}, {"author", f.Author}, {"name", f.Name}, {"licence", f.Licence}, {"language", f.Language}, {"url", f.URL}, {"tags", strings.Join(f.Tags, " ")}} {
		if contribution.Unseen(said.value) {
			r.probs.Add(shown, max(1, doc.Lines.Of(said.key)), "write it as one line of plain words", "%s holds characters that cannot be seen", said.key)
			return false
		}
	}
	for _, text := range []string{f.Summary, doc.Body} {
		if line, why := contribution.Bounds(text); why != "" {
			if line += doc.BodyLine - 1; text == f.Summary {
				line = max(1, doc.Lines.Of("summary"))
			}
			r.probs.Add(shown, line, "write it as plain paragraphs, saved in UTF-8", "this is %s; the piece is not read", why)
			return false
		}
	}
	f.Summary, _ = contribution.Seen(f.Summary)
	doc.Body, _ = contribution.Seen(doc.Body)
	return true
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
