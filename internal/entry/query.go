package entry

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// What of a query, and behind a "#", chooses a page, and what only says where a
// reader came from or who they are.

// queryKey keeps the parameters that may choose a page ("?p=12") and drops the
// others. What cannot be decoded is kept as it stands: it might choose one.
func queryKey(u *url.URL) string {
	var kept []parameter
	for _, raw := range strings.Split(u.RawQuery, "&") {
		if p := parameterOf(raw); p.name+p.value != "" && !isTracking(p) && !isSession(p.name) {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, func(a, b parameter) int { return cmp.Compare(a.name, b.name) })
	var key strings.Builder
	for i, p := range kept {
		key.WriteString(map[bool]string{true: "?", false: "&"}[i == 0])
		key.WriteString(url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value))
	}
	return key.String() + hashbang(u)
}

type parameter struct{ name, value string }

func parameterOf(raw string) parameter {
	name, value, _ := strings.Cut(raw, "=")
	return parameter{unescaped(name), unescaped(value)}
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// hashbang keeps a fragment that names a page of a site made of one ("#!/a"):
// what else stands behind a "#" is a place in the page.
func hashbang(u *url.URL) string {
	if !strings.HasPrefix(u.Fragment, "!") || len(u.Fragment) == 1 {
		return ""
	}
	return "#" + (&url.URL{Fragment: u.Fragment}).EscapedFragment()
}

// campaigns are the beginnings of names that tools for counting visits use:
// Google's (utm_), Matomo's and Piwik's (mtm_, matomo_, pk_, piwik_), HubSpot's
// (_hs, __hs), AT Internet's (at_), Oracle's (oly_), Vero's (vero_).
var campaigns = []string{"utm_", "mtm_", "matomo_", "pk_", "piwik_", "_hs", "__hs", "at_campaign", "at_medium", "oly_anon_id", "oly_enc_id", "vero_"}

// trackers are names that mark a reader or a click: of advertising networks,
// social networks, and senders of mail.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "srsltid": true, "_ga": true, "_gl": true,
	"msclkid": true, "yclid": true, "ymclid": true, "twclid": true, "ttclid": true, "li_fat_id": true, "igshid": true, "igsh": true,
	"mc_cid": true, "mc_eid": true, "mkt_tok": true, "ref_src": true, "ref_url": true, "wickedid": true, "hsctatracking": true,
	"fb_action_ids": true, "fb_action_types": true, "fb_source": true, "fb_ref": true,
}

// isTracking knows a parameter by its name; "ref" and "source" choose pages on
// some sites (?ref=APP/26/0012), so of those the value must say that it is no
// more than where the reader came from.
func isTracking(p parameter) bool {
	name := strings.ToLower(p.name)
	if trackers[name] || slices.ContainsFunc(campaigns, func(c string) bool { return strings.HasPrefix(name, c) }) {
		return true
	}
	return (name == "ref" || name == "source") && cameFrom.MatchString(p.value)
}

// cameFrom knows the places that feeds, mails and networks name: a host, as
// Ghost does, or a channel, as Medium does ("rss----9a--4").
var cameFrom = regexp.MustCompile(`(?i)^(rss|atom|feed|e?mail|newsletter|twitter|facebook|mastodon|bluesky|linkedin|reddit|hn|planet|share)($|[-_].*$)|^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/?$`)

// isSession knows the names under which servers keep who is reading: PHP, Java,
// ASP, ColdFusion.
func isSession(name string) bool {
	name = strings.ToLower(name)
	return name == "phpsessid" || name == "jsessionid" || name == "cfid" || name == "cftoken" || strings.HasPrefix(name, "aspsessionid")
}

// withoutSession cuts a session id off a path (";jsessionid=…", of the Java
// Servlet specification).
func withoutSession(p string) string {
	if at := sessionInPath.FindStringIndex(p); at != nil {
		return p[:at[0]]
	}
	return p
}

var sessionInPath = regexp.MustCompile(`(?i);jsessionid=[^/]*$`)
