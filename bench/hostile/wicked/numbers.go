package wicked

import "fmt"

// numbers are dates and counts at the edges of what a program can hold.
func numbers() []Behaviour {
	dates := ""
	for i, date := range []string{"Sun, 04 Dec 292277026596 15:30:08 GMT", "Mon, 01 Jan -0001 00:00:00 GMT", "Fri, 32 Nov 2026 25:61:61 GMT", "Fri, 20 Nov 2026 10:00:00 +9999", "Fri, 20 Nov 2026 10:00:00 -2400", "20261120", "1795424400", "-9223372036854775808", "9223372036854775807", "1e309", "0", "NaN", "Fri, 20 Nov 26 10:00:00 GMT", "Fri, 20 Nov 2026 23:59:60 GMT", "2026-11-20T10:00:00.999999999999999999999Z", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "1970-01-01T00:00:00Z", "1583-02-29", "today", "&lt;b&gt;Fri&lt;/b&gt;", "2026-11-20T10:00:00[Europe/London]", "Fri, 20 Nov 2026 10:00:00 ZZZ", "+12026-11-20T10:00:00Z", "2038-01-19T03:14:08Z", "2262-04-11T23:47:17Z"} {
		dates += fmt.Sprintf("<item><title>Dated %d</title><link>https://wicked.example/date/%d</link><pubDate>%s</pubDate></item>\n", i, i, date)
	}
	json := func(id, what string, kept int, items string) Behaviour {
		return Behaviour{ID: "json-" + id, What: what, Kept: kept, Type: "application/feed+json", Body: func() []byte {
			return []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[` + items + `{"id":"p","url":"https://wicked.example/p","title":"` + plainTitle + `","date_published":"2026-11-20T10:00:00Z"}]}`)
		}}
	}
	return []Behaviour{
		{ID: "dates", What: "dates that are none, and some to come, which are held back", Kept: -1, Body: func() []byte { return rss(dates) }},
		json("numbers", "numbers that no program holds", -1, `{"id":1e400,"title":123456789012345678901234567890,"url":"https://wicked.example/n","size_in_bytes":-1e999},{"id":-0,"title":0.1,"url":"https://wicked.example/m"},`),
		json("types", "members of other kinds than they are said to be", -1, `{"id":["a"],"title":{"a":1},"url":[],"tags":"x","authors":"y","attachments":7,"content_html":null},{"id":true,"title":false},[],null,"x",7,`),
		json("proto", "members that scripts would trip over", -1, `{"__proto__":{"id":"x"},"constructor":{},"id":"pr","url":"https://wicked.example/pr","title":"Proto"},`),
		json("halves", "halves of characters by escapes", -1, `{"id":"h","url":"https://wicked.example/h","title":"a \ud800 b \udc00\ud800 c \u0000 d \u001b[31m"},`),
		json("html", "HTML where there is none", -1, `{"id":"t","url":"javascript:alert(1)","external_url":"javascript:alert(2)","image":"javascript:alert(3)","banner_image":"data:x","title":"<b onclick=alert(1)>x</b>","content_html":"<img src=x onerror=alert(1)>","content_text":"<script>alert(1)</script>","authors":[{"name":"<script>","url":"javascript:alert(4)","avatar":"javascript:alert(5)"}],"attachments":[{"url":"javascript:alert(6)","mime_type":"text/html"}]},`),
		json("next", "a next page and hubs at private addresses", -1, `{"id":"n","url":"https://wicked.example/nx","title":"Next","next_url":"http://127.0.0.2:8900/"},`),
		{ID: "json-bom", What: "a mark, a comment and a comma too many", Kept: -1, Type: "application/json", Body: func() []byte {
			return []byte("\ufeff)]}'\n/* x */{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"next_url\":\"http://127.0.0.2:8900/\",\"hubs\":[{\"type\":\"x\",\"url\":\"http://127.0.0.2:8900/\"}],\"items\":[],}")
		}},
		{ID: "json-items-twice", What: "items that stand twice", Kept: -1, Type: "application/feed+json", Body: func() []byte {
			return []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","title":"First","url":"https://wicked.example/i1"}],"items":[{"id":"2","title":"Second","url":"https://wicked.example/i2"}]}`)
		}},
	}
}
