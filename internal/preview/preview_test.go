package preview

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"weft"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/roster"
	"weft/internal/site"
)

const settings = `
id = "0b6f6a52-3f8e-4b0e-9f0a-2f1f6a3c9d10"
title = "The Saltmarsh Letter"
base_url = "https://letter.example/weekly/"
language = "LANGUAGE"
[[sector]]
id = "harbour"
name = "Harbour"
`

// planned is a small site with an issue and a draft.
func planned(t *testing.T, title string, own fstest.MapFS) *site.Tree {
	t.Helper()
	tree, err := site.Plan(inputOf(t, title, "en-GB", own))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func inputOf(t *testing.T, title, language string, own fstest.MapFS) site.Input {
	t.Helper()
	s, probs := config.Load(fstest.MapFS{"site.toml": {Data: []byte(strings.Replace(settings, "LANGUAGE", language, 1))}})
	r, more := roster.Load([]roster.Layer{{FS: fstest.MapFS{}}}, s.SectorIDs())
	if err := append(probs, more...).Err(); err != nil {
		t.Fatal(err)
	}
	first, _ := s.Calendar.Parse("2026-W46")
	second, _ := s.Calendar.Parse("2026-W45")
	return site.Input{Site: s, Edition: s.Editions[0], Roster: r, Templates: site.Overlay(own, weft.Templates()), Newest: first,
		Issues: []digest.Issue{{Period: first, Title: title, Draft: true}, {Period: second, Title: "Before"}}}
}

const base = "/weekly/"

// A stand is a server that shows a site, and a browser's side of it.
type stand struct {
	t      *testing.T
	server *Server
	web    *httptest.Server
}

func newStand(t *testing.T) *stand {
	s := &stand{t: t, server: New(OwnHosts("localhost"))}
	s.web = httptest.NewServer(s.server)
	t.Cleanup(s.web.Close)
	t.Cleanup(s.server.Close)
	return s
}

// ask asks without following where an answer leads.
func (s *stand) ask(method, path string, change func(*http.Request)) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.web.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer, string(body)
}

func (s *stand) get(path string) (*http.Response, string) { return s.ask(http.MethodGet, path, nil) }

// added is all that a page is given on its way.
var added = regexp.MustCompile(`<script src="/\.weft/live\.js" defer data-path="[^"]*" data-sum="[^"]*" data-ribbon="[^"]*"></script>\n`)

func undressed(body string) string {
	body = added.ReplaceAllString(body, "")
	body = strings.Replace(body, "style-src 'unsafe-inline' 'self';", "style-src 'unsafe-inline';", 1) // of mail
	return strings.Replace(body, "; script-src 'self'; connect-src 'self'\"", "\"", 1)
}

func TestEveryFileIsWhatABuildWritesBesideItsScript(t *testing.T) {
	s := newStand(t)
	tree := planned(t, "New", nil)
	if wrong := s.server.Show(tree, base, nil); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for _, name := range tree.Names() {
		want, err := tree.Render(name)
		if err != nil {
			t.Fatal(err)
		}
		answer, body := s.get(base + strings.TrimSuffix(name, "index.html"))
		if strings.HasSuffix(name, ".html") {
			if !added.MatchString(body) {
				t.Errorf("%s has no script", name)
			}
			if strings.Contains(string(want), "live.js") || strings.Contains(string(want), "script-src") {
				t.Errorf("%s: what a build writes has a script", name)
			}
			body = undressed(body)
		}
		if body != string(want) || answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %s, and other bytes than a build's: %v", name, answer.Status, body != string(want))
		}
		if kind := answer.Header.Get("Content-Type"); kind == "application/octet-stream" || strings.Contains(kind, "javascript") {
			t.Errorf("%s is sent as %q", name, kind)
		}
		if answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may be kept, or run: %v", name, answer.Header)
		}
	}
}

