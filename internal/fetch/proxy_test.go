package fetch

import (
	"net/http"
	"strings"
	"testing"
)

// outward starts a proxy and names it in the environment.
func outward(t *testing.T, h http.HandlerFunc) {
	t.Helper()
	s := serve(t, h)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		t.Setenv(name, strings.Replace(s.URL, "://", "://ana:hunter22@", 1))
		t.Setenv(strings.ToLower(name), "")
	}
	t.Setenv("NO_PROXY", "straight.example")
	t.Setenv("no_proxy", "")
	t.Setenv("REQUEST_METHOD", "")
}

func TestAProxyIsUsedOnlyWhenAllowed(t *testing.T) {
	var asked []string
	outward(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.RequestURI)
		sayFeed(w, r)
	})
	names := resolver(t, nil)
	r := Request{URL: "http://blog.example/feed"}
	o := hurried(Options{testOnlyResolver: names}).Get(t.Context(), r)
	if f := failure(t, o); f.Reason != ReasonDNS || asked != nil {
		t.Errorf("not allowed: %s, asked %v", f, asked)
	}
	o = hurried(Options{testOnlyResolver: names, Proxy: true}).Get(t.Context(), r)
	if o.Status != OK || len(asked) != 1 || asked[0] != "http://blog.example/feed" {
		t.Errorf("allowed: %v, asked %v", o.Err, asked)
	}
	o = hurried(Options{testOnlyResolver: names, Proxy: true}).Get(t.Context(), Request{URL: "http://straight.example/feed"})
	if f := failure(t, o); f.Reason != ReasonDNS || len(asked) != 1 {
		t.Errorf("excepted: %s, asked %v", f, asked)
	}
}

func TestAProxyIsNoWayIntoThePrivateNetwork(t *testing.T) {
	outward(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "blog.example" {
			http.Redirect(w, r, "http://10.0.0.5/", http.StatusFound)
			return
		}
		t.Errorf("the proxy was asked for %s", r.RequestURI)
	})
	c := hurried(Options{Proxy: true, testOnlyResolver: resolver(t, map[string][]string{"inside.example": {"192.168.0.9"}})})
	for url, says := range map[string]string{
		"http://10.0.0.5/":        "the address is 10.0.0.5, which is private",
		"http://169.254.169.254/": "which is link-local",
		"http://[fd00::1]/":       "which is private",
		"http://intranet/":        "intranet is a name of inner networks; add network",
		"http://wiki.internal/":   "wiki.internal is a name of inner networks",
		"http://printer.local/":   "printer.local is a name of inner networks",
		"http://inside.example/":  "inside.example resolves to 192.168.0.9, which is private",
		"http://blog.example/":    "redirects to 10.0.0.5, which is private; a redirect is never followed",
		"http://localhost/":       "which is this machine itself",
		"http://127.0.0.1/":       "which is this machine itself",
	} {
		if f := failure(t, c.Get(t.Context(), Request{URL: url})); f.Reason != ReasonPrivate || !strings.Contains(f.Error(), says) {
			t.Errorf("%s: %s: %s", url, f.Reason, f)
		}
	}
}

func TestAPrivateFeedMayLieBehindAProxy(t *testing.T) {
	outward(t, sayFeed)
	if o := hurried(Options{Proxy: true}).Get(t.Context(), private("http://intranet/feed")); o.Status != OK {
		t.Error(o.Err)
	}
}

func TestAProxysRefusalIsSaidAsThat(t *testing.T) {
	outward(t, func(w http.ResponseWriter, r *http.Request) { http.Error(w, "CANARY", http.StatusForbidden) })
	c := hurried(Options{Proxy: true, testOnlyResolver: resolver(t, nil)})
	f := failure(t, c.Get(t.Context(), Request{URL: "https://blog.example/feed"}))
	if f.Error() != `the proxy answers 403 (forbidden) when asked for "blog.example:443"; ask those who run the proxy` {
		t.Errorf("got %s", f)
	}
}

func TestAProxyThatCannotBeReadIsNotGoneAround(t *testing.T) {
	outward(t, sayFeed)
	t.Setenv("HTTP_PROXY", "http://ana:hunter22@exa mple/")
	names := resolver(t, map[string][]string{"blog.example": {"127.0.0.1"}})
	_, port, _ := strings.Cut(strings.TrimPrefix(canary(t), "http://"), ":")
	c := hurried(Options{Proxy: true, testOnlyResolver: names, testOnlyPublic: loopbackIsPublic()})
	f := failure(t, c.Get(t.Context(), Request{URL: "http://blog.example:" + port + "/feed"}))
	if f.Error() != "the proxy set in the environment cannot be used; look at HTTP_PROXY and HTTPS_PROXY" {
		t.Errorf("%s: %s", f.Reason, f)
	}
}
