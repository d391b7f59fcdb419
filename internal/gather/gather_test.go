package gather

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/fetch"
	"weft/internal/policy"
	"weft/internal/roster"
)

// now is when the first run of most tests takes place.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// A job is a site whose feeds are read again and again.
type job struct {
	t     *testing.T
	files fstest.MapFS
	db    *archive.DB
	probs diag.List // of the last run
	zone  *time.Location
	force bool
	only  func(roster.Feed) bool
	// A finder and its vocabulary, if any.
	finder     func() Finder
	vocabulary map[string]string
}

func newJob(t *testing.T, list string, files ...string) *job {
	t.Helper()
	db, err := archive.OpenForWriting(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	j := &job{t: t, files: fstest.MapFS{"feeds/a.toml": {Data: []byte(list)}}, db: db, zone: time.UTC}
	for i := 0; i+1 < len(files); i += 2 {
		j.write(files[i], files[i+1])
	}
	return j
}

func (j *job) write(name, data string) { j.files[name] = &fstest.MapFile{Data: []byte(data)} }

// run reads all feeds, and gives what became of each: "status new/entries".
func (j *job) run(at time.Time) map[string]string {
	j.t.Helper()
	out := map[string]string{}
	for feed, res := range j.results(at) {
		out[feed] = fmt.Sprintf("%s %d new of %d", res.Status, res.New, res.Entries)
		if res.Updated > 0 {
			out[feed] += fmt.Sprintf(", %d updated", res.Updated)
		}
	}
	return out
}

func (j *job) results(at time.Time) map[string]Result {
	j.t.Helper()
	layer := roster.Layer{FS: j.files}
	r, probs := roster.Load([]roster.Layer{layer}, nil)
	if err := probs.Err(); err != nil {
		j.t.Fatal(err)
	}
	told := 0
	work := Job{Layer: layer, Roster: r, Archive: j.db, BaseURL: "https://digest.example/", Zone: j.zone, Now: at, Force: j.force, Only: j.only, Finder: j.finder, Vocabulary: j.vocabulary, Done: func(Result) { told++ },
		Client: fetch.New(fetch.Options{Attempts: 1, Gap: -1, Now: func() time.Time { return at }})}
	results, probs, err := work.Run(context.Background())
	if err != nil {
		j.t.Fatal(err)
	}
	j.probs = probs
	out := map[string]Result{}
	for _, res := range results {
		out[res.Feed] = res
	}
	if told != len(results) || len(out) != len(results) {
		j.t.Errorf("%d results of %d feeds, told of %d", len(results), len(out), told)
	}
	return out
}

func (j *job) want(got map[string]string, want ...string) {
	j.t.Helper()
	for i := 0; i+1 < len(want); i += 2 {
		if got[want[i]] != want[i+1] {
			j.t.Errorf("%s: %q, want %q", want[i], got[want[i]], want[i+1])
		}
	}
	if len(got) != len(want)/2 {
		j.t.Errorf("%d feeds were read, want %d: %v", len(got), len(want)/2, got)
	}
}

// holds gives the titles in the archive, newest first.
func (j *job) holds() string {
	j.t.Helper()
	var out []string
	for _, e := range j.entries() {
		out = append(out, e.Title)
	}
	return strings.Join(out, ", ")
}

func (j *job) entries() []entry.Entry {
	j.t.Helper()
	var out []entry.Entry
	for e, err := range j.db.Entries(archive.Query{}) {
		if err != nil {
			j.t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

const anasList = "[[contributor]]\nid = \"ana\"\nname = \"Ana Pop\"\nfeeds = [\"a.xml\"]\n"

func rss(items ...string) string {
	out := `<?xml version="1.0"?><rss version="2.0"><channel><title>Ana writes</title><link>https://ana.example/</link>`
	for _, it := range items {
		out += fmt.Sprintf(`<item><guid isPermaLink="false">%[1]s</guid><link>https://ana.example/%[1]s</link><title>%[1]s</title><description>Some words of %[1]s.</description><pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate></item>`, it)
	}
	return out + `</channel></rss>`
}

func piece(front, body string) string { return "+++\n" + front + "\n+++\n" + body }

func TestAFileIsReadAndItsSameBytesAreNotReadAgain(t *testing.T) {
	j := newJob(t, anasList, "feeds/a.xml", rss("one", "two"))
	j.want(j.run(now), "feeds/a.xml", "ok 2 new of 2")
	j.want(j.run(now.Add(time.Hour)), "feeds/a.xml", "unchanged 0 new of 0")
	j.write("feeds/a.xml", rss("one", "two", "three"))
	j.want(j.run(now.Add(2*time.Hour)), "feeds/a.xml", "ok 1 new of 3")
	f, err := j.db.Feed("feeds/a.xml")
	if err != nil || f.Title != "Ana writes" || !f.Checked.Equal(now.Add(2*time.Hour)) || !f.Good.Equal(f.Checked) || f.Failures != 0 {
		t.Errorf("state %+v, %v", f, err)
	}
}

func TestAFeedThatFailsLeavesItsLastGoodCopyAndStopsNobody(t *testing.T) {
	two := anasList + "[[contributor]]\nid = \"bea\"\nname = \"Bea\"\nfeeds = [\"b.xml\"]\n"
	j := newJob(t, two, "feeds/a.xml", rss("one"), "feeds/b.xml", rss("two"))
	j.run(now)
	j.write("feeds/a.xml", "<html>Gone fishing</html>")
	j.write("feeds/b.xml", rss("two", "three"))
	res := j.results(now.Add(time.Hour))
	if r := res["feeds/a.xml"]; r.Status != Failed || r.Err == nil || !r.LastGood.Equal(now) || r.Contributor != "ana" {
		t.Errorf("the broken feed: %+v", r)
	}
	if r := res["feeds/b.xml"]; r.Status != Good || r.New != 1 {
		t.Errorf("the one beside it: %+v", r)
	}
	if got := j.holds(); got != "one, two, three" && !strings.Contains(got, "one") {
		t.Errorf("the archive holds %s", got)
	}
	state, _ := j.db.Feed("feeds/a.xml")
	if state.Failures != 1 || state.Error == "" || !state.Good.Equal(now) || state.Title != "Ana writes" {
		t.Errorf("state %+v", state)
	}
	j.write("feeds/a.xml", rss("one")) // the bytes of the last good answer
	j.want(j.run(now.Add(2*time.Hour)), "feeds/a.xml", "ok 0 new of 1", "feeds/b.xml", "unchanged 0 new of 0")
	if state, _ := j.db.Feed("feeds/a.xml"); state.Failures != 0 || state.Error != "" {
		t.Errorf("mended, and %+v", state)
	}
}

func TestTheWebIsAskedConditionallyAndItsFailuresAreKept(t *testing.T) {
	var answer http.HandlerFunc
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r) }))
	defer server.Close()
	url := server.URL + "/feed"
	j := newJob(t, fmt.Sprintf("[[contributor]]\nid = \"ana\"\nname = \"Ana\"\n[[contributor.feed]]\nurl = %q\nnetwork = \"private\"\n", url))
	j.force = true // the one that is gone for good is asked again too
	good := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, rss("one", "two"))
	}
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i+1 < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	for i, step := range []struct {
		answer   http.HandlerFunc
		want     string
		failures int
	}{
		{status(500), "failed 0 new of 0", 1},
		{good, "ok 2 new of 2", 0},
		{good, "unchanged 0 new of 0", 0}, // 304
		{func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, rss("one", "two")) }, "unchanged 0 new of 0", 0}, // the same bytes
		{status(404), "failed 0 new of 0", 1},
		{func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "no feed") }, "failed 0 new of 0", 2},
		{func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, rss("one", "two")) }, "ok 0 new of 2", 0},
		{status(429, "Retry-After", "36000"), "deferred 0 new of 0", 0},
		{func(http.ResponseWriter, *http.Request) { t.Error("asked before it may be") }, "deferred 0 new of 0", 0},
	} {
		answer = step.answer
		j.want(j.run(now.Add(time.Duration(i)*time.Hour)), url, step.want)
		if state, err := j.db.Feed(url); state.Failures != step.failures || err != nil {
			t.Errorf("step %d: %+v, %v", i, state, err)
		}
		if i > 0 && j.holds() == "" {
			t.Fatalf("step %d: the last good copy is gone", i)
		}
	}
}

