package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"weft/internal/atomicfile"
	"weft/internal/edition"
)

// A realBlog is a row of the shared corpus's manifest.
type realBlog struct {
	Slug, Name, Person, Format string
	FeedFile                   string `json:"feed_file"`
	data                       []byte
}

func realBlogs(t *testing.T, slugs ...string) []realBlog {
	t.Helper()
	corpus := filepath.Join("..", "..", "..", "shared", "corpus")
	manifest, err := os.ReadFile(filepath.Join(corpus, "manifest.json"))
	if err != nil {
		t.Skip("the shared corpus is not here")
	}
	var all, out []realBlog
	if err := json.Unmarshal(manifest, &all); err != nil {
		t.Fatal(err)
	}
	for _, slug := range slugs {
		for _, b := range all {
			if b.Slug == slug {
				b.data = readFile(t, filepath.Join(corpus, filepath.FromSlash(b.FeedFile)))
				out = append(out, b)
			}
		}
	}
	return out
}

// home serves a blog on an address of its own: a page, and the feed where the
// page says, where readers see it, or where blogs often have it.
func home(t *testing.T, i int, b realBlog) string {
	t.Helper()
	head, body, at := "", "", "/feeds/all"
	switch i % 3 {
	case 0:
		head = fmt.Sprintf(`<link rel=alternate title=%q type="application/%s" href="feeds/all">`, html.EscapeString(b.Name), map[string]string{"json": "feed+json"}[b.Format]+strings.TrimPrefix(b.Format+"+xml", "json+xml"))
	case 1:
		body, at = `<a href="/rss.xml">RSS</a>`, "/rss.xml"
	case 2:
		at = map[string]string{"json": "/feed.json", "atom": "/atom.xml", "rss": "/blog/index.xml"}[b.Format]
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprintf(w, "<!doctype html><title>%s</title>%s<body>%s", html.EscapeString(b.Name), head, body)
		case at:
			w.Write(b.data)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func TestTenRealBlogsAreAddedByTheirPagesAndRead(t *testing.T) {
	t.Parallel()
	blogs := realBlogs(t, "us-rse", "bssw", "datacite", "vsoch", "carpentries", "r-hub", "third-bit", "ropensci", "tidyverse", "juliasilge")
	files, err := starter("Ten", "", false)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t, t.TempDir(), time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	for name, data := range files {
		b.write(name, string(data))
	}
	for i, blog := range blogs {
		b.must("add", "--private", "--sector", "technology", home(t, i, blog))
	}
	list := string(readFile(t, filepath.Join(b.dir, "feeds", "people.toml")))
	if !strings.HasPrefix(list, string(files["feeds/people.toml"])) {
		t.Errorf("what stood in the list is another:\n%s", list)
	}
	if said := b.must("fetch"); !strings.Contains(said, "10 feeds: 10 read, 0 unchanged, 0 failed") {
		t.Errorf("fetch said:\n%s", said)
	}
	for _, want := range []string{`id = "greg-wilson"`, `id = "vanessa-sochat"`, `name = "rOpenSci"`} {
		if !strings.Contains(list, want) {
			t.Errorf("there is no %s in\n%s", want, list)
		}
	}
	for i, blog := range blogs { // each again, at another address: its entries are known
		if said, code := b.weft("add", "--private", home(t, i, blog)); code != exitFailed || !strings.Contains(said, "nothing was added") {
			t.Errorf("%s was added twice:\n%s", blog.Slug, said)
		}
	}
}

func TestAListThatWasSavedInTheMeantimeIsLeftAlone(t *testing.T) {
	file := edition.ListFile{Name: "feeds/a.toml", Path: filepath.Join(t.TempDir(), "a.toml")}
	if err := replaceList(file, []byte("a = 1\n")); err != nil { // it is new
		t.Fatal(err)
	}
	if err := replaceList(file, []byte("b = 1\n")); err == nil || !strings.Contains(err.Error(), "was made by somebody else in the meantime") {
		t.Error(err)
	}
	file.Data = []byte("as it was read\n")
	if err := replaceList(file, []byte("b = 1\n")); err == nil || errors.Is(err, atomicfile.ErrChanged) || !strings.Contains(err.Error(), "nothing was written: run it again") {
		t.Error(err)
	}
	if got := string(readFile(t, file.Path)); got != "a = 1\n" {
		t.Errorf("it holds %q", got)
	}
}
