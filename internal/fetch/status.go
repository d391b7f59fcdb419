package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// hasFeed reports whether an answer of this status carries the whole feed. 203
// is 200 by way of a proxy that changed something; 206 is a part nobody asked for.
func hasFeed(code int) bool {
	return code == http.StatusOK || code == http.StatusNonAuthoritativeInfo
}

// status says what an answer's HTTP status means for a feed. The server's own
// status text is never used: it is a stranger's, and may hold anything.
func (v *visit) status(a answer, t target) (Status, *Failure) {
	switch {
	case hasFeed(a.code):
		return OK, nil
	case a.code == http.StatusNotModified:
		if !v.conditional(t) {
			return Failed, failf(ReasonStatus, "answers 304 (not modified), although nothing was known of the feed before")
		}
		return NotModified, nil
	case a.code == http.StatusGone:
		return Gone, failf(ReasonStatus, "answers 410: the feed is gone for good").hint("look for its new address; it is asked no more")
	case a.code == http.StatusTooManyRequests:
		return Deferred, failf(ReasonStatus, "answers 429: asked too often")
	case a.code == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
		if _, ok := parseRetryAfter(a.header.Get("Retry-After"), v.c.options.Now()); ok {
			return Deferred, failf(ReasonStatus, "answers 503: not available for now")
		}
	}
	f := failf(ReasonStatus, "%s", inWords(a.code))
	f.Hint = statusHint(a.code)
	if barring := a.code == http.StatusForbidden || a.code == http.StatusServiceUnavailable; barring && strings.Contains(a.header.Get("Content-Type"), "html") {
		f.Hint = "it shows a web page, often a check whether a person is there; if this stays, its owner can let programs for feeds pass"
	}
	f.code, f.passing = a.code, mayPass(a.code)
	return Failed, f
}

func inWords(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("answers %d (%s)", code, strings.ToLower(text))
	}
	return fmt.Sprintf("answers %d, which no standard knows", code)
}

// statusHint says what a curator can do about a status; "" when nothing.
func statusHint(code int) string {
	switch code {
	case http.StatusNoContent:
		return "there is no feed at this address"
	case http.StatusUnauthorized:
		return `the feed asks for a login; set auth = "env:NAME" or "file:PATH" for it, or check the one that is set`
	case http.StatusPaymentRequired:
		return "the feed is for subscribers"
	case http.StatusForbidden:
		return "the site does not let weft in; its owner may be willing to"
	case http.StatusNotFound:
		return "the feed may have moved; look for its address on the site"
	case http.StatusUnavailableForLegalReasons:
		return "the site may not show this here, for legal reasons"
	}
	return ""
}

// deferral is when a 429 or 503 may be asked again.
func (v *visit) deferral(a answer) time.Time {
	now := v.c.options.Now()
	if at, ok := parseRetryAfter(a.header.Get("Retry-After"), now); ok {
		return at
	}
	return now.Add(unsaidWait)
}
