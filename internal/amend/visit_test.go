package amend

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"weft/internal/fetch"
	"weft/internal/roster"
)

const oneItem = `<rss version="2.0"><channel><title>A</title><item><title>1</title><link>https://a.example/1</link><pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>`

func TestWhatAVisitTellsOfAFeed(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	old := strings.Replace(oneItem, "2026", "2024", 1)
	for _, c := range []struct {
		name   string
		change func(*fetch.Outcome)
		reason string
		want   []string
	}{
		{"well", func(o *fetch.Outcome) {}, "", nil},
		{"not changed", func(o *fetch.Outcome) { o.Status, o.Body = fetch.NotModified, nil }, "", nil},
		{"moved", func(o *fetch.Outcome) { o.Permanent = "https://b.example/feed" }, "moved", []string{"has moved for good to https://b.example/feed"}},
		{"slow", func(o *fetch.Outcome) { o.Spent = 12 * time.Second }, "", []string{"is slow: it took 12 seconds"}},
		{"large", func(o *fetch.Outcome) { o.Body = append(o.Body, make([]byte, 6<<20)...) }, "", []string{"is large: 6.0 MiB"}},
		{"empty", func(o *fetch.Outcome) {
			o.Body = []byte(`<rss version="2.0"><channel><title>A</title></channel></rss>`)
		}, "empty", []string{"holds no entries"}},
		{"old", func(o *fetch.Outcome) { o.Body = []byte(old) }, "silent", []string{"newest entry is of 20 November 2024"}},
		{"a page", func(o *fetch.Outcome) { o.Body = []byte(`<!doctype html><html><body>words`) }, "page", []string{"answers with a web page, not with a feed, and the page names none"}},
		{"cut off", func(o *fetch.Outcome) { o.Body = []byte(`<rss><channel><item><title>a`) }, "content", []string{"cannot be read: the document is cut off"}},
		{"unknown host", func(o *fetch.Outcome) {
			o.Status, o.Err = fetch.Failed, &fetch.Failure{Reason: fetch.ReasonDNS, Text: `no such host "a.example"`, Hint: "check"}
		}, "dns", []string{`cannot be had: no such host "a.example"`}},
		{"moved to a page", func(o *fetch.Outcome) {
			o.Permanent, o.Body = "https://b.example/", []byte(`<!doctype html><html><body>words`)
		}, "page", []string{"answers with a web page"}},
	} {
		o := fetch.Outcome{Status: fetch.OK, Body: []byte(oneItem), FinalURL: "https://a.example/feed", Header: http.Header{}}
		c.change(&o)
		probs, reason := OfVisit(roster.Feed{Key: "https://a.example/feed", File: "feeds/a.toml", Line: 7}, o, now)
		if reason != c.reason || len(probs) != len(c.want) {
			t.Errorf("%s: %q, %v", c.name, reason, probs)
			continue
		}
		for i, p := range probs {
			if !strings.Contains(p.Message, c.want[i]) || p.File != "feeds/a.toml" || p.Line != 7 || !p.Warning || p.Hint == "" {
				t.Errorf("%s: %s", c.name, p)
			}
		}
	}
}
