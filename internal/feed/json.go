package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	gofeedjson "github.com/mmcdole/gofeed/json"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

var errOtherJSON = fmt.Errorf("%w: it is JSON of another kind", ErrNotAFeed)

// An object is JSON as read, whatever its members' types are.
type object map[string]any

// parseJSON reads JSON Feed 1.0 and 1.1. What has the wrong type is brought to
// the right one where its meaning is plain, so that one slip does not cost the
// feed; what gofeed's model lacks is read beside it.
func parseJSON(text string, src Source, n *notices) (*Feed, error) {
	raw, cut, err := decodeJSON(text, n)
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	if cut && len(raw.objects("items")) == 0 {
		return nil, errCutOff
	}
	if _, ok := raw["items"].([]any); !ok && !strings.Contains(raw.text("version"), "jsonfeed.org") {
		return nil, errOtherJSON
	}
	items := raw.objects("items")
	if len(items) > maxEntries {
		n.partial = true
		n.add("the feed has more than %d entries; only these were read", maxEntries)
		items = items[:maxEntries]
	}
	plain, err := json.Marshal(plainJSON(raw, items))
	if err != nil {
		return nil, fmt.Errorf("read JSON: %w", err)
	}
	model, err := (&gofeedjson.Parser{}).Parse(bytes.NewReader(plain))
	if err != nil {
		return nil, fmt.Errorf("read JSON Feed: %w", err)
	}
	return translateJSON(model, items, documentBase(src)), nil
}

// decodeJSON decodes the first value of a text, mended if it must be; cut says
// that its end is missing.
func decodeJSON(text string, n *notices) (raw object, cut bool, err error) {
	if err = decodeFirst(text, &raw); err == nil {
		return raw, false, nil
	}
	mended, cut := mendJSON(text)
	raw = nil
	if decodeFirst(mended, &raw) != nil {
		return nil, false, err
	}
	if cut {
		n.add("the document is cut off; its last entry is not whole and was left out")
	} else {
		n.add("the JSON is not well formed; it was read as it is meant")
	}
	return raw, cut, nil
}

func decodeFirst(text string, raw *object) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(raw)
}

// text gives a member as a string: numbers are ids and titles, too.
func (o object) text(key string) string {
	switch v := o[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// objects gives a member's objects; one alone counts as a list of one.
func (o object) objects(key string) []object {
	switch v := o[key].(type) {
	case map[string]any:
		return []object{v}
	case []any:
		var out []object
		for _, m := range v {
			if m, ok := m.(map[string]any); ok {
				out = append(out, m)
			}
		}
		return out
	}
	return nil
}

// strings gives a member's strings; one alone counts as a list of one.
func (o object) strings(key string) []string {
	switch v := o[key].(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, m := range v {
			switch m := m.(type) {
			case string:
				out = append(out, m)
			case json.Number:
				out = append(out, m.String())
			}
		}
		return out
	}
	return nil
}

// authors gives the people of the feed or an item: 1.1's list or 1.0's one. A
// bare string is a name.
func (o object) authors() []object {
	if list := o.objects("authors"); len(list) > 0 {
		return list
	}
	if list := o.objects("author"); len(list) > 0 {
		return list
	}
	var out []object
	for _, name := range append(o.strings("authors"), o.strings("author")...) {
		out = append(out, object{"name": name})
	}
	return out
}

// plainJSON writes the feed with every member of its proper type.
func plainJSON(raw object, items []object) object {
	out := object{"items": []object{}, "authors": plainAuthors(raw)}
	for _, key := range []string{"version", "title", "home_page_url", "feed_url", "description", "icon", "favicon", "language"} {
		out[key] = raw.text(key)
	}
	list := make([]object, 0, len(items))
	for _, item := range items {
		list = append(list, plainItem(item))
	}
	out["items"] = list
	return out
}

func plainItem(raw object) object {
	out := object{"authors": plainAuthors(raw), "tags": raw.strings("tags")}
	for _, key := range []string{"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified"} {
		out[key] = raw.text(key)
	}
	var files []object
	for _, a := range raw.objects("attachments") {
		size, _ := strconv.ParseFloat(a.text("size_in_bytes"), 64)
		files = append(files, object{"url": a.text("url"), "mime_type": a.text("mime_type"), "size_in_bytes": int64(size)})
	}
	out["attachments"] = files
	return out
}

func plainAuthors(raw object) []object {
	var out []object
	for _, a := range raw.authors() {
		out = append(out, object{"name": a.text("name"), "url": a.text("url")})
	}
	return out
}

func translateJSON(raw *gofeedjson.Feed, items []object, base string) *Feed {
	base = cmp.Or(base, absolute("", raw.FeedURL), absolute("", raw.HomePageURL))
	f := &Feed{
		Format: "json", Title: squeeze(raw.Title), Description: htmlsafe.Paragraphs(raw.Description), Language: raw.Language,
		Link: htmlsafe.Resolve(base, raw.HomePageURL), Self: htmlsafe.Resolve(base, raw.FeedURL), ID: raw.FeedURL,
		Image: htmlsafe.Resolve(base, cmp.Or(raw.Icon, raw.Favicon)), Authors: jsonPeople(raw.Authors, base),
	}
	for i, item := range raw.Items {
		f.Entries = append(f.Entries, translateJSONItem(item, items[i], f, base))
	}
	return f
}

func translateJSONItem(raw *gofeedjson.Item, beside object, f *Feed, base string) entry.Entry {
	page := cmp.Or(htmlsafe.Resolve(base, raw.URL), htmlsafe.Resolve(base, raw.ExternalURL))
	e := entry.Entry{
		NativeID: strings.TrimSpace(raw.ID), URL: page, Title: squeeze(raw.Title),
		Language: beside.text("language"), Licence: cmp.Or(beside.text("license"), beside.text("_license")),
		Image: htmlsafe.Resolve(base, cmp.Or(raw.Image, raw.BannerImage)), Tags: tags(raw.Tags),
		Published: firstDate(raw.DatePublished), Updated: firstDate(raw.DateModified),
		Bylines: jsonPeople(raw.Authors, base),
	}
	if page == "" {
		e.URL = absolute("", raw.ID)
	}
	said := aside{{text{raw.ContentHTML, true}, cmp.Or(htmlsafe.Resolve(base, raw.URL), base)}, {text{raw.ContentText, false}, ""}, {text{raw.Summary, false}, ""}}
	body := "0"
	if strings.TrimSpace(raw.ContentHTML) == "" {
		body = "1"
	}
	said.read(&e, body, "2")
	if len(e.Bylines) == 0 {
		e.Bylines = append(e.Bylines, f.Authors...)
	}
	if raw.Attachments != nil {
		e.Enclosures = attachments(*raw.Attachments, base)
	}
	return e
}

func attachments(list []gofeedjson.Attachments, base string) []entry.Enclosure {
	var out []entry.Enclosure
	for _, a := range list {
		u := htmlsafe.Resolve(base, a.URL)
		if u == "" {
			continue
		}
		e := entry.Enclosure{URL: u, Type: a.MimeType}
		if a.SizeInBytes > 0 {
			e.Length = strconv.FormatInt(a.SizeInBytes, 10)
		}
		out = append(out, e)
	}
	return out
}

func jsonPeople(list []*gofeedjson.Author, base string) []entry.Byline {
	var out []entry.Byline
	for _, a := range list {
		if a == nil {
			continue
		}
		b := entry.Byline{Name: squeeze(a.Name), URL: htmlsafe.Resolve(base, a.URL)}
		if b != (entry.Byline{}) {
			out = append(out, b)
		}
	}
	return out
}
