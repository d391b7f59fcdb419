package site

import (
	"fmt"
	"testing"

	"weft/internal/digest"
)

// BenchmarkSixtyIssues builds a year and more of issues with 40 items each.
func BenchmarkSixtyIssues(b *testing.B) {
	in := sample()
	model := in.Issues[0].Sections[0].Parts[0].Items[0]
	model.Facts.TakenUp = in.Issues[0].Sections[0].Parts[0].Items[1].Facts.TakenUp
	first := in.Issues[0].Period
	in.Issues = nil
	for range 60 {
		is := digest.Issue{Period: first, Title: "An issue", Intro: "<p>Words.</p>"}
		for s := range 8 {
			section := digest.Section{ID: fmt.Sprintf("s-%d", s), Title: "A section"}
			var items []digest.Item
			for i := range 5 {
				it := model
				it.Facts.Entry = fmt.Sprintf("%s-%d-%d", first.Name, s, i)
				items = append(items, it)
			}
			section.Parts = []digest.Part{{Items: items}}
			is.Sections = append(is.Sections, section)
		}
		in.Issues = append(in.Issues, is)
		first = in.Site.Calendar.Before(first)
	}
	b.ReportAllocs()
	for b.Loop() {
		var size int
		if err := Build(in, func(_ string, data []byte) error { size += len(data); return nil }); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size)/1e6, "MB/build")
	}
}
