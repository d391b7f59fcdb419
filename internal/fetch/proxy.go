package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// proxy is the way out that the environment names (HTTP_PROXY, HTTPS_PROXY,
// NO_PROXY), when Options.Proxy allows it. A nil *proxy takes nothing.
type proxy struct {
	choose func(*url.URL) (*url.URL, error)
	at     []string // host:port of the proxies: the only places its road leads to
}

func proxyFromEnvironment() *proxy {
	config := httpproxy.FromEnvironment()
	p := &proxy{choose: config.ProxyFunc()}
	for _, set := range []string{config.HTTPProxy, config.HTTPSProxy} {
		if set == "" {
			continue
		}
		u := proxyURL(set)
		if u == nil {
			p.choose = func(*url.URL) (*url.URL, error) { return nil, errProxy() }
			continue
		}
		p.at = append(p.at, net.JoinHostPort(u.Hostname(), proxyPort(u)))
	}
	return p
}

func errProxy() *Failure {
	return failf(ReasonConnect, "the proxy set in the environment cannot be used").hint("look at HTTP_PROXY and HTTPS_PROXY")
}

// proxyURL reads a proxy setting as httpproxy does: "host:port" means http. It
// returns nil when it cannot; httpproxy would then go straight.
func proxyURL(set string) *url.URL {
	if !strings.Contains(set, "://") {
		set = "http://" + set
	}
	u, err := url.Parse(set)
	if err != nil || u.Hostname() == "" {
		return nil
	}
	return u
}

func proxyPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	if u.Scheme == "socks5" || u.Scheme == "socks5h" {
		return "1080"
	}
	return defaultPort(u.Scheme)
}

// takes reports whether a request goes by way of a proxy. A setting that cannot
// be read counts as taking it, so that the request fails and is not sent
// around the proxy.
func (p *proxy) takes(t target) bool {
	if p == nil {
		return false
	}
	u, err := p.choose(t.url)
	return u != nil || err != nil
}

func (p *proxy) forRequest(r *http.Request) (*url.URL, error) {
	u, err := p.choose(r.URL)
	if err != nil {
		return nil, errProxy()
	}
	return u, nil
}

// proxyAnswer puts a proxy's refusal into words.
func proxyAnswer(_ context.Context, _ *url.URL, r *http.Request, a *http.Response) error {
	if a.StatusCode == http.StatusOK {
		return nil
	}
	return failf(ReasonConnect, "the proxy %s when asked for %s", inWords(a.StatusCode), quoteAddress(r.Host)).hint("ask those who run the proxy")
}

// dial connects to the proxies and to nothing else, wherever they are.
func (p *proxy) dial(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if !slices.Contains(p.at, address) {
			return nil, failf(ReasonConnect, "%q is not a proxy set in the environment", address)
		}
		return dial(ctx, network, address)
	}
}

// innerNames end the names that are only ever used inside a network
// (RFC 6761, 6762, 8375; ICANN's reservation of "internal").
var innerNames = []string{".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet"}

// seenPrivate looks at an address that a proxy would resolve. The proxy may see
// another answer than we do, so this refuses what can be told from here; what
// the proxy itself lets through is its owner's matter.
func (v *visit) seenPrivate(ctx context.Context, t target) *refusal {
	if ip, err := netip.ParseAddr(t.host); err == nil {
		return v.c.guard.refuse(ip)
	}
	if innerName(t.host) {
		return &refusal{}
	}
	resolver := v.c.options.testOnlyResolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	ctx, cancel := context.WithTimeout(ctx, min(v.left, connectTimeout))
	defer cancel()
	ips, err := resolver.LookupNetIP(ctx, "ip", t.host)
	if err != nil {
		return nil // behind a proxy, names of the outside often cannot be looked up
	}
	for _, ip := range ips {
		if r := v.c.guard.refuse(ip.Unmap()); r != nil {
			return r
		}
	}
	return nil
}

func (g guard) refuse(ip netip.Addr) *refusal {
	if g.SafeAddr(ip) != nil {
		return &refusal{ip}
	}
	return nil
}

// IsInner reports whether an address can be told to lie in a private network
// without asking anybody: by its name, or because it is such an IP address.
func IsInner(address string) bool {
	t, f := parseTarget(address, nil)
	if f != nil {
		return false
	}
	if ip, err := netip.ParseAddr(t.host); err == nil {
		return newGuard(nil).refuse(ip) != nil
	}
	return innerName(t.host)
}

// SamePlace reports whether two addresses are of the same host and port: what
// Network "private" opens for one of them.
func SamePlace(a, b string) bool {
	x, wrongX := parseTarget(a, nil)
	y, wrongY := parseTarget(b, nil)
	return wrongX == nil && wrongY == nil && x.hostPort() == y.hostPort()
}

func innerName(host string) bool {
	if !strings.Contains(host, ".") {
		return true
	}
	return slices.ContainsFunc(innerNames, func(end string) bool { return strings.HasSuffix(host, end) })
}
