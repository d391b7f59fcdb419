package detect

import (
	"strings"
	"unicode/utf8"

	"weft/internal/entry"
)

// HostAmong reports whether a host is one of some, or below one of them: of
// "example.org" news.example.org is, and badexample.org is not. Case, a leading
// "www.", a dot at the end, a port and the letters it is written in (bücher.example
// or xn--bcher-kva.example) do not matter.
func HostAmong(host string, hosts []string) bool {
	host = BareHost(host)
	if host == "" {
		return false
	}
	for _, h := range hosts {
		if h = BareHost(h); h != "" && (host == h || strings.HasSuffix(host, "."+h)) {
			return true
		}
	}
	return false
}

// BareHost is a host as it is compared.
func BareHost(host string) string {
	host = strings.ToLower(strings.TrimSpace(host))
	if strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) {
		host = entry.Host("https://" + host)
	}
	if name, port, ok := strings.Cut(host, ":"); ok && !strings.Contains(port, ":") { // an address of IPv6 has more
		host = name
	}
	return strings.TrimPrefix(strings.TrimSuffix(host, "."), "www.")
}
