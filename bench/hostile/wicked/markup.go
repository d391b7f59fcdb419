package wicked

import "fmt"

// markup is HTML, and XML around it, that would run, load or break something.
func markup() []Behaviour {
	body := func(id, what, html string) Behaviour {
		return Behaviour{ID: "html-" + id, What: what, Kept: 2, Body: func() []byte {
			text := escaped(html)
			return rss(item("With "+id, "https://wicked.example/"+id, "<description>"+text+"</description><content:encoded>"+text+"</content:encoded>") + plain(1))
		}}
	}
	doc := func(id, what string, kept int, text string) Behaviour {
		return Behaviour{ID: "xml-" + id, What: what, Kept: kept, Body: func() []byte { return []byte(text) }}
	}
	atom := `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="%s"><title>Feed</title><id>urn:x</id><link href="https://wicked.example/"/><updated>2026-11-20T10:00:00Z</updated><entry><title type="%s">%s</title><id>urn:e:%s</id><updated>2026-11-20T10:00:00Z</updated><link href="%s"/>%s</entry></feed>`
	return []Behaviour{
		body("noscript", "a comment that ends elsewhere where scripts run", `<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`),
		body("mutation-svg", "what changes when it is parsed again", `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`),
		body("mutation-math", "the same in formulas", `<math><mtext><table><mglyph><style><math><img src=x onerror=alert(1)></style>`),
		body("mutation-form", "forms within forms", `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`),
		body("foreign-object", "a page within a picture", `<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></foreignObject></svg>`),
		body("use", "a picture that loads another", `<svg><use href="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+#x"/></svg>`),
		body("animate", "an address that changes later", `<svg><a><animate attributeName="href" values="javascript:alert(1)"/><text>x</text></a></svg>`),
		body("schemes", "addresses that hide their scheme", "<a href=\"java\tscript:alert(1)\">a</a><a href=\"&#1;javascript:alert(1)\">b</a><a href=\"JaVaScRiPt&colon;alert(1)\">c</a><a href=\"view-source:javascript:1\">d</a><a href=\"blob:x\">e</a><a href=\"feed:javascript:alert(1)\">f</a>"),
		body("clobber", "names that scripts of a page would trip over", `<a id="w-main" name="body" href="https://x.example/">x</a><p id="top" class="masthead skip">y</p>`),
		body("layout", "what would lie over a page", `<div style="position:fixed;inset:0" class="card" hidden dir="rtl">x</div><p align=center><font size=7 color=red>y</font></p><center>`),
		body("dir", "a direction that is never ended", `<bdo dir="rtl">sdrawkcab<p dir="rtl">x`),
		body("picture-set", "pictures by other attributes", `<img srcset="http://127.0.0.2:8900/a 1x"><picture><source srcset="http://127.0.0.2:8900/b"></picture><input type=image src=http://127.0.0.2:8900/c><body background=http://127.0.0.2:8900/d><table background=http://127.0.0.2:8900/e><td>x`),
		body("prefetch", "links that are followed without a click", `<link rel=prefetch href=http://127.0.0.2:8900/><link rel=stylesheet href=http://127.0.0.2:8900/s.css><a href="https://x.example/" ping="http://127.0.0.2:8900/">x</a>`),
		body("refresh", "a page that leads on", `<meta http-equiv=refresh content="0;url=http://127.0.0.2:8900/"><base href="http://127.0.0.2:8900/"><a href="rel">x</a>`),
		body("details", "what is heard without a click", `<details open ontoggle=alert(1)><summary>x</summary></details><video onerror=alert(1)><source></video><body onload=alert(1)><marquee onstart=alert(1)>x</marquee><p onpointerrawupdate=alert(1)>y</p>`),
		body("object", "things to embed", `<object data="http://127.0.0.2:8900/x.swf"></object><embed src="http://127.0.0.2:8900/y"><applet code=x></applet><frameset><frame src="javascript:alert(1)"></frameset><portal src=x></portal>`),
		body("template", "what is parsed only later", `<template shadowrootmode="open"><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>`),
		body("comment", "comments with odd ends", `<!--><script>alert(1)</script>--><!-- --!><img src=x onerror=alert(1)> --><![CDATA[><script>alert(1)</script>]]><?php echo 1 ?><!doctype x>`),
		body("conditional", "comments that old browsers run", `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`),
		body("entities", "markup by references", `&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;img src=x onerror=alert(1)&amp;gt;`),
		body("attributes", "attributes with odd ends", "<a href='https://x.example/' title='\"><script>alert(1)</script>'>x</a><a href=\"https://x.example/`onmouseover=alert(1)\">y</a><a/href=https://z.example//onclick=alert(1)>z</a>"),
		body("css", "style in every place", `<style>@import 'http://127.0.0.2:8900/';body{display:none}</style><p style="background:url(http://127.0.0.2:8900/)">x</p><link rel=stylesheet href="data:text/css,*{display:none}">`),
		doc("base-script", "a base that is a script", 1, fmt.Sprintf(atom, "javascript:alert(1)//", "text", "Based", "1", "relative", `<content type="html">&lt;a href="x"&gt;x&lt;/a&gt;</content>`)),
		doc("content-src", "a content that lies elsewhere", 1, fmt.Sprintf(atom, "https://wicked.example/a/", "text", "Away", "2", "https://wicked.example/a/2", `<content src="http://127.0.0.2:8900/x" type="text/html"/>`)),
		doc("title-xhtml", "a title with a script in XHTML", 1, fmt.Sprintf(atom, "https://wicked.example/a/", "xhtml", `<div xmlns="http://www.w3.org/1999/xhtml">X<script>alert(1)</script><img src="x" onerror="alert(1)"/></div>`, "3", "https://wicked.example/a/3", "")),
		doc("title-html", "a title with markup", 1, fmt.Sprintf(atom, "https://wicked.example/a/", "html", `&lt;img src=x onerror=alert(1)&gt;Titled`, "4", "https://wicked.example/a/4", `<category term="&quot;&gt;&lt;script&gt;"/><rights>&lt;script&gt;</rights>`)),
		doc("language", "a language that is markup", -1, `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang='"&gt;&lt;script&gt;alert(1)&lt;/script&gt;'><title>x</title><id>urn:x</id><entry><title>Tongue</title><id>urn:l</id><updated>2026-11-20T10:00:00Z</updated><link href="https://wicked.example/a/5"/></entry></feed>`),
		doc("instructions", "instructions to programs", -1, `<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.2:8900/x.xsl" type="text/xsl"?><?php system('x') ?>`+"<rss version='2.0'><channel><title>x</title>"+plain(1)+"</channel></rss>"),
		doc("include", "inclusions", -1, `<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>x</title><xi:include href="file:///etc/passwd" parse="text"/>`+plain(1)+`</channel></rss>`),
		doc("hubs", "hubs, icons and next pages at private addresses", -1, `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>urn:x</id><link rel="hub" href="http://127.0.0.2:8900/hub"/><link rel="next" href="http://127.0.0.2:8900/next"/><icon>http://127.0.0.2:8900/i</icon><logo>http://127.0.0.2:8900/l</logo><entry><title>Hub</title><id>urn:h</id><updated>2026-11-20T10:00:00Z</updated><link href="https://wicked.example/a/6"/></entry></feed>`),
		doc("trackers", "enclosures and pictures of one dot", -1, channel+item("Dots", "https://wicked.example/dots", `<enclosure url="http://127.0.0.2:8900/../../x.php" type="image/gif" length="1"/><media:thumbnail xmlns:media="http://search.yahoo.com/mrss/" url="http://127.0.0.2:8900/t.gif" width="1"/>`)+plain(1)+"</channel></rss>"),
	}
}
