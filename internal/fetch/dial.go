package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// A road is a transport together with what it may connect to. Roads never share
// connections: a connection that a private feed opened must not be found, still
// warm, by a stranger's redirect to the same place.
type roads struct {
	guarded *http.Transport // public addresses only, checked by Dialer.Control
	opened  *http.Transport // a private feed's own host and port
	proxied *http.Transport // by way of the proxy; nil unless allowed
}

const (
	// maxHeaderBytes bounds an answer's header. Real ones are under 10 KiB;
	// some sites set a great many cookies.
	maxHeaderBytes = 256 << 10
	connectTimeout = 10 * time.Second
	idleTimeout    = 5 * time.Second
)

// openedKey carries the host and port a private feed opens to the dialler.
type openedKey struct{}

// refusal is the guard's verdict on an address about to be connected to. The
// zero address stands for a name that is refused without looking it up.
type refusal struct{ ip netip.Addr }

func (r *refusal) Error() string { return fmt.Sprintf("%s is not a public address", r.ip) }

const (
	kindPrivate     = "private"
	kindThisMachine = "this machine itself"
)

// kind says in a word or two what sort of address was refused.
func (r *refusal) kind() string {
	ip := r.ip.Unmap()
	switch {
	case !ip.IsValid():
		return kindPrivate
	case ip.IsLoopback(), ip.IsUnspecified():
		return kindThisMachine
	case ip.IsPrivate():
		return kindPrivate
	case ip.IsLinkLocalUnicast():
		return "link-local"
	}
	return "not a public address"
}

// guard checks addresses with the lists of IANA's special-purpose registries
// that code.dny.dev/ssrf keeps. Ports are the caller's matter (webPort).
type guard struct{ *ssrf.Guardian }

// wireServer lies among public addresses, and in a well-known cloud is the door
// to what a machine may know of itself, as 169.254.169.254 is elsewhere.
var wireServer = netip.MustParsePrefix("168.63.129.16/32")

func newGuard(public []netip.Prefix) guard {
	options := []ssrf.Option{ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(wireServer)}
	if len(public) > 0 {
		options = append(options,
			ssrf.WithAllowedV4Prefixes(filterPrefixes(public, netip.Addr.Is4)...),
			ssrf.WithAllowedV6Prefixes(filterPrefixes(public, netip.Addr.Is6)...))
	}
	return guard{ssrf.New(options...)}
}

func filterPrefixes(all []netip.Prefix, is func(netip.Addr) bool) []netip.Prefix {
	return slices.DeleteFunc(slices.Clone(all), func(p netip.Prefix) bool { return !is(p.Addr()) })
}

// control is a net.Dialer.Control: it sees the address after resolution, just
// before connecting, so no second look-up can slip another one in.
func (g guard) control(network, address string, conn syscall.RawConn) error {
	if g.Safe(network, address, conn) == nil {
		return nil
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("connect to %q: %w", address, err)
	}
	return &refusal{to.Addr()}
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

func (c *Client) dialer(control func(network, address string, conn syscall.RawConn) error) dialFunc {
	if c.options.testOnlyDial != nil {
		return c.options.testOnlyDial
	}
	d := &net.Dialer{Timeout: min(connectTimeout, c.options.Timeout), Control: control, Resolver: c.options.testOnlyResolver}
	return d.DialContext
}

// dialOpened connects wherever the name leads, but only for the host and port
// the request opened.
func dialOpened(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if ctx.Value(openedKey{}) != address {
			return nil, failf(ReasonPrivate, "%q is not the address that network = \"private\" opens", address)
		}
		return dial(ctx, network, address)
	}
}

func (c *Client) newRoads() roads {
	r := roads{
		guarded: newTransport(c.dialer(c.guard.control), c.options.PerHost, c.options.testOnlyRoots),
		opened:  newTransport(dialOpened(c.dialer(nil)), c.options.PerHost, c.options.testOnlyRoots),
	}
	if c.proxy != nil {
		r.proxied = newTransport(c.proxy.dial(c.dialer(nil)), c.options.PerHost, c.options.testOnlyRoots)
		r.proxied.Proxy = c.proxy.forRequest
		r.proxied.OnProxyConnectResponse = proxyAnswer
	}
	return r
}

// newTransport returns a transport that follows nothing, decompresses nothing
// and knows no proxy. TLS is always verified (crypto/tls's default).
func newTransport(dial dialFunc, perHost int, roots *x509.CertPool) *http.Transport {
	return &http.Transport{
		DialContext:            dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:    connectTimeout,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // body.go decodes, within bounds
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    perHost,
		MaxIdleConns:           64,
		IdleConnTimeout:        idleTimeout,
	}
}

func (r roads) closeIdle() {
	r.guarded.CloseIdleConnections()
	r.opened.CloseIdleConnections()
	if r.proxied != nil {
		r.proxied.CloseIdleConnections()
	}
}

// road picks the transport for one hop of a visit, or refuses the hop.
func (v *visit) road(ctx context.Context, t target) (*http.Transport, *Failure) {
	opened := v.opened != "" && t.hostPort() == v.opened
	switch {
	case opened, webPort(t.port):
	case v.redirected(t):
		return nil, failf(ReasonAddress, "redirects to %s, and port %s is not one for web pages", t.url.Host, t.port)
	default:
		return nil, failf(ReasonAddress, "port %s of %s is not one for web pages", t.port, t.host)
	}
	if v.c.proxy.takes(t) {
		if !opened {
			if r := v.seenPrivate(ctx, t); r != nil {
				return nil, v.refused(r, t)
			}
		}
		return v.c.roads.proxied, nil
	}
	if opened {
		return v.c.roads.opened, nil
	}
	if ip, err := netip.ParseAddr(t.host); err == nil && ip.Is4In6() {
		return nil, v.refused(&refusal{ip}, t) // a dialler would take it for the address inside
	}
	return v.c.roads.guarded, nil
}

// refused says why an address was not connected to, and what to do if it is
// meant. The hint to open it is for the listed address alone: a redirect into a
// private network is never what a curator wrote.
func (v *visit) refused(r *refusal, t target) *Failure {
	_, err := netip.ParseAddr(t.host)
	literal := err == nil
	if v.redirected(t) {
		const hint = "a redirect is never followed to there; list the right address of the feed"
		switch {
		case literal:
			return failf(ReasonPrivate, "redirects to %s, which is %s", t.url.Host, r.kind()).hint(hint)
		case !r.ip.IsValid():
			return failf(ReasonPrivate, "redirects to %s, a name of inner networks", t.url.Host).hint(hint)
		}
		return failf(ReasonPrivate, "redirects to %s, which resolves to %s, which is %s", t.url.Host, r.ip, r.kind()).hint(hint)
	}
	f := failf(ReasonPrivate, "%s resolves to %s, which is %s", t.host, r.ip, r.kind())
	switch {
	case literal:
		f = failf(ReasonPrivate, "the address is %s, which is %s", t.host, r.kind())
	case !r.ip.IsValid():
		f = failf(ReasonPrivate, "%s is a name of inner networks", t.host)
	}
	if k := r.kind(); k == kindPrivate || k == kindThisMachine {
		f.Opens = true
		return f.hint(`add network = "private" to this feed if that is meant`)
	}
	return f.hint("such addresses are never asked")
}

func (v *visit) redirected(t target) bool { return t.String() != v.first.String() }
