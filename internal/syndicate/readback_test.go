package syndicate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	gofeedjson "github.com/mmcdole/gofeed/json"
)

// seen is what a reader gets of an entry, in the words of all formats.
type seen struct {
	ID, Link, Title, Summary, Content string
	Published, Updated                time.Time
	Authors, Categories               []string
}

func TestAReaderGetsBackWhatWasWritten(t *testing.T) {
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) { readBack(t, f, example()) })
	}
}

func FuzzAReaderGetsBackWhatWasWritten(f *testing.F) {
	f.Add("A title", "Idris Vaughan", "housing", "summary", "<p>content</p>", "https://example.org/", int64(1_700_000_000))
	f.Add("]]> <![CDATA[ & < > \" '", "a & b", "a,b", "<b>&amp;</b>", "]]>&amp;lt;", "https://example.org/?a=1&b=2", int64(0))
	f.Add("&#x0;\x00\x1b\ufffe", "\xff\xfe", "\u2028", "\r\n\r", "\t", "javascript:alert(1)", int64(253402300799))
	f.Add("&copy=2; &lt; &", "O'Neil (a@b.c)", " lead", "trail ", "a\r\nb", "https://example.org/a b\"><x>", int64(-62135596800))
	f.Fuzz(func(t *testing.T, title, name, category, summary, content, link string, unix int64) {
		feed := example()
		feed.Title, feed.Subtitle = "t "+title, summary
		e := &feed.Entries[0]
		e.Title, e.Summary, e.ContentHTML, e.URL, e.ExternalURL = title, summary, content, link, link
		e.Authors = append(e.Authors, Person{name, link})
		e.Categories = append(e.Categories, Category{category, ""}, Category{title, name})
		e.Published, e.Updated = time.Unix(unix, 0), time.Unix(unix, 0)
		e.Source.Title, e.Source.FeedURL, e.Language = title, link, name
		if !dated(e.Updated) {
			return // no feed can say such a year
		}
		for _, format := range formats {
			readBack(t, format, feed)
		}
	})
}

// readBack writes the feed, reads it with gofeed and compares.
func readBack(t *testing.T, f format, feed Feed) {
	t.Helper()
	data, err := f.write(feed)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, f.name, data)
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	got, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v\n%s", f.name, err, data)
	}
	if got.Title != plain(feed.Title) || got.Link != feed.HomeURL || got.Language != feed.Language {
		t.Errorf("%s: feed is %q at %q in %q", f.name, got.Title, got.Link, got.Language)
	}
	if len(got.Items) != len(feed.Entries) {
		t.Fatalf("%s: %d entries of %d came back", f.name, len(got.Items), len(feed.Entries))
	}
	for i, e := range feed.Entries {
		entry := read(f.name, got.Items[i])
		if raw, ok := got.OriginalFeed().(*gofeedjson.Feed); ok {
			entry.Authors = jsonNames(raw.Items[i])
		}
		if diff := cmp.Diff(expected(f.name, feed, e), entry); diff != "" {
			t.Errorf("%s, entry %d (-written +read):\n%s\n%s", f.name, i+1, diff, data)
		}
	}
}

// expected says what a reader should get, from the fields themselves.
func expected(format string, feed Feed, e Entry) seen {
	// White space around is no part of what is said: plain drops it.
	want := seen{
		ID: e.ID, Title: plain(e.Title), Summary: plain(e.Summary), Content: plain(e.ContentHTML),
		Link: address(e.URL), Published: e.Published.UTC().Truncate(time.Second), Updated: e.Updated.UTC().Truncate(time.Second),
	}
	if want.Link == "" {
		want.Link = address(e.ExternalURL)
	}
	want.Link = normal(want.Link)
	if e.Updated.IsZero() {
		want.Updated = want.Published
	}
	if e.Published.IsZero() {
		want.Published = want.Updated
	}
	for _, p := range e.Authors {
		if name := plain(p.Name); name != "" {
			want.Authors = append(want.Authors, name)
		} else if url := address(p.URL); url != "" {
			want.Authors = append(want.Authors, url)
		}
	}
	for _, c := range e.Categories {
		if name := first(plain(c.Label), plain(c.Term)); name != "" {
			want.Categories = append(want.Categories, name)
		}
	}
	switch {
	case format == "rss" && plain(e.Summary) == "" && plain(e.Title) == "":
		want.Summary = first(want.Link, e.ID)
	case format == "json" && plain(e.ContentHTML) == "":
		want.Content = first(plain(e.Summary), plain(e.Title))
	case format == "atom" && plain(e.ContentHTML) == "" && want.Link == "":
		want.Content = first(plain(e.Summary), plain(e.Title))
	}
	return want
}

func read(format string, item *gofeed.Item) seen {
	got := seen{
		ID: item.GUID, Link: normal(item.Link), Title: strings.TrimSpace(item.Title),
		Summary: strings.TrimSpace(item.Description), Content: strings.TrimSpace(item.Content),
	}
	if item.PublishedParsed != nil {
		got.Published, got.Updated = item.PublishedParsed.UTC(), item.PublishedParsed.UTC()
	}
	if item.UpdatedParsed != nil {
		got.Updated = item.UpdatedParsed.UTC()
	}
	if item.PublishedParsed == nil {
		got.Published = got.Updated
	}
	for _, p := range item.Authors {
		got.Authors = append(got.Authors, strings.TrimSpace(p.Name))
	}
	if format == "rss" {
		got.Authors = nil // gofeed puts the first creator alone there
		if item.DublinCoreExt != nil {
			got.Authors = item.DublinCoreExt.Creator
		}
		got.Summary = strings.TrimSpace(html.UnescapeString(got.Summary))
	}
	for _, c := range item.Categories {
		got.Categories = append(got.Categories, strings.TrimSpace(c))
	}
	return got
}

// normal is an address as gofeed gives it back from XML: an empty fragment is
// gone, for one.
func normal(link string) string {
	if u, err := url.Parse(link); err == nil {
		return u.String()
	}
	return link
}

// jsonNames are the authors as JSON Feed has them: gofeed's common form takes
// what holds an @ or a bracket for an address of mail.
func jsonNames(item *gofeedjson.Item) (names []string) {
	for _, a := range item.Authors {
		names = append(names, a.Name)
	}
	return names
}

// wellFormed parses strictly with the standard library alone.
func wellFormed(t *testing.T, format string, data []byte) {
	t.Helper()
	if !utf8.Valid(data) {
		t.Fatalf("%s: not UTF-8", format)
	}
	if format == "json" {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		return
	}
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", format, err, data)
		}
	}
}
