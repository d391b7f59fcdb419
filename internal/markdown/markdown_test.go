package markdown

import (
	"strings"
	"testing"
)

func TestADigestComesApartIntoHeadingsItemsAndProse(t *testing.T) {
	const src = "Hello.\n\n## Über *uns* {#permission-to-fail}\n\n- [Three](https://a.example/3) Idris says *it*.\n  <!-- why: secret -->\n- **[Four](https://a.example/4)** bold.\n- no link\n\n## Über uns\n\nText <!-- x --> end.\n"
	b := New().Blocks(src)
	if len(b) != 5 {
		t.Fatalf("%d blocks: %+v", len(b), b)
	}
	if h := b[1].Heading; h == nil || h.ID != "permission-to-fail" || !h.Given || h.Title != "Über uns" || b[1].Line != 3 {
		t.Errorf("heading %+v on line %d", b[1].Heading, b[1].Line)
	}
	want := []ListItem{
		{"https://a.example/3", "Three", "Idris says <em>it</em>.", "", 5},
		{"https://a.example/4", "Four", "bold.", "", 7},
		{"", "", "", "no link", 8},
	}
	for i, w := range want {
		got := b[2].List[i]
		if got.URL != w.URL || got.Title != w.Title || got.Rest != w.Rest || got.Line != w.Line {
			t.Errorf("item %d: %+v, want %+v", i, got, w)
		}
	}
	if h := b[3].Heading; h.ID != "über-uns" || h.Given {
		t.Errorf("heading %+v", h)
	}
	if strings.Contains(b[2].HTML+b[4].HTML, "secret") || strings.Contains(b[4].HTML, "<!--") {
		t.Errorf("a comment reached the reader: %s %s", b[2].HTML, b[4].HTML)
	}
}

func TestATitleReadsAsItsReaderSeesIt(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`rtld-audit and LD\_AUDIT`, "rtld-audit and LD_AUDIT"},
		{`a \&amp; b &amp; c &lt;d&gt;`, "a &amp; b & c <d>"},
		{"`a\\_b` *c*", `a\_b c`},
		{"it's \"so\" -- really...", "it’s “so” – really…"},
		{`\<script\>`, "<script>"},
	} {
		if got := New().Blocks("- [" + c.src + "](https://a.example/)")[0].List[0].Title; got != c.want {
			t.Errorf("%s: %q, want %q", c.src, got, c.want)
		}
	}
}

func TestNothingForeignComesIn(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"![a cat](https://x.example/c.png)", `<p><a href="https://x.example/c.png">a cat</a></p>`},
		{"![a cat](cat.png)", `<p><img src="cat.png" alt="a cat"></p>`},
		{"![x](javascript:alert(1))", `<p>x</p>`},
		{"a <script>alert(1)</script> b", `<p>a alert(1) b</p>`},
		{"<script>alert(1)</script>", ``},
		{"[x](javascript:alert(1))", `<p><a href="">x</a></p>`},
	} {
		if got := New().HTML(c.src); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, got, c.want)
		}
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("- [a](b) c\n\n  - [d](e)\n\n1. x\n")
	f.Add("## a {#b}\n## a {#b}\n<div onclick=x>")
	c := New()
	f.Fuzz(func(t *testing.T, src string) {
		for _, b := range c.Blocks(src) {
			for _, html := range append([]string{b.HTML}, rests(b)...) {
				if low := strings.ToLower(html); strings.Contains(low, "<script") || strings.Contains(low, "<!--") {
					t.Fatalf("%q gives %q", src, html)
				}
			}
		}
	})
}

func rests(b Block) []string {
	var out []string
	for _, i := range b.List {
		out = append(out, i.Rest, i.HTML)
	}
	return out
}
