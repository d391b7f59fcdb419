package entry

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// AddressKey folds an address to the form under which two spellings of it
// meet: scheme, "www.", default port, fragment, parameters that track readers
// or name their session, trailing slash, index page and the ending ".html" do
// not count; the order of parameters neither. Whatever may choose a page does:
// other parameters, capitals in a path, "#!", and the host's other names: an
// AMP or mobile twin is known by the rel=canonical it gives, and never guessed.
// It is for comparing only and is never shown or asked for. A text that is no
// http address comes back trimmed, so that a path of this site is its own key.
func AddressKey(raw string) string {
	raw = strings.TrimSpace(raw)
	if key, ok := plainKey(raw); ok {
		return key
	}
	return parsedKey(raw)
}

func parsedKey(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return raw
	}
	host := hostKey(u)
	if host == "" { // "http://:80/x" would be the key of this site's "/x"
		return raw
	}
	return host + pathKey(u) + queryKey(u)
}

// plainKey is parsedKey for most addresses: those in which there is nothing to
// fold but scheme, "www." and a slash at the end.
func plainKey(raw string) (key string, ok bool) {
	rest, ok := strings.CutPrefix(raw, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(raw, "http://")
	}
	site, way := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		site, way = rest[:i], strings.TrimSuffix(rest[i:], "/")
	}
	host, port, hasPort := strings.Cut(site, ":")
	if !ok || !isPlainHost(host) || strings.HasSuffix(host, ".") || hasPort && !isPlainPort(port) || !isPlainPath(way) {
		return "", false
	}
	www := len(host) - len(strings.TrimPrefix(host, "www."))
	return rest[www : len(site)+len(way)], host[www:] != ""
}

// isPlainPort reports whether a port is one that counts.
func isPlainPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n != 80 && n != 443
}

// isPlainPath reports whether a path without a slash at its end is its own key.
func isPlainPath(way string) bool {
	for i := range len(way) {
		c := way[i]
		if c == '/' && i+1 < len(way) && way[i+1] != '/' || c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' {
			continue
		}
		return false
	}
	return !strings.EqualFold(way[strings.LastIndexByte(way, '/')+1:], "index")
}

// Host gives the folded host of an address: lower case, ASCII form, without
// "www." and default port; empty if there is none.
func Host(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Host == "" {
		return ""
	}
	return hostKey(u)
}

// IsRoot reports whether an address is a site's front page: linking it says
// whom somebody reads, not which piece they took up.
func IsRoot(raw string) bool {
	u, err := url.Parse(strings.TrimSpace(raw))
	return err == nil && u.Host != "" && pathKey(u) == "" && queryKey(u) == ""
}

func hostKey(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if !isPlainHost(host) {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii
		} else {
			host = url.PathEscape(host) // no name of the DNS: keep it apart, and in ASCII
		}
	}
	host = strings.TrimPrefix(host, "www.")
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // RFC 3986 §3.2.2
	}
	if host == "" {
		return ""
	}
	if p := u.Port(); p != "" && !(p == "80" && u.Scheme == "http") && !(p == "443" && u.Scheme == "https") {
		host += ":" + p
	}
	return host
}

// isPlainHost reports whether a host is its own ASCII form, right or wrong.
func isPlainHost(host string) bool {
	for i := range len(host) {
		if c := host[i]; c != '.' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return !strings.Contains(host, "xn--")
}

// pathKey decodes and encodes again, so that "ü" and "%c3%bc" meet, and "%3F"
// and "?" do not. Capitals stay: most servers tell them apart.
func pathKey(u *url.URL) string {
	p := path.Clean("/" + withoutSession(u.Path))
	for _, ending := range []string{".html", ".htm", ".php"} { // sites change these when they move
		p = strings.TrimSuffix(p, ending)
	}
	for _, page := range []string{"/index", "/default.aspx", "/default.asp"} {
		if at := len(p) - len(page); at >= 0 && strings.EqualFold(p[at:], page) {
			p = p[:at]
		}
	}
	return (&url.URL{Path: strings.TrimSuffix(p, "/")}).EscapedPath()
}
