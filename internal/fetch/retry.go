package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// shortWait is the longest Retry-After that is waited for within a run.
	shortWait = 10 * time.Second
	// LongestWait caps what a server may ask for: a slip of the pen must not
	// silence a feed for a year.
	LongestWait = 7 * 24 * time.Hour
	// unsaidWait is for a 429 that does not say how long.
	unsaidWait = time.Hour
	firstPause = time.Second
)

// pause is how long to wait before attempt n+1, n counted from 1: 1 s, 3 s, 9 s.
func pause(n int) time.Duration {
	d := firstPause
	for range n - 1 {
		d *= 3
	}
	return d
}

// again reports whether, and after what wait, an outcome deserves another
// attempt. There is no chance in it: two runs behave the same.
func (v *visit) again(o Outcome, f *Failure, attempt int) (time.Duration, bool) {
	if attempt >= v.c.options.Attempts || f == nil {
		return 0, false
	}
	wait := pause(attempt)
	switch {
	case o.Status == Deferred:
		wait = o.RetryAfter.Sub(v.c.options.Now())
		if wait > shortWait {
			return 0, false
		}
	case !f.passing:
		return 0, false
	}
	return max(wait, 0), wait < v.left
}

// mayPass reports whether a status tells of trouble that may be over in a
// moment. 501 and 505 say what the server is, not how it is.
func mayPass(code int) bool {
	switch code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return 520 <= code && code <= 527 // a well-known proxy's own: its origin did not answer
}

// parseRetryAfter reads a Retry-After value, seconds or an HTTP date (RFC 9110
// §10.2.3). The result lies between now and now plus seven days; ok is false
// when the value is neither.
func parseRetryAfter(value string, now time.Time) (at time.Time, ok bool) {
	value = strings.TrimSpace(value)
	latest := now.Add(LongestWait)
	if value != "" && strings.Trim(value, "0123456789") == "" {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(LongestWait/time.Second) {
			return latest, true // more digits than a number holds is still a long time
		}
		return now.Add(time.Duration(seconds) * time.Second), true
	}
	date, err := http.ParseTime(value)
	switch {
	case err != nil:
		return time.Time{}, false
	case date.Before(now):
		return now, true
	case date.After(latest):
		return latest, true
	}
	return date, true
}
