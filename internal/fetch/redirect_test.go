package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// maze redirects /301/302/feed to /302/feed with a 301, that to /feed with a
// 302, and serves a feed at /feed.
func maze(w http.ResponseWriter, r *http.Request) {
	first, rest, _ := strings.Cut(r.URL.Path[1:], "/")
	if code, err := strconv.Atoi(first); err == nil {
		http.Redirect(w, r, "/"+rest, code)
		return
	}
	if first != "feed" {
		http.NotFound(w, r)
		return
	}
	sayFeed(w, r)
}

func TestOnlyPermanentRedirectsProposeANewAddress(t *testing.T) {
	s := serve(t, maze)
	tests := []struct{ path, permanent string }{
		{"/feed", ""},
		{"/301/feed", "/feed"},
		{"/308/feed", "/feed"},
		{"/301/308/feed", "/feed"},
		{"/302/feed", ""},
		{"/303/feed", ""},
		{"/307/feed", ""},
		{"/302/301/feed", ""},
		{"/301/302/feed", "/302/feed"},
		{"/301/302/301/feed", "/302/301/feed"},
		{"/301/lost", ""},
	}
	for _, test := range tests {
		o := hurried(Options{}).Get(t.Context(), private(s.URL+test.path))
		want := test.permanent
		if want != "" {
			want = s.URL + want
		}
		if o.Permanent != want {
			t.Errorf("%s: proposes %q, want %q", test.path, o.Permanent, want)
		}
		if o.Status == OK && o.FinalURL != s.URL+"/feed" {
			t.Errorf("%s: ended at %s", test.path, o.FinalURL)
		}
	}
}

func TestRedirectsAreCounted(t *testing.T) {
	s := serve(t, maze)
	path := strings.Repeat("/302", 5) + "/feed"
	if o := hurried(Options{}).Get(t.Context(), private(s.URL+path)); o.Status != OK || o.Requests != 6 {
		t.Errorf("five: %s after %d requests, %v", o.Status, o.Requests, o.Err)
	}
	o := hurried(Options{}).Get(t.Context(), private(s.URL+"/302"+path))
	if f := failure(t, o); f.Text != "redirects more than 5 times" || o.Requests != 6 {
		t.Errorf("six: %s after %d requests", f, o.Requests)
	}
	o = hurried(Options{Redirects: -1}).Get(t.Context(), private(s.URL+"/302/feed"))
	if f := failure(t, o); f.Reason != ReasonRedirect || o.Requests != 1 {
		t.Errorf("none allowed: %s after %d requests", f, o.Requests)
	}
}

func TestRedirectsThatLeadNowhereFail(t *testing.T) {
	tests := []struct{ location, says string }{
		{"", "redirects without saying where to"},
		{"/start", "redirects in a circle"},
		{"file:///etc/passwd", "redirects to where nothing can be had: \"file:///etc/passwd\" is not an http or https address"},
		{"ftp://127.0.0.2/x", "is not an http or https address"},
		{"data:application/rss+xml,<rss/>", "is not an http or https address"},
		{"javascript:alert(1)", "is not an http or https address"},
		{"http://127.0.0.1@127.0.0.2/canary", "\"http://127.0.0.2/canary\": the address holds a user name or password"},
		{"http://0177.0.0.2/canary", "neither a host name nor an IP address"},
		{"http://exa mple/", "is not an address"},
	}
	for _, test := range tests {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if test.location != "" {
				w.Header().Set("Location", test.location)
			}
			w.WriteHeader(http.StatusFound)
		})
		o := hurried(Options{}).Get(t.Context(), private(s.URL+"/start"))
		f := failure(t, o)
		if f.Reason != ReasonRedirect || !strings.Contains(f.Error(), test.says) || o.Requests != 1 || o.Code != 302 {
			t.Errorf("%q: %s: %s after %d requests", test.location, f.Reason, f, o.Requests)
		}
	}
}

func TestARedirectIsReadAsBrowsersReadIt(t *testing.T) {
	var got []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.RequestURI)
		if len(got) == 1 {
			w.Header().Set("Location", " ../feed?a b#x y")
			w.WriteHeader(http.StatusFound)
			return
		}
		sayFeed(w, r)
	})
	o := hurried(Options{}).Get(t.Context(), private(s.URL+"/c/start"))
	if diff := cmp.Diff([]string{"/c/start", "/feed?a%20b"}, got); diff != "" || o.Status != OK {
		t.Errorf("%s %v", diff, o.Err)
	}
}
