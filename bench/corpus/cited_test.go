package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// A small collection: a's post cites one of b's by an old address, b's front page
// and a page nobody has, names b's account, and is by two people.
var trueOf = map[string]string{
	"citations.tsv": "citing_post\tcited_url\tcited_blog\tcited_post\tboilerplate\tanchor_text\n" +
		"https://a.example/1\thttp://www.b.example/old/\tb\thttps://b.example/1\t0\t\"so\n" +
		"https://a.example/1\thttps://b.example/\tb\t\t0\t\n" +
		"https://a.example/1\thttps://b.example/none.html#x\tb\t\t0\t\n" +
		"https://a.example/1\thttps://b.example/frame\tb\t\t1\t\n" +
		"https://a.example/1\thttps://c.example/\tc\t\t0\t\n" +
		"https://a.example/gone\thttps://b.example/\tb\t\t0\t\n",
	"authors.tsv":  "post_url\tauthor\nhttps://a.example/1\tAda O&#39;Hara\nhttps://a.example/1\tBea\nhttps://a.example/gone\tCid\n",
	"mentions.tsv": "handle\tblog\tpost_url\ntwitter.com/b\ta\thttps://a.example/1\ntwitter.com/a\ta\thttps://a.example/1\ntwitter.com/else\ta\thttps://a.example/1\n",
	"exported": `{"url":"https://a.example/1","contributor":"a","byline":["Ada O'Hara","Bea"]}` + "\n" +
		`{"url":"https://b.example/1","contributor":"b","byline":["B"]}` + "\n" + `{"url":"https://b.example/2","contributor":"b","byline":["B"]}` + "\n",
	"found": `{"from":"https://a.example/1","to":"https://b.example/1","kind":"link","of":"b","by":"a","counted":true,"why_not":""}
{"from":"https://a.example/1","to":"https://b.example","kind":"link","of":"b","by":"a","counted":false,"why_not":"a front page, not a piece"}
{"from":"https://a.example/1","to":"https://b.example/none","kind":"link","of":"b","by":"a","counted":false,"why_not":"no entry that weft has seen"}
{"from":"https://a.example/1","to":"https://twitter.com/b","kind":"mention","of":"b","by":"a","counted":false,"why_not":"a mention"}
`,
}

func TestWhatIsWrongWithCitationsBylinesAndMentionsIsFound(t *testing.T) {
	for _, c := range []struct{ name, file, old, new, says string }{
		{"nothing", "found", "", "", ""},
		{"a link is missing", "found", `b.example/none"`, `b.example/other"`, "BAD 2 of 3 listed links found"},
		{"a link is a mention alone", "found", `b.example/none","kind":"link"`, `b.example/none","kind":"mention"`, "BAD 2 of 3 listed links found"},
		{"a known entry is not resolved", "found", `b.example/1","kind"`, `b.example/old","kind"`, "BAD 0 of 1 links to entries that are here"},
		{"another entry is claimed", "found", `b.example/1","kind"`, `b.example/2","kind"`, "BAD 0 of 1 links taken for an entry's"},
		{"one elsewhere counts", "found", `"counted":false,"why_not":"no entry`, `"counted":true,"why_not":"no entry`, "BAD 1 of 2 other links"},
		{"one elsewhere gives no reason", "found", `a front page, not a piece`, ``, "BAD 1 of 2 other links"},
		{"an author is missing", "exported", `,"Bea"`, ``, `"Bea" is not among`},
		{"a mention is missing", "found", `"kind":"mention"`, `"kind":"link"`, "BAD 0 of 1 profiles"},
		{"a mention is of somebody else", "found", `"mention","of":"b"`, `"mention","of":"a"`, "BAD 0 of 1 mentions by a profile"},
		{"a mention counts", "found", `"kind":"mention","of":"b","by":"a","counted":false`, `"kind":"mention","of":"b","by":"a","counted":true`, "BAD 1 mentions count"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{}
			for name, text := range trueOf {
				if name == c.file {
					if !strings.Contains(text, c.old) {
						t.Fatalf("%s has no %s", name, c.old)
					}
					text = strings.Replace(text, c.old, c.new, 1)
				}
				files[name] = text
			}
			dir := site(t, files)
			want := expected{exported: filepath.Join(dir, "exported"), cited: filepath.Join(dir, "found"), collection: dir, blogs: []blog{
				{Slug: "a", Match: []string{"a.example"}, Profiles: []string{"https://twitter.com/a"}},
				{Slug: "b", Match: []string{"=b.example"}, Profiles: []string{"https://twitter.com/b"}},
			}}
			var told strings.Builder
			err := check(&told, dir, want)
			if (err == nil) != (c.says == "") || !strings.Contains(told.String(), c.says) {
				t.Errorf("%v, want %q in\n%s", err, c.says, &told)
			}
		})
	}
}

func TestAnAccountIsABlogsByItsNameAlone(t *testing.T) {
	dir := site(t, map[string]string{"mentions.tsv": "handle\ngithub.com/maelle\ntwitter.com/ma_salmon\ngithub.com/rust-lang\ngithub.com/two\ntwitter.com/stranger\n"})
	all := []blog{
		{Slug: "masalmon", Person: "M", SourceRepo: "https://github.com/maelle/simply", Match: []string{"masalmon.eu"}},
		{Slug: "rust-blog", SourceRepo: "https://github.com/else/blog", Match: []string{"=rust-lang.org"}},
		{Slug: "two", Match: []string{"one.example"}}, {Slug: "x", Match: []string{"two.example"}},
		{Slug: "y", Match: []string{"two.org"}},
	}
	if err := declare(dir, all); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range all {
		got = append(got, strings.Join(b.Profiles, " "))
	}
	if want := "https://github.com/maelle https://twitter.com/ma_salmon|https://github.com/rust-lang|||"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", got, want)
	}
}
