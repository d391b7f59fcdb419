package fetch

import (
	"net/http"
)

// chain is the way from the listed address to the one that answers.
type chain struct {
	at        target
	left      int    // redirects still allowed
	limit     int    // as many as there were
	unbroken  bool   // so far every redirect was permanent
	permanent string // where the permanent ones led
	seen      map[string]bool
}

func newChain(first target, limit int) *chain {
	return &chain{at: first, left: limit, limit: limit, unbroken: true, seen: map[string]bool{first.String(): true}}
}

// isRedirect reports whether a status sends a GET elsewhere (RFC 9110 §15.4).
// 300 and 304 do not, 305 and 306 are dead.
func isRedirect(code int) bool {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func isPermanent(code int) bool {
	return code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect
}

// follow moves the chain on to where an answer points.
func (c *chain) follow(code int, location string) *Failure {
	if location == "" {
		return failf(ReasonRedirect, "%s redirects without saying where to", c.at.host)
	}
	next, f := parseTarget(location, c.at.url)
	if f != nil {
		if bare := stripUser(location); bare != location { // which would not name the place
			f.Text = quoteAddress(bare) + ": " + f.Text
		}
		f.Text = "redirects to where nothing can be had: " + f.Text
		f.Reason, f.Hint = ReasonRedirect, ""
		return f
	}
	if c.seen[next.String()] {
		return failf(ReasonRedirect, "redirects in a circle, back to %s", next)
	}
	if c.left == 0 {
		return failf(ReasonRedirect, "redirects more than %d times", c.limit)
	}
	c.left--
	c.seen[next.String()] = true
	c.unbroken = c.unbroken && isPermanent(code)
	if c.unbroken {
		c.permanent = next.String()
	}
	c.at = next
	return nil
}
