package fetch

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// maxAddress is the longest address asked for, in bytes.
const maxAddress = 8 << 10

// target is an address in the one form used for asking, comparing and showing:
// ASCII, lower-case host, no default port, no user, no fragment.
type target struct {
	url  *url.URL
	host string // a name or an IP address without brackets
	port string // always set
}

// hostPort is what Network "private" opens and what a message names.
func (t target) hostPort() string { return net.JoinHostPort(t.host, t.port) }

// origin is what a credential is for (RFC 9110 §4.3.1).
func (t target) origin() string { return t.url.Scheme + "://" + t.hostPort() }

func (t target) String() string {
	if t.url == nil {
		return ""
	}
	return t.url.String()
}

// parseTarget reads a listed address, or a redirect's when base is not nil.
func parseTarget(raw string, base *url.URL) (target, *Failure) {
	raw = strings.TrimSpace(raw)
	if len(raw) > maxAddress {
		return target{}, tooLong()
	}
	u, err := url.Parse(escapeStrayPercents(raw))
	if err != nil {
		return target{}, failf(ReasonAddress, "%s is not an address", quoteAddress(raw)).hint("write it as https://host/path, without spaces")
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return target{}, failf(ReasonAddress, "%s is not an http or https address", quoteAddress(raw))
	case u.User != nil:
		return target{}, failf(ReasonAddress, "the address holds a user name or password").
			hint(`take it out and set auth = "env:NAME" or "file:PATH" for the feed`)
	case u.Opaque != "" || u.Hostname() == "":
		return target{}, failf(ReasonAddress, "%s names no host", quoteAddress(raw))
	}
	return canonical(u)
}

func canonical(u *url.URL) (target, *Failure) {
	host, f := canonicalHost(u.Hostname())
	if f != nil {
		return target{}, f
	}
	port, f := canonicalPort(u)
	if f != nil {
		return target{}, f
	}
	clean := &url.URL{Scheme: u.Scheme, Host: net.JoinHostPort(host, port), Path: u.Path, RawPath: u.RawPath, RawQuery: escapeQuery(u.RawQuery), ForceQuery: u.ForceQuery}
	if port == defaultPort(u.Scheme) {
		clean.Host = strings.TrimSuffix(clean.Host, ":"+port)
	}
	if clean.Path == "" {
		clean.Path = "/"
	}
	if len(clean.String()) > maxAddress { // escaping makes up to three bytes of one
		return target{}, tooLong()
	}
	return target{url: clean, host: host, port: port}, nil
}

func tooLong() *Failure {
	return failf(ReasonAddress, "the address is longer than %s", bytesInWords(maxAddress))
}

// canonicalHost returns a host in ASCII and lower case. A name in other letters
// becomes its xn-- form, which also shows a curator that it is not what it
// looks like. Spellings of IP addresses that programs read differently
// (0177.0.0.1, 127.1, 2130706433) are refused rather than understood.
func canonicalHost(host string) (string, *Failure) {
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(name); err == nil && ip.Zone() == "" {
		return ip.String(), nil
	}
	if !isASCII(name) {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", failf(ReasonAddress, "%s is not a host name", quoteAddress(host))
		}
		name = ascii
	}
	if ip, err := netip.ParseAddr(name); err == nil && ip.Is4() {
		return ip.String(), nil
	}
	if name == "" || len(name) > 253 || strings.Trim(name, hostLetters) != "" || strings.Contains(name, "..") {
		return "", failf(ReasonAddress, "%s is not a host name", quoteAddress(host))
	}
	if endsInNumber(name) {
		return "", failf(ReasonAddress, "%s is neither a host name nor an IP address in its usual form", quoteAddress(host))
	}
	return name, nil
}

const hostLetters = "abcdefghijklmnopqrstuvwxyz0123456789-._"

// endsInNumber reports whether resolvers may take the host for an IPv4 address
// (the URL Standard's "ends in a number").
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if strings.HasPrefix(last, "0x") {
		return strings.Trim(last[2:], "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

func canonicalPort(u *url.URL) (string, *Failure) {
	if u.Port() == "" {
		return defaultPort(u.Scheme), nil
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || n == 0 {
		return "", failf(ReasonAddress, "%s is not a port", quoteAddress(u.Port()))
	}
	return strconv.FormatUint(n, 10), nil
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// notWeb are the ports above 1023 that the Fetch Standard blocks because other
// protocols live there (§2.9 "port blocking").
var notWeb = []int{1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000,
	6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080}

// webPort reports whether a web server may be expected at a port. Below 1024
// only 80 and 443 are: a feed list must not be a way to knock on mail servers.
func webPort(port string) bool {
	n, err := strconv.Atoi(port)
	if err != nil {
		return false
	}
	return n == 80 || n == 443 || n >= 1024 && !slices.Contains(notWeb, n)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

// escapeStrayPercents makes "100%/feed" an address, as browsers do.
func escapeStrayPercents(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

// escapeQuery escapes what must not stand in a request line. net/url keeps a
// query as it came.
func escapeQuery(q string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(q) {
		switch c := q[i]; {
		case c <= ' ', c >= 0x7f, strings.IndexByte("\"<>`{}|\\^", c) >= 0:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// quoteAddress shows what was written, in ASCII, shortened, and without what
// stands before an @, which may be a password.
func quoteAddress(s string) string {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = "…" + s[i:]
	}
	if r := []rune(s); len(r) > 100 {
		s = string(r[:100]) + "…"
	}
	q := strconv.QuoteToASCII(s)
	return strings.ReplaceAll(q, `\u2026`, "…")
}

// stripUser leaves out a user name and password written into an address. An
// address that cannot be read loses everything before its last @: a password
// with a slash in it is one way of not being readable.
func stripUser(raw string) string {
	at := strings.LastIndexByte(raw, '@')
	if at < 0 {
		return raw
	}
	if u, err := url.Parse(escapeStrayPercents(strings.TrimSpace(raw))); err == nil && u.User == nil {
		return raw
	}
	head, _, found := strings.Cut(raw[:at], "//")
	if !found {
		return raw[at+1:]
	}
	return head + "//" + raw[at+1:]
}
