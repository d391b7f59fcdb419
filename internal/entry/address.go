package entry

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// AddressKey folds an address to the form under which two spellings of it
// meet: scheme, "www.", default port, fragment, tracking parameters, trailing
// slash, index page and the ending ".html" do not count; the order of parameters neither. It is for comparing
// only and is never shown or asked for. A text that is no http address comes
// back trimmed, so that a path of this site is its own key.
func AddressKey(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return raw
	}
	return hostKey(u) + pathKey(u) + queryKey(u)
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
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	host = strings.TrimPrefix(host, "www.")
	if p := u.Port(); p != "" && !(p == "80" && u.Scheme == "http") && !(p == "443" && u.Scheme == "https") {
		host += ":" + p
	}
	return host
}

func pathKey(u *url.URL) string {
	p := path.Clean("/" + u.EscapedPath())
	if unescaped, err := url.PathUnescape(p); err == nil {
		p = unescaped
	}
	for _, ending := range []string{".html", ".htm", ".php"} { // sites change these when they move
		p = strings.TrimSuffix(p, ending)
	}
	if strings.HasSuffix(p, "/index") {
		p = strings.TrimSuffix(p, "index")
	}
	return strings.TrimSuffix(p, "/")
}

// queryKey keeps the parameters that may choose a page ("?p=12") and drops
// those that only say where a reader came from.
func queryKey(u *url.URL) string {
	values := u.Query()
	for name := range values {
		if isTracking(name) {
			values.Del(name)
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode() // Encode sorts by name
}

var trackers = []string{"fbclid", "gclid", "mc_cid", "mc_eid", "ref", "ref_src", "source", "igshid"}

func isTracking(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "utm_") || slices.Contains(trackers, name)
}
