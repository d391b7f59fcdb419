package period

import (
	"testing"
	"time"
)

func TestEveryDayLiesInOneQuarterOfItsZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Skip("this machine knows no zones: ", err)
	}
	c := Calendar{Cadence: Weekly, Zone: zone}
	for at, want := range map[string]string{
		"2026-01-01T00:00:00Z": "2026-Q1", "2025-12-31T23:59:59Z": "2025-Q4", "2026-03-31T22:59:59Z": "2026-Q1",
		"2026-03-31T23:00:00Z": "2026-Q2", // midnight, in summer time
		"2026-09-30T23:30:00Z": "2026-Q4", "2026-12-31T23:59:59Z": "2026-Q4",
	} {
		moment, _ := time.Parse(time.RFC3339, at)
		if q := c.Quarter(moment); q.Name != want || !q.Contains(moment) {
			t.Errorf("%s lies in %s, want %s", at, q.Name, want)
		}
	}
	q := c.Quarter(time.Date(2027, 2, 1, 0, 0, 0, 0, zone))
	for range 40 {
		before := c.QuarterBefore(q)
		if !before.End.Equal(q.Start) || before.Name >= q.Name {
			t.Errorf("before %v comes %v", q, before)
		}
		q = before
	}
}
