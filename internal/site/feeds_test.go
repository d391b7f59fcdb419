package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

func TestAReaderUnderstandsEveryFeed(t *testing.T) {
	for name, in := range samples() {
		for file, data := range build(t, in) {
			if !strings.Contains(file, "feed.") {
				continue
			}
			f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
			if err != nil {
				t.Errorf("%s: %s: %v", name, file, err)
				continue
			}
			for _, item := range f.Items {
				if !strings.HasPrefix(item.GUID, "urn:uuid:") || item.PublishedParsed == nil && item.UpdatedParsed == nil {
					t.Errorf("%s: %s: item %q has id %q and date %q", name, file, item.Title, item.GUID, item.Published)
				}
				if strings.HasPrefix(item.Content, evil[:20]) {
					continue // the title, given as plain text because there is nothing else
				}
				if strings.Contains(item.Content, "<script") || strings.Contains(item.Content, "<img") || strings.Contains(item.Content, `href="./`) || strings.Contains(item.Content, `href="..`) {
					t.Errorf("%s: %s: content %q", name, file, item.Content)
				}
			}
		}
	}
}

func TestIdsStayWhenTheSiteMoves(t *testing.T) {
	before, in := build(t, sample()), sample()
	moved := *in.Site
	moved.BaseURL, moved.Title = "https://elsewhere.example/", "Renamed"
	in.Site = &moved
	after := build(t, in)
	n := 0
	for file, data := range before {
		if strings.HasSuffix(file, "feed.atom") {
			a, b := ids(t, data), ids(t, after[file])
			n += len(a)
			if !slices.Equal(a, b) {
				t.Errorf("%s: %v became %v", file, a, b)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d ids seen", n)
	}
}

// ids lists what stands in the id elements of an Atom feed.
func ids(t *testing.T, atom []byte) []string {
	t.Helper()
	var all []string
	d := xml.NewDecoder(bytes.NewReader(atom))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "id" {
			var id string
			if err := d.DecodeElement(&id, &start); err != nil {
				t.Fatal(err)
			}
			all = append(all, id)
		}
	}
}

func TestAnIssueIsWholeInTheFeed(t *testing.T) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(build(t, sample())["feed.atom"]))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Items) != 2 || f.Items[0].Title != "Slack water" {
		t.Fatalf("items: %+v", f.Items)
	}
	for _, want := range []string{"A week about pauses", "gave it to a dredger", "Edda Lund", "Harbour", "slack water", "https://letter.example/weekly/themes/slack-water/"} {
		if !strings.Contains(f.Items[0].Content, want) {
			t.Errorf("the issue lacks %q:\n%s", want, f.Items[0].Content)
		}
	}
}

func TestADraftIsNeitherInAFeedNorInTheDataNorInTheSitemap(t *testing.T) {
	in := sample()
	in.Issues[0].Draft = true
	files := build(t, in)
	for _, file := range []string{"feed.atom", "feed.rss", "feed.json", "data/digests.json", "sitemap.xml"} {
		if bytes.Contains(files[file], []byte("2026-W45")) {
			t.Errorf("%s has the draft", file)
		}
	}
	if !bytes.Contains(files["digests/2026-W45/index.html"], []byte(`<span class="label">draft</span>`)) {
		t.Error("the draft's page does not say that it is one")
	}
	if !bytes.Contains(files["index.html"], []byte(`<h2><a href="./digests/2026-W44/">`)) {
		t.Error("the draft leads the front page")
	}
}

func TestTheBlogrollHasFeedsThatOthersCanRead(t *testing.T) {
	in := sample()
	for _, c := range in.Roster.Contributors {
		switch c.ID {
		case "edda-lund":
			c.Feeds[0].Auth = "env:TOKEN"
		case "ilse-berg":
			c.Feeds[0].Local, c.Feeds[0].Key = true, "samples/ilse.xml"
		}
	}
	opml := string(build(t, in)["blogroll.opml"])
	for address, want := range map[string]bool{"tomas.example/atom": true, "ward.example": true, "edda.example/feed": false, "samples/": false, "hal.example": false} {
		if strings.Contains(opml, address) != want {
			t.Errorf("%s in the list: %v\n%s", address, !want, opml)
		}
	}
}

func TestDataIsJSONAndListsAreNeverNull(t *testing.T) {
	for name, in := range samples() {
		for file, data := range build(t, in) {
			if strings.HasPrefix(file, "data/") && strings.HasSuffix(file, ".json") {
				var rows []map[string]any
				if err := json.Unmarshal(data, &rows); err != nil {
					t.Errorf("%s: %s: %v", name, file, err)
				}
				if bytes.Contains(data, []byte(": null")) {
					t.Errorf("%s: %s holds null", name, file)
				}
			}
		}
	}
}
