package fetch

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const feedBody = `<rss version="2.0"><channel><title>Weave</title></channel></rss>`

// serve starts a server on loopback, which tests reach as a private feed.
func serve(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func sayFeed(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(feedBody)) }

func private(url string) Request { return Request{URL: url, Network: NetworkPrivate} }

// pauses records what would have been waited for, and waits for nothing.
type pauses struct {
	mu   sync.Mutex
	list []time.Duration
}

func (p *pauses) sleep(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d > 0 {
		p.list = append(p.list, d)
	}
	return ctx.Err()
}

func (p *pauses) waited() []time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.list
}

// loopbackIsPublic lets a test play the open web on loopback.
func loopbackIsPublic() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// hurried is a client that never waits.
func hurried(o Options) *Client {
	if o.testOnlySleep == nil {
		o.testOnlySleep = new(pauses).sleep
	}
	return New(o)
}

// failure returns the outcome's Failure and fails the test when there is none.
func failure(t testing.TB, o Outcome) *Failure {
	t.Helper()
	var f *Failure
	if !errors.As(o.Err, &f) {
		t.Fatalf("no failure: %s %d, %v", o.Status, o.Code, o.Err)
	}
	return f
}

func TestAGoodAnswerComesWithItsBodyAndAddress(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"a"`)
		sayFeed(w, r)
	})
	o := hurried(Options{}).Get(t.Context(), private(s.URL+"/feed.xml#top"))
	if o.Status != OK || o.Code != 200 || string(o.Body) != feedBody || o.Err != nil {
		t.Fatalf("got %s %d %q, %v", o.Status, o.Code, o.Body, o.Err)
	}
	if o.FinalURL != s.URL+"/feed.xml" || o.Permanent != "" || o.Header.Get("ETag") != `"a"` || o.Requests != 1 || o.Elapsed <= 0 {
		t.Errorf("got %+v", o)
	}
}

func TestOnlyWhatLaterStagesNeedIsKeptOfAHeader(t *testing.T) {
	h := http.Header{
		"Etag":          {`W/"a,b;c"`},
		"Last-Modified": {"Sat, 21 Nov 2026 10:00:00 GMT"},
		"Content-Type":  {"text/xml\x1b[31m"},
		"Cache-Control": {strings.Repeat("x", maxHeaderValue+1)},
		"Link":          {`<https://example.org/>; rel="self"`, "caf\xe9", "second"},
		"Set-Cookie":    {"session=1"},
		"Server":        {"secret-version"},
	}
	want := http.Header{
		"Etag":          {`W/"a,b;c"`},
		"Last-Modified": {"Sat, 21 Nov 2026 10:00:00 GMT"},
		"Link":          {`<https://example.org/>; rel="self"`, "second"},
	}
	if diff := cmp.Diff(want, keepHeader(h)); diff != "" {
		t.Error(diff)
	}
	many := http.Header{"Link": make([]string, 100)}
	if n := len(keepHeader(many)["Link"]); n != maxHeaderValues {
		t.Errorf("kept %d links", n)
	}
}

