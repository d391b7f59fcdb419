package entry

import (
	"regexp"
	"testing"
	"time"
)

func TestAnEntryBelongsToItsDateUnlessThatIsInTheFuture(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 12, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name                   string
		published, first, want time.Time
	}{
		{"dated", day(3), day(5), day(3)},
		{"dated the moment it was seen", day(5), day(5), day(5)},
		{"dated in the future", day(9), day(5), day(5)},
		{"undated", time.Time{}, day(5), day(5)},
		{"not met yet", day(3), time.Time{}, day(3)},
		{"neither", time.Time{}, time.Time{}, time.Time{}},
	} {
		if got := (&Entry{Published: c.published, FirstSeen: c.first}).Date(); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAnEntryIsReadByItsBodyElseByItsSummary(t *testing.T) {
	if got := (&Entry{Body: "b", Summary: "s"}).Text(); got != "b" {
		t.Errorf("%q", got)
	}
	if got := (&Entry{Summary: "s"}).Text(); got != "s" {
		t.Errorf("%q", got)
	}
}

// Ids are in archives, frozen issues and people's links: they must never change.
func TestTheIDOfAnEntryNeverChanges(t *testing.T) {
	for _, c := range []struct{ feed, native, want string }{
		{"https://ana.example/feed", "urn:1", "43d978f5e7236ddaa3a9"},
		{"", "", "6e340b9cffb37a989ca5"},
	} {
		if got := NewID(c.feed, c.native); got != c.want {
			t.Errorf("%q, %q is %s, want %s", c.feed, c.native, got, c.want)
		}
	}
	form, seen := regexp.MustCompile(`^[0-9a-f]{20}$`), map[string]bool{}
	for _, pair := range [][2]string{{"a", "b"}, {"ab", ""}, {"", "ab"}, {"b", "a"}, {"a", "b "}} {
		id := NewID(pair[0], pair[1])
		if !form.MatchString(id) || seen[id] {
			t.Errorf("%q is %s", pair, id)
		}
		seen[id] = true
	}
}
