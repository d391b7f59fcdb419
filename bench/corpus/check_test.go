package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const wholeCard = `<article class="card h-entry"><a class="p-author">A</a><a class="sector s1">S</a><time class="dt-published">D</time><p class="tags">no theme</p></article>`

// site lays out what the checks read.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := write(filepath.Join(dir, filepath.FromSlash(name)), text); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func issue(period string, items ...string) map[string]string {
	return map[string]string{
		"content/digests/" + period + ".items.json": `{"period":"` + period + `","frozen":true,"items":[` + strings.Join(items, ",") + `]}`,
		"public/digests/" + period + "/index.html":  strings.Repeat(wholeCard, len(items)),
	}
}

func TestWhatIsWrongWithASiteIsFound(t *testing.T) {
	item := func(id, url string) string {
		return `{"entry":"` + id + `","url":"https://` + url + `","addresses":["` + url + `"]}`
	}
	tests := []struct {
		name  string
		files []map[string]string
		want  expected
		says  string // empty: all is well
	}{
		{"nothing", []map[string]string{issue("2021-W10", item("a", "x.example/a")), issue("2021-W11", item("b", "x.example/b"))}, expected{issues: 2}, ""},
		{"an issue is missing", []map[string]string{issue("2021-W10", item("a", "x.example/a"))}, expected{issues: 2}, "1 frozen issues"},
		{"an entry is in two issues", []map[string]string{issue("2021-W10", item("a", "x.example/a")), issue("2021-W11", item("a", "x.example/z"))}, expected{}, "was in 2021-W10"},
		{"two entries share an address", []map[string]string{issue("2021-W10", item("a", "x.example/a")), issue("2021-W11", item("b", "x.example/a"))}, expected{}, "as https://x.example/a"},
		{"an item twice in one issue", []map[string]string{issue("2021-W10", item("a", "x.example/a"), item("a", "x.example/a"))}, expected{}, "was in 2021-W10, item 1"},
		{"a page shows too few", []map[string]string{issue("2021-W10", item("a", "x.example/a")), {"public/digests/2021-W10/index.html": ""}}, expected{}, "0 items on the page"},
		{"no date", []map[string]string{issue("2021-W10", item("a", "x.example/a")), {"public/digests/2021-W10/index.html": strings.Replace(wholeCard, "dt-published", "", 1)}}, expected{}, "does not show a date"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{}
			for _, some := range test.files {
				for name, text := range some {
					files[name] = text
				}
			}
			var told strings.Builder
			err := check(&told, site(t, files), test.want)
			switch {
			case test.says == "" && err != nil:
				t.Errorf("%v\n%s", err, &told)
			case test.says != "" && err == nil:
				t.Errorf("no error\n%s", &told)
			case !strings.Contains(told.String(), test.says):
				t.Errorf("does not say %q:\n%s", test.says, &told)
			}
		})
	}
}

func TestAFeedThatFailedIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fetched.jsonl")
	rows := `{"feed":"http://a.example/","status":"ok"}` + "\n" + `{"feed":"http://b.example/","status":"failed","error":"no answer"}` + "\n"
	if err := os.WriteFile(file, []byte(rows), 0o644); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	err := check(&told, t.TempDir(), expected{fetched: file, feeds: 2})
	if err == nil || !strings.Contains(told.String(), "http://b.example/: failed no answer") || !strings.Contains(told.String(), "1 of 2 feeds good") {
		t.Errorf("%v\n%s", err, &told)
	}
}
