package site

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzStrangersTextStaysText puts one text everywhere a stranger may put one,
// and holds the pages that show it to all that pages promise.
func FuzzStrangersTextStaysText(f *testing.F) {
	for _, seed := range []string{evil, "plain", "", " ", "{{.}}", "</script>", "<!--", "]]>", "&lt;b&gt;", "javascript:alert(1)", "//evil.example/x", "/\\evil.example", "\u202eright", "de-x-\"><b>", "a\x00b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 2000 {
			return // entry promises UTF-8
		}
		in := sample()
		p := in.Window[2]
		p.Title, p.Excerpt, p.Language, p.URL, p.AlsoAt = text, text, text, text, []string{text}
		p.People[0].Name, p.Tags[0].Evidence[0].Quote, p.Tags[0].Evidence[0].Where = text, text, text
		it := &in.Issues[0].Sections[1].Parts[1].Items[0]
		it.Title, it.Facts.Title, it.Facts.URL, it.Facts.Language, it.Facts.Byline = text, text, text, text, []string{text}
		in.Citations[0].Passage, in.Citations[1].Address = text, text
		for file, data := range build(t, in) {
			if strings.HasSuffix(file, ".html") {
				for _, fault := range faultsOf(file, data) {
					t.Errorf("%q: %s: %s", text, file, fault)
				}
			}
		}
	})
}
