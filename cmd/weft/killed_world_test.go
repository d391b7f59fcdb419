package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A world is a small site with an overlay and a dozen feeds on loopback: some
// say more from a moment on, some are slow, some fail in every way.
type world struct {
	t     *testing.T
	later atomic.Bool // the feeds have more
	site  *bench
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, site: &bench{t, t.TempDir(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}}
	srv := httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(srv.Close)
	for _, name := range []string{"site.toml", "feeds/policy.toml", "content/pages/about.md"} {
		w.site.write(name, string(readFile(t, "../../"+name)))
	}
	w.site.write("feeds/loopback.toml", listOf(srv.URL, "amber", "birch", "cedar", "slow-dune", "elm", "slow-fern", "gorse", "hazel", "missing", "gone-away", "garbage", "broken"))
	w.site.write("private/feeds/loopback.toml", listOf(srv.URL, "inside-ivy", "inside-missing"))
	w.site.write("content/themes/permission-to-fail.md", "+++\nlabel = \"Permission to fail\"\n+++\nWhy we follow it.\n")
	w.site.write("private/content/themes/birches.md", "+++\nlabel = \"Birches\"\nterms = [\"the birch\"]\n+++\n")
	w.site.write("content/contributions/handed-in.md", "+++\ntitle = \"Handed in\"\nauthor = \"elm\"\ndate = 2026-11-10T10:00:00Z\n+++\nPermission to fail, once more.\n")
	return w
}

func listOf(host string, names ...string) string {
	var b strings.Builder
	b.WriteString("curators = [\"Ana Pop <ana@example.org>\"]\n")
	for i, name := range names {
		fmt.Fprintf(&b, "\n[[contributor]]\nid = %q\nname = %q\nsite = %q\nsectors = [%q]\n  [[contributor.feed]]\n  url = %q\n  network = \"private\"\n",
			name, "The "+name, "https://"+name+".example/", []string{"housing", "health"}[i%2], host+"/"+name+".json")
	}
	return b.String()
}

// serve answers as feeds do.
func (w *world) serve(out http.ResponseWriter, r *http.Request) {
	name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/"), ".json")
	switch {
	case strings.HasSuffix(name, "missing"):
		http.NotFound(out, r)
		return
	case name == "gone-away":
		out.WriteHeader(http.StatusGone)
		return
	case name == "garbage":
		fmt.Fprint(out, "<html><p>We have moved to a new system.</html>")
		return
	case strings.HasPrefix(name, "slow-"):
		select {
		case <-r.Context().Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	n := 2
	if w.later.Load() && name != "gorse" { // one has nothing new
		n = 4
	}
	etag := fmt.Sprintf(`"%s-%d"`, name, n)
	out.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		out.WriteHeader(http.StatusNotModified)
		return
	}
	text := feedOf(name, n)
	if name == "broken" {
		text = text[:len(text)/2]
	}
	fmt.Fprint(out, text)
}

// feedOf makes a JSON Feed of n pieces, within the week that will be drafted.
// Each says what a theme looks for, and cites another.
func feedOf(name string, n int) string {
	var items []string
	for i := range n {
		at := time.Date(2026, 11, 9+i, 8, len(name), 0, 0, time.UTC)
		items = append(items, fmt.Sprintf(`{"id":"%s-%d","url":"https://%s.example/%d","title":"Piece %d of %s","date_published":%q,
"content_html":"<p>We gave one another permission to fail, once more; %s wrote it down on day %d. See <a href=\"https://birch.example/0\">the birch</a>.</p>"}`,
			name, i, name, i, i, name, at.Format(time.RFC3339), name, i))
	}
	return fmt.Sprintf(`{"version":"https://jsonfeed.org/version/1.1","title":"The %s","items":[%s]}`, name, strings.Join(items, ",\n"))
}

// victims prepares a site for each command, one after the other, as a week goes.
func (w *world) victims() []victim {
	const digest = "content/digests/2026-W46"
	untouched := w.site.copied(w.t)
	w.site.partly("run")
	drafted := w.site.copied(w.t)
	drafted.edited(digest + ".md")
	w.later.Store(true)
	fetched := drafted.copied(w.t)
	fetched.partly("fetch")
	nothing := fetched.copied(w.t)
	nothing.remove(digest+".md", digest+".items.json", "private/"+digest+".md", "private/"+digest+".items.json")
	later := nothing.copied(w.t)
	for _, b := range []*bench{untouched, drafted, fetched, nothing} { // no pages: these commands make none
		b.withoutPages()
	}
	again := fetched.copied(w.t)
	again.must("draft", "2026-W46")
	again.edited("private/" + digest + ".md")
	frozen := again.copied(w.t)
	frozen.partly("run") // the pages of before
	frozen.must("freeze", "2026-W46")
	frozen.remove("content/contributions/handed-in.md")
	frozen.write("content/pages/about.md", "+++\ntitle = \"About us, again\"\n+++\nOther words.\n")
	bare := frozen.copied(w.t)
	bare.withoutPages()
	return []victim{
		{"the first fetch", []string{"fetch"}, untouched, 10},
		{"a later fetch", []string{"fetch"}, drafted, 10},
		{"a new draft", []string{"draft"}, nothing, 10},
		{"drafting again", []string{"draft", "2026-W46"}, fetched, 10},
		{"freeze", []string{"freeze", "2026-W46", "--by", "Ada Jones"}, again, 20},
		{"the first build", []string{"build"}, bare, 10},
		{"a later build", []string{"build"}, frozen, 10},
		{"the first run", []string{"run"}, untouched, 10},
		{"a later run", []string{"run"}, later, 10},
	}
}

func (b *bench) withoutPages() { b.remove("public", "public-internal", ".weft/build") }

// edited is a curator's hand: a word added, and an item taken out.
func (b *bench) edited(name string) {
	b.t.Helper()
	text := string(readFile(b.t, b.dir+"/"+name))
	first := strings.Index(text, "- [")
	end := strings.Index(text[first:], "-->\n")
	if first < 0 || end < 0 {
		b.t.Fatalf("%s holds no item:\n%s", name, text)
	}
	b.write(name, text[:first]+"A word of mine.\n\n"+text[first+end+len("-->\n"):])
}

// partly runs a command of which some feeds must fail.
func (b *bench) partly(args ...string) {
	b.t.Helper()
	if said, code := b.weft(args...); code != exitPartly {
		b.t.Fatalf("weft %s: exit %d\n%s", strings.Join(args, " "), code, said)
	}
}

// data is what a command writes to stdout.
func (b *bench) data(args ...string) string {
	b.t.Helper()
	var out, said strings.Builder
	env := &environment{dir: ".", stdout: &out, stderr: &said, now: func() time.Time { return b.now }, git: adasGit}
	if code := run(context.Background(), env, append([]string{"-C", b.dir}, args...)); code != exitDone {
		b.t.Fatalf("weft %s: exit %d\n%s", strings.Join(args, " "), code, said.String())
	}
	return out.String()
}
