package syndicate

import (
	"bytes"
	"encoding/json"
	"time"
)

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Icon        string       `json:"icon,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type jsonItem struct {
	ID            string       `json:"id"`
	URL           string       `json:"url,omitempty"`
	ExternalURL   string       `json:"external_url,omitempty"`
	Title         string       `json:"title,omitempty"`
	Summary       string       `json:"summary,omitempty"`
	ContentHTML   string       `json:"content_html,omitempty"`
	ContentText   *string      `json:"content_text,omitempty"`
	DatePublished string       `json:"date_published,omitempty"`
	DateModified  string       `json:"date_modified"`
	Authors       []jsonAuthor `json:"authors,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
	Language      string       `json:"language,omitempty"`
	Source        *jsonSource  `json:"_source,omitempty"`
}

// jsonSource is an extension, as JSON Feed provides for: a name that begins
// with an underscore, and an about that explains it.
type jsonSource struct {
	About       string `json:"about"`
	ID          string `json:"id,omitempty"`
	Title       string `json:"title,omitempty"`
	HomePageURL string `json:"home_page_url,omitempty"`
	FeedURL     string `json:"feed_url,omitempty"`
}

// JSON writes the feed as JSON Feed 1.1 has it. The source of an entry, for
// which JSON Feed has no member, is the extension _source with Atom's meaning.
func JSON(f Feed) ([]byte, error) {
	f, err := check(f, f.JSONURL)
	if err != nil {
		return nil, err
	}
	out := jsonFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       f.Title,
		HomePageURL: f.HomeURL,
		FeedURL:     address(f.JSONURL),
		Description: f.Subtitle,
		Icon:        f.Icon,
		Language:    f.Language,
		Authors:     jsonAuthors(f.Authors),
		Items:       make([]jsonItem, 0, len(f.Entries)), // [] and not null when there are none
	}
	for _, e := range f.Entries {
		out.Items = append(out.Items, jsonEntry(e))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // this is no part of a page
	enc.SetIndent("", "  ")
	err = enc.Encode(out)
	return b.Bytes(), err
}

func jsonEntry(e Entry) jsonItem {
	item := jsonItem{
		ID:           e.ID,
		URL:          e.URL,
		ExternalURL:  e.ExternalURL,
		Title:        e.Title,
		Summary:      e.Summary,
		ContentHTML:  e.ContentHTML,
		DateModified: e.Updated.Format(time.RFC3339),
		Authors:      jsonAuthors(e.Authors),
		Language:     e.Language,
	}
	if e.ContentHTML == "" { // one of the two must be present, if only empty
		text := first(e.Summary, e.Title)
		item.ContentText = &text
	}
	if !e.Published.IsZero() {
		item.DatePublished = e.Published.Format(time.RFC3339)
	}
	for _, c := range e.Categories {
		item.Tags = append(item.Tags, c.name())
	}
	if s := e.Source; s != nil {
		item.Source = &jsonSource{
			About: "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.11",
			ID:    s.ID, Title: s.Title, HomePageURL: s.HomeURL, FeedURL: s.FeedURL,
		}
	}
	return item
}

func jsonAuthors(list []Person) []jsonAuthor {
	var out []jsonAuthor
	for _, p := range list {
		out = append(out, jsonAuthor(p))
	}
	return out
}
