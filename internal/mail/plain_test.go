package mail

import (
	"strings"
	"testing"
	"unicode"
)

func TestWhatACuratorWroteReadsAsText(t *testing.T) {
	for _, c := range []struct{ name, safe, want string }{
		{"a link is numbered and stands below", `<p>Read <a href="https://a.example/x">this</a>, or write to <a href="mailto:a@b.example">us</a>.</p>`, "Read this [1], or write to us [2].\n\n[1] https://a.example/x\n[2] a@b.example"},
		{"an address that is its own words is not told twice", `<p><a href="https://a.example/x">https://a.example/x</a></p>`, "https://a.example/x"},
		{"paragraphs and lists", "<p>One</p>\n<ul>\n<li>a <b>b</b></li>\n<li><p>c</p><ul><li>d</li></ul></li>\n</ul>\n<p>Two<br/>lines</p>", "One\n\n- a b\n- c\n  - d\n\nTwo\nlines"},
		{"a tight list within a list", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"},
		{"numbers go on from where the list begins", `<ol start="9"><li>a</li><li>b</li></ol>`, "9. a\n10. b"},
		{"a quotation", "<blockquote><p>One</p><p>Two</p></blockquote>", "> One\n>\n> Two"},
		{"code keeps its lines", "<pre><code>if a {\n  b\n}\n</code></pre>", "    if a {\n      b\n    }"},
		{"a heading is underlined", "<h3>Über uns</h3><p>Wir.</p>", "Über uns\n~~~~~~~~\n\nWir."},
		{"a table", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>", "a | b\n1 | 2"},
		{"a rule, a picture, a quote in a line", `<hr/><p><img src="x" alt="A map"/> says <q>no</q></p>`, "* * *\n\nA map says “no”"},
		{"a footnote is known by its number, and is no address", `<p>So.<sup id="fnref:1"><a href="https://a.example/#fn:1" role="doc-noteref">1</a></sup></p><ol><li id="fn:1">Or not. <a href="https://a.example/#fnref:1" role="doc-backlink">↩</a></li></ol>`, "So.(1)\n\n1. Or not."},
		{"of a mail to be written, whom to", `<p><a href="mailto:a@b.example?subject=x%0aBcc:y">Edda</a></p>`, "Edda [1]\n\n[1] a@b.example"},
		{"a link to nowhere", `<p><a>here</a></p>`, "here"},
		{"nothing", "", ""},
		{"signs that act", "<p>a\u202eb\x1b[31m</p>", "ab[31m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := new(Pen).Prose("", c.safe); got != c.want {
				t.Errorf("have\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestLinksAreNumberedThroughTheWholeMail(t *testing.T) {
	var p Pen
	link := `<p><a href="https://a.example/">a</a></p>`
	if one, two := p.Prose("", link), p.Prose("| ", link); one != "a [1]\n\n[1] https://a.example/" || two != "| a [2]\n|\n| [2] https://a.example/" {
		t.Errorf("%q, %q", one, two)
	}
}

func TestLinesAreFilledByTheWidthOfTheirLetters(t *testing.T) {
	for _, c := range []struct {
		in      string
		columns int
		want    string
	}{
		{"one two three", 7, "one two|three"},
		{"e\u0301te\u0301 e\u0301te\u0301", 7, "e\u0301te\u0301 e\u0301te\u0301"},
		{"日本語の題名", 6, "日本語|の題名"},
		{"日本語、題名", 6, "日本|語、題|名"},
		{"a https://a.example/a-long-address b", 8, "a|https://a.example/a-long-address|b"},
		{"keep\u00a0this two", 8, "keep\u00a0this|two"},
		{"one\ntwo", 20, "one|two"},
		{"👩\u200d👩\u200d👧👩", 4, "👩\u200d👩\u200d👧|👩"},
	} {
		if got := strings.Join(fill(c.in, c.columns), "|"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.in, c.columns, got, c.want)
		}
	}
	if got := Underlined("日本", "="); got != "日本\n====" {
		t.Errorf("%q", got)
	}
}

func FuzzFill(f *testing.F) {
	f.Add("one two\nthree 日本語、題名 https://a.example/a", 12)
	f.Fuzz(func(t *testing.T, s string, columns int) {
		columns = 4 + max(columns, -columns)%80
		if columns < 4 {
			return
		}
		s = Clean(s)
		lines := fill(s, columns)
		for _, l := range lines {
			if Width(l) > columns && (strings.ContainsFunc(l, isBlank) || len(pieces(l)) > 1) {
				t.Errorf("%q of %d columns in %d", l, Width(l), columns)
			}
		}
		bare := func(s string) string {
			return strings.Map(func(r rune) rune {
				if isBlank(r) {
					return -1
				}
				return r
			}, s)
		}
		if bare(strings.Join(lines, "")) != bare(s) {
			t.Errorf("%q became %q", s, lines)
		}
	})
}

func FuzzProse(f *testing.F) {
	f.Add(`<ul><li><p>a <a href="https://a.example/">b</a></p><blockquote>c</blockquote></li></ul><pre>d`)
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range new(Pen).Prose("> ", s) {
			if r != '\n' && r != '\t' && unicode.IsControl(r) || r == '\u202e' {
				t.Errorf("%q holds %q", s, r)
			}
		}
	})
}

func TestRulesAreWrittenToTheirElements(t *testing.T) {
	const page = `<style>/* a { } */
p, .x { color: red; margin: 0 }
.x { color: 'blue' }
@media (prefers-color-scheme: dark) { p { color: white !important } }</style><body><p>a</p><p class="y x" lang="en">b</p><br/><hr class="x"/><p style="z">c</p><pre>d</pre> 1 &lt; 2</body>`
	const want = `<style>
@media (prefers-color-scheme: dark) { p { color: white !important } }
</style><body><p style="color:red;margin:0">a</p><p class="y x" lang="en" style="margin:0;color:&#39;blue&#39;">b</p><br/><hr class="x" style="margin:0;color:&#39;blue&#39;"/><p style="z">c</p><pre>d</pre> 1 &lt; 2</body>`
	if got := Inline(page); got != want {
		t.Errorf("have %s\nwant %s", got, want)
	}
	for _, without := range []string{"<p>a</p>", "<style>p{}"} {
		if got := Inline(without); got != without {
			t.Errorf("%s became %s", without, got)
		}
	}
}
