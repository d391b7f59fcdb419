package site

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"weft/internal/diag"
	"weft/internal/period"
)

func TestAFaultInATemplateNamesFileAndLineAndWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name, file, content string
		line                int
		message             string
	}{
		{"an unknown function", "pages/home.html", "{{define \"main\"}}\n{{shout 1}}{{end}}", 2, "shout"},
		{"an unknown field", "pages/home.html", "{{define \"main\"}}\n\n{{.Wrong}}{{end}}", 3, "Wrong"},
		{"an unclosed action", "layout.html", "<p>{{if", 1, "unclosed action"},
		{"a part that is missing", "pages/river.html", "{{define \"main\"}}{{template \"nowhere\"}}{{end}}", 1, "nowhere"},
		{"words that are missing", "pages/404.html", "{{define \"main\"}}\n{{say \"nav.digets\"}}{{end}}", 2, "nav.digests"},
		{"a place that cannot be made safe", "parts/card.html", "{{define \"card\"}}<a href={{.}}{{end}}", 0, ""},
		{"an unknown field of a text", "mail/issue.txt", "\n{{.Wrong}}", 2, "Wrong"},
		{"an unclosed action of a text", "mail/issue.txt", "\n{{if", 2, "unclosed action"},
		{"words that are missing in a mail", "mail/issue.html", "{{say \"nav.digets\"}}", 1, "nav.digests"},
		{"words that are no JSON", "words.en.json", "{\n\"a\": 1\n}", 2, "string"},
		{"words cut short", "words.en.json", "{\n\"a\": \"b\",\n", 3, "unexpected end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := sample()
			in.Templates = Overlay(fstest.MapFS{c.file: {Data: []byte(c.content)}}, in.Templates)
			_, err := tree(in)
			var probs diag.Error
			if !errors.As(err, &probs) {
				t.Fatalf("error: %v", err)
			}
			p := probs.Problems[0]
			if c.line > 0 && (p.File != "templates/"+c.file || p.Line != c.line) || p.Hint == "" || !strings.Contains(p.Message, c.message) {
				t.Errorf("problem: %+v", p)
			}
		})
	}
}

func TestASitesOwnFileStandsInForOnesOfWeft(t *testing.T) {
	in := sample()
	in.Templates = Overlay(fstest.MapFS{
		"style.css":     {Data: []byte("body{}")},
		"words.en.json": {Data: replaced(t, "words.en.json", `"River"`, `"Stream"`)},
	}, in.Templates)
	files := build(t, in)
	page := string(files["index.html"])
	if !strings.Contains(page, ">Stream</a>") || strings.Contains(page, ">River</a>") {
		t.Error("the site's word is not used")
	}
	if name := string(styleName(files)); string(files[name]) != "body{}" {
		t.Errorf("the site's style is not used: %s", name)
	}
}

func replaced(t *testing.T, file, old, with string) []byte {
	data, err := os.ReadFile("../../templates/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.ReplaceAll(string(data), old, with))
}

func TestOverlayListsBothAndPrefersTheUpper(t *testing.T) {
	both := Overlay(fstest.MapFS{"pages/a.html": {Data: []byte("upper")}, "pages/c.html": {}}, fstest.MapFS{"pages/a.html": {Data: []byte("lower")}, "pages/b.html": {}, "x": {}})
	if data, _ := fs.ReadFile(both, "pages/a.html"); string(data) != "upper" {
		t.Errorf("a.html: %q", data)
	}
	names, err := fs.Glob(both, "pages/*.html")
	if err != nil || !slices.Equal(names, []string{"pages/a.html", "pages/b.html", "pages/c.html"}) {
		t.Errorf("names: %v, %v", names, err)
	}
	if _, err := fs.ReadDir(both, "nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that neither has: %v", err)
	}
}

func TestASitesOwnWordsNeedNotHaveTheNewestTexts(t *testing.T) {
	own := fstest.MapFS{"words.en.json": {Data: []byte(`{"nav.river": "The beck"}`)}}
	w, err := loadWords(Overlay(own, os.DirFS("../../templates")), "en-GB")
	if err != nil || w["nav.river"] != "The beck" || w["nav.digests"] == "" {
		t.Errorf("%q, %q, %v", w["nav.river"], w["nav.digests"], err)
	}
}

// asked finds the keys of words that templates and code ask for; one that
// ends in a dot is completed at run time.
var asked = regexp.MustCompile(`(?:say|count|plural)\(?[ (]?"([a-z0-9.]+)"`)

func TestEveryTextIsThereAndEveryTextIsUsed(t *testing.T) {
	w, err := loadWords(os.DirFS("../../templates"), "en")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, source := range sources(t) {
		for _, m := range asked.FindAllStringSubmatch(source, -1) {
			for key := range w {
				if key == m[1] || key == m[1]+".none" || key == m[1]+".one" || key == m[1]+".many" || strings.HasSuffix(m[1], ".") && strings.HasPrefix(key, m[1]) {
					used[key], used[m[1]] = true, true
				}
			}
			if !used[m[1]] {
				t.Errorf("no words for %q", m[1])
			}
		}
	}
	for key := range w {
		if !used[key] {
			t.Errorf("nothing says %q", key)
		}
	}
}

func sources(t *testing.T) []string {
	var all []string
	for _, root := range []string{"../../templates", "."} {
		err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") || !strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, ".html") && !strings.HasSuffix(name, ".txt") {
				return err
			}
			data, err := os.ReadFile(root + "/" + name)
			all = append(all, string(data))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestPeriodsReadAsPeopleSayThem(t *testing.T) {
	in := sample()
	b, err := newBuilder(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"2026-W45": "2–8 November 2026", "2026-W44": "26 October – 1 November 2026", "2026-W53": "28 December 2026 – 3 January 2027"} {
		if got := b.span(week(in.Site, name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	b.in.Site.Calendar.Cadence = period.Monthly
	p, _ := b.in.Site.Calendar.Parse("2026-11")
	if got := b.span(p); got != "November 2026" {
		t.Errorf("month: %q", got)
	}
	if got := b.weekday(at("2026-11-02")).Text; got != "Monday, 2 November 2026" {
		t.Errorf("weekday: %q", got)
	}
}

func TestBracketsStandInHostsOnly(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/the-[x]-gap?b[]=1": "https://a.example/the-%5Bx%5D-gap?b%5B%5D=1",
		"http://[2001:db8::1]/x":              "http://[2001:db8::1]/x",
		"https://a.example":                   "https://a.example",
	} {
		if got := withoutBrackets(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestHeadingsOfATextFollowOneAnother(t *testing.T) {
	for _, c := range []struct {
		in    string
		level int
		want  string
	}{
		{"<h1>a</h1><h3>b</h3><h3>c</h3><h1>d</h1>", 1, "<h2>a</h2><h3>b</h3><h3>c</h3><h2>d</h2>"},
		{`<h4 id="x">a</h4><h2>b</h2><h6>c</h6>`, 1, `<h2 id="x">a</h2><h2>b</h2><h3>c</h3>`},
		{"<h2>a</h2>", 2, "<h3>a</h3>"},
		{"<hr><header>", 1, "<hr><header>"},
	} {
		if got := underHeading(c.in, c.level); got != c.want {
			t.Errorf("%s at %d: %s, want %s", c.in, c.level, got, c.want)
		}
	}
}
