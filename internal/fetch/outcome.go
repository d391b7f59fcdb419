package fetch

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// Request is one feed to ask for.
type Request struct {
	// URL is the listed address, http or https.
	URL string
	// Network is "" or "private". With "private" the host and port of URL may
	// resolve to any address; every other host and port stays guarded.
	Network string
	// Auth is "", "env:NAME" or "file:PATH"; see credential for what the
	// secret may look like. A relative PATH is seen from Options.Folder.
	Auth string
	// ETag and LastModified are the validators of the last good answer, byte
	// for byte as the server gave them (RFC 9110 §13.1).
	ETag, LastModified string
	// ValidatedURL is the Outcome.FinalURL the validators came with. They are
	// sent there only. "" sends them to URL and wherever it redirects.
	ValidatedURL string
}

// NetworkPrivate is the value of Request.Network that opens a feed's own host
// and port.
const NetworkPrivate = "private"

// Status is what became of a Request. The zero Status is Failed, so that an
// Outcome nobody filled in is not taken for a good one.
type Status int

const (
	// Failed: no feed was had. Err says why.
	Failed Status = iota
	// OK: Body holds the answer.
	OK
	// NotModified: nothing changed since the validators were given.
	NotModified
	// Gone: the server says for good that there is no such feed (410).
	Gone
	// Deferred: the server asks for patience (429 or 503); RetryAfter says
	// until when. Err says so in words.
	Deferred
	// Interrupted: the context ended before the answer was there. It says
	// nothing about the feed.
	Interrupted
)

var statusNames = [...]string{"failed", "ok", "not modified", "gone", "deferred", "interrupted"}

// String names the status in lower case, as `fetch --json` prints it.
func (s Status) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return "unknown"
	}
	return statusNames[s]
}

// Outcome is what became of one Request.
type Outcome struct {
	// Request is the request as given; a user name or password written into
	// its address is left out.
	Request Request
	Status  Status
	// Code is the HTTP status of the last answer, 0 when there was none.
	Code int
	// Body is the decompressed answer when Status is OK, at most
	// Options.Bytes long; nil otherwise.
	Body []byte
	// Header holds what later stages may need of the last answer and nothing
	// else; see keptHeaders. It is never nil.
	Header http.Header
	// FinalURL is the address that answered, after redirects, in canonical
	// form; "" when none answered.
	FinalURL string
	// Permanent is the address to which permanent redirects (301, 308) lead
	// from the listed one, up to the first redirect that is not permanent; ""
	// when the first is not, or when no feed was had there.
	Permanent string
	// RetryAfter is when the server wants to be asked again at the earliest,
	// at most seven days ahead; zero means as usual.
	RetryAfter time.Time
	// FreshUntil is until when the answer holds, as its server says, and at
	// most LongestFresh; zero when it does not say, and for whatever is neither
	// OK nor NotModified. Nothing is lost by asking earlier.
	FreshUntil time.Time
	// Err is a *Failure in plain words for a curator; nil when Status is OK or
	// NotModified. For Interrupted it is the context's error.
	Err error
	// Requests is how many requests were sent, redirects and retries counted.
	Requests int
	// Elapsed is how long it took, waiting for turns included.
	Elapsed time.Duration
	// Spent is how much of Options.Timeout it took, waiting for turns not
	// included.
	Spent time.Duration
}

// keptHeaders is what an Outcome keeps of an answer's header.
var keptHeaders = [...]string{
	"Cache-Control", "Content-Location", "Content-Type", "Etag",
	"Last-Modified", "Link", "Retry-After",
}

// Bounds of what is kept of a header: a server may say more than is of use.
const (
	maxHeaderValues = 16
	maxHeaderValue  = 4 << 10
)

// keepHeader returns the part of h that later stages may need. Values that are
// too long or hold control characters are left out, not mended: half a
// validator is worse than none.
func keepHeader(h http.Header) http.Header {
	kept := http.Header{}
	for _, name := range keptHeaders {
		for _, value := range h[name] {
			if len(kept[name]) < maxHeaderValues && len(value) <= maxHeaderValue && printable(value) {
				kept[name] = append(kept[name], value)
			}
		}
	}
	return kept
}

// printable reports whether s is UTF-8 without control characters and so may be
// sent back in a header (RFC 9110 §5.5) and be shown on a terminal.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' || r >= 0x7f && r < 0xa0
	})
}
