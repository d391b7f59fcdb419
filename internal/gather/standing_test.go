package gather

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A place answers at one address after the other as it is told.
type place struct {
	*httptest.Server
	at map[string]http.HandlerFunc
}

func newPlace(t *testing.T) *place {
	h := &place{at: map[string]http.HandlerFunc{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer, ok := h.at[r.URL.Path]; ok {
			answer(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, body) }
}

func redirects(code int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, code) }
}

func answers(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func listOf(url string) string {
	return fmt.Sprintf("[[contributor]]\nid = \"ana\"\nname = \"Ana\"\n[[contributor.feed]]\nurl = %q\nnetwork = \"private\"\n", url)
}

const anHour = time.Hour

func TestAFeedThatIsGoneAndComesBackIsSaidSo(t *testing.T) {
	h := newPlace(t)
	url := h.URL + "/feed"
	j := newJob(t, listOf(url))
	h.at["/feed"] = says(rss("one", "two"))
	j.want(j.run(now), url, "ok 2 new of 2")
	h.at["/feed"] = answers(410)
	j.want(j.run(now.Add(anHour)), url, "gone 0 new of 0")
	if r := j.results(now.Add(2 * anHour))[url]; r.Status != Retired || !r.GoneSince.Equal(now.Add(anHour)) {
		t.Errorf("%+v", r)
	}
	j.force = true
	h.at["/feed"] = answers(404)
	j.want(j.run(now.Add(3*anHour)), url, "failed 0 new of 0")
	if state, _ := j.db.Feed(url); !state.Retired.Equal(now.Add(anHour)) {
		t.Errorf("it is not known to be gone any more: %+v", state)
	}
	h.at["/feed"] = says(rss("one", "two"))
	res := j.results(now.Add(4 * anHour))[url]
	if res.Status != Good || res.New != 0 || !strings.Contains(res.Notice, "answers again; it was said to be gone on 20 November 2026") {
		t.Errorf("it came back: %+v", res)
	}
	if state, _ := j.db.Feed(url); !state.Retired.IsZero() {
		t.Errorf("it is still gone: %+v", state)
	}
}

func TestMovesAreCountedWhileTheyLeadToOneAddress(t *testing.T) {
	h := newPlace(t)
	url := h.URL + "/feed"
	j := newJob(t, listOf(url))
	h.at["/new"], h.at["/other"] = says(rss("one")), says(rss("one"))
	h.at["/page"] = says("<!doctype html><html><body>words</body></html>")
	for i, step := range []struct {
		answer http.HandlerFunc
		to     string // "" none
		times  int
	}{
		{redirects(302, "/new"), "", 0},
		{redirects(307, "/new"), "", 0},
		{redirects(301, "/new"), "/new", 1},
		{redirects(308, "/new"), "/new", 2},
		{redirects(301, "/page"), "/new", 2}, // a page is no new address of the feed
		{redirects(301, "/new"), "/new", 3},
		{redirects(301, "/other"), "/other", 1}, // another target begins anew
		{redirects(302, "/new"), "", 0},
	} {
		h.at["/feed"] = step.answer
		j.run(now.Add(time.Duration(i) * anHour))
		state, err := j.db.Feed(url)
		want := ""
		if step.to != "" {
			want = h.URL + step.to
		}
		if err != nil || state.Moved != want || state.MovedTimes != step.times {
			t.Errorf("step %d: moved to %q, said %d times; want %q, %d", i, state.Moved, state.MovedTimes, want, step.times)
		}
	}
}

func TestAPageInTheFeedsPlaceIsSaidAndTheFeedItNamesIsKept(t *testing.T) {
	h := newPlace(t)
	url := h.URL + "/feed"
	j := newJob(t, listOf(url))
	for i, step := range []struct {
		answer        http.HandlerFunc
		reason, found string
	}{
		{says(`<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/posts.rss"></head><body>Hello</body></html>`), "page", "/posts.rss"},
		{answers(500), "status", "/posts.rss"}, // what was found stays
		{says(`<html><body>This domain is for sale</body></html>`), "parked", ""},
		{says(`<?xml version="1.0"?><opml version="2.0"><body/></opml>`), "opml", ""},
		{says(`{"a":1}`), "json", ""},
		{says(rss("one")), "", ""},
	} {
		h.at["/feed"] = step.answer
		res := j.results(now.Add(time.Duration(i) * anHour))[url]
		state, err := j.db.Feed(url)
		want := ""
		if step.found != "" {
			want = h.URL + step.found
		}
		if err != nil || state.Reason != step.reason || state.Found != want || res.Found != want {
			t.Errorf("step %d: reason %q, found %q; want %q, %q (%s)", i, state.Reason, state.Found, step.reason, want, state.Error)
		}
	}
}

func TestARefusalWithAPageIsSaidToBeACheckPerhaps(t *testing.T) {
	h := newPlace(t)
	url := h.URL + "/feed"
	j := newJob(t, listOf(url))
	for _, c := range []struct {
		code  int
		media string
		check bool
	}{{403, "text/html; charset=utf-8", true}, {403, "text/plain", false}, {404, "text/html", false}} {
		h.at["/feed"] = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", c.media)
			w.WriteHeader(c.code)
		}
		res := j.results(now)[url]
		if res.Err == nil || strings.Contains(res.Err.Error(), "a check whether a person is there") != c.check || !strings.Contains(res.Err.Error(), fmt.Sprint(c.code)) {
			t.Errorf("%d, %s: %v", c.code, c.media, res.Err)
		}
	}
}

