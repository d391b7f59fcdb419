package fetch

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	tests := []struct {
		value string
		want  time.Duration // from now; -1 means not understood
	}{
		{"120", 2 * time.Minute},
		{" 0 ", 0},
		{"Sun, 22 Nov 2026 13:00:00 GMT", time.Hour},
		{"Sunday, 22-Nov-26 13:00:00 GMT", time.Hour},
		{"Sun Nov 22 13:00:00 2026", time.Hour},
		{"Sat, 21 Nov 2026 13:00:00 GMT", 0},
		{"Sun, 22 Nov 2099 13:00:00 GMT", LongestWait},
		{"999999999", LongestWait},
		{"99999999999999999999999999", LongestWait},
		{"", -1},
		{"-5", -1},
		{"1.5", -1},
		{"soon", -1},
	}
	for _, test := range tests {
		at, ok := parseRetryAfter(test.value, noon)
		if ok != (test.want >= 0) || ok && !at.Equal(noon.Add(test.want)) {
			t.Errorf("%q: got %s, %t", test.value, at, ok)
		}
	}
}

// FuzzParseRetryAfter checks that no server can set a feed's next turn in the
// past or further ahead than the cap.
func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{"120", "Sun, 22 Nov 2026 13:00:00 GMT", "-1", "99999999999999999999", "Sun, 22 Nov 0000 13:00:00 GMT", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		at, ok := parseRetryAfter(value, noon)
		if ok && (at.Before(noon) || at.After(noon.Add(LongestWait))) || !ok && !at.IsZero() {
			t.Errorf("%q: got %s, %t", value, at, ok)
		}
	})
}

// inTurn answers with one step after the other, then with the last again.
func inTurn(steps ...http.HandlerFunc) http.HandlerFunc {
	var asked atomic.Int64 // each connection is served by a goroutine of its own
	return func(w http.ResponseWriter, r *http.Request) {
		n := int(asked.Add(1)) - 1
		steps[min(n, len(steps)-1)](w, r)
	}
}

func saying(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func cutOff(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "100000")
	_, _ = w.Write([]byte(feedBody))
}

func TestOnlyWhatMayPassIsTriedAgain(t *testing.T) {
	tests := []struct {
		name     string
		steps    []http.HandlerFunc
		want     Status
		requests int
		waits    []time.Duration
	}{
		{"a bad gateway, twice", []http.HandlerFunc{saying(502), saying(500), sayFeed}, OK, 3, []time.Duration{time.Second, 3 * time.Second}},
		{"an error that stays", []http.HandlerFunc{saying(500)}, Failed, 3, []time.Duration{time.Second, 3 * time.Second}},
		{"not implemented", []http.HandlerFunc{saying(501)}, Failed, 1, nil},
		{"not found", []http.HandlerFunc{saying(404)}, Failed, 1, nil},
		{"gone", []http.HandlerFunc{saying(410)}, Gone, 1, nil},
		{"a line that breaks", []http.HandlerFunc{hangUp, sayFeed}, OK, 2, []time.Duration{time.Second}},
		{"a line that always breaks", []http.HandlerFunc{hangUp}, Failed, 3, []time.Duration{time.Second, 3 * time.Second}},
		{"an answer cut off", []http.HandlerFunc{cutOff, sayFeed}, OK, 2, []time.Duration{time.Second}},
		{"patience asked for an hour", []http.HandlerFunc{saying(429, "Retry-After", "3600"), sayFeed}, Deferred, 1, nil},
		{"patience asked without a time", []http.HandlerFunc{saying(429), sayFeed}, Deferred, 1, nil},
		{"patience for a moment", []http.HandlerFunc{saying(503, "Retry-After", "5"), sayFeed}, OK, 2, []time.Duration{5 * time.Second}},
		{"patience for a moment, always", []http.HandlerFunc{saying(429, "Retry-After", "5")}, Deferred, 3, []time.Duration{5 * time.Second, 5 * time.Second}},
		{"patience for a moment, twice, and no third time", []http.HandlerFunc{saying(503, "Retry-After", "5"), saying(503, "Retry-After", "10"), saying(503, "Retry-After", "10")}, Deferred, 3, []time.Duration{5 * time.Second, 10 * time.Second}},
	}
	for _, test := range tests {
		s := serve(t, inTurn(test.steps...))
		var waits pauses
		o := New(Options{Now: func() time.Time { return noon }, testOnlySleep: waits.sleep}).Get(t.Context(), private(s.URL))
		if o.Status != test.want || o.Requests != test.requests {
			t.Errorf("%s: got %s after %d requests, %v", test.name, o.Status, o.Requests, o.Err)
		}
		if diff := cmp.Diff(test.waits, waits.waited()); diff != "" {
			t.Errorf("%s: waited %s", test.name, diff)
		}
	}
}

func TestNoAttemptIsBegunThatCannotEndInTime(t *testing.T) {
	s := serve(t, saying(503, "Retry-After", "9"))
	var waits pauses
	o := New(Options{Timeout: 8 * time.Second, Now: func() time.Time { return noon }, testOnlySleep: waits.sleep}).Get(t.Context(), private(s.URL))
	if o.Status != Deferred || o.Requests != 1 || waits.waited() != nil {
		t.Errorf("got %s after %d requests and %v", o.Status, o.Requests, waits.waited())
	}
}

func TestAttemptsCanBeLimitedToOne(t *testing.T) {
	s := serve(t, saying(500))
	if o := hurried(Options{Attempts: 1}).Get(t.Context(), private(s.URL)); o.Requests != 1 {
		t.Errorf("%d requests", o.Requests)
	}
}
