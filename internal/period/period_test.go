package period

import (
	"strings"
	"testing"
	"time"
)

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestAPeriodHasItsNameAndItsDays(t *testing.T) {
	zone := london(t)
	start := time.Date(2026, 1, 7, 0, 0, 0, 0, zone)
	for _, c := range []struct {
		cadence           Cadence
		moment            string
		name, first, last string
	}{
		{Weekly, "2026-11-22T23:59:59Z", "2026-W47", "2026-11-16", "2026-11-22"},
		{Weekly, "2026-11-23T00:00:00Z", "2026-W48", "2026-11-23", "2026-11-29"},
		{Weekly, "2026-06-14T23:30:00Z", "2026-W25", "2026-06-15", "2026-06-21"}, // half past midnight in London
		{Weekly, "2027-01-02T12:00:00Z", "2026-W53", "2026-12-28", "2027-01-03"},
		{Fortnightly, "2026-01-20T12:00:00Z", "2026-W04", "2026-01-19", "2026-02-01"},
		{Fortnightly, "2026-01-12T12:00:00Z", "2026-W02", "2026-01-05", "2026-01-18"},
		{Fortnightly, "2025-12-30T12:00:00Z", "2025-W52", "2025-12-22", "2026-01-04"},
		{Monthly, "2026-11-30T23:59:59Z", "2026-11", "2026-11-01", "2026-11-30"},
	} {
		cal := Calendar{c.cadence, zone, start}
		moment, _ := time.Parse(time.RFC3339, c.moment)
		p := cal.Of(moment)
		if p.Name != c.name || p.Start.Format(time.DateOnly) != c.first || p.Last().Format(time.DateOnly) != c.last {
			t.Errorf("%s %s: %s %s–%s, want %s %s–%s", c.cadence, c.moment, p.Name, p.Start, p.Last(), c.name, c.first, c.last)
		}
		if again, err := cal.Parse(p.Name); err != nil || again != p {
			t.Errorf("%s: parsed again as %+v, %v", p.Name, again, err)
		}
		if !p.Contains(moment) || p.Contains(p.End) || p.Closed(moment) || !p.Closed(p.End) {
			t.Errorf("%s: wrong about its own bounds", p.Name)
		}
		if cal.After(cal.Before(p)) != p {
			t.Errorf("%s: the one after the one before is another", p.Name)
		}
	}
}

func TestAWeekThatNoYearHasLeadsNowhereElse(t *testing.T) {
	for _, name := range []string{"2026-W00", "2026-W54", "2026-W99"} {
		_, err := Calendar{Cadence: Weekly}.Parse(name)
		if err == nil || strings.Contains(err.Error(), "around it") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestANameThatIsNoPeriodIsRefused(t *testing.T) {
	zone := london(t)
	start := time.Date(2026, 1, 5, 0, 0, 0, 0, zone)
	for _, c := range []struct {
		cadence Cadence
		name    string
	}{
		{Weekly, "2025-W53"}, {Weekly, "2026-W00"}, {Weekly, "2026-11"}, {Weekly, "2026-w47"}, {Weekly, "W47"},
		{Weekly, "2026-W47/../../x"}, {Fortnightly, "2026-W03"}, {Monthly, "2026-13"}, {Monthly, "2026-W47"}, {Monthly, ""},
	} {
		if p, err := (Calendar{c.cadence, zone, start}).Parse(c.name); err == nil {
			t.Errorf("%s %q taken as %+v", c.cadence, c.name, p)
		}
	}
}

func TestEveryDayOfAFortnightlyYearLiesInExactlyOnePeriod(t *testing.T) {
	cal := Calendar{Fortnightly, london(t), time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)}
	for day := time.Date(2024, 12, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
		if p := cal.Of(day); !p.Contains(day) || daysBetween(p.Start, p.End) != 14 {
			t.Fatalf("%s: %+v", day, p)
		}
	}
}
