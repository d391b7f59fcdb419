package htmlsafe

import (
	"strings"
	"testing"
)

const here = "https://example.org/posts/one"

// HTML as strangers write it, by what is the matter with it; beside it what may
// stand on a page.
func TestStrangersHTMLByWhatIsTheMatterWithIt(t *testing.T) {
	for matter, cases := range map[string]map[string]string{
		"addresses that act": {
			`<a href="JaVaScRiPt:alert(1)">x</a>`:                                "x",
			"<a href=\"java\nscript:alert(1)\">x</a>":                            "x",
			"<a href=\"\x01javascript:alert(1)\">x</a>":                          "x",
			`<a href="&#x6A;avascript:alert(1)">x</a>`:                           "x",
			`<a href="javascript&colon;alert(1)">x</a>`:                          "x",
			`<a href="jav&#x09;ascript:alert(1)">x</a>`:                          "x",
			`<a href="  vbscript:x">x</a>`:                                       "x",
			`<a href="data:text/html;base64,PHN2Zz4=">x</a>`:                     "x",
			`<a href="feed:javascript:alert(1)">x</a>`:                           "x",
			`<a href="blob:https://example.org/1">x</a>`:                         "x",
			`<a href="file:///etc/passwd">x</a>`:                                 "x",
			`<a href="tel:+44">call</a> <a href="ftp://a/b">f</a>`:               "call f",
			`<a href="http:///x">x</a><a href="https:y">y</a>`:                   "xy",
			`<a href="https:\\evil.example/x">x</a>`:                             "x",
			`<a href="https://example.org\@evil.example/">x</a>`:                 "x",
			`<a href="\\evil.example/x">x</a>`:                                   `<a href="https://example.org/posts/%5C%5Cevil.example/x">x</a>`,
			`<img src="data:image/svg+xml,x"><img src="cid:1">`:                  "",
			`<a href="https://a.example/" href="javascript:x">x</a>`:             `<a href="https://a.example/">x</a>`,
			`<q cite="javascript:x">x</q>`:                                       "<q>x</q>",
			`<a ping="/p" target="_blank" rel="opener" download href="/x">x</a>`: `<a href="https://example.org/x">x</a>`,
			`<a href="mailto:a@b.example?subject=x">x</a>`:                       `<a href="mailto:a@b.example?subject=x">x</a>`,
		},
		"handlers and styles": {
			`<img/src="/i.png"/onerror=alert(1)>`:                                                 `<img src="https://example.org/i.png"/>`,
			"<p\x0conclick=x>a</p>":                                                               "<p>a</p>",
			`<p style="background:url(javascript:x)">a</p>`:                                       "<p>a</p>",
			`<p style="position:fixed;top:0">a</p>`:                                               "<p>a</p>",
			`<details open ontoggle=alert(1)><summary>s</summary>d</details>`:                     "<details><summary>s</summary>d</details>",
			`<table background="javascript:x" width=100%><tr><td bgcolor=red onclick=x>a</table>`: "<table><tbody><tr><td>a</td></tr></tbody></table>",
			`<font color=red face=x>a</font><blink>b</blink><marquee>c</marquee>`:                 "abc",
			`<p onclick="a" ONMOUSEOVER=b oNcOpY='c'>a</p>`:                                       "<p>a</p>",
		},
		"names that clash": {
			`<p id="main" class="x" name="y" role="alert" aria-label="z" data-x="1" tabindex="1" contenteditable draggable=true accesskey=a slot=s part=p is=x-y>a</p>`: "<p>a</p>",
			`<img name="getElementById" src="/i.png" usemap="#m" crossorigin>`:                                                                                          `<img src="https://example.org/i.png"/>`,
			`<a id="x" name="y">a</a>`:                                             "a",
			`<td headers=x>a</td>`:                                                 "a",
			`<p lang="cy" dir="rtl" xml:lang="de">a</p>`:                           `<p lang="cy" dir="rtl">a</p>`,
			`<p lang="&quot;><script>" dir="up">a</p>`:                             "<p>a</p>",
			`<code class="hljs language-go x">a</code><code class="evil">b</code>`: `<code class="language-go">a</code><code>b</code>`,
			`<x-card is="y">a</x-card>`:                                            "a",
		},
		"readers watched": {
			`a<img src="https://x.example/p" width="1px" height="1px">`:                          "a",
			`a<img src="https://x.example/p" width=" 0 ">`:                                       "a",
			`a<img src="https://x.example/p" height=1>`:                                          "a",
			`a<img src="https://x.example/p" width="1.0" height="01">`:                           "a",
			`a<img src="https://x.example/p" style="max-width: 1px; max-height:1px">`:            "a",
			`a<img src="https://x.example/p" style="WIDTH :0 !important">`:                       "a",
			`a<img src="https://x.example/p" style="display:none">`:                              "a",
			`a<img src="https://x.example/p" style="opacity:0">`:                                 "a",
			`a<img src="https://x.example/p" hidden>`:                                            "a",
			`a<img src="https://pixel.wp.com/b.gif?v=1">`:                                        "a",
			`a<img src="https://stats.wordpress.com/b.gif?host=x">`:                              "a",
			`a<img src="https://feeds.feedburner.com/~r/x/~4/y">`:                                "a",
			`a<a href="https://f.example/~ff/x?a=1"><img src="https://f.example/~ff/x?d=1"></a>`: "a",
			`a<img src="https://medium.com/_/stat?event=post.clientViewed">`:                     "a",
			`a<img src="//www.google-analytics.com/collect?v=1">`:                                "a",
			`a<img src="https://m.example/matomo.php?idsite=1&rec=1">`:                           "a",
			`a<img src="https://ad.doubleclick.net/x">`:                                          "a",
			`a<img src="https://b.scorecardresearch.com/p?c1=2">`:                                "a",
			`<img src="https://x.example/pixel-art.gif" width="10" height="10">`:                 `<img src="https://x.example/pixel-art.gif" width="10" height="10"/>`,
			`<img src="https://x.example/100.png" width="100%">`:                                 `<img src="https://x.example/100.png"/>`,
		},
		"what no reader sees": {
			`a<div style="display:none;max-height:0">preview text</div>b`:            "ab",
			`a<span style="visibility : hidden">x</span>b`:                           "ab",
			`a<p hidden="until-found">x</p>b`:                                        "ab",
			`a<!-- x --><!--[if mso]><p>y</p><![endif]-->b`:                          "ab",
			`a<![if !mso]>kept<![endif]>b`:                                           "akeptb",
			`a<template><p>x</p></template><noscript><img src="/i.png"></noscript>b`: "ab",
			`a<script>x</script><style>y</style><title>z</title>b`:                   "ab",
			`a<textarea><img src=x onerror=y></textarea>b`:                           "ab",
		},
		"addresses that are relative": {
			`<a href="x">x</a><a href="../y">y</a><a href="/z">z</a>`:                                                  `<a href="https://example.org/posts/x">x</a><a href="https://example.org/y">y</a><a href="https://example.org/z">z</a>`,
			`<a href="?p=2">x</a><a href="">y</a><a href="#n">z</a>`:                                                   `<a href="https://example.org/posts/one?p=2">x</a>y<a href="https://example.org/posts/one#n">z</a>`,
			`<img src="//c.example/i.png">`:                                                                            `<img src="https://c.example/i.png"/>`,
			`<picture><source srcset="/w.webp"><img src="i.png" srcset="/i.png 2x" sizes="1" longdesc="/l"></picture>`: `<img src="https://example.org/posts/i.png"/>`,
			`<video src="/v" poster="/p"><track src="/t"></video><audio src="/a"></audio>a`:                            "a",
			`<map name="m"><area href="/x" shape="rect"></map>a`:                                                       "a",
			`<blockquote cite="/q"><del cite="/d">x</del></blockquote>`:                                                `<blockquote cite="https://example.org/q"><del cite="https://example.org/d">x</del></blockquote>`,
			`<base href="https://evil.example/"><a href="x">x</a>`:                                                     `<a href="https://example.org/posts/x">x</a>`,
			`<img srcset="/a.png 1x, /b.png 2x" alt="a">`:                                                              `<img src="https://example.org/a.png" alt="a"/>`,
			`<img data-src="/real.png" src="data:image/gif;base64,R0lGOD">`:                                            `<img src="https://example.org/real.png"/>`,
			`<img data-lazy-src="/real.png">`:                                                                          `<img src="https://example.org/real.png"/>`,
		},
		"two ways to read it": {
			`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`: "",
			`<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`:                                         `<p></p><img src="https://example.org/posts/1"/>&#34;&gt;`,
			`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>a`:                             "",
			`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`:                      "<div></div>",
			`<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=y>">`:   "",
			`<xmp><b>x</xmp><i>y</i>`:                       "<pre>&lt;b&gt;x</pre><i>y</i>",
			`<p><svg><p title="<style><img src onerror>">x`: "<p></p><p>x</p>",
			`<table><a href="/x">a<tr><td>b</table>`:        `<a href="https://example.org/x">a</a><table><tbody><tr><td>b</td></tr></tbody></table>`,
			`<a href="/x">a<a href="/y">b</a>`:              `<a href="https://example.org/x">a</a><a href="https://example.org/y">b</a>`,
			`<![CDATA[<b>x</b>]]>`:                          "<b>x</b>",
			`a </ b <! c <? d ?> e`:                         "a &lt;/ b &lt;! c  e",
			`1 < 2 && 3 > 2`:                                "1 &lt; 2 &amp;&amp; 3 &gt; 2",
			`<p>a<p>b<li>c`:                                 "<p>a</p><p>b</p><li>c</li>",
			`&lt;script&gt;alert(1)&lt;/script&gt;`:         "&lt;script&gt;alert(1)&lt;/script&gt;",
		},
		"what shall stay": {
			`<h2>a</h2><ol start="3" reversed type="a"><li value="2">b</ol><dl><dt>c<dd>d</dl>`:                      `<h2>a</h2><ol start="3" reversed=""><li value="2">b</li></ol><dl><dt>c</dt><dd>d</dd></dl>`,
			`<table><caption>a</caption><thead><tr><th scope="col" colspan="2">b</thead><tr><td rowspan=2>c</table>`: `<table><caption>a</caption><thead><tr><th scope="col" colspan="2">b</th></tr></thead><tbody><tr><td rowspan="2">c</td></tr></tbody></table>`,
			`<table><tr><td><table><tr><td>a</table></table>`:                                                        "<table><tbody><tr><td><table><tbody><tr><td>a</td></tr></tbody></table></td></tr></tbody></table>",
			`x<sup id="fnref1"><a href="#fn1" class="footnote-ref">1</a></sup>`:                                      `x<sup><a href="https://example.org/posts/one#fn1">1</a></sup>`,
			`<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>`:                                                         "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
			`<time datetime="2026-11-22T10:00Z">now</time><abbr title="x">y</abbr><kbd>z</kbd>`:                      `<time datetime="2026-11-22T10:00Z">now</time><abbr title="x">y</abbr><kbd>z</kbd>`,
			`<figure><img src="/i.png" alt="i" width="10" height="20"><figcaption>c</figcaption></figure>`:           `<figure><img src="https://example.org/i.png" alt="i" width="10" height="20"/><figcaption>c</figcaption></figure>`,
			`<pre>a
  b</pre>`: "<pre>a\n  b</pre>",
			`<bdo dir="rtl">a</bdo> <bdi>b</bdi> a&nbsp;b`: "<bdo dir=\"rtl\">a</bdo> <bdi>b</bdi> a\u00a0b",
		},
	} {
		for raw, want := range cases {
			got := Clean(raw, here)
			if got != want {
				t.Errorf("%s: %q\n got %q\nwant %q", matter, raw, got, want)
			}
			checkSafe(t, got)
			checkRead(t, got)
			if again := Clean(got, here); again != got {
				t.Errorf("%s: cleaned again %q, was %q", matter, again, got)
			}
		}
	}
}

