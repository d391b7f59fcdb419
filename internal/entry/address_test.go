package entry

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

func TestSpellingsOfOneAddressMeet(t *testing.T) {
	for _, group := range [][]string{
		{"https://example.org/a/b", "http://example.org/a/b", "https://www.example.org/a/b/", "HTTPS://Example.ORG:443/a/b", "http://example.org:80/a/b",
			"https://example.org./a/b", " https://example.org/a/b\n", "https://example.org/a/b#part", "https://example.org/a//b", "https://example.org/a/./c/../b",
			"https://example.org/a/b?utm_source=mail&UTM_Medium=x&fbclid=1", "https://example.org/a/b/index.html", "https://example.org/a/b.html", "https://example.org/%61/b",
			"https://someone@example.org/a/b"},
		{"https://example.org", "https://www.example.org/", "http://example.org/index.php", "https://example.org/?utm_campaign=x#top"},
		{"https://example.org/?p=12", "http://www.example.org/index.php?p=12", "https://example.org?p=12&ref=mail"},
		{"https://example.org/x?a=1&b=2", "https://example.org/x?b=2&a=1"},
		{"https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe", "https://BÜCHER.example/stra%c3%9fe/"},
		{"http://[::1]:8080/x", "http://[::1]:8080/x/"},
		{"https://example.org:8443/x", "http://example.org:8443/x"},
		{"https://example.org/x", "https://example.org/x?mtm_source=a&pk_campaign=b&piwik_kwd=c&_hsenc=d&__hstc=e&mkt_tok=f&gclid=g&msclkid=h&mc_eid=i&srsltid=j&igsh=k&oly_enc_id=l",
			"https://example.org/x?ref=blog.example.net", "https://example.org/x?ref=newsletter", "https://example.org/x?source=rss----9a8b--4", "https://example.org/x?source=email-12"},
		{"https://example.org/x?p=1", "https://example.org/x?PHPSESSID=0a&p=1", "https://example.org/x;jsessionid=0A1B?p=1", "https://example.org/x?p=1&CFID=1&CFTOKEN=2&ASPSESSIONIDQQ=3"},
		{"https://example.org/app/#!/post/1", "http://www.example.org/app#!/post/1"},
		{"https://example.org/a/", "https://example.org/a/default.aspx", "https://example.org/a/Default.aspx", "https://example.org/a/index.htm"},
	} {
		for _, other := range group {
			if AddressKey(other) != AddressKey(group[0]) {
				t.Errorf("%q is %q, and %q is %q", group[0], AddressKey(group[0]), other, AddressKey(other))
			}
		}
	}
}

func TestDifferentAddressesStayApart(t *testing.T) {
	all := []string{"https://example.org/a", "https://example.org/A", "https://example.org/a/b", "https://example.org/ab", "https://sub.example.org/a", "https://example.org:8443/a",
		"https://example.org/?p=12", "https://example.org/?p=13", "https://example.org/", "https://example.org/a%3Fp=12", "https://example.org/a?p=12", "https://example.org/a.pdf",
		"https://evilexample.org/a", "https://example.org.evil/a", "http://[::1]:8080/", "http://[::1:8080]/", "https://example.org/indexes", "https://example.org/index/a",
		"/a", "a", "", "mailto:a@example.org", "http://:80/a", "https://example.org/a%20",
		"https://example.org/a?id=1", "https://example.org/a?ID=1", "https://example.org/a?id=1;x=2", "https://example.org/a?id=2;x=2", "https://example.org/a?id=%zz", "https://example.org/a?id=%zy",
		"https://example.org/a?ref=APP/26/0012", "https://example.org/a?ref=APP/26/0013", "https://example.org/a?ref=1", "https://example.org/a?source=2", "https://example.org/a?source=rss2email.tar.gz/x",
		"https://example.org/a?amp=1", "https://example.org/a/amp", "https://m.example.org/a", "https://amp.example.org/a", "https://www2.example.org/a",
		"https://example.org/#!/a", "https://example.org/#!/b", "https://example.org/#!/A", "https://example.org/a?tag=x&tag=y", "https://example.org/a?tag=y&tag=x", "https://example.org/a;v=2",
		"https://example.org/a?session=1", "https://example.org/a?sid=2", "https://example.org/a?utm=1", "https://example.org/a?page=2", "https://example.org/a?lang=en"}
	seen := map[string]string{}
	for _, a := range all {
		if other, met := seen[AddressKey(a)]; met {
			t.Errorf("%q and %q are both %q", a, other, AddressKey(a))
		}
		seen[AddressKey(a)] = a
	}
}

