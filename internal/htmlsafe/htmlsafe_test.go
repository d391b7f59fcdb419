package htmlsafe

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
)

func TestCleanKeepsWhatIsSaidAndDropsWhatActs(t *testing.T) {
	const base = "https://example.org/posts/one"
	for _, c := range []struct{ name, raw, base, want string }{
		{"plain words are escaped", `fish & "chips" > all`, "", "fish &amp; &#34;chips&#34; &gt; all"},
		{"open tags are closed", "<p>one <b>two", "", "<p>one <b>two</b></p>"},
		{"scripts go with their words", "<p>a<script>alert(1)</script>b</p>", "", "<p>ab</p>"},
		{"styles go with their words", "<style>p{}</style>a", "", "a"},
		{"handlers go", `<p onclick="x()" style="color:red">a</p>`, "", "<p>a</p>"},
		{"frames go", `a<iframe src="https://x.example/"></iframe><object data="x">y</object>b`, "", "ab"},
		{"a form leaves its words", `<form action="/x"><p>Sign up</p><input name="a"><button>Go</button></form>`, "", "<div><p>Sign up</p></div>"},
		{"script addresses go, words stay", `<a href="javascript:alert(1)">here</a>`, base, "here"},
		{"script addresses in disguise", "<a href=\" java\tscript:alert(1)\">here</a>", base, "here"},
		{"data addresses go", `<a href="data:text/html,x">here</a><img src="data:image/svg+xml,x" alt="A map">`, base, "hereA map"},
		{"relative addresses become absolute", `<a href="../two?a=1&b=2">two</a> <img src="/i.png" alt="i">`, base,
			`<a href="https://example.org/two?a=1&amp;b=2">two</a> <img src="https://example.org/i.png" alt="i"/>`},
		{"without a base relative addresses go, words stay", `<a href="/two">two</a>`, "", "two"},
		{"an absolute address stays letter for letter", `<a href="https://EXAMPLE.org/%7Ebob/ä b">x</a>`, "", `<a href="https://EXAMPLE.org/%7Ebob/ä%20b">x</a>`},
		{"ids and classes of others go", `<p id="top" class="lead">a</p>`, "", "<p>a</p>"},
		{"the language of code stays", `<pre><code class="hljs lang-go">x</code></pre>`, "", `<pre><code class="language-go">x</code></pre>`},
		{"tracking dots go", `a<img src="https://x.example/p.gif" width="1" height="1"><img src="https://x.example/q" style="WIDTH: 1px">b`, "", "ab"},
		{"hidden things go", `a<span style="display: none">spam</span><p hidden>spam</p>b`, "", "ab"},
		{"sections become plain blocks", "<section><p>a</p></section>", "", "<div><p>a</p></div>"},
		{"unknown elements leave their content", "<blink>a</blink><o:p>b</o:p>", "", "ab"},
		{"comments go", "a<!-- x --><!--[if IE]>y<![endif]-->b", "", "ab"},
		{"a formula leaves its TeX", `<math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>`, "", "x^2"},
		{"drawings go", `a<svg><a href="javascript:x"><text>t</text></a></svg>b`, "", "ab"},
		{"pictures loaded by script are found", `<img data-src="https://example.org/a.png" src="data:image/gif;base64,R0" alt="a">`, "", `<img src="https://example.org/a.png" alt="a"/>`},
		{"control characters go", "a\x00\x08b&#1;c", "", "abc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Clean(c.raw, c.base)
			if got != c.want {
				t.Errorf("Clean(%q)\n got %q\nwant %q", c.raw, got, c.want)
			}
			if again := Clean(got, c.base); again != got {
				t.Errorf("cleaned again: %q, was %q", again, got)
			}
		})
	}
}

func TestHTMLNestedTooDeepGivesItsWords(t *testing.T) {
	deep := strings.Repeat("<div>", 5000) + "words & more"
	if got := Clean(deep, ""); got != "words &amp; more" {
		t.Errorf("got %.80q", got)
	}
}

