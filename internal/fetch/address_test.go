package fetch

import (
	"net/url"
	"strings"
	"testing"
)

func TestAnAddressHasOneForm(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"https://Example.ORG", "https://example.org/"},
		{"  https://example.org:443/feed  ", "https://example.org/feed"},
		{"http://example.org:80/feed#top", "http://example.org/feed"},
		{"http://example.org:080/", "http://example.org/"},
		{"https://example.org:8443/feed?a=1&b", "https://example.org:8443/feed?a=1&b"},
		{"https://example.org./feed", "https://example.org/feed"},
		{"https://under_score.example.org/", "https://under_score.example.org/"},
		{"https://bücher.example/", "https://xn--bcher-kva.example/"},
		{"http://ex\u0430mple.org/feed", "http://xn--exmple-4nf.org/feed"},
		{"http://[2001:DB8::0:1]:8080/", "http://[2001:db8::1]:8080/"},
		{"http://[::ffff:7f00:1]/", "http://[::ffff:127.0.0.1]/"},
		{"https://example.org/a b?c d", "https://example.org/a%20b?c%20d"},
		{"https://example.org/ü?ü", "https://example.org/%C3%BC?%C3%BC"},
		{"https://example.org/100%/feed", "https://example.org/100%25/feed"},
		{"https://example.org/a%2Fb%0d%0aX", "https://example.org/a%2Fb%0d%0aX"},
	}
	for _, test := range tests {
		got, f := parseTarget(test.raw, nil)
		if f != nil || got.String() != test.want {
			t.Errorf("%q: got %q, %v; want %q", test.raw, got, f, test.want)
		}
	}
}

func TestWhatCannotBeAskedForIsRefusedBeforeAnybodyIsAsked(t *testing.T) {
	tests := []struct{ raw, says string }{
		{"", "is not an http or https address"},
		{"feed.xml", "is not an http or https address"},
		{"http:///x", "names no host"},
		{"http://exa mple.org/feed", `"http://exa mple.org/feed" is not an address; write it as`},
		{"file:///etc/passwd", "is not an http or https address"},
		{"ftp://example.org/x", "is not an http or https address"},
		{"javascript:alert(1)", "is not an http or https address"},
		{"data:application/rss+xml,<rss/>", "is not an http or https address"},
		{"http:opaque", "names no host"},
		{"http://2130706434/", "neither a host name nor an IP address"},
		{"http://0177.0.0.2/", "neither a host name nor an IP address"},
		{"http://127.2/", "neither a host name nor an IP address"},
		{"http://0x7f.0x1/", "neither a host name nor an IP address"},
		{"http://１２７.1/", "neither a host name nor an IP address"},
		{"http://[fe80::1%25eth0]/", "is not a host name"},
		{"http://a..example/", "is not a host name"},
		{"http://exa$mple.org/", "is not a host name"},
		{"http://example.org:0/", "is not a port"},
		{"http://example.org:99999/", "is not a port"},
		{"http://example.org/" + strings.Repeat("x", 9000), "longer than 8 KiB"},
		{"http://example.org/" + strings.Repeat("\xa0", 4000), "longer than 8 KiB"},
		{"http://example.org/\x1b[31m", "is not an address"},
	}
	for _, test := range tests {
		o := hurried(Options{}).Get(t.Context(), Request{URL: test.raw})
		f := failure(t, o)
		if f.Reason != ReasonAddress || !strings.Contains(f.Error(), test.says) || o.Requests != 0 {
			t.Errorf("%.60q: got %s: %s", test.raw, f.Reason, f)
		}
		if strings.Contains(f.Error(), "\x1b") {
			t.Errorf("%q: an escape sequence in %q", test.raw, f)
		}
	}
}

func TestAUserNameInAnAddressIsRefusedAndNotRepeated(t *testing.T) {
	for _, raw := range []string{
		"https://ana:hunter22@example.org/feed",
		"https://ana:hunter/22@example.org/feed",
		"https://hunter22@exa mple.org/feed",
		"//ana:hunter22@example.org",
	} {
		o := hurried(Options{}).Get(t.Context(), Request{URL: raw, ValidatedURL: raw})
		if f := failure(t, o); strings.Contains(f.Error(), "hunter") || strings.Contains(o.Request.URL+o.Request.ValidatedURL, "hunter") {
			t.Errorf("%s: repeated in %q or %q", raw, f, o.Request.URL)
		}
	}
	o := hurried(Options{}).Get(t.Context(), Request{URL: "ftp://social.example/@idris"})
	if o.Request.URL != "ftp://social.example/@idris" {
		t.Errorf("an @ in a path: got %q", o.Request.URL)
	}
}

func TestOnlyPortsOfWebServersAreAskedInPublic(t *testing.T) {
	for port, want := range map[string]bool{"80": true, "443": true, "8080": true, "8443": true, "65535": true,
		"22": false, "25": false, "81": false, "1023": false, "6000": false, "6667": false, "x": false} {
		if webPort(port) != want {
			t.Errorf("port %s: got %t", port, !want)
		}
	}
	o := hurried(Options{testOnlyPublic: loopbackIsPublic()}).Get(t.Context(), Request{URL: "http://127.0.0.1:22/"})
	if f := failure(t, o); f.Text != "port 22 of 127.0.0.1 is not one for web pages" {
		t.Errorf("got %s", f)
	}
}

// FuzzParseTarget checks that an address, once read, is safe to send and to
// show, and that reading it again changes nothing.
func FuzzParseTarget(f *testing.F) {
	for _, seed := range []string{
		"https://example.org/feed", "HTTP://EXAMPLE.org:80/a b?c\"d", "//host/x", "../f/good.xml", "?q=ü#x",
		"http://bücher.example/%zz%", "http://[::1]:8900/", "http://127.0.0.1@127.0.0.2/", "http://１２７.0.0.1/", "http://0x7f.1/", "http://a%41.example/", "https://xn--a.example/",
	} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://base.example/dir/feed")
	f.Fuzz(func(t *testing.T, raw string) {
		got, fail := parseTarget(raw, base)
		if fail != nil {
			if !printable(fail.Error()) {
				t.Errorf("control characters in %q", fail)
			}
			return
		}
		s := got.String()
		if !isASCII(s) || !printable(s) || strings.ContainsAny(s, " \"<>#") && !strings.Contains(s, "[") {
			t.Errorf("%q is not safe to send", s)
		}
		again, fail := parseTarget(s, nil)
		if fail != nil || again.String() != s || again.hostPort() != got.hostPort() {
			t.Errorf("%q read again is %q, %v", s, again, fail)
		}
	})
}