func TestWhatACuratorWouldLookForInVainIsSaid(t *testing.T) {
	h := newPlace(t)
	url := h.URL + "/feed"
	j := newJob(t, listOf(url))
	empty := `<rss version="2.0"><channel><title>Ana writes</title></channel></rss>`
	undated := `<rss version="2.0"><channel><title>Ana writes</title><item><title>one</title><link>https://ana.example/one</link></item></channel></rss>`
	for i, step := range []struct{ body, want string }{
		{empty, ""}, // a blog that begins
		{rss("one"), ""},
		{empty, "the feed holds no entries any more; those that are known stay"},
		{undated, "no entry has a date that can be read"},
		{`<rss version="2.0"><channel><item><title>cut`, "answers with what cannot be read: "},
	} {
		h.at["/feed"] = says(step.body)
		j.force = true
		res := j.results(now.Add(time.Duration(i) * anHour))[url]
		said := res.Notice
		if res.Err != nil {
			said += res.Err.Error()
		}
		if !strings.Contains(said, step.want) || step.want == "" && said != "" {
			t.Errorf("step %d: said %q, want %q", i, said, step.want)
		}
	}
}

func TestAFolderWithAPieceThatCannotBeReadSaysSo(t *testing.T) {
	j := newJob(t, "[[contributor]]\nid = \"ana\"\nname = \"Ana\"\nfeeds = [\"pieces\"]\n", "feeds/pieces/a.md", piece("title = \"A\"\ndate = 2026-11-03", "Words."), "feeds/pieces/b.md", piece("titel = \"B\"", "Words."))
	if res := j.results(now)["feeds/pieces"]; res.Entries != 1 || !strings.Contains(res.Notice, "a piece in it cannot be read; `weft check` says which") {
		t.Errorf("%+v", res)
	}
	j.write("feeds/pieces/b.md", piece("title = \"B\"", "Words."))
	if res := j.results(now.Add(anHour))["feeds/pieces"]; res.Entries != 2 || res.Notice != "" {
		t.Errorf("mended, and %+v", res)
	}
}

func TestAChangedAddressGoesOnFromWhatWasKnown(t *testing.T) {
	h := newPlace(t)
	old, to := h.URL+"/feed", h.URL+"/new.xml"
	j := newJob(t, listOf(old))
	h.at["/feed"] = says(rss("one", "two"))
	j.want(j.run(now), old, "ok 2 new of 2")
	ids := j.holds()
	h.at["/new.xml"], h.at["/feed"] = says(rss("one", "two")), redirects(301, "/new.xml")
	j.run(now.Add(anHour))

	j.write("feeds/a.toml", listOf(to))
	h.at["/feed"] = func(http.ResponseWriter, *http.Request) { t.Error("the old address was asked") }
	res := j.results(now.Add(2 * anHour))[to]
	if res.Status != Unchanged || res.New != 0 || !strings.Contains(res.Notice, "goes on from "+old+": its 2 entries stay what they are") {
		t.Errorf("%+v", res)
	}
	if got := j.holds(); got != ids {
		t.Errorf("the archive holds %s, and held %s", got, ids)
	}
	h.at["/new.xml"] = says(rss("one", "two", "three"))
	j.want(j.run(now.Add(3*anHour)), to, "ok 1 new of 3")
	if state, _ := j.db.Feed(to); state.Moved != "" || state.MovedTimes != 0 {
		t.Errorf("it is still said to move: %+v", state)
	}
}