func TestTextHasBlocksOnLinesAndNoSpareBlanks(t *testing.T) {
	safe := Clean("<h1>One  <em>two</em></h1><p>a\n b<br>c</p><ul><li>d<li>e</ul><table><tr><td>f<td>g</table>&lt;x&gt;&nbsp;y", "")
	want := "One two\na b\nc\nd\ne\nf g\n<x> y"
	if got := Text(safe); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestLinksComeInOrderOnceWithTheirSentence(t *testing.T) {
	safe := Clean(`<p>We failed, e.g. twice. See <a href="https://a.example/1">what I. Vaughan
		wrote</a> about it! Then more.</p><p><a href="mailto:a@b.example">mail</a>
		<a href="https://a.example/1">again</a> <a href="https://b.example/"><img src="https://b.example/i.png" alt="i"></a></p>`, "")
	got := Links(safe)
	want := []Link{
		{"https://a.example/1", "what I. Vaughan wrote", "See what I. Vaughan wrote about it!"},
		{"https://b.example/", "", "mail again"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %d links: %+v", len(got), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("link %d\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
}

func TestALongPassageIsCutAroundTheLink(t *testing.T) {
	words := strings.Repeat("word ", 200)
	safe := Clean("<p>"+words+`<a href="https://a.example/">the linked words</a> `+words+"</p>", "")
	l := Links(safe)[0]
	if n := utf8.RuneCountInString(l.Passage); n > 300 || n < 250 {
		t.Errorf("passage of %d runes", n)
	}
	if !strings.Contains(l.Passage, l.Text) || !strings.Contains(Text(safe), l.Passage) {
		t.Errorf("passage %q", l.Passage)
	}
	if strings.HasPrefix(l.Passage, "ord") || strings.HasSuffix(l.Passage, "wor") {
		t.Errorf("passage breaks words: %q", l.Passage)
	}
}

func TestPlainIsWhatAReaderSees(t *testing.T) {
	for in, want := range map[string]string{
		"AT&amp;T":                      "AT&T",
		"<b>bold</b> move":              "bold move",
		"a<br>b":                        "a b",
		"x<script>alert(1)</script>y":   "xy",
		" two\n words ":                 "two words",
		"1 < 2":                         "1 < 2",
		"The &lt;b&gt; element":         "The <b> element",
		"un<b>brok</b>en":               "unbroken",
		"caf&eacute; &#8217;s &unknown": "café ’s &unknown",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestQuotesAreTheOuterBlockQuotes(t *testing.T) {
	safe := Clean("<p>He said</p><blockquote><p>one <em>two</em></p><blockquote>three</blockquote></blockquote><div><blockquote>four</blockquote></div><blockquote></blockquote>", "")
	if got := strings.Join(Quotes(safe), "|"); got != "one two\nthree|four" {
		t.Errorf("got %q", got)
	}
}

func TestWithoutImagesNoPictureIsLeft(t *testing.T) {
	safe := Clean(`<p><img src="https://a.example/1.png" alt="A map"> <a href="https://a.example/"><img src="https://a.example/2.png" alt="Home"></a><img src="https://a.example/3.png"></p>`, "")
	want := `<p><a href="https://a.example/1.png">A map</a> <a href="https://a.example/">Home</a></p>`
	if got := WithoutImages(safe); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestTextThatGrowsInCleaningIsSettledAtOnce(t *testing.T) {
	for _, unit := range []string{"&", "\"", "<b>'"} {
		once := Clean(strings.Repeat(unit, maxInput/len(unit)), "")
		if len(once) > maxInput || len(once) < maxInput/8 {
			t.Errorf("%q: %d bytes", unit, len(once))
		}
		if Clean(once, "") != once {
			t.Errorf("%q is not settled", unit)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"<p>a", "<a href=x>b<a href=y>c", "<table><p>x<td>y", "<pre>\n\nx", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
		"<noscript><style></noscript><img src=x onerror=y></style>", "<svg><desc><b><table><tr><td><style><!--</style><img src onerror=x>--></svg>", "<math><annotation-xml encoding='text/html'><p><style><img></style>",
		"<select><b><option><script>", "<table><form><tr><input type=hidden><a>", "<a><table><a>", "<frameset><frame></frameset>", "<p><b><p><i></b>", "<div><svg><foreignobject><p></svg><a href=x>", "<img src=//x.y srcset='/a 1x, /b 2x'>",
		"<code class='language-go'>", "<details open ontoggle=x>", "<a href='&#106;avascript:x'>", "<a href='\x01javascript:x'>", "<img src='data:image/svg+xml,x'>", "<table background=x>", "<!--[if gte mso 9]><xml><![endif]-->", "<? php ?>", "<![CDATA[x]]>",
		"<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
		"<form><form><div></form>x", "<b><p></b>x<i><p></i>", "&lt;script&gt;", "<img src=https://a.b/c alt='\"><script>'>", "<p><dl><dt><p><li>",
		"<a href='https://a.b/\"onmouseover=x'>q</a>", "<ruby>a<rt>b<rp>c", "<template><script>x</script></template>", "<plaintext>x</plaintext>", "<xmp><b>x</xmp>",
		"<details><summary>x<details>", "<h1><h2>x</h1>", "<nobr><nobr>", "<button><p><button>", "\ufeff<p>\u0085", "<a href='http:/x'>a</a>", "<a href='//x.y'>a</a>",
	} {
		f.Add(s, "https://example.org/a/b?c")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, raw, base string) {
		got := Clean(raw, base)
		checkSafe(t, got)
		if again := Clean(got, base); again != got {
			t.Fatalf("not settled\n once %.300q\ntwice %.300q", got, again)
		}
		checkRead(t, got)
		if most := 100 + len(raw)*(10+len(base)); len(got) > min(most, maxInput) {
			t.Fatalf("%d bytes became %d", len(raw), len(got))
		}
		text := Text(got)
		for _, l := range Links(got) {
			if !strings.Contains(text, l.Passage) {
				t.Fatalf("passage %q is not in %q", l.Passage, text)
			}
			if utf8.RuneCountInString(l.Passage) > 300 || utf8.RuneCountInString(l.Text) > 200 {
				t.Fatalf("link too long: %+v", l)
			}
		}
		checkSafe(t, WithoutImages(got))
	})
}

// checkRead holds that nobody can read safe HTML otherwise than it is written:
// its tags one after the other are its elements, in a page or alone, with
// scripts or without. What two parsers read differently is how script gets past
// a sanitiser.
func checkRead(t *testing.T, s string) {
	t.Helper()
	var written []string
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for kind := z.Next(); kind != xhtml.ErrorToken; kind = z.Next() {
		switch kind {
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			written = append(written, z.Token().String())
		case xhtml.CommentToken, xhtml.DoctypeToken:
			t.Fatalf("%q in %.300q", z.Token(), s)
		}
	}
	for _, scripting := range []bool{true, false} {
		doc, err := xhtml.ParseWithOptions(strings.NewReader("<!DOCTYPE html><html><head></head><body><div>"+s+"</div></body></html>"), xhtml.ParseOptionEnableScripting(scripting))
		if err != nil {
			return
		}
		var read []string
		for n := range doc.Descendants() {
			if n.Type == xhtml.ElementNode {
				start := xhtml.StartTagToken
				if n.FirstChild == nil && isEmpty(n.Data) {
					start = xhtml.SelfClosingTagToken
				}
				read = append(read, xhtml.Token{Type: start, Data: n.Data, Attr: n.Attr}.String())
			}
		}
		if read = read[4:]; !slices.Equal(written, read) { // html, head, body, div
			t.Fatalf("written %q\nread %q\nin %.300q", written, read, s)
		}
	}
}

func isEmpty(name string) bool { return name == "br" || name == "hr" || name == "img" || name == "wbr" }

// checkSafe looks at HTML as a browser would, without this package's code.
func checkSafe(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatalf("not UTF-8: %q", s)
	}
	doc, err := xhtml.Parse(strings.NewReader("<body><div>" + s + "</div>"))
	if err != nil {
		return
	}
	for n := range doc.Descendants() {
		if n.Type != xhtml.ElementNode {
			continue
		}
		switch n.Data {
		case "html", "head", "body":
			continue
		case "script", "style", "iframe", "frame", "object", "embed", "applet", "meta", "link", "base", "form", "svg", "math", "input":
			t.Fatalf("<%s> in %q", n.Data, s)
		}
		for _, a := range n.Attr {
			checkAttribute(t, n.Data, a, s)
		}
	}
}

func checkAttribute(t *testing.T, element string, a xhtml.Attribute, s string) {
	t.Helper()
	v := strings.ToLower(a.Val)
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "id", a.Key == "srcset":
		t.Fatalf("attribute %s in %q", a.Key, s)
	case a.Key == "class" && (element != "code" || !strings.HasPrefix(v, "language-")):
		t.Fatalf("class %q in %q", a.Val, s)
	case a.Key == "href" || a.Key == "src" || a.Key == "cite":
		if !strings.HasPrefix(v, "http://") && !strings.HasPrefix(v, "https://") && !(a.Key == "href" && strings.HasPrefix(v, "mailto:")) {
			t.Fatalf("%s=%q in %q", a.Key, a.Val, s)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	para := `<p class="x">Some <em>words</em> about <a href="/housing?a=1">housing &amp; health</a>, and a <code>list</code> of things that went well.</p><ul><li>one</li><li>two</li></ul>` + "\n"
	raw := strings.Repeat(para, 40)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Clean(raw, "https://example.org/")
	}
}

func TestATextHasABoundOfLinks(t *testing.T) {
	var b strings.Builder
	for i := range 3 * maxLinks {
		fmt.Fprintf(&b, "<a href=\"https://l.example/%d\">l</a> ", i)
	}
	links := Links(Clean(b.String(), ""))
	if len(links) != maxLinks || links[0].URL != "https://l.example/0" {
		t.Errorf("%d links", len(links))
	}
}

func FuzzWordsOfAFlowAreThoseOfTheText(f *testing.F) {
	for _, s := range []string{"", " ", "a", " a  b\n\tc ", "a\u00a0b\u2003c\u3000d\u1680e\u0085f", "é ã Â á €", "a b c", "a \u00a0 b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			return
		}
		fl := newFlow(0)
		fl.word("x")
		fl.words(s)
		fl.word("y")
		fl.endLine()
		want := strings.Join(strings.Fields("x\x00"+s+"\x00y"), " ")
		if got := fl.text(); got != strings.ReplaceAll(want, "\x00", "") {
			t.Errorf("%q: %q", s, got)
		}
	})
}
