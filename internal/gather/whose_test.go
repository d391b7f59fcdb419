package gather

import (
	"strings"
	"testing"
	"time"
)

// Two planets carry what somebody wrote whom nobody listed. When one of them
// opts out, the other has it still; and what the author of a piece declines,
// nobody has.
func TestWhoeverOptsOutTakesNothingFromOthers(t *testing.T) {
	const list = `curators = ["Ana <ana@example.org>"]
[[contributor]]
id = "one"
name = "One"
feeds = ["one.xml"]
[[contributor]]
id = "two"
name = "Two"
feeds = ["two.xml"]
`
	doc := func(note string) string {
		return `<rss version="2.0"><channel><title>` + note + `</title><item><title>A piece</title><link>https://author.example/1</link><guid>1</guid></item></channel></rss>`
	}
	j := newJob(t, list, "feeds/one.xml", doc("one"), "feeds/two.xml", doc("two"))
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	j.run(at)
	if all := j.entries(); len(all) != 1 || all[0].Feed != "feeds/one.xml" {
		t.Fatalf("%+v", all)
	}
	j.write("feeds/a.toml", strings.Replace(list, "name = \"One\"\n", "name = \"One\"\nopt_out = true\n", 1))
	j.write("feeds/two.xml", doc("two, later"))
	j.run(at.Add(time.Hour))
	if all := j.entries(); len(all) != 1 || all[0].Feed != "feeds/two.xml" {
		t.Errorf("%+v: it is the other's now", all)
	}
}

// A list that changes how a feed's entries are named has them read again, and
// brings none anew.
func TestAnotherIdentityReadsTheFeedAgainAndBringsNothingAnew(t *testing.T) {
	const list = "curators = [\"Ana <ana@example.org>\"]\n[[contributor]]\nid = \"one\"\nname = \"One\"\n  [[contributor.feed]]\n  url = \"one.xml\"\n"
	j := newJob(t, list, "feeds/one.xml", `<rss version="2.0"><channel><title>T</title><item><title>A</title><link>https://a.example/a</link><guid>1</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item><item><title>B</title><link>https://a.example/b</link><guid>2</guid><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>`)
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	j.want(j.run(at), "feeds/one.xml", "ok 2 new of 2")
	for i, policy := range []string{"link", "title", "guid"} {
		j.write("feeds/a.toml", list+"  identity = \""+policy+"\"\n")
		res := j.results(at.Add(time.Duration(i+1) * time.Hour))["feeds/one.xml"]
		if res.Status != Good || res.New+res.Updated > 0 || res.Notice != "" {
			t.Errorf("%s: %+v", policy, res)
		}
	}
}
