package gather

import (
	"fmt"
	"strings"
	"testing"

	"weft/internal/feed"
)

func TestWhatWasLeftOutOfAFeedIsSaid(t *testing.T) {
	var doc strings.Builder
	doc.WriteString(`<rss version="2.0"><channel><title>Long</title>`)
	for i := range 5001 {
		fmt.Fprintf(&doc, "<item><title>%d</title><link>https://a.example/%d</link></item>", i, i)
	}
	doc.WriteString("</channel></rss>")
	got, err := parse([]byte(doc.String()), feed.Source{}, nil)
	if err != nil || len(got.entries) != 5000 || len(got.notices) == 0 {
		t.Errorf("%d entries, notices %q, %v", len(got.entries), got.notices, err)
	}
}
