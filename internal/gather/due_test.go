package gather

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/roster"
)

// A host answers as it is told, and counts how often it was asked.
type host struct {
	*httptest.Server
	asked   int
	headers http.Header // of the last request
	answer  http.HandlerFunc
}

func newHost(t *testing.T, answer http.HandlerFunc) *host {
	h := &host{answer: answer}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked, h.headers = h.asked+1, r.Header
		h.answer(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

// listed is a list of one feed of the host, with more lines of its table.
func (h *host) listed(path string, more ...string) string {
	list := fmt.Sprintf("[[contributor]]\nid = \"ana\"\nname = \"Ana\"\n[[contributor.feed]]\nurl = %q\nnetwork = \"private\"\n", h.URL+path)
	for _, line := range more {
		list += line + "\n"
	}
	return list
}

func (j *job) state(key string) archive.Feed {
	j.t.Helper()
	state, err := j.db.Feed(key)
	if err != nil {
		j.t.Fatal(err)
	}
	return state
}

func saysFor(header string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", header)
		w.Header().Set("Etag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, rss("one"))
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func TestAFeedWhoseAnswerHoldsIsNotAsked(t *testing.T) {
	h := newHost(t, saysFor("max-age=3600"))
	url := h.URL + "/feed"
	j := newJob(t, h.listed("/feed"))
	minutes := func(n int) time.Time { return now.Add(time.Duration(n) * time.Minute) }
	for _, step := range []struct {
		after int
		force bool
		want  string
		asked int
	}{
		{0, false, "ok 1 new of 1", 1},
		{1, false, "fresh 0 new of 0", 1},
		{53, false, "fresh 0 new of 0", 1},
		{54, false, "unchanged 0 new of 0", 2}, // and a 304 says anew how long it holds
		{60, false, "fresh 0 new of 0", 2},
		{60, true, "unchanged 0 new of 0", 3},
		{113, false, "fresh 0 new of 0", 3},
		{114, false, "unchanged 0 new of 0", 4},
	} {
		j.force = step.force
		j.want(j.run(minutes(step.after)), url, step.want)
		if h.asked != step.asked {
			t.Errorf("after %d minutes: asked %d times, want %d", step.after, h.asked, step.asked)
		}
	}
	// A clock that was wrong once must not silence a feed.
	j.force = false
	j.want(j.run(now.AddDate(-1, 0, 0)), url, "unchanged 0 new of 0")
}

func TestAServerThatSaysNothingIsAskedInEveryRun(t *testing.T) {
	for _, header := range []string{"", "max-age=0", "no-cache", "no-store, max-age=3600", "private, must-revalidate"} {
		h := newHost(t, saysFor(header))
		j := newJob(t, h.listed("/feed"))
		j.run(now)
		j.want(j.run(now), h.URL+"/feed", "unchanged 0 new of 0")
		if h.asked != 2 || h.headers.Get("If-None-Match") != `"v1"` {
			t.Errorf("%q: asked %d times, the last with %v", header, h.asked, h.headers)
		}
	}
}

func TestAFailureEndsWhatWasFresh(t *testing.T) {
	h := newHost(t, saysFor("max-age=3600"))
	j := newJob(t, h.listed("/feed"))
	j.run(now)
	j.force, h.answer = true, status(404)
	j.run(now.Add(time.Minute))
	j.force, h.answer = false, saysFor("max-age=3600")
	j.want(j.run(now.Add(2*time.Minute)), h.URL+"/feed", "unchanged 0 new of 0")
	if h.asked != 3 {
		t.Errorf("asked %d times", h.asked)
	}
}

func TestValidatorsAreStoredWithTheAddressThatGaveThem(t *testing.T) {
	to := "/a"
	var got []string
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.Path+" "+r.Header.Get("If-None-Match"))
		if r.URL.Path == "/feed" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		w.Header().Set("Etag", `W/"`+r.URL.Path+`, \"x\""`)
		fmt.Fprint(w, rss("one"))
	})
	j := newJob(t, h.listed("/feed"))
	for _, step := range []struct{ to, want, validated string }{
		{"/a", "[/feed  /a ]", "/a"},
		{"/a", `[/feed  /a W/"/a, \"x\""]`, "/a"},
		{"/b", "[/feed  /b ]", "/b"}, // a stranger is told nothing
		{"/b", `[/feed  /b W/"/b, \"x\""]`, "/b"},
	} {
		got, to = nil, step.to
		j.run(now)
		if fmt.Sprint(got) != step.want {
			t.Errorf("asked %q, want %s", got, step.want)
		}
		if v := j.state(h.URL + "/feed").Validated; v != h.URL+step.validated {
			t.Errorf("validated by %q", v)
		}
	}
}

func TestAFeedThatFailsForLongIsAskedLessOften(t *testing.T) {
	h := newHost(t, status(404))
	url := h.URL + "/feed"
	j := newJob(t, h.listed("/feed"))
	at, waits := now, ""
	for range 10 {
		j.want(j.run(at), url, "failed 0 new of 0")
		next := j.state(url).Next
		if next.IsZero() {
			waits += "0 "
			at = at.Add(time.Minute)
			continue
		}
		waits += next.Sub(at).String() + " "
		asked := h.asked
		j.want(j.run(next.Add(-time.Second)), url, "paused 0 new of 0")
		if h.asked != asked {
			t.Error("asked while it is left alone")
		}
		at = next
	}
	if waits != "0 0 0 0 1h0m0s 2h0m0s 4h0m0s 8h0m0s 16h0m0s 20h0m0s " {
		t.Errorf("waits %s", waits)
	}
	res := j.results(at.Add(-time.Minute))[url]
	if res.Failures != 10 || !res.NextAt.Equal(at) {
		t.Errorf("a paused feed says %+v", res)
	}
	j.force = true // a person who mended it does not wait
	h.answer = saysFor("")
	j.want(j.run(at.Add(-time.Minute)), url, "ok 1 new of 1")
	if s := j.state(url); !s.Next.IsZero() || s.Failures != 0 {
		t.Errorf("mended, and %+v", s)
	}
}

func TestWhoeverMendsTheListDoesNotWait(t *testing.T) {
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		saysFor("max-age=3600")(w, r)
	})
	t.Setenv("WEFT_TEST_TOKEN", "hunter22")
	url := h.URL + "/feed"
	j := newJob(t, h.listed("/feed"))
	for range 5 {
		j.run(now)
	}
	j.want(j.run(now), url, "paused 0 new of 0")
	j.write("feeds/a.toml", h.listed("/feed", `auth = "env:WEFT_TEST_TOKEN"`))
	j.want(j.run(now), url, "ok 1 new of 1")
	// Another way of telling entries apart needs the bytes again, though they hold.
	j.want(j.run(now), url, "fresh 0 new of 0")
	j.write("feeds/a.toml", h.listed("/feed", `auth = "env:WEFT_TEST_TOKEN"`, `identity = "link"`))
	j.want(j.run(now), url, "ok 0 new of 1")
	if h.headers.Get("If-None-Match") != "" {
		t.Error("what was remembered under other terms was asked with")
	}
}