func TestWhatIsHugeEndsAndStaysSmall(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		most int
	}{
		"divisions in one another": {strings.Repeat("<div>", 50000) + "words", 100},
		"spans in one another":     {strings.Repeat("<span lang=en>", 50000) + "words", 100},
		"tables in one another":    {strings.Repeat("<table><tr><td>", 20000) + "words", 100},
		"a long address":           {`<a href="https://a.example/` + strings.Repeat("x", 1<<20) + `">words</a>`, 100},
		"a long title":             {`<a title="` + strings.Repeat("x ", 1<<19) + `" href="/x">words</a>`, 5000},
		"a long alternative":       {`<img alt="` + strings.Repeat("&quot;", 1<<18) + `" src="/x">`, 20000},
		"many attributes":          {"<p " + strings.Repeat("a=b ", 1<<18) + ">words", 100},
		"many ends":                {strings.Repeat("</p>", 1<<18), 10 << 20},
		"open links":               {strings.Repeat("<a href=/x>", 1<<14) + "words", 10 << 20},
		"marks of bold":            {strings.Repeat("<b>", 1<<15) + strings.Repeat("<p>", 1<<10), 10 << 20},
	} {
		got := Clean(c.raw, here)
		checkSafe(t, got)
		if len(got) > min(c.most, maxInput) {
			t.Errorf("%s: %d bytes, at most %d were to be: %.200q", name, len(got), c.most, got)
		}
	}
}
