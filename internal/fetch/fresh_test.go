package fetch

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAnAnswerHoldsAsLongAsItsServerSays(t *testing.T) {
	const sent = "Date: Sun, 22 Nov 2026 12:00:00 GMT"
	tests := []struct {
		headers string // one a line
		want    time.Duration
	}{
		{"", 0},
		{"Cache-Control: max-age=3600", 54 * time.Minute},
		{"Cache-Control: MAX-AGE=3600", 54 * time.Minute},
		{`Cache-Control: max-age="3600"`, 54 * time.Minute},
		{"Cache-Control: public, max-age=3600, s-maxage=0, must-revalidate", 54 * time.Minute},
		{"Cache-Control: private , max-age=3600", 54 * time.Minute},
		{"Cache-Control: private\nCache-Control: max-age=3600", 54 * time.Minute},
		{"Cache-Control: s-maxage=3600", 0},
		{"Cache-Control: max-age=0", 0},
		{"Cache-Control: max-age=1", 0},
		{"Cache-Control: max-age=86400", LongestFresh},
		{"Cache-Control: max-age=31536000, immutable", LongestFresh},
		{"Cache-Control: max-age=99999999999999999999999", LongestFresh},
		{"Cache-Control: max-age=-1", 0},
		{"Cache-Control: max-age=1.5", 0},
		{"Cache-Control: max-age", 0},
		{"Cache-Control: max-age=soon", 0},
		{"Cache-Control: no-cache, max-age=3600", 0},
		{"Cache-Control: max-age=3600, no-store", 0},
		{`Cache-Control: no-cache="set-cookie", max-age=3600`, 0},
		{`Cache-Control: private="x-a, max-age=9", max-age=3600`, 54 * time.Minute},
		{`Cache-Control: x="no-store", max-age=3600`, 54 * time.Minute},
		{`Cache-Control: x="open, max-age=3600`, 0},
		{"Cache-Control: max-age=3600, max-age=60", 54 * time.Second},
		{"Cache-Control: max-age=60, max-age=3600", 54 * time.Second},
		{"Cache-Control: max-age=3600, max-age=never", 0},
		{"Cache-Control: max-age=3600\nAge: 600", 45 * time.Minute},
		{"Cache-Control: max-age=3600\nAge: 3600", 0},
		{"Cache-Control: max-age=3600\nAge: 99999", 0},
		{"Cache-Control: max-age=3600\nAge: old", 54 * time.Minute},
		{sent + "\nExpires: Sun, 22 Nov 2026 13:00:00 GMT", 54 * time.Minute},
		{"Expires: Sun, 22 Nov 2026 13:00:00 GMT", 54 * time.Minute},
		{"Date: Sun, 22 Nov 2026 12:50:00 GMT\nExpires: Sun, 22 Nov 2026 13:00:00 GMT", 9 * time.Minute},
		{sent + "\nExpires: Sun, 22 Nov 2099 13:00:00 GMT", LongestFresh},
		{sent + "\nExpires: Sat, 21 Nov 2026 13:00:00 GMT", 0},
		{sent + "\nExpires: 0", 0},
		{sent + "\nExpires: -1", 0},
		{sent + "\nExpires: Sun, 22 Nov 2099 13:00:00 GMT\nCache-Control: max-age=0", 0},
		{sent + "\nExpires: Sun, 22 Nov 2099 13:00:00 GMT\nCache-Control: no-cache", 0},
		{sent + "\nExpires: Sun, 22 Nov 2026 13:00:00 GMT\nCache-Control: public", 54 * time.Minute},
	}
	for _, test := range tests {
		h := http.Header{}
		for line := range strings.SplitSeq(test.headers, "\n") {
			if name, value, ok := strings.Cut(line, ": "); ok {
				h.Add(name, value)
			}
		}
		at := freshUntil(h, noon)
		if test.want == 0 && !at.IsZero() || test.want > 0 && !at.Equal(noon.Add(test.want)) {
			t.Errorf("%q: holds until %s, want %s", test.headers, at, test.want)
		}
	}
}

func TestOnlyAGoodAnswerHolds(t *testing.T) {
	now := func() time.Time { return noon }
	for code, want := range map[int]bool{200: true, 203: true, 304: true, 404: false, 410: false, 429: false, 500: false, 503: false} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "max-age=3600")
			w.WriteHeader(code)
			if code < 300 {
				_, _ = w.Write([]byte(feedBody))
			}
		})
		r := private(s.URL)
		r.ETag = `"a"`
		o := hurried(Options{Now: now}).Get(t.Context(), r)
		if o.FreshUntil.Equal(noon.Add(54*time.Minute)) != want || o.FreshUntil.IsZero() == want {
			t.Errorf("%d: holds until %s", code, o.FreshUntil)
		}
	}
}

// FuzzFreshUntil checks that no server can silence its feed for longer than the
// cap, nor say something of the past.
func FuzzFreshUntil(f *testing.F) {
	f.Add("max-age=3600, private", "Sun, 22 Nov 2026 13:00:00 GMT", "Sun, 22 Nov 2026 12:00:00 GMT", "60")
	f.Add(`no-cache="a,b", max-age="1"`, "0", "", "-1")
	f.Add("max-age=99999999999999999999", "Sun, 22 Nov 9999 13:00:00 GMT", "Sun, 22 Nov 0000 12:00:00 GMT", "99999999999999999999")
	f.Fuzz(func(t *testing.T, control, expires, date, age string) {
		h := http.Header{"Cache-Control": {control}, "Expires": {expires}, "Date": {date}, "Age": {age}}
		at := freshUntil(h, noon)
		if !at.IsZero() && (!at.After(noon) || at.After(noon.Add(LongestFresh))) {
			t.Errorf("%q holds until %s", h, at)
		}
		if _, said := directives([]string{control})["no-store"]; said && !at.IsZero() {
			t.Errorf("%q holds, though nothing is to be kept", control)
		}
	})
}
