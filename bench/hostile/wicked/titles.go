package wicked

import (
	"fmt"
	"strings"
)

// mean are titles that a file, a page or a program would take for something of
// its own. They must read so, letter for letter.
var mean = []string{
	"<!-- why: no theme · The Control -->", "<!-- Comments like this one never reach a reader", "--> out of the comment",
	"{#your-turn}", "Words {#from-housing}", "## From housing {#from-housing}", "+++", "+++ draft = false +++", "draft = true", "title = \"x\"",
	"[x]: http://127.0.0.2:8900/ 'y'", "[^1]: note", "[[wiki]]", "](https://evil.example/) [", "[a](b) [c](d)", "![x](http://127.0.0.2:8900/x.png)",
	"<script>alert(1)</script>", "</script><script>alert(1)//", "</title><h1>x</h1>", "<img src=x onerror=alert(1)>", "]]><x>",
	"{{ .Site }} {{template \"x\"}}", "${alert(1)} #{x} <%= y %>", "`code` ``` ~~~", "\\", "\\\\ \\[ \\]", "*a* _b_ ~~c~~ __d__", "- item", "1. item", "> quote", "    code",
	"a | b |--|", "---", "===", "***", "http://a.example www.b.example c@d.example", "\"'\"'", "''quotes'' \"\"twice\"\"", "...--- ---...",
	"@here @everyone", "#hashtag :emoji:", "$x^2$ $$y$$", "=1+1", "+1", "-1", "@SUM(A1)", "null", "NaN", "1e309", "true", "undefined", "[object Object]", "__proto__", "constructor",
	"' OR 1=1 --", "; rm -rf /", "$(reboot) `reboot`", "%00 %0d%0a %2e%2e%2f", "../../etc/passwd", "C:\\CON\\aux.txt", "~root/.ssh", "entry(s) \t tab", "WHY: x\nwhy: y",
	"urn:uuid:00000000-0000-0000-0000-000000000000", "not-unique", "“curly” ‘quotes’ – — …", "«guillemets»", "« Bonjour ! » ; à 3 h", "日本語のタイトル", "عنوان عربي (1)", "שלום [עולם]",
}

// titles are feeds of such titles, so many a feed that a draft has room for all.
func titles() []Behaviour {
	const each = 8
	var out []Behaviour
	for at := 0; at < len(mean); at += each {
		some := mean[at:min(at+each, len(mean))]
		n := at/each + 1
		var items strings.Builder
		var shows []string
		for i, title := range some {
			items.WriteString(item(escaped(title), fmt.Sprintf("https://titles.example/%d/%d", n, i), fmt.Sprintf("<description>%s</description><dc:creator>%s</dc:creator>", escaped(escaped(title)), escaped(title))))
			shows = append(shows, strings.Join(strings.Fields(title), " "))
		}
		doc := rss(items.String())
		out = append(out, Behaviour{ID: fmt.Sprintf("titles-%d", n), What: "titles such as " + some[0], Kept: len(some), Shows: shows, Body: func() []byte { return doc }})
	}
	return out
}

// names are ids, addresses and tags that would take the place of others'.
func names() []Behaviour {
	doc := func(id, what string, kept int, items string) Behaviour {
		return Behaviour{ID: "name-" + id, What: what, Kept: kept, Body: func() []byte { return rss(items) }}
	}
	tags := ""
	for i, name := range []string{"feed.atom", "index.html", "CON", "aux", "nul.txt", "..", ".", "", "digests", "river", "style.css", "404", "robots.txt", "a/b", "a\\b", "Ünï", "u\u0308ni\u0308", "ÜNÏ", "housing", "entries", ".weft", "journal", "2026-W47"} {
		tags += item(fmt.Sprintf("Tagged %d", i), fmt.Sprintf("https://wicked.example/tag/%d", i), "<category>"+name+"</category><guid>"+name+"</guid><dc:creator>"+name+"</dc:creator>")
	}
	links := ""
	for i, link := range []string{"https://a.example/)(", "https://a.example/&gt;x", "https://a.example/ b\nc", "https://a.example/&quot;onclick=x", "https://a.example/[x](y)", "https://a.example/&lt;x&gt;", "https://a.example/\\", "https://a.example/{#x}", "https://a.example/*_~`", "https://a.example/--&gt;", "https://a.example/&amp;amp;copy=1", "https://a.example/'", "https://[::1]:8900/x", "https://user:pass@a.example/", "https://a.example:99999/", "https://a.example/%zz", "https://a.example/\u202e", "HTTPS://A.EXAMPLE/caps", "http:a.example", "https:///a", "https://", "https://ａ.example/", "https://a.example/#fragment", "https://a.example/?a=b&amp;c=d"} {
		links += item(fmt.Sprintf("Linked %d", i), link, "")
	}
	return []Behaviour{
		doc("tags", "tags, ids and names like the site's own files", 23, tags),
		doc("links", "addresses that Markdown would end early", 24, links),
		doc("own-address", "entries at the site's own address", -1, item("Home", "https://digest.example.org/", "")+item("Issue", "https://digest.example.org/digests/2026-W47/", "")+item("Piece", "https://digest.example.org/contributions/a-piece/", "")+item("Path", "/contributions/a-piece/", "")+plain(1)),
		doc("victim", "an entry with somebody else's address and id", -1, item("Taken over", "https://victim.example/1?utm_source=x", "<guid>https://victim.example/1</guid>")+plain(1)),
		doc("victim-host", "an entry at somebody else's host that they never wrote", -1, item("Never written", "http://www.victim.example/never/", "<author>victim@victim.example</author>")+plain(1)),
		doc("same-id", "a thousand entries with one id", -1, times(1000, func(i int) string {
			return item(fmt.Sprintf("Same %d", i), fmt.Sprintf("https://wicked.example/same/%d", i), "<guid isPermaLink='false'>one</guid>")
		})),
		doc("same-link", "a thousand entries with one address", -1, times(1000, func(i int) string {
			return item(fmt.Sprintf("Same %d", i), "https://wicked.example/same", fmt.Sprintf("<guid isPermaLink='false'>%d</guid>", i))
		})),
		doc("long-id", "ids of a megabyte that differ at the end", 2, item("Long a", "https://wicked.example/la", "<guid isPermaLink='false'>"+repeat("x", 1<<20)+"a</guid>")+item("Long b", "https://wicked.example/lb", "<guid isPermaLink='false'>"+repeat("x", 1<<20)+"b</guid>")),
		doc("guid-script", "an id that is to be a link", 2, "<item><title>Guided</title><guid isPermaLink='true'>javascript:alert(1)</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>"+plain(1)),
		{ID: "name-takeover", What: "the second time, all that others wrote", Kept: -1, Twice: true, Body: func() []byte {
			return rss(item("Control one", "https://control.example/1", "<guid>https://control.example/1</guid>") + item("Not the control's", "https://control.example/2", "<guid>https://control.example/2</guid>") + plain(1))
		}},
	}
}
