package fetch

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValidatorsGoBackByteForByte(t *testing.T) {
	const etag, modified = `W/"a,b;c"`, "Sat, 21 Nov 2026 10:00:00 GMT"
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Last-Modified", modified)
		sayFeed(w, r)
	})
	c := hurried(Options{})
	first := c.Get(t.Context(), private(s.URL))
	again := private(s.URL)
	again.ETag, again.LastModified, again.ValidatedURL = first.Header.Get("ETag"), first.Header.Get("Last-Modified"), first.FinalURL
	second := c.Get(t.Context(), again)
	if first.Status != OK || second.Status != NotModified || second.Code != 304 || second.Body != nil || second.Err != nil {
		t.Errorf("first %s, second %s %d %v", first.Status, second.Status, second.Code, second.Err)
	}
	if second.Header.Get("ETag") != etag {
		t.Errorf("the validator of the 304 is lost: %v", second.Header)
	}
}

func TestValidatorsGoToTheAddressThatGaveThem(t *testing.T) {
	got := map[string]string{}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got[r.URL.Path] = r.Header.Get("If-None-Match")
		maze(w, r)
	})
	r := private(s.URL + "/302/feed")
	r.ETag = `"a"`
	for _, test := range []struct {
		validated string
		want      map[string]string
	}{
		{"", map[string]string{"/302/feed": `"a"`, "/feed": `"a"`}},
		{s.URL + "/feed", map[string]string{"/302/feed": "", "/feed": `"a"`}},
		{s.URL + "/302/feed", map[string]string{"/302/feed": `"a"`, "/feed": ""}},
		{"nonsense", map[string]string{"/302/feed": "", "/feed": ""}},
	} {
		r.ValidatedURL = test.validated
		hurried(Options{}).Get(t.Context(), r)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("validated %q: %s", test.validated, diff)
		}
	}
}

func TestUnusableValidatorsAreNotSent(t *testing.T) {
	for _, etag := range []string{"", "\"a\r\nX-Evil: 1\"", "\"\x1b\"", strings.Repeat("x", maxValidator+1), "\"\xff\""} {
		h := http.Header{}
		addValidators(h, Request{ETag: etag, LastModified: etag})
		if len(h) != 0 {
			t.Errorf("%.20q was sent: %v", etag, h)
		}
	}
}