func TestNobodyIsSparedWhoWasNotAsked(t *testing.T) {
	h := newHost(t, saysFor(""))
	j := newJob(t, h.listed("/feed", `auth = "env:WEFT_TEST_UNSET"`))
	for range 7 {
		j.want(j.run(now), h.URL+"/feed", "failed 0 new of 0")
	}
	t.Setenv("WEFT_TEST_UNSET", "hunter22")
	j.want(j.run(now), h.URL+"/feed", "ok 1 new of 1")
}

func TestAHostThatRedirectsInsideIsSparedLikeAnyOther(t *testing.T) {
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://10.0.0.5/", http.StatusFound)
	})
	j := newJob(t, h.listed("/feed"))
	for range 5 {
		j.want(j.run(now), h.URL+"/feed", "failed 0 new of 0")
	}
	j.want(j.run(now), h.URL+"/feed", "paused 0 new of 0")
}

func TestAFeedThatIsGoneForGoodIsAskedAgainOnAPersonsWord(t *testing.T) {
	h := newHost(t, saysFor(""))
	url := h.URL + "/feed"
	j := newJob(t, h.listed("/feed"))
	j.run(now)
	h.answer = status(410)
	j.want(j.run(now.Add(time.Hour)), url, "gone 0 new of 0")
	j.want(j.run(now.Add(2*time.Hour)), url, "retired 0 new of 0")
	if h.asked != 2 {
		t.Errorf("asked %d times", h.asked)
	}
	j.force, h.answer = true, status(404)
	j.want(j.run(now.Add(3*time.Hour)), url, "failed 0 new of 0")
	if s := j.state(url); !s.Retired.Equal(now.Add(time.Hour)) {
		t.Errorf("retired since %v", s.Retired)
	}
	h.answer = saysFor("")
	j.want(j.run(now.Add(4*time.Hour)), url, "unchanged 0 new of 0")
	j.force = false
	j.want(j.run(now.Add(5*time.Hour)), url, "unchanged 0 new of 0")
	if s := j.state(url); !s.Retired.IsZero() || j.holds() != "one" {
		t.Errorf("back, and %+v with %q", s, j.holds())
	}
}

func TestAHostThatAskedToWaitIsNeverPressed(t *testing.T) {
	h := newHost(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	url := h.URL + "/feed"
	j := newJob(t, h.listed("/feed"))
	j.run(now)
	j.force = true
	j.want(j.run(now.Add(time.Hour)), url, "deferred 0 new of 0")
	j.write("feeds/a.toml", h.listed("/feed", `identity = "link"`))
	j.want(j.run(now.Add(119*time.Minute)), url, "deferred 0 new of 0")
	if h.asked != 1 {
		t.Errorf("asked %d times", h.asked)
	}
	h.answer = saysFor("")
	j.want(j.run(now.Add(2*time.Hour)), url, "ok 1 new of 1")
}

func TestOnlySomeAreAsked(t *testing.T) {
	h := newHost(t, saysFor(""))
	j := newJob(t, h.listed("/feed")+"[[contributor]]\nid = \"bo\"\nname = \"Bo\"\nfeeds = [\"samples/bo.xml\"]\n", "feeds/samples/bo.xml", rss("two"),
		"content/contributions/a.md", piece(`title = "A"`+"\nauthor = \"bo\"\ndate = 2026-11-03", "Words.\n"))
	j.only = func(f roster.Feed) bool { return f.Contributor == "ana" }
	j.want(j.run(now), h.URL+"/feed", "ok 1 new of 1")
	j.only = func(f roster.Feed) bool { return f.Contributor == "bo" }
	j.want(j.run(now), "feeds/samples/bo.xml", "ok 1 new of 1")
	if h.asked != 1 {
		t.Errorf("asked %d times", h.asked)
	}
}
