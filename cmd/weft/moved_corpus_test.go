package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A blog is one of the real ones on an address of its own, whose feed can be
// broken.
type blog struct {
	*httptest.Server
	mu   sync.Mutex
	feed http.HandlerFunc // in place of the feed; nil: the feed
	data []byte
}

func startBlog(t *testing.T, b realBlog) *blog {
	t.Helper()
	s := &blog{data: b.data}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, `<!doctype html><title>A blog</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"><body>Hello.`)
		case r.URL.Path == "/feed.xml" && s.feed != nil:
			s.feed(w, r)
		case r.URL.Path == "/feed.xml", r.URL.Path == "/new.xml":
			w.Write(s.data)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *blog) breaks(how http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.feed = how
}

// says runs a command and gives what it writes to stdout and to stderr.
func (b *bench) says(args ...string) (out, told string, code int) {
	b.t.Helper()
	var stdout, stderr strings.Builder
	env := &environment{dir: ".", stdout: &stdout, stderr: &stderr, now: func() time.Time { return b.now }, git: runGit}
	code = run(context.Background(), env, append([]string{"-C", b.dir}, args...))
	return stdout.String(), stderr.String(), code
}

func has(t *testing.T, what, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%s does not say %q:\n%s", what, w, got)
		}
	}
}

// Ten real blogs are listed by their pages; then one is gone, one moves, and one
// has a web page where its feed was.
func TestThreeOfTenRealBlogsBreakAndTheCuratorIsToldWhatToDo(t *testing.T) {
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
	var at []*blog
	for _, real := range blogs {
		s := startBlog(t, real)
		at = append(at, s)
		b.must("add", "--private", "--sector", "technology", s.URL)
	}
	if said := b.must("fetch"); !strings.Contains(said, "10 feeds: 10 read") {
		t.Fatal(said)
	}
	entries := b.exported()

	at[2].breaks(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusGone) })
	at[4].breaks(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/new.xml", http.StatusMovedPermanently)
	})
	at[6].breaks(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `<!doctype html><html><head><title>Our new home</title><link rel="alternate" type="application/rss+xml" title="Posts" href="/new.xml"></head><body><p>We have a new blog.</p></body></html>`)
	})
	for day := range 2 {
		b.now = b.now.Add(24 * time.Hour)
		_, said, code := b.says("fetch")
		if code != exitPartly {
			t.Errorf("day %d: exit %d\n%s", day, code, said)
		}
		if day == 0 {
			has(t, "the first fetch", said, "answers 410", "has moved to "+at[4].URL+"/new.xml: said once so far", "the page names one: "+at[6].URL+"/new.xml", "next: `weft check` shows what to change in the lists")
		}
	}
	b.sayWhatToDo(at)
	b.mends(at, entries)
	if got := b.exported(); got != entries {
		t.Errorf("entries are others after the lists were mended:\n%s\nand were\n%s", got, entries)
	}
}

// exported is what can be exported of all entries.
func (b *bench) exported() string {
	b.t.Helper()
	out, said, code := b.says("export", "entries")
	if code != exitDone || out == "" {
		b.t.Fatalf("export: %d\n%s", code, said)
	}
	return out
}

func (b *bench) sayWhatToDo(at []*blog) {
	out, told, code := b.says("status")
	if code != exitDone {
		b.t.Errorf("status: exit %d", code)
	}
	has(b.t, "status", out, "its server has said since 23 Nov 2026 that it is gone for good (410), so it is asked no more; look whether the blog has a new address, and write that",
		"the page names one: "+at[6].URL+"/new.xml", "has moved to "+at[4].URL+"/new.xml: said 2 times since 23 November 2026; `weft check` shows the change")
	has(b.t, "status", told, "10 feeds: 1 gone, 1 failing", "next: `weft check` shows what to change in the lists")
	out, told, code = b.says("check")
	if code != exitDone {
		b.t.Errorf("check: exit %d\n%s", code, told)
	}
	has(b.t, "check", out, "the feed is gone for good: its server has said so since 23 November 2026", "`weft check --fix feeds/people.toml:",
		"-  url = \""+at[4].URL+"/feed.xml\"", "+  url = \""+at[4].URL+"/new.xml\"", "hint: `weft check --fix` puts the new address in",
		"where the feed was stands a web page, which names another feed: "+at[6].URL+"/new.xml", "+  url = \""+at[6].URL+"/new.xml\"")
}

// mends has the sure change made, then that which a person looked at first.
func (b *bench) mends(at []*blog, entries string) {
	list := filepath.Join(b.dir, "feeds", "people.toml")
	was := string(readFile(b.t, list))
	_, told, code := b.says("check", "--fix")
	if want := strings.Replace(was, at[4].URL+"/feed.xml", at[4].URL+"/new.xml", 1); code != exitDone || string(readFile(b.t, list)) != want {
		b.t.Errorf("check --fix: exit %d, and more than the address is another\n%s", code, told)
	}
	has(b.t, "check --fix", told, "1 line changed in the lists; 2 are left to you", "next: weft fetch")
	line := 1 + strings.Count(was[:strings.Index(was, at[6].URL+"/feed.xml")], "\n") - 1 // of [[contributor.feed]] above it
	if _, told, code := b.says("check", "--fix", fmt.Sprintf("feeds/people.toml:%d", line)); code != exitDone || !strings.Contains(string(readFile(b.t, list)), at[6].URL+"/new.xml") {
		b.t.Errorf("check --fix of line %d: exit %d\n%s", line, code, told)
	}
	if got := b.exported(); got != entries {
		b.t.Error("until the next fetch, entries of the feeds that were mended are others")
	}
	_, told, code = b.says("fetch")
	has(b.t, "fetch", told, "goes on from "+at[4].URL+"/feed.xml", "goes on from "+at[6].URL+"/feed.xml", "0 failed, 1 gone for good; 0 new entries")
	if code != exitDone {
		b.t.Errorf("fetch: exit %d", code)
	}
}