func TestAContributionIsAnEntryWithAPageHere(t *testing.T) {
	j := newJob(t, "[[contributor]]\nid = \"maggie\"\nname = \"Maggie Fenn\"\n", "content/contributions/a-knock.md",
		piece("title = \"A knock\"\nauthor = \"maggie\"\ndate = 2026-11-03\ntags = [\"letters\"]\nsummary = \"In *short*.\"\nlicence = \"CC-BY-4.0\"",
			"First a [page](https://ana.example/1), then [another here](/themes/x/).\n\n<script>alert(1)</script>\n"))
	j.zone = time.FixedZone("east", 13*3600)
	j.want(j.run(now), policy.Contributions, "ok 1 new of 1")
	if len(j.probs) > 0 {
		t.Error(j.probs)
	}
	e := j.entries()[0]
	if e.URL != "/contributions/a-knock/" || e.Canonical != "https://digest.example/contributions/a-knock/" || e.NativeID != "" && e.NativeID != "a-knock.md" {
		t.Errorf("it lies at %q, %q", e.URL, e.Canonical)
	}
	if want := time.Date(2026, 11, 2, 23, 0, 0, 0, time.UTC); !e.Published.Equal(want) {
		t.Errorf("published %v, want noon of the 3rd in the site's zone, %v", e.Published, want)
	}
	if e.Bylines[0].Name != "maggie" || e.Licence != "CC-BY-4.0" || strings.Join(e.Tags, " ") != "letters" || strings.Contains(e.Body, "script") || !strings.Contains(e.Summary, "<em>short</em>") {
		t.Errorf("it is %+v", e)
	}
	if len(e.Links) < 1 || e.Links[0].URL != "https://ana.example/1" || !strings.Contains(e.Plain, "First a page, then another here.") {
		t.Errorf("links %+v in %q", e.Links, e.Plain)
	}
	for _, address := range []string{"/contributions/a-knock/", "https://digest.example/contributions/a-knock"} {
		if found, err := j.db.ByAddress(address, time.Time{}); len(found) != 1 || err != nil {
			t.Errorf("%s leads to %v, %v", address, found, err)
		}
	}
}

