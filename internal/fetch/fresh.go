package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// LongestFresh caps how long an answer may hold: a server that says "a year"
// means its pictures, and must not silence its feed. It is short enough that a
// daily run asks everybody.
const LongestFresh = 6 * time.Hour

// freshUntil reads how long an answer holds, as for a cache of one's own
// (RFC 9111 §4.2): max-age, or Expires where there is none, less the time the
// answer spent on its way. A tenth is taken off, so that an hourly run meets a
// feed that holds for an hour. Zero means: ask whenever you like.
func freshUntil(h http.Header, now time.Time) time.Time {
	lifetime := lifetimeOf(h, now) - ageOf(h)
	lifetime = min(lifetime-lifetime/10, LongestFresh).Truncate(time.Second)
	if lifetime <= 0 {
		return time.Time{}
	}
	return now.Add(lifetime)
}

// lifetimeOf is zero wherever a server says nothing, contradicts itself to
// that end, or cannot be understood. What is said for shared caches alone
// (s-maxage, private, proxy-revalidate) does not concern us.
func lifetimeOf(h http.Header, now time.Time) time.Duration {
	said := directives(h["Cache-Control"])
	_, never := said["no-store"]
	_, always := said["no-cache"]
	age, given := said["max-age"]
	switch {
	case never || always:
		return 0
	case given:
		return seconds(age)
	}
	expires, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent // the server's clock measures its own dates
	}
	return expires.Sub(now)
}

func ageOf(h http.Header) time.Duration { return seconds(h.Get("Age")) }

// directives reads Cache-Control. Of a directive that is given twice the
// smaller value counts, and one with no value or a senseless one is the
// smallest (RFC 9111 §4.2.1 leaves it open, and prefers stale).
func directives(values []string) map[string]string {
	said := map[string]string{}
	for _, part := range splitQuoted(strings.Join(values, ",")) {
		name, value, _ := strings.Cut(part, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		value = strings.Trim(strings.TrimSpace(value), `"`)
		if before, twice := said[name]; !twice || seconds(value) < seconds(before) {
			said[name] = value
		}
	}
	return said
}

// splitQuoted splits at commas that do not stand in quotes.
func splitQuoted(s string) []string {
	quoted := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ',' && !quoted
	})
}

// seconds reads delta-seconds (RFC 9111 §1.2.2); more than a number holds is a
// long time, and what is none is no time.
func seconds(s string) time.Duration {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0
	}
	const most = 1 << 31 // what the standard says to take for "too large"
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > most {
		n = most
	}
	return time.Duration(n) * time.Second
}
