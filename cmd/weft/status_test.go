package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"weft/internal/archive"
	"weft/internal/health"
)

// What scripts cannot see: stdout of a script is no terminal.
func TestOnATerminalStatusFitsTheWidthAndSaysMoreBelowWhatNeedsIt(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	well := archive.Holding{Entries: 1, Newest: []time.Time{now.AddDate(0, 0, -3)}, Arrived: now.AddDate(0, 0, -3)}
	feeds := []health.Feed{
		{Feed: archive.Feed{Key: "https://a.example/feed", Checked: now, Failures: 3, Error: "answers 404 (not found); the feed may have moved; look for its address on the site", Next: now.Add(time.Hour)},
			Name: "Frictionless \x1b[2JData (Open Knowledge Foundation)", File: "feeds/a.toml", Line: 7},
		{Feed: archive.Feed{Key: "https://b.example/feed", Checked: now, Good: now}, Held: well, Name: "Maëlle", File: "feeds/a.toml", Line: 12},
	}
	for _, width := range []int{40, 60, 80, 200} {
		var b strings.Builder
		if err := feedBlocks(&b, feeds, now, time.UTC, width); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := utf8.RuneCountInString(line); n >= max(width, 78) {
				t.Errorf("on %d columns a line of %d: %s", width, n, line)
			}
		}
		if strings.Contains(b.String(), "\x1b") {
			t.Errorf("a stranger moves the cursor: %q", b.String())
		}
	}
	var b strings.Builder
	feedBlocks(&b, feeds, now, time.UTC, 80)
	want := `STATE    NAME              LAST NEW     PACE               LAST GOOD    ENTRIES
failing  Frictionless �[…  never        not enough to say  never              0
    https://a.example/feed (feeds/a.toml:7)
    never answered well, failed 3 times: answers 404 (not found); the feed may
    have moved; look for its address on the site
    asked again: not before 23 Nov 2026 10:00
good     Maëlle            20 Nov 2026  not enough to say  23 Nov 2026        1
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