func TestDatesOfPiecesAreReadInTheSitesZone(t *testing.T) {
	zone := time.FixedZone("west", -8*3600)
	for date, want := range map[string]string{
		"2026-11-03":                "2026-11-03T20:00:00Z", // noon
		"2026-11-03T00:00:00":       "2026-11-03T08:00:00Z", // midnight, said so
		"2026-11-03T09:30:00":       "2026-11-03T17:30:00Z",
		"2026-11-03T09:30:00Z":      "2026-11-03T09:30:00Z",
		"2026-11-03T09:30:00+02:00": "2026-11-03T07:30:00Z",
	} {
		j := newJob(t, anasList, "feeds/a.xml", rss("x"), "content/contributions/a.md", piece("title = \"A\"\nauthor = \"ana\"\ndate = "+date, "Words."))
		j.zone = zone
		j.run(now)
		for _, e := range j.entries() {
			if got := e.Published.Format(time.RFC3339); e.Title == "A" && got != want {
				t.Errorf("%s is %s, want %s", date, got, want)
			}
		}
	}
}

func TestAFolderOfPiecesIsAFeed(t *testing.T) {
	list := "[[contributor]]\nid = \"ana\"\nname = \"Ana\"\nfeeds = [\"ana [blog]\"]\n"
	j := newJob(t, list, "feeds/ana [blog]/one.md", piece("title = \"One\"\nurl = \"https://ana.example/one\"\ndate = 2026-11-03", "Words."),
		"feeds/ana [blog]/Two Words.md", piece("title = \"Two\"\nurl = \"https://ana.example/two\"", "Words."),
		"feeds/ana [blog]/notes.txt", "not a piece")
	j.want(j.run(now), "feeds/ana [blog]", "ok 2 new of 2")
	delete(j.files, "feeds/ana [blog]/one.md")
	j.want(j.run(now.Add(time.Hour)), "feeds/ana [blog]", "ok 0 new of 1")
	if got := j.holds(); got != "Two" {
		t.Errorf("held: %s; the piece that was taken out is taken back", got)
	}
}

func TestAPieceThatCannotBeReadHidesNoOtherAndIsNotTakenBack(t *testing.T) {
	j := newJob(t, "[[contributor]]\nid = \"maggie\"\nname = \"Maggie\"\n",
		"content/contributions/one.md", piece("title = \"One\"\nauthor = \"maggie\"", "Words."),
		"content/contributions/two.md", piece("title = \"Two\"\nauthor = \"maggie\"", "Words."))
	j.run(now)
	j.write("content/contributions/one.md", "+++\ntitle = One\n+++\n")
	j.write("content/contributions/three.md", piece("title = \"Three\"\nauthor = \"Maggie\"", "Words."))
	j.want(j.run(now.Add(time.Hour)), policy.Contributions, "ok 1 new of 2")
	if got := j.holds(); !strings.Contains(got, "One") || !strings.Contains(got, "Two") || !strings.Contains(got, "Three") {
		t.Errorf("held: %s", got)
	}
	if len(j.probs) != 1 || j.probs[0].File != "content/contributions/one.md" || j.probs[0].Line != 2 {
		t.Errorf("problems %v", j.probs)
	}
}

func TestTheLastContributionCanBeTakenBackAndAnUnreadableFolderTakesNothingBack(t *testing.T) {
	j := newJob(t, "[[contributor]]\nid = \"maggie\"\nname = \"Maggie\"\n", "content/contributions/one.md", piece("title = \"One\"\nauthor = \"maggie\"", "Words."))
	j.run(now)
	kept := j.files["content/contributions/one.md"]
	delete(j.files, "content/contributions/one.md")
	j.write("content/contributions", "a file where the folder was")
	j.run(now.Add(time.Hour))
	if got := j.holds(); got != "One" || len(j.probs) != 1 {
		t.Errorf("held: %q, problems %v", got, j.probs)
	}
	delete(j.files, "content/contributions")
	j.run(now.Add(2 * time.Hour))
	if got := j.holds(); got != "" {
		t.Errorf("held: %q", got)
	}
	j.files["content/contributions/one.md"] = kept
	j.run(now.Add(3 * time.Hour))
	if got := j.holds(); got != "One" {
		t.Errorf("put back, held: %q", got)
	}
}

