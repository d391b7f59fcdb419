package lint

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/health"
)

func TestWhenAListIsToBeLookedAt(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	for _, c := range []struct {
		name  string
		state archive.Feed
		local bool
		want  bool
	}{
		{"well", archive.Feed{Good: now}, false, false},
		{"failed once", archive.Feed{Failures: 1, Reason: "timeout", Good: ago(1)}, false, false},
		{"failed for a week", archive.Feed{Failures: 7, Reason: "dns", Good: ago(7)}, false, false},
		{"failed for two weeks", archive.Feed{Failures: 14, Reason: "dns", Good: ago(14)}, false, true},
		{"weft was not run for a year", archive.Feed{Failures: 1, Reason: "dns", Good: ago(365)}, false, false},
		{"never well, asked twice", archive.Feed{Failures: 2, Reason: "status"}, false, false},
		{"never well, asked three times", archive.Feed{Failures: 3, Reason: "status"}, false, true},
		{"a page stands there", archive.Feed{Failures: 1, Reason: "page", Good: ago(1)}, false, true},
		{"a credential is missing", archive.Feed{Failures: 1, Reason: "auth", Good: ago(1)}, false, true},
		{"a file of the site", archive.Feed{Failures: 9, Reason: "content"}, true, false},
	} {
		f := health.Feed{Feed: c.state, Local: c.local}
		if got := unwell(&f, now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestManyFeedsThatAreAlikeAreToldAtTheFirst(t *testing.T) {
	of := func(n int, alike string) (out []Told) {
		for i := range n {
			out = append(out, Told{diag.Problem{File: "feeds/a.toml", Line: 10 * (n - i), Message: "the feed fails", Warning: true}, alike, "of a.example fail"})
		}
		return out
	}
	for _, c := range []struct {
		all  []Told
		want string
	}{
		{nil, ""},
		{of(3, "a"), "10 the feed fails|20 the feed fails|30 the feed fails"},
		{of(5, ""), "10 the feed fails|20 the feed fails|30 the feed fails|40 the feed fails|50 the feed fails"},
		{of(4, "a"), "10 4 feeds of a.example fail; this one, and feeds/a.toml:20, feeds/a.toml:30, feeds/a.toml:40"},
		{append(of(4, "a"), of(1, "b")...), "10 4 feeds of a.example fail; this one, and feeds/a.toml:20, feeds/a.toml:30, feeds/a.toml:40|10 the feed fails"},
		{of(40, "a"), "10 40 feeds of a.example fail; this one, and feeds/a.toml:20, feeds/a.toml:30, feeds/a.toml:40, feeds/a.toml:50, feeds/a.toml:60, 34 more"},
	} {
		var got []string
		for _, p := range Together(c.all).Sorted() {
			got = append(got, fmt.Sprintf("%d %s", p.Line, p.Message))
		}
		if said := strings.Join(got, "|"); said != c.want {
			t.Errorf("got  %s\nwant %s", said, c.want)
		}
	}
}

func TestFeedsOfAHostThatFailInDifferentWaysAreEachTold(t *testing.T) {
	var all []Told
	for i, said := range []string{"answers 401", "answers 404", "answers 403", "answers 204", "answers 500"} {
		f := health.Feed{File: "feeds/a.toml", Line: i + 1, Contributor: "a"}
		f.Key, f.Reason, f.Error, f.Failures = fmt.Sprint("https://a.example/", i), "status", said, 3
		all = append(all, ofFailures(&f))
	}
	if told := Together(all); len(told) != 5 {
		t.Errorf("%d problems told of 5: %v", len(told), told)
	}
}

func TestAPlaceHoldsItsFileItsFolderOrItsLine(t *testing.T) {
	for _, c := range []struct {
		place Place
		file  string
		line  int
		want  bool
	}{
		{Place{".", 0}, "feeds/a.toml", 3, true},
		{Place{"feeds", 0}, "feeds/a.toml", 3, true},
		{Place{"feeds/", 0}, "feeds/a.toml", 3, true},
		{Place{"feed", 0}, "feeds/a.toml", 3, false},
		{Place{"feeds/a.toml", 0}, "feeds/a.toml", 3, true},
		{Place{"feeds/a.toml", 3}, "feeds/a.toml", 3, true},
		{Place{"feeds/a.toml", 4}, "feeds/a.toml", 3, false},
	} {
		if got := c.place.Holds(c.file, c.line); got != c.want {
			t.Errorf("%v, %s:%d: %v", c.place, c.file, c.line, got)
		}
	}
}
