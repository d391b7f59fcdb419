package htmlsafe

import (
	"strings"
	"testing"
)

// BenchmarkRead reads a post of ordinary length: paragraphs with a link each, a
// list and a picture.
func BenchmarkRead(b *testing.B) {
	raw := strings.Repeat(`<p>The <em>second</em> winter taught us <a href="/posts/less?a=1&amp;b=2">to ask for less</a>, and to ask the people who live there first; nobody else knew that the boiler had a name.</p>`+"\n", 14) +
		`<ul><li>One</li><li>Two</li></ul><p><img src="boiler.jpg" alt="The boiler" width="400"></p>`
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if got := Read(raw, "https://blog.example/posts/winter"); len(got.Links) != 1 {
			b.Fatal(got.Links)
		}
	}
}
