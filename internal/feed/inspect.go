package feed

import (
	"cmp"
	"time"

	"weft/internal/entry"
)

// A Report is what weft reads in a document, as `weft inspect` prints it. Dates
// are RFC 3339 in UTC, HTML is safe, all else plain text.
type Report struct {
	Error   *string       `json:"error"`
	Feed    *FeedReport   `json:"feed,omitempty"`
	Entries []EntryReport `json:"entries"`
}

// A FeedReport says what the document says of itself.
type FeedReport struct {
	Format       string         `json:"format"`
	Title        string         `json:"title,omitempty"`
	Description  string         `json:"description,omitempty"`
	Rights       string         `json:"rights,omitempty"`
	Link         string         `json:"link,omitempty"`
	Self         string         `json:"self,omitempty"`
	ID           string         `json:"id,omitempty"`
	Language     string         `json:"language,omitempty"`
	Image        string         `json:"image,omitempty"`
	Updated      string         `json:"updated,omitempty"`
	Published    string         `json:"published,omitempty"`
	Date         string         `json:"date,omitempty"` // published, else updated
	Author       *entry.Byline  `json:"author,omitempty"`
	Authors      []entry.Byline `json:"authors,omitempty"`
	Contributors []entry.Byline `json:"contributors,omitempty"`
	Tags         []string       `json:"tags,omitempty"`
	Notices      []string       `json:"notices,omitempty"`
}

// An EntryReport is one entry; Body is its content, else its summary.
type EntryReport struct {
	ID           string            `json:"id,omitempty"`
	Title        string            `json:"title,omitempty"`
	Link         string            `json:"link,omitempty"`
	Canonical    string            `json:"canonical,omitempty"`
	Date         string            `json:"date,omitempty"`
	Published    string            `json:"published,omitempty"`
	Updated      string            `json:"updated,omitempty"`
	Summary      string            `json:"summary,omitempty"`
	Body         string            `json:"body,omitempty"`
	Language     string            `json:"language,omitempty"`
	Licence      string            `json:"licence,omitempty"`
	Image        string            `json:"image,omitempty"`
	Author       *entry.Byline     `json:"author,omitempty"`
	Authors      []entry.Byline    `json:"authors,omitempty"`
	Contributors []entry.Byline    `json:"contributors,omitempty"`
	Tags         []string          `json:"tags,omitempty"`
	Links        []entry.Link      `json:"links,omitempty"`
	Enclosures   []entry.Enclosure `json:"enclosures,omitempty"`
	Source       *entry.Source     `json:"source,omitempty"`
}

// NewReport makes the report of what Parse gave.
func NewReport(f *Feed, err error) Report {
	r := Report{Entries: []EntryReport{}}
	if err != nil {
		message := err.Error()
		r.Error = &message
	}
	if f == nil {
		return r
	}
	r.Feed = &FeedReport{
		Format: f.Format, Title: f.Title, Description: f.Description, Rights: f.Rights, Link: f.Link, Self: f.Self, ID: f.ID,
		Language: f.Language, Image: f.Image, Updated: stamp(f.Updated), Published: stamp(f.Published),
		Date: cmp.Or(stamp(f.Published), stamp(f.Updated)), Author: firstPerson(f.Authors), Authors: f.Authors,
		Contributors: f.Contributors, Tags: f.Tags, Notices: f.Notices,
	}
	for i := range f.Entries {
		r.Entries = append(r.Entries, reportEntry(&f.Entries[i]))
	}
	return r
}

func reportEntry(e *entry.Entry) EntryReport {
	return EntryReport{
		ID: e.NativeID, Title: e.Title, Link: e.URL, Canonical: e.Canonical, Date: cmp.Or(stamp(e.Published), stamp(e.Updated)),
		Published: stamp(e.Published), Updated: stamp(e.Updated), Summary: e.Summary, Body: e.Text(), Language: e.Language,
		Licence: e.Licence, Image: e.Image, Author: firstPerson(e.Bylines), Authors: e.Bylines, Contributors: e.Contributors,
		Tags: e.Tags, Links: e.Links, Enclosures: e.Enclosures, Source: e.Source,
	}
}

func firstPerson(p []entry.Byline) *entry.Byline {
	if len(p) == 0 {
		return nil
	}
	return &p[0]
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