func TestZeroOptionsMeanTheDocumentedDefaults(t *testing.T) {
	o := New(Options{}).options
	got := []any{o.Concurrency, o.PerHost, o.Gap, o.Timeout, o.Bytes, o.Redirects, o.Attempts, o.UserAgent}
	want := []any{128, 1, 500 * time.Millisecond, 30 * time.Second, int64(10 << 20), 5, 3, "weft"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	o = New(Options{Gap: -1, Redirects: -1, UserAgent: "weft\r\nX-Evil: 1"}).options
	if o.Gap != 0 || o.Redirects != 0 || o.UserAgent != "weft" {
		t.Errorf("got gap %s, %d redirects, %q", o.Gap, o.Redirects, o.UserAgent)
	}
}

func TestARequestSaysWhoAsksAndNothingElse(t *testing.T) {
	var got http.Header
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if r.URL.Path == "/" {
			http.Redirect(w, r, "/feed", http.StatusFound)
			return
		}
		got = r.Header
		sayFeed(w, r)
	})
	hurried(Options{UserAgent: "weft/1 (+https://digest.example.org/)"}).Get(t.Context(), private(s.URL))
	want := http.Header{
		"User-Agent":      {"weft/1 (+https://digest.example.org/)"},
		"Accept":          {accept},
		"Accept-Encoding": {"gzip, deflate, br"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnInterruptedRequestSaysNothingAboutTheFeed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	o := hurried(Options{}).Get(ctx, private(s.URL))
	if o.Status != Interrupted || !errors.Is(o.Err, context.Canceled) {
		t.Fatalf("got %s, %v", o.Status, o.Err)
	}
	o = hurried(Options{}).Get(ctx, private(s.URL))
	if o.Status != Interrupted || o.Requests != 0 {
		t.Errorf("asked with a context that had ended: %+v", o)
	}
}

func TestEachHTTPStatusHasItsMeaning(t *testing.T) {
	tests := []struct {
		code   int
		header string // "Name: value"
		want   Status
		says   string
	}{
		{200, "", OK, ""},
		{203, "", OK, ""},
		{204, "", Failed, "answers 204 (no content); there is no feed at this address"},
		{206, "", Failed, "answers 206 (partial content)"},
		{300, "", Failed, "answers 300 (multiple choices)"},
		{304, "", Failed, "answers 304 (not modified), although nothing was known of the feed before"},
		{401, "", Failed, `answers 401 (unauthorized); the feed asks for a login`},
		{403, "", Failed, "answers 403 (forbidden)"},
		{404, "", Failed, "answers 404 (not found); the feed may have moved"},
		{410, "", Gone, "answers 410: the feed is gone for good"},
		{429, "", Deferred, "answers 429: asked too often; it is asked again after 2026-11-22 13:00 UTC"},
		{429, "Retry-After: 3600", Deferred, "it is asked again after 2026-11-22 13:00 UTC"},
		{429, "Retry-After: Sun, 22 Nov 2026 14:00:00 GMT", Deferred, "it is asked again after 2026-11-22 14:00 UTC"},
		{429, "Retry-After: 999999999", Deferred, "it is asked again after 2026-11-29 12:00 UTC"},
		{500, "", Failed, "answers 500 (internal server error)"},
		{503, "", Failed, "answers 503 (service unavailable)"},
		{503, "Retry-After: soon", Failed, "answers 503 (service unavailable)"},
		{503, "Retry-After: 7200", Deferred, "answers 503: not available for now; it is asked again after 2026-11-22 14:00 UTC"},
		{999, "", Failed, "answers 999, which no standard knows"},
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, test := range tests {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if name, value, ok := strings.Cut(test.header, ": "); ok {
				w.Header().Set(name, value)
			}
			w.WriteHeader(test.code)
			if test.code != 204 && test.code != 304 {
				_, _ = w.Write([]byte(feedBody))
			}
		})
		o := hurried(Options{Now: func() time.Time { return now }}).Get(t.Context(), private(s.URL))
		if o.Status != test.want || o.Code != test.code {
			t.Errorf("%d %s: got %s %d", test.code, test.header, o.Status, o.Code)
		}
		if test.says != "" && !strings.HasPrefix(failure(t, o).Error(), test.says) && !strings.HasSuffix(failure(t, o).Error(), test.says) {
			t.Errorf("%d %s: says %q", test.code, test.header, o.Err)
		}
		if (o.Body != nil) != (o.Status == OK) || o.RetryAfter.IsZero() == (o.Status == Deferred) {
			t.Errorf("%d %s: body %q, retry after %s", test.code, test.header, o.Body, o.RetryAfter)
		}
	}
}

func TestAStatusHasAName(t *testing.T) {
	for s, want := range map[Status]string{Failed: "failed", OK: "ok", NotModified: "not modified", Gone: "gone", Deferred: "deferred", Interrupted: "interrupted", 99: "unknown", -1: "unknown"} {
		if s.String() != want {
			t.Errorf("%d is %q, want %q", s, s, want)
		}
	}
}

// silent is a log for servers whose complaints are the point of a test.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
