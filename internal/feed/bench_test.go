package feed

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// sampleRSS makes a feed of n items of about 3 kB each.
func sampleRSS(n int) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Rents and roofs</title><link>https://example.org/</link>`)
	para := `<p>The <em>second</em> winter taught us <a href="/posts/less?a=1&amp;b=2">to ask for less</a>, and to ask the people who live there first; nobody else knew that the boiler had a name.</p>` + "\n"
	for i := range n {
		fmt.Fprintf(&b, `<item><title>Winter %d &amp; after</title><link>https://example.org/posts/%d</link><guid>https://example.org/posts/%d</guid><dc:creator>Ana Pop</dc:creator><dc:creator>Idris Vaughan</dc:creator><pubDate>Sun, 22 Nov 2026 10:00:00 GMT</pubDate><category>housing</category><description>Short</description><content:encoded><![CDATA[%s]]></content:encoded></item>`, i, i, i, strings.Repeat(para, 14))
	}
	b.WriteString("</channel></rss>")
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	data := sampleRSS(40)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if f, err := Parse(data, Source{Address: "https://example.org/feed"}); err != nil || len(f.Entries) != 40 {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range []string{"Sun, 22 Nov 2026 10:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 +0000", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000+01:00"} {
			if _, ok := parseDate(s); !ok {
				b.Fatal(s)
			}
		}
	}
}

// BenchmarkGofeedAlone is what BenchmarkParse is to be compared with: the same
// bytes, no HTML cleaned.
func BenchmarkGofeedAlone(b *testing.B) {
	data := string(sampleRSS(40))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gofeed.NewParser().ParseString(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCorpus reads the shared corpus, as far as it is here.
func BenchmarkCorpus(b *testing.B) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", "feeds", "*"))
	if len(files) == 0 {
		b.Skip("the shared corpus is not here")
	}
	var all [][]byte
	size := 0
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, data)
		size += len(data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, data := range all {
			if _, err := Parse(data, Source{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
