package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

// inner lists addresses that are never to be connected to, by hand and from the
// standards, beside what the library knows. literal is how they stand in an
// address.
var inner = []struct{ ip, why string }{
	{"0.0.0.0", "this network (RFC 791)"}, {"0.1.2.3", "this network"},
	{"10.0.0.1", "private (RFC 1918)"}, {"10.255.255.255", "private"},
	{"100.64.0.1", "carrier-grade NAT (RFC 6598)"}, {"100.100.100.200", "a cloud's metadata"}, {"100.127.255.255", "carrier-grade NAT"},
	{"127.0.0.1", "loopback"}, {"127.255.255.254", "loopback"},
	{"168.63.129.16", "a cloud's wire server, among public addresses"},
	{"169.254.0.1", "link-local"}, {"169.254.169.254", "clouds' metadata"}, {"169.254.170.2", "a cloud's credentials"},
	{"172.16.0.1", "private"}, {"172.31.255.255", "private"},
	{"192.0.0.1", "protocol assignments"}, {"192.0.0.192", "a cloud's metadata"}, {"192.0.0.170", "NAT64 discovery"},
	{"192.0.2.1", "documentation"}, {"198.51.100.1", "documentation"}, {"203.0.113.1", "documentation"},
	{"192.88.99.1", "6to4 relays"}, {"192.168.0.1", "private"}, {"192.168.255.255", "private"},
	{"198.18.0.1", "benchmarks"}, {"198.19.255.255", "benchmarks"},
	{"224.0.0.1", "multicast"}, {"239.255.255.250", "multicast"}, {"240.0.0.1", "reserved"}, {"255.255.255.255", "broadcast"},
	{"::", "unspecified"}, {"::1", "loopback"},
	{"::ffff:127.0.0.1", "mapped loopback"}, {"::ffff:10.0.0.1", "mapped private"}, {"::ffff:169.254.169.254", "mapped metadata"}, {"::ffff:93.184.215.14", "mapped, though public"},
	{"::127.0.0.1", "compatible loopback (RFC 4291 §2.5.5.1)"}, {"::10.0.0.1", "compatible private"}, {"::ffff:0:127.0.0.1", "translated (RFC 2765)"},
	{"64:ff9b::127.0.0.1", "NAT64 of loopback"}, {"64:ff9b::a9fe:a9fe", "NAT64 of metadata"}, {"64:ff9b::5db8:d70e", "NAT64, though of a public one"},
	{"64:ff9b:1::a00:1", "local NAT64 (RFC 8215)"}, {"64:ff9b:1:ffff::1", "local NAT64"},
	{"100::1", "discard"}, {"2001::1", "Teredo"}, {"2001:0:7f00:1::", "Teredo of loopback"}, {"2001:2::1", "benchmarks"},
	{"2001:10::1", "ORCHID"}, {"2001:20::1", "ORCHIDv2"}, {"2001:db8::1", "documentation"}, {"3fff::1", "documentation (RFC 9637)"},
	{"2002:7f00:1::", "6to4 of loopback"}, {"2002:a00:1::1", "6to4 of a private one"}, {"2002:5db8:d70e::1", "6to4, though of a public one"},
	{"5f00::1", "segment routing"}, {"fc00::1", "unique local"}, {"fd00:ec2::254", "a cloud's metadata"}, {"fdff:ffff::1", "unique local"},
	{"fe80::1", "link-local"}, {"febf::1", "link-local"}, {"fec0::1", "site-local"}, {"feff::1", "site-local"},
	{"ff02::1", "multicast"}, {"ff0e::1", "multicast"}, {"4000::1", "not assigned"},
}

// open are neighbours of those above that anybody may be asked at.
var open = []string{"1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
	"168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0",
	"198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1", "2001:4860:4860::8888", "2003::1", "2606:2800:21f:cb07::1", "3ffe::1"}

func literal(ip string) string {
	if strings.Contains(ip, ":") {
		return "[" + ip + "]"
	}
	return ip
}

// networkOf is what a dialler calls the network of an address.
func networkOf(ip string) string {
	if strings.Contains(ip, ":") {
		return "tcp6"
	}
	return "tcp4"
}

// mayDial fails the test where the guard lets an address pass: then it must not
// be tried, since a test asks nobody outside.
func mayDial(t *testing.T, g guard, ip, why string) bool {
	t.Helper()
	passed := false
	for _, port := range []string{"80", "443", "8080"} {
		if g.control(networkOf(ip), net.JoinHostPort(ip, port), nil) == nil {
			t.Errorf("%s (%s) may be connected to", ip, why)
			passed = true
		}
	}
	return passed
}

