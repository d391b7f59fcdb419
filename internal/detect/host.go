package detect

import "strings"

// HostAmong reports whether a host is one of some, or below one of them: of
// "example.org" news.example.org is, and badexample.org is not. Case, a leading
// "www." and a dot at the end do not matter.
func HostAmong(host string, hosts []string) bool {
	host = bareHost(host)
	if host == "" {
		return false
	}
	for _, h := range hosts {
		if h = bareHost(h); h != "" && (host == h || strings.HasSuffix(host, "."+h)) {
			return true
		}
	}
	return false
}

func bareHost(host string) string {
	return strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(host)), "."), "www.")
}