func TestAnswers(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	for _, c := range []struct {
		path   string
		status int
		header string // name: value
	}{
		{"/", http.StatusTemporaryRedirect, "Location: /weekly/"},
		{"/weekly", http.StatusTemporaryRedirect, "Location: /weekly/"},
		{"/weekly/digests/2026-W46", http.StatusTemporaryRedirect, "Location: /weekly/digests/2026-W46/"},
		{"/weekly/", http.StatusOK, "Content-Type: text/html; charset=utf-8"},
		{"/weekly/feed.atom", http.StatusOK, "Content-Type: application/atom+xml"},
		{"/weekly/feed.rss", http.StatusOK, "Content-Type: application/rss+xml"},
		{"/weekly/feed.json", http.StatusOK, "Content-Type: application/feed+json"},
		{"/weekly/data/themes.json", http.StatusOK, "Content-Type: application/json"},
		{"/weekly/blogroll.opml", http.StatusOK, "Content-Type: text/x-opml; charset=utf-8"},
		{"/weekly/sitemap.xml", http.StatusOK, "Content-Type: application/xml"},
		{"/weekly/favicon.svg", http.StatusOK, "Content-Type: image/svg+xml"},
		{"/weekly/nowhere/", http.StatusNotFound, "Content-Type: text/html; charset=utf-8"},
		{"/elsewhere/", http.StatusNotFound, "Content-Type: text/html; charset=utf-8"},
		{"/weekly/../../etc/passwd", http.StatusNotFound, ""},
		{"/.weft/live.js", http.StatusOK, "Content-Type: text/javascript; charset=utf-8"},
		{"/.weft/live.css", http.StatusOK, "Content-Type: text/css; charset=utf-8"},
		{"/.weft/../preview.go", http.StatusNotFound, ""},
		{"/.weft/", http.StatusNotFound, ""},
	} {
		answer, body := s.get(c.path)
		name, value, _ := strings.Cut(c.header, ": ")
		if answer.StatusCode != c.status || c.header != "" && answer.Header.Get(name) != value {
			t.Errorf("%s: %s, %v; want %d, %s", c.path, answer.Status, answer.Header, c.status, c.header)
		}
		if c.status == http.StatusNotFound && strings.HasPrefix(c.path, base) && !strings.Contains(body, `class="at-404`) {
			t.Errorf("%s does not lead to the site's own page for that", c.path)
		}
	}
}

func TestNobodyElseIsAnswered(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	for host, want := range map[string]int{
		"localhost:1414": 200, "LOCALHOST": 200, "127.0.0.1:9": 200, "[::1]:1414": 200, "weft.localhost": 200, "127.9.9.9": 200,
		"evil.example": 403, "evil.example:1414": 403, "localhost.evil.example": 403, "192.168.1.7": 403, "0.0.0.0": 403, "notlocalhost": 403, "[::1": 200,
	} {
		answer, body := s.ask(http.MethodGet, base, func(r *http.Request) { r.Host = host })
		if answer.StatusCode != want && !(host == "[::1" && answer.StatusCode == 400) {
			t.Errorf("%s: %s, want %d", host, answer.Status, want)
		}
		if want == 403 && strings.Contains(body, "Saltmarsh") {
			t.Errorf("%s reads the site", host)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		if answer, _ := s.ask(method, base, nil); answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %s", method, answer.Status)
		}
	}
	if answer, body := s.ask(http.MethodHead, base, nil); answer.StatusCode != http.StatusOK || body != "" {
		t.Errorf("HEAD: %s, %q", answer.Status, body)
	}
}

func TestWhoeverListensEverywhereAnswersNumbersButNoNames(t *testing.T) {
	for _, given := range []string{"", "0.0.0.0", "::"} {
		own := OwnHosts(given)
		if !own("192.168.1.7:1414") || !own("[2001:db8::7]:1414") || !own("localhost") || own("evil.example:1414") {
			t.Errorf("%q answers for other hosts than it should", given)
		}
	}
	if own := OwnHosts("desk.example"); !own("desk.example:1414") || own("other.example") || own("192.168.1.7") {
		t.Error("a name that was given is the only one")
	}
}

func TestADraftHasARibbonInTheSitesLanguage(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	if _, body := s.get(base + "digests/2026-W46/"); !strings.Contains(body, `data-ribbon="draft: not published"`) {
		t.Error("a draft has no ribbon")
	}
	if _, body := s.get(base + "digests/2026-W45/"); !strings.Contains(body, `data-ribbon=""`) {
		t.Error("an issue that is no draft has a ribbon")
	}
	own := fstest.MapFS{"words.de.json": {Data: []byte(`{"preview.draft": "Entwurf: \"nicht\" <veröffentlicht>"}`)}}
	tree, err := site.Plan(inputOf(t, "New", "de", own))
	if err != nil {
		t.Fatal(err)
	}
	s.server.Show(tree, base, nil)
	if _, body := s.get(base + "digests/2026-W46/"); !strings.Contains(body, `data-ribbon="Entwurf: &#34;nicht&#34; &lt;veröffentlicht&gt;"`) {
		t.Error("a draft's ribbon is not in the site's words")
	}
}

