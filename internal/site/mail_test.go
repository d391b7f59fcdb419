package site

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

func TestLinksOfAnIssueThatIsReadElsewhereLeadToTheSite(t *testing.T) {
	in := sample()
	in.Issues[0].Intro = `<p><a href="../2026-W44/">last week</a> <a href="#sectors">below</a> <a href="?x=1&amp;y=2">here</a> <a href="/about/">us</a> ` +
		`<a href="mailto:edda@tide.example?subject=x">Edda</a> <a href="HTTPS://tide.example/a b">tide</a> <a href="">nowhere</a></p>`
	files := build(t, in)
	const site = "https://letter.example/weekly/"
	for _, file := range []string{"digests/2026-W45/mail.html", "feed.atom", "feed.rss"} {
		text := string(files[file])
		if strings.HasPrefix(file, "feed") {
			text = html.UnescapeString(text)
		}
		for _, want := range []string{`<a href="` + site + `digests/2026-W44/"`, `<a href="` + site + `digests/2026-W45/#sectors"`, `<a href="` + site + `digests/2026-W45/?x=1`,
			`<a href="` + site + `about/"`, `<a href="mailto:edda@tide.example?subject=x"`, `<a href="HTTPS://tide.example/a b"`} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", file, want)
			}
		}
		if near := regexp.MustCompile(` href="([^hHm][^"]*)?"`).FindString(text); near != "" {
			t.Errorf("%s has a link that leads nowhere from there:%s", file, near)
		}
	}
	page := string(files["digests/2026-W45/index.html"])
	for _, want := range []string{`<a href="../2026-W44/">last week`, `<a href="#sectors">below`} {
		if !strings.Contains(page, want) {
			t.Errorf("on the issue's page links are as they were written, and it lacks %s", want)
		}
	}
	if want := "last week [1] below [2] here [3] us [4] Edda [5] tide [6] nowhere"; !strings.Contains(strings.Join(strings.Fields(string(files["digests/2026-W45/mail.txt"])), " "), want) {
		t.Errorf("the mail's text lacks %q:\n%.600s", want, files["digests/2026-W45/mail.txt"])
	}
}
