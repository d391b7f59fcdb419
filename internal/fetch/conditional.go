package fetch

import "net/http"

// maxValidator bounds a validator sent back, in bytes. Longer ones are not of
// use and make servers answer 431.
const maxValidator = 1 << 10

// addValidators makes a request conditional (RFC 9110 §13.1.2, §13.1.3). Both
// are sent: a server that knows entity tags ignores the date.
func addValidators(h http.Header, r Request) {
	if usableValidator(r.ETag) {
		h.Set("If-None-Match", r.ETag)
	}
	if usableValidator(r.LastModified) {
		h.Set("If-Modified-Since", r.LastModified)
	}
}

func usableValidator(s string) bool {
	return s != "" && len(s) <= maxValidator && printable(s)
}

// conditional reports whether a hop may be sent the validators: they belong to
// the address that gave them.
func (v *visit) conditional(t target) bool {
	if !usableValidator(v.req.ETag) && !usableValidator(v.req.LastModified) {
		return false
	}
	if v.req.ValidatedURL == "" {
		return true
	}
	gave, f := parseTarget(v.req.ValidatedURL, nil)
	return f == nil && gave.String() == t.String()
}