func TestInnerAddressesAreRefusedByTheirNumber(t *testing.T) {
	g := newGuard(nil)
	c := hurried(Options{testOnlyResolver: resolver(t, nil)})
	for _, a := range inner {
		if mayDial(t, g, a.ip, a.why) {
			continue
		}
		if g.refuse(netip.MustParseAddr(a.ip)) == nil {
			t.Errorf("%s (%s) may be asked for by a proxy", a.ip, a.why)
		}
		for _, scheme := range []string{"http", "https"} {
			o := c.Get(t.Context(), Request{URL: scheme + "://" + literal(a.ip) + "/feed"})
			if f := failure(t, o); f.Reason != ReasonPrivate || o.Requests != 0 || !printable(f.Error()) {
				t.Errorf("%s (%s): %s: %s", a.ip, a.why, f.Reason, f)
			}
		}
		if !IsInner("http://" + literal(a.ip) + "/feed") {
			t.Errorf("%s (%s) is not told to be inner", a.ip, a.why)
		}
	}
	for _, ip := range open {
		if err := g.control(networkOf(ip), net.JoinHostPort(ip, "80"), nil); err != nil {
			t.Errorf("%s may not be connected to: %v", ip, err)
		}
	}
}

// TestTheGuardIsAskedOnEveryNetwork: a dial by another network's name must not
// go around it.
func TestTheGuardIsAskedOnEveryNetwork(t *testing.T) {
	g := newGuard(nil)
	for _, network := range []string{"udp4", "udp6", "ip4", "unix", "tcp"} {
		if g.control(network, "93.184.215.14:80", nil) == nil {
			t.Errorf("%s may be connected to", network)
		}
	}
	for _, address := range []string{"", "127.0.0.1", "localhost:80", "[fe80::1%eth0]:80", "[::1%lo]:80"} {
		if g.control("tcp6", address, nil) == nil {
			t.Errorf("%q may be connected to", address)
		}
	}
}

func TestInnerAddressesAreRefusedBehindNames(t *testing.T) {
	names := map[string][]string{}
	for i, a := range inner {
		names[fmt.Sprintf("n%d.example", i)] = []string{a.ip}
	}
	c := hurried(Options{testOnlyResolver: resolver(t, names)})
	for i, a := range inner {
		if netip.MustParseAddr(a.ip).Is4In6() || mayDial(t, newGuard(nil), a.ip, a.why) {
			continue // a name server has no record of the former
		}
		o := c.Get(t.Context(), Request{URL: fmt.Sprintf("http://n%d.example/feed", i)})
		if f := failure(t, o); f.Reason != ReasonPrivate || o.Requests != 0 || !strings.Contains(f.Text, "resolves to "+netip.MustParseAddr(a.ip).String()) {
			t.Errorf("%s (%s): %s: %s", a.ip, a.why, f.Reason, f)
		}
	}
}

// TestOneInnerAddressAmongSeveralIsNotConnectedTo: whichever the dialler tries,
// each is looked at when it is tried.
func TestOneInnerAddressAmongSeveralIsNotConnectedTo(t *testing.T) {
	bird := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the canary was asked") })
	_, port, _ := net.SplitHostPort(bird.Listener.Addr().String())
	for _, addresses := range []string{"127.0.0.1 10.0.0.5", "10.0.0.5 127.0.0.1", "::1 127.0.0.1", "127.0.0.1 ::1 fd00::1"} {
		c := hurried(Options{testOnlyResolver: resolver(t, map[string][]string{"blog.example": {addresses}})})
		f := failure(t, c.Get(t.Context(), Request{URL: "http://blog.example:" + port + "/"}))
		if f.Reason != ReasonPrivate {
			t.Errorf("%s: %s: %s", addresses, f.Reason, f)
		}
	}
	// One that is public, as far as this test goes, is found among inner ones.
	s := serve(t, sayFeed)
	_, port, _ = net.SplitHostPort(s.Listener.Addr().String())
	for _, addresses := range []string{"127.0.0.2 127.0.0.1", "127.0.0.1 127.0.0.2", "10.0.0.5 127.0.0.1"} {
		c := hurried(Options{testOnlyPublic: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
			testOnlyResolver: resolver(t, map[string][]string{"blog.example": {addresses}})})
		if o := c.Get(t.Context(), Request{URL: "http://blog.example:" + port + "/"}); o.Status != OK {
			t.Errorf("%s: %v", addresses, o.Err)
		}
	}
}

func TestInnerAddressesAreRefusedAtEveryHop(t *testing.T) {
	names := map[string][]string{"inside.example": {"10.0.0.5"}}
	var to string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		if n > 0 {
			http.Redirect(w, r, fmt.Sprintf("/%d", n-1), http.StatusMovedPermanently)
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusPermanentRedirect)
	})
	c := hurried(Options{testOnlyPublic: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, testOnlyResolver: resolver(t, names)})
	check := func(hops int, target string) {
		to = target
		o := c.Get(t.Context(), Request{URL: fmt.Sprintf("%s/%d", s.URL, hops)})
		f := failure(t, o)
		if f.Reason != ReasonPrivate || o.Requests != hops+1 || o.Permanent != "" || f.Opens || !strings.HasPrefix(f.Text, "redirects to ") {
			t.Errorf("to %s after %d hops: %s: %s, %d requests, proposes %q", target, hops, f.Reason, f, o.Requests, o.Permanent)
		}
	}
	for hops := range 5 {
		check(hops, "http://inside.example/feed")
		check(hops, "http://127.0.0.2:8080/feed")
		check(hops, "http://[::1]:8080/feed")
		check(hops, "//169.254.169.254/latest/meta-data/")
		check(hops, "https://[64:ff9b::7f00:1]/")
	}
	for _, a := range inner {
		if a.ip != "127.0.0.1" && !mayDial(t, newGuard(nil), a.ip, a.why) {
			check(0, "http://"+literal(a.ip)+"/feed")
		}
	}
}