func TestAPagesOwnPolicyIsWidenedByNoMoreThanIsNeeded(t *testing.T) {
	meta := func(rules string) string {
		return `<meta http-equiv="Content-Security-Policy" content="` + rules + `"`
	}
	for rules, want := range map[string]string{
		"default-src 'none'":                               "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
		"default-src 'none'; script-src 'none';":           "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
		"connect-src https://a.example; style-src 'self'":  "connect-src https://a.example 'self'; style-src 'self'; script-src 'self'",
		"script-src 'sha256-x'; style-src 'unsafe-inline'": "script-src 'sha256-x' 'self'; style-src 'unsafe-inline' 'self'; connect-src 'self'",
		"": "script-src 'self'; style-src 'self'; connect-src 'self'",
	} {
		if got := string(policy.ReplaceAllFunc([]byte(meta(rules)), allowed)); got != meta(want) {
			t.Errorf("%q:\n%s\nwant\n%s", rules, got, meta(want))
		}
	}
}

// A listener is a page that listens.
type listener struct {
	t      *testing.T
	lines  *bufio.Scanner
	cancel context.CancelFunc
	body   io.Closer
}

func (s *stand) listen(path, sum string) *listener {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	query := url.Values{"path": {path}, "sum": {sum}}
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.web.URL+eventsPath+"?"+query.Encode(), nil)
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		s.t.Errorf("events are sent as %q", kind)
	}
	l := &listener{s.t, bufio.NewScanner(answer.Body), cancel, answer.Body}
	s.t.Cleanup(l.leave)
	return l
}

func (l *listener) leave() {
	l.cancel()
	l.body.Close()
}

// next gives the next event, and "" at the end of the stream.
func (l *listener) next() (event, data string) {
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			event = value
		case "data":
			data = value
		case "":
			return event, data
		}
	}
	return "", ""
}

func (l *listener) want(event, data string) {
	l.t.Helper()
	if e, d := l.next(); e != event || !strings.Contains(d, data) {
		l.t.Errorf("the page is told %q %s; want %q %s", e, d, event, data)
	}
}

func (s *stand) sumOf(path string) string {
	s.t.Helper()
	_, body := s.get(path)
	_, rest, _ := strings.Cut(body, `data-sum="`)
	sum, _, _ := strings.Cut(rest, `"`)
	if sum == "" {
		s.t.Fatalf("%s does not say its sum", path)
	}
	return sum
}

func TestAPageIsToldWhenItIsAnotherAndOnlyThen(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	const draft, before = base + "digests/2026-W46/", base + "about/"
	changed, same := s.listen(draft, s.sumOf(draft)), s.listen(before, s.sumOf(before))
	changed.want("trouble", `"errors":[]`)
	same.want("trouble", `"errors":[]`)
	s.server.Show(planned(t, "Newer", nil), base, nil)
	changed.want("reload", "")
	warning := diag.List{{File: "feeds/a.toml", Line: 3, Message: "odd", Warning: true}}
	s.server.Show(planned(t, "Newer", nil), base, warning)
	same.want("trouble", `"warnings":[{"where":"feeds/a.toml:3:","message":"odd","hint":""}]`) // and no reload before
	s.listen(draft, "old").want("trouble", "odd")
	late := s.listen(draft, "old")
	late.want("trouble", "odd")
	late.want("reload", "") // saved between the page and its stream
}

func TestWhatIsWrongIsToldOverTheLastGoodPages(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	front := s.listen(base, s.sumOf(base))
	front.want("trouble", `"errors":[]`)
	slip := diag.Problem{File: "content/digests/2026-W46.md", Line: 3, Message: `unknown key "peiod"`, Hint: `did you mean "period"?`}
	told := s.server.Show(nil, "", diag.List{slip})
	if len(told) != 1 {
		t.Errorf("told %v", told)
	}
	front.want("trouble", `{"where":"content/digests/2026-W46.md:3:","message":"unknown key \"peiod\"","hint":"did you mean \"period\"?"}`)
	if answer, body := s.get(base); answer.StatusCode != http.StatusOK || !strings.Contains(body, "Saltmarsh") {
		t.Errorf("the last good page is gone: %s", answer.Status)
	}
	s.server.Show(planned(t, "New", nil), base, nil)
	front.want("trouble", `"errors":[]`)
}