func TestWhatIsNoWebAddressIsItsOwnKey(t *testing.T) {
	for raw, want := range map[string]string{
		"/contributions/a-knock/": "/contributions/a-knock/", " /x ": "/x", "": "", "ftp://example.org/x": "ftp://example.org/x", "http://": "http://", "https:/x": "https:/x",
		"http://./contributions/x": "http://./contributions/x", "http://%zz/": "http://%zz/", "example.org/a": "example.org/a",
	} {
		if got := AddressKey(raw); got != want {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
}

func TestAHostIsFolded(t *testing.T) {
	for address, want := range map[string]string{
		"https://WWW.Example.org.:443/x": "example.org", "http://example.org:443/": "example.org:443", "https://bücher.example/": "xn--bcher-kva.example",
		"/x": "", "": "", "nonsense": "", "https://": "", "https://[::1]/": "[::1]", "https://www.www.example.org": "www.example.org", "https://wwwexample.org": "wwwexample.org",
	} {
		if got := Host(address); got != want {
			t.Errorf("%q has the host %q, want %q", address, got, want)
		}
	}
}

func TestAFrontPageIsToldFromAPiece(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org": true, "https://www.example.org/": true, "https://example.org/index.html#x": true, "https://example.org/?utm_source=x": true,
		"https://example.org/?p=12": false, "https://example.org/a": false, "/": false, "": false, "nonsense": false,
	} {
		if IsRoot(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
}

// FuzzAddressKey: a key is its own key, and what does not choose a page does
// not change it.
func FuzzAddressKey(f *testing.F) {
	for _, s := range []string{"https://www.example.org/a/b/?p=12&utm_source=x#y", "http://[::1]:80/%2e%2e/%3f", "https://bücher.example/ä ö?ü=%ff", "http://http://x", "http://http:8080//x",
		"//example.org/x", "https://www./", "https://example.org/index.html.php", "https://x\u200b.example/%E2%80%8B", "HTTP://A:0/;b=c?;d", "https://example.org/%", "https://a.example/\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		key := AddressKey(raw)
		if AddressKey(key) != key {
			t.Errorf("%q has the key %q, which has the key %q", raw, key, AddressKey(key))
		}
		u, err := url.Parse(strings.TrimSpace(raw))
		if err != nil || Host(raw) == "" || u.Scheme != "http" && u.Scheme != "https" {
			return
		}
		if strings.ContainsFunc(strings.TrimPrefix(key, Host(raw)), func(r rune) bool { return r <= ' ' || r > '~' }) || !strings.HasPrefix(key, Host(raw)) {
			t.Errorf("%q has the key %q", raw, key)
		}
		pages := map[string]string{key: "the page itself"} // what may be another page is another
		for name, change := range map[string]func(*url.URL){
			"a fragment": func(u *url.URL) {
				if !strings.HasPrefix(u.Fragment, "!") {
					u.Fragment, u.RawFragment = "x", ""
				}
			},
			"a session": func(u *url.URL) { u.RawQuery += "&PHPSESSID=0a" },
			"a user":    func(u *url.URL) { u.User = url.User("x") },
			"capitals":  func(u *url.URL) { u.Scheme = strings.ToUpper(u.Scheme) },
			"a tracker": func(u *url.URL) { u.RawQuery = "utm_source=x&" + u.RawQuery },
			"the default port": func(u *url.URL) {
				u.Host += map[bool]string{true: ":443", false: ""}[u.Port() == "" && u.Scheme == "https" && !strings.HasSuffix(u.Host, ":")]
			},
			"the other scheme":   func(u *url.URL) { u.Scheme = map[bool]string{true: "http", false: u.Scheme}[u.Port() == ""] },
			"what it was before": func(u *url.URL) { u.RawPath = "" },
			"a slash at its end": func(u *url.URL) { u.Path, u.RawPath = u.Path+"/", "" },
			"a dot as a folder":  func(u *url.URL) { u.Path, u.RawPath = "/./"+strings.TrimPrefix(u.Path, "/"), "" },
			"another user":       func(u *url.URL) { u.User = url.UserPassword("x", "y") },
		} {
			other := *u
			change(&other)
			if s := other.String(); s != strings.TrimSpace(s) { // a blank before the "#" was none at the end
				continue
			}
			if got := AddressKey(" " + other.String() + "\n"); got != key {
				t.Errorf("%s makes %q of %q (%s)", name, got, key, other.String())
			}
		}
		for name, change := range map[string]func(*url.URL){
			"a number":        func(u *url.URL) { u.RawQuery += "&p=7" },
			"another number":  func(u *url.URL) { u.RawQuery += "&p=8" },
			"one undecodable": func(u *url.URL) { u.RawQuery += "&%zz" },
			"a file":          func(u *url.URL) { u.Path, u.RawPath = withoutSession(u.Path)+"/x", "" },
			"one in capitals": func(u *url.URL) { u.Path, u.RawPath = withoutSession(u.Path)+"/X", "" },
			"another host":    func(u *url.URL) { u.Host = "m." + u.Host },
		} {
			other := *u
			change(&other)
			got := AddressKey(other.String())
			if first, met := pages[got]; met && first != name {
				t.Errorf("%s and %s of %q are both %q", name, first, raw, got)
			}
			pages[got] = name
		}
	})
}

// A plain host is what the rules for names would make of it, or refuse.
func FuzzAPlainHostIsItsOwnForm(f *testing.F) {
	for _, s := range []string{"example.org", "xn--bcher-kva.example", "xn--a", "xn--", "-a.b-", "a..b", "ab--c.d", strings.Repeat("a", 64) + ".example", "1.2.3.4", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if !isPlainHost(host) {
			return
		}
		if ascii, err := idna.Lookup.ToASCII(host); err == nil && ascii != host || url.PathEscape(host) != host {
			t.Errorf("%q is %q, %v", host, ascii, err)
		}
	})
}

func FuzzAPlainAddressHasTheKeyOfAnyOther(f *testing.F) {
	for _, s := range []string{"https://example.org/a/b", "http://www.example.org:8080/a-b_c/", "https://example.org", "https://www.", "https://www./x", "http://example.org:443/x", "https://example.org:080/",
		"https://example.org//", "https://example.org/index", "https://a.example./x", "https://:1/x", "http://a:99999/", "http://1.2.3.4:8800/Index/a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if key, ok := plainKey(raw); ok && key != parsedKey(raw) {
			t.Errorf("%q has the key %q, want %q", raw, key, parsedKey(raw))
		}
	})
}

func BenchmarkAddressKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range []string{"https://example.org/2026/11/the-second-winter/", "https://www.example.org/posts/less?utm_source=rss"} {
			if AddressKey(a) == "" {
				b.Fatal(a)
			}
		}
	}
}