func TestEveryMistakeInAPieceIsShown(t *testing.T) {
	j := newJob(t, "[[contributor]]\nid = \"maggie\"\nname = \"Maggie\"\n",
		"content/contributions/a.md", piece("author = \"maggie\"", "x"),
		"content/contributions/b.md", "no front matter",
		"content/contributions/c.md", piece("title = \"C\"", "x"),
		"content/contributions/d.md", piece("title = \"D\"\nauthor = \"magie\"", "x"),
		"content/contributions/e.md", piece("title = \"E\"\nauthor = \"maggie\"\nurl = \"ana.example\"", "x"),
		"content/contributions/f.md", piece("title = \"F\"\nauthor = \"maggie\"\ndate = \"yesterday\"", "x"),
		"content/contributions/G h.md", piece("title = \"G\"\nauthor = \"maggie\"", "x"),
		"content/contributions/j.md", piece("title = \"J\"\nname = \"Zoe\"", "x"),
		"content/contributions/m.md", piece("title = \"M\"\nname = \"Maggie\"", "known by name"),
		"content/contributions/n.md", piece("title = \"N\"\nname = \"Zoe\"\nsector = \"housing\"\nconsent = \"Ana asked her, 2026-11-03\"", "x"),
		"content/contributions/i.md", piece("title = \"I\"\nauthor = \"maggie\"\nautor = \"x\"", "x"))
	j.files["content/contributions/k.md"] = &fstest.MapFile{Mode: fs.ModeDir}
	j.run(now)
	got := ""
	for _, p := range j.probs.Sorted() {
		if p.Hint == "" {
			t.Errorf("no hint: %s", p)
		}
		got += strings.TrimPrefix(strings.SplitN(p.String(), "\n", 2)[0], "content/contributions/") + "\n"
	}
	want := `G h.md: file name "G h.md"
a.md:1: the piece has no title
b.md:1: no front matter
c.md:1: the piece names no author that is in a list
d.md:3: the piece names no author that is in a list
e.md:4: url = "ana.example" is no web address
f.md:4: yesterday is no date; write it without quotes, like 2026-11-03
i.md:4: unknown key "autor"
j.md:3: "Zoe" is in no list, and no consent is on record; the piece waits for it
`
	if got != want {
		t.Errorf("shown:\n%s\nwant:\n%s", got, want)
	}
}

func TestWhoeverRepeatsAContributionDoesNotGetIt(t *testing.T) {
	copied := strings.ReplaceAll(rss("a-knock"), "https://ana.example/a-knock", "https://digest.example/contributions/a-knock/")
	j := newJob(t, anasList+"[[contributor]]\nid = \"maggie\"\nname = \"Maggie\"\n", "feeds/a.xml", copied,
		"content/contributions/a-knock.md", piece("title = \"A knock\"\nauthor = \"maggie\"", "Words."))
	j.run(now)
	j.write("content/contributions/b.md", piece("title = \"B\"\nauthor = \"maggie\"", "Words."))
	j.write("feeds/a.xml", copied+"\n")
	j.run(now.Add(time.Hour))
	for _, e := range j.entries() {
		if e.Feed != policy.Contributions {
			t.Errorf("%q is of %s now", e.Title, e.Feed)
		}
	}
	if got := j.holds(); !strings.Contains(got, "A knock") || strings.Contains(got, "a-knock") {
		t.Errorf("held: %s", got)
	}
}

func TestAnInterruptedRunKeepsWhatItRecorded(t *testing.T) {
	j := newJob(t, anasList+"[[contributor]]\nid = \"bea\"\nname = \"Bea\"\nfeeds = [\"b.xml\"]\n", "feeds/a.xml", rss("one"), "feeds/b.xml", rss("two"))
	layer := roster.Layer{FS: j.files}
	r, _ := roster.Load([]roster.Layer{layer}, nil)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	work := Job{Layer: layer, Roster: r, Archive: j.db, BaseURL: "https://digest.example/", Zone: time.UTC, Now: now, Client: fetch.New(fetch.Options{}), Done: func(Result) { stop() }}
	results, _, err := work.Run(ctx)
	if err == nil || len(results) != 1 || results[0].Status != Good {
		t.Errorf("results %+v, %v", results, err)
	}
	if got := j.holds(); got != "one" {
		t.Errorf("held: %q", got)
	}
}
