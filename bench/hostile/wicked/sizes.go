package wicked

import (
	"bytes"
	"fmt"
	"strings"
)

// times repeats what depends on a number.
func times(n int, piece func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(piece(i))
	}
	return b.String()
}

// doc is a document that holds too much of one thing.
func doc(id, what string, kept int, body func() []byte) Behaviour {
	return Behaviour{ID: "many-" + id, What: what, Kept: kept, Body: body}
}

// sizes are documents within the limits of bytes that hold too much of one thing.
func sizes() []Behaviour { return append(crowds(), depths()...) }

// crowds have too much of it beside one another.
func crowds() []Behaviour {
	return []Behaviour{
		doc("items", "a million empty items", -1, func() []byte { return rss(plain(1) + repeat("<item/>", 1_000_000)) }),
		doc("small-items", "60,000 small items", -1, func() []byte {
			return rss(times(60_000, func(i int) string {
				return fmt.Sprintf("<item><title>T%d</title><link>https://w.example/%d</link></item>", i, i)
			}))
		}),
		doc("title", "a title of 5 MB", 2, func() []byte {
			return rss(item(repeat("title ", 900_000), "https://wicked.example/t", "") + plain(1))
		}),
		doc("attribute", "an attribute of 8 MB", -1, func() []byte {
			return rss(item("x", "https://wicked.example/x", `<enclosure url="https://a.example/`+repeat("a", 8<<20)+`"/>`) + plain(1))
		}),
		doc("attributes", "600,000 attributes on one element", -1, func() []byte {
			return rss("<item " + times(600_000, func(i int) string { return fmt.Sprintf("a%d='' ", i) }) + "><title>x</title></item>" + plain(1))
		}),
		doc("same-attribute", "the same attribute 500,000 times", -1, func() []byte {
			return rss("<item " + repeat("a='b' ", 500_000) + "><title>x</title></item>" + plain(1))
		}),
		doc("tags", "200,000 tags", -1, func() []byte {
			return rss(item("x", "https://wicked.example/x", times(200_000, func(i int) string { return fmt.Sprintf("<category>tag %d</category>", i) })) + plain(1))
		}),
		doc("authors", "150,000 authors", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", times(150_000, func(i int) string { return fmt.Sprintf("<dc:creator>Author %d</dc:creator>", i) })) + plain(1))
		}),
		doc("persons", "50,000 Atom authors", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", times(50_000, func(i int) string {
				return fmt.Sprintf("<atom:author><atom:name>Author %d</atom:name></atom:author>", i)
			})) + plain(1))
		}),
		doc("enclosures", "100,000 enclosures", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", times(100_000, func(i int) string { return fmt.Sprintf(`<enclosure url="https://a.example/%d.mp3"/>`, i) })) + plain(1))
		}),
		doc("links", "50,000 links in one text", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", "<description>"+escaped(times(50_000, func(i int) string { return fmt.Sprintf(`<a href="https://l.example/%d">l</a> `, i) }))+"</description>") + plain(1))
		}),
	}
}

// depths have too much of it inside one another, or unended.
func depths() []Behaviour {
	return []Behaviour{
		doc("namespaces", "100,000 namespaces inside one another", -1, func() []byte {
			return rss(plain(1) + times(100_000, func(i int) string { return fmt.Sprintf(`<a xmlns:n%d="u">`, i) }))
		}),
		doc("levels", "a million elements inside one another", -1, func() []byte { return rss(plain(1) + repeat("<a>", 1_000_000)) }),
		doc("list-levels", "lists 20,000 deep in a text", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", "<description>"+escaped(repeat("<ul><li>", 20_000))+"</description>") + plain(1))
		}),
		doc("formatting", "what browsers call the adoption agency, 30,000 times", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", "<description>"+escaped(repeat("<a><b><div>", 30_000))+"</description>") + plain(1))
		}),
		doc("tables", "20,000 tables that hold what they may not", 2, func() []byte {
			return rss(item("x", "https://wicked.example/x", "<description>"+escaped(repeat("<table><b>", 20_000))+"</description>") + plain(1))
		}),
		doc("opens", "a million < in a row", -1, func() []byte { return rss(plain(1) + repeat("<", 1_000_000)) }),
		doc("cdata", "200,000 sections of CDATA", -1, func() []byte {
			return rss(item(repeat("<![CDATA[a]]>", 200_000), "https://wicked.example/c", "") + plain(1))
		}),
		doc("comments", "comments that are never ended", -1, func() []byte { return rss(plain(1) + repeat("<!-- ", 500_000)) }),
		doc("entities", "a million references", -1, func() []byte {
			return rss(item(repeat("&#x41;", 1_000_000), "https://wicked.example/e", "") + plain(1))
		}),
		doc("ampersands", "a million ampersands", -1, func() []byte {
			return rss(item(repeat("&", 1_000_000), "https://wicked.example/a", "") + plain(1))
		}),
		doc("dates", "dates of a megabyte", -1, func() []byte {
			return rss("<item><title>x</title><pubDate>" + repeat("Mon, 01 ", 200_000) + "</pubDate></item>" + plain(1))
		}),
		{ID: "many-arrays", What: "100,000 arrays inside one another", Kept: -1, Type: "application/feed+json", Body: func() []byte {
			return []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[],"x":` + repeat("[", 100_000) + repeat("]", 100_000) + "}")
		}},
		{ID: "many-members", What: "500,000 members", Kept: -1, Type: "application/feed+json", Body: func() []byte {
			return []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"x",` + times(500_000, func(i int) string { return fmt.Sprintf(`"m%d":0,`, i) }) + `"items":[]}`)
		}},
		{ID: "many-null-bytes", What: "nine megabytes of zeros", Kept: -1, Fails: true, Body: func() []byte { return bytes.Repeat([]byte{0}, 9<<20) }},
		{ID: "entities-nested", What: "entities made of entities", Kept: -1, Body: func() []byte {
			return []byte(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "` + repeat("lol", 100) + `">` + times(20, func(i int) string {
				return fmt.Sprintf(`<!ENTITY %c "%s">`, 'b'+i, repeat(fmt.Sprintf("&%c;", 'a'+i), 20))
			}) + `]><rss version="2.0"><channel><title>&u;</title><item><title>&t;</title></item></channel></rss>`)
		}},
		{ID: "entities-parameter", What: "a document type that loads another", Kept: -1, Body: func() []byte {
			return []byte(`<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://127.0.0.2:8900/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.2:8900/p.dtd">%p;<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>x</title>` + item("&f;", "https://wicked.example/f", "") + plain(1) + `</channel></rss>`)
		}},
		{ID: "entities-quadratic", What: "one great entity used often", Kept: -1, Body: func() []byte {
			return []byte(`<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "` + repeat("a", 1_000_000) + `">]><rss version="2.0"><channel><title>x</title>` + item(repeat("&a;", 100_000), "https://wicked.example/q", "") + `</channel></rss>`)
		}},
	}
}
