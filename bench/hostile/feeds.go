package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"
)

// feedFaults says what is wrong with a published feed, read as a feed reader would.
func feedFaults(data []byte) faults {
	var f faults
	f.characters(string(data))
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		f.add("a feed reader cannot read it: %v", err)
		return f
	}
	seen := map[string]bool{}
	for _, it := range parsed.Items {
		if it.GUID == "" || seen[it.GUID] {
			f.add("the id %q stands twice, or is none", it.GUID)
		}
		seen[it.GUID] = true
		if strings.TrimSpace(it.Title) == "" {
			f.add("an item without a title: %q", it.Link)
		}
		f.feedLink(it.Link)
		for _, text := range markupOf(data, it) {
			for _, fault := range fragmentFaults(text) {
				f.add("in the text of %q: %s", brief(it.Title), fault)
			}
		}
		if len(it.Enclosures) > 0 {
			f.add("an enclosure of somebody else's: %q", it.Enclosures[0].URL)
		}
	}
	return f
}

// markupOf gives what a reader shows as HTML: not what an Atom or a JSON Feed
// says is plain text, which the library does not tell from the other.
func markupOf(data []byte, it *gofeed.Item) []string {
	var doc struct {
		Items []struct {
			ID   string
			HTML string `json:"content_html"`
		}
	}
	if json.Unmarshal(data, &doc) == nil {
		for _, row := range doc.Items {
			if row.ID == it.GUID {
				return []string{row.HTML}
			}
		}
		return nil
	}
	var atom struct {
		XMLName xml.Name
		Entries []struct {
			ID      string `xml:"id"`
			Content struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"content"`
			Summary struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"summary"`
		} `xml:"entry"`
	}
	if xml.Unmarshal(data, &atom) != nil || atom.XMLName.Local != "feed" {
		return []string{it.Content, it.Description}
	}
	var out []string
	for _, e := range atom.Entries {
		if e.ID == it.GUID && e.Content.Type == "html" {
			out = append(out, e.Content.Text)
		}
		if e.ID == it.GUID && e.Summary.Type == "html" {
			out = append(out, e.Summary.Text)
		}
	}
	return out
}

func (f *faults) feedLink(link string) {
	if link == "" {
		return
	}
	if u, err := url.Parse(link); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		f.add("an item links to %q", brief(link))
	}
}

// feedTitles gives the titles of a feed's items.
func feedTitles(data []byte) []string {
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	var out []string
	for _, it := range parsed.Items {
		out = append(out, squeeze(it.Title))
	}
	return out
}

// xmlFaults says where XML is not well formed.
func xmlFaults(data []byte) faults {
	var f faults
	f.characters(string(data))
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return f
		}
		if err != nil {
			f.add("is not well formed: %v", err)
			return f
		}
		if _, ok := token.(xml.Directive); ok {
			f.add("has a document type")
		}
		if start, ok := token.(xml.StartElement); ok && strings.EqualFold(start.Name.Local, "script") {
			f.add("<script>")
		}
	}
}

// jsonFaults says what is wrong with a file of JSON, or of a row of JSON a line.
func jsonFaults(data []byte) faults {
	var f faults
	f.characters(string(data))
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		var row any
		err := dec.Decode(&row)
		if err == io.EOF {
			return f
		}
		if err != nil {
			f.add("is no JSON: %v", err)
			return f
		}
	}
}
