package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"weft/internal/emerging"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/story"
	"weft/internal/text"
)

// A blog is a row of the collection's manifest.
type blog struct {
	Slug, Name, Sector, Organisation, Person string
}

// corpus tells what was found in each week of a collection.
func corpus(out io.Writer, manifest, folder string, o emerging.Options) error {
	w, blogs, err := readCorpus(manifest, folder)
	if err != nil {
		return err
	}
	for _, b := range blogs {
		o.Names = append(o.Names, b.Name, cmp.Or(b.Person, b.Organisation))
	}
	first, last := 1<<30, 0
	for week := range w.weeks {
		first, last = min(first, week), max(last, week)
	}
	for week := first; week <= last; week++ {
		r, err := w.find(week, o)
		if err != nil {
			return err
		}
		year, number := begin.AddDate(0, 0, 7*week).ISOWeek()
		fmt.Fprintf(out, "%d-W%02d\tactive %d\thistory %d\t%s\n", year, number, r.Active, r.History, r.Silent)
		tell(out, "found", r.Found, o)
		tell(out, "seasonal", r.Seasonal, o)
	}
	return nil
}

func tell(out io.Writer, what string, found []emerging.Finding, o emerging.Options) {
	for _, f := range found {
		fmt.Fprintf(out, "\t%s\t%s\tp %.2g q %.2g\t%v\t%v\t%v\t%v\n", what, f.Words(o.Weeks), f.P, f.Q, f.Organisations, f.Sectors, f.Counts, f.Also)
		for _, e := range f.Evidence {
			fmt.Fprintf(out, "\t\t%d\t%s\t%s\t%s: %s\n", e.Ago, e.Person, e.Entry, e.Where, strings.ReplaceAll(e.Quote, "\n", " "))
		}
	}
}

func readCorpus(manifest, folder string) (*world, []blog, error) {
	data, err := os.ReadFile(manifest)
	if err != nil {
		return nil, nil, err
	}
	var blogs []blog
	if err := json.Unmarshal(data, &blogs); err != nil {
		return nil, nil, err
	}
	w := newWorld()
	for _, b := range blogs {
		data, err := os.ReadFile(filepath.Join(folder, b.Slug+".json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		f, err := feed.Parse(data, feed.Source{Address: "https://corpus.example/" + b.Slug})
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", b.Slug, err)
		}
		for _, e := range f.Entries {
			w.post(b, &e)
		}
	}
	w.group()
	return w, blogs, nil
}

// long ago, in weeks.
const long = 5000

// post enters one post: its author is the first of its byline, else its blog.
func (w *world) post(b blog, e *entry.Entry) {
	person := b.Slug
	if b.Person == "" && len(e.Bylines) > 0 {
		person += "|" + text.Squeeze(text.Fold(e.Bylines[0].Name))
	}
	v := emerging.Voice{Entry: e.URL, Person: person, Feed: b.Slug, Organisation: b.Organisation, Sectors: []string{b.Sector}, Title: e.Title, Plain: e.Plain, Language: e.Language}
	week := int(e.Published.Sub(begin.AddDate(0, 0, -7*long))/(7*24*time.Hour)) - long // division goes towards 0, so from long ago
	w.add(week, v, story.Piece{ID: e.URL, Date: e.Published, Feed: b.Slug, Person: person, Title: e.Title, Plain: e.Plain, URL: e.URL, Canonical: e.Canonical, NativeID: e.NativeID})
}