func TestOtherSpellingsOfAnAddressAreRefused(t *testing.T) {
	c := hurried(Options{testOnlyResolver: resolver(t, nil)})
	for _, host := range []string{"0", "1", "127.1", "127.0.1", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "2130706433", "127.0.0.1.", "127.0.0.01",
		"256.0.0.1", "1.2.3.4.5", "０", "⑫7.0.0.1", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]", "[v1.x]", "localhost", "LOCALHOST.", "a.localhost"} {
		o := c.Get(t.Context(), Request{URL: "http://" + host + "/feed"})
		f := failure(t, o)
		if f.Reason != ReasonAddress && f.Reason != ReasonPrivate && f.Reason != ReasonDNS || o.Requests != 0 {
			t.Errorf("%s: %s: %s", host, f.Reason, f)
		}
	}
}

func TestAPrivateFeedOpensNoOtherNameOfItsMachine(t *testing.T) {
	asked := 0
	var to string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, to, http.StatusFound)
	})
	bird := canary(t)
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	c := hurried(Options{testOnlyResolver: resolver(t, map[string][]string{"lab.example": {"127.0.0.1"}, "wiki.example": {"127.0.0.1"}})})
	for _, target := range []string{
		"http://wiki.example:" + port + "/feed", // another name for the same place
		"http://127.0.0.1:" + port + "/feed",    // its number
		"http://lab.example:1" + port[1:],       // another port
		bird, "http://10.0.0.5/", "https://lab.example/feed",
	} {
		asked, to = 0, target
		f := failure(t, c.Get(t.Context(), private("http://lab.example:"+port+"/feed")))
		if f.Reason != ReasonPrivate || asked != 1 {
			t.Errorf("redirected to %s: %s: %s, asked %d times", target, f.Reason, f, asked)
		}
	}
}

func TestIPv6IsSpoken(t *testing.T) {
	l, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skip("there is no IPv6 here: ", err)
	}
	var host string
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host = r.Host
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
			return
		}
		sayFeed(w, r)
	})}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	_, port, _ := net.SplitHostPort(l.Addr().String())
	for _, at := range []string{"http://[::1]:" + port, "http://[0:0:0:0:0:0:0:1]:" + port} {
		o := hurried(Options{}).Get(t.Context(), private(at+"/away"))
		if want := "http://[::1]:" + port + "/feed"; o.Status != OK || o.FinalURL != want || o.Permanent != want || host != "[::1]:"+port {
			t.Errorf("%s: %s at %q by %q, %v", at, o.Status, o.FinalURL, host, o.Err)
		}
		if f := failure(t, hurried(Options{}).Get(t.Context(), Request{URL: at})); f.Reason != ReasonPrivate {
			t.Errorf("without being opened: %s: %s", f.Reason, f)
		}
	}
	c := hurried(Options{testOnlyResolver: resolver(t, map[string][]string{"six.example": {"::1"}})})
	if o := c.Get(t.Context(), private("http://six.example:"+port+"/feed")); o.Status != OK {
		t.Errorf("by a name: %v", o.Err)
	}
}

// FuzzRedirect checks that wherever a server points, nobody is asked but those
// who may be, and that what is said of it can be shown.
func FuzzRedirect(f *testing.F) {
	for _, seed := range []string{"/feed", "//169.254.169.254/", "http://[::1]:8900/canary", "http://127.0.0.1@127.0.0.2:8900/", "http://2130706434:8900/", "http://0177.0.0.2/",
		"http:\\\\127.0.0.2\\", "http://127。0。0。2/", "https://127.0.0.2%00.example/", "\thttp://127.0.0.2:8080", "file:///etc/passwd", "?%0d%0aX: 1", "http://[::ffff:7f00:2]:8080/", "http://localhost:8080/"} {
		f.Add(seed)
	}
	base, _ := parseTarget("http://public.example/feed", nil)
	g := newGuard(nil)
	f.Fuzz(func(t *testing.T, location string) {
		way := newChain(base, 5)
		if fail := way.follow(302, location); fail != nil {
			if !printable(fail.Error()) || fail.Reason != ReasonRedirect {
				t.Errorf("%q: %s: %q", location, fail.Reason, fail)
			}
			return
		}
		if ip, err := netip.ParseAddr(way.at.host); err == nil {
			for _, a := range inner {
				if netip.MustParseAddr(a.ip) == ip && g.control(networkOf(a.ip), way.at.hostPort(), nil) == nil {
					t.Errorf("%q leads to %s", location, a.ip)
				}
			}
			return
		}
		if strings.ContainsAny(way.at.host, "%@[]:/\\ \t\r\n\x00") || endsInNumber(way.at.host) || !isASCII(way.at.String()) || way.at.url.User != nil {
			t.Errorf("%q leads to the host %q of %s", location, way.at.host, way.at)
		}
	})
}