func TestWhatAReaderRemarksIsSaidBesideWhatIsWrong(t *testing.T) {
	s := newStand(t)
	slip := diag.Problem{File: "feeds/a.toml", Line: 3, Message: "a slip"}
	left := diag.Problem{File: "content/digests/2026-W46.md", Line: 9, Message: "TODO is left in"}
	s.server.Show(planned(t, "New", nil), base, nil)
	front := s.listen(base, s.sumOf(base))
	front.want("trouble", `"errors":[]`)
	s.server.Remark(diag.List{left})
	front.want("trouble", `"errors":[],"warnings":[{"where":"content/digests/2026-W46.md:9:"`)
	s.server.Show(nil, "", diag.List{slip})
	front.want("trouble", `"errors":[{"where":"content/digests/2026-W46.md:9:","message":"TODO is left in","hint":""},{"where":"feeds/a.toml:3:"`)
	if told := s.server.Remark(diag.List{slip, left}); !slices.Equal(told, diag.List{left}) {
		t.Errorf("told once more: %v", told)
	}
	s.server.Show(planned(t, "New", nil), base, nil)
	front.want("trouble", `"errors":[],"warnings":[{"where":"content/digests/2026-W46.md:9:"`)
	s.server.Remark(nil)
	front.want("trouble", `"errors":[],"warnings":[]`)
}

func TestBeforeThereIsAnythingToShowAPageSaysWhatIsWrong(t *testing.T) {
	s := newStand(t)
	s.server.Show(nil, "", diag.List{{File: "site.toml", Line: 1, Message: "<b> & so on", Hint: "write it"}})
	answer, body := s.get("/any/where/")
	if answer.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "<code>site.toml:1:</code>") || !strings.Contains(body, "&lt;b&gt; &amp; so on") {
		t.Errorf("%s: %s", answer.Status, body)
	}
	page := s.listen("/any/where/", s.sumOf("/any/where/"))
	page.want("trouble", "site.toml")
	s.server.Show(nil, "", diag.List{{File: "site.toml", Line: 2, Message: "another"}})
	page.want("trouble", "another")
	page.want("reload", "")
	s.server.Show(planned(t, "New", nil), base, nil)
	page.want("trouble", `"errors":[]`)
	page.want("reload", "")
}

func TestAPageThatCannotBeMadeKeepsTheLastOnesWhereSomebodyLooks(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	broken := fstest.MapFS{"pages/themes.html": {Data: []byte("{{define \"main\"}}\n{{.NoSuchField}}{{end}}")}}
	if wrong := s.server.Show(planned(t, "Newer", broken), base, nil); len(wrong) > 0 {
		t.Errorf("nobody looks at it: %v", wrong)
	}
	answer, body := s.get(base + "themes/")
	if answer.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "templates/pages/themes.html:2:") {
		t.Errorf("%s: %s", answer.Status, body)
	}
	if _, front := s.get(base); !strings.Contains(front, "Newer") {
		t.Error("the other pages are not new")
	}
	s.server.Show(planned(t, "New", nil), base, nil)
	looking := s.listen(base+"themes/", s.sumOf(base+"themes/"))
	looking.want("trouble", `"errors":[]`)
	if wrong := s.server.Show(planned(t, "Newer", broken), base, nil); len(wrong) != 1 || wrong[0].File != "templates/pages/themes.html" {
		t.Errorf("somebody looks at it: %v", wrong)
	}
	looking.want("trouble", "templates/pages/themes.html:2:")
	if _, front := s.get(base); strings.Contains(front, "Newer") {
		t.Error("half of the pages are new")
	}
}

func TestFewPagesListenAtOnceAndTheOldestRests(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	sum := s.sumOf(base)
	first := s.listen(base, sum)
	first.want("trouble", "")
	for range mostStreams {
		s.listen(base, sum).want("trouble", "")
	}
	first.want("rest", "")
	first.want("", "")
}

func TestClosingEndsEveryStream(t *testing.T) {
	s := newStand(t)
	s.server.Show(planned(t, "New", nil), base, nil)
	page := s.listen(base, s.sumOf(base))
	page.want("trouble", "")
	s.server.Close()
	page.want("rest", "")
	page.want("", "")
	s.listen(base, "").want("", "")
}

func TestWhatATroubleSaysIsOneLineOfJSON(t *testing.T) {
	text := troubleOf(diag.List{{File: "a", Message: "line\nbreak </script>", Hint: "\r\u2028"}}).text
	var back trouble
	if err := json.Unmarshal([]byte(text), &back); err != nil || strings.ContainsAny(text, "\n\r\u2028") {
		t.Errorf("%q (%v)", text, err)
	}
}
