// Package period knows the stretches of time that a digest covers: ISO weeks,
// fortnights and months in a site's time zone. It promises that every moment lies
// in exactly one period and that a period's name leads back to it. What time it
// is, the caller says.
package period

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// A Cadence is how often a site publishes.
type Cadence string

// The cadences there are.
const (
	Weekly      Cadence = "weekly"
	Fortnightly Cadence = "fortnightly"
	Monthly     Cadence = "monthly"
)

// A Calendar divides time into periods.
type Calendar struct {
	Cadence Cadence
	Zone    *time.Location
	// Start is any day in the first fortnight; fortnights are counted from the
	// Monday of its week. It does not matter for the other cadences.
	Start time.Time
}

// A Period is a named stretch of time: from Start, to End exclusive.
type Period struct {
	Name       string // "2026-W47" (a fortnight by its first week) or "2026-11"
	Start, End time.Time
}

var (
	weekName  = regexp.MustCompile(`^(\d{4})-W(\d{2})$`)
	meantWeek = regexp.MustCompile(`(?:^|/)(\d{4})[- _]?[wW]([0-5]\d)(?:\.md)?$`)
	monthName = regexp.MustCompile(`^(\d{4})-(\d{2})$`)
)

// Parse reads a period's name. It is an error if the name is no period of this
// calendar, such as week 53 of a year of 52 or a fortnight's second week.
func (c Calendar) Parse(name string) (Period, error) {
	if m := weekName.FindStringSubmatch(name); m != nil && c.Cadence != Monthly {
		year, week := number(m[1]), number(m[2])
		p := c.Of(monday(year, week, c.zone()))
		if week < 1 || week > 53 { // of no year at all, so there is nothing around it
			return Period{}, fmt.Errorf("%q is no period of a %s digest; write it like %s", name, c.Cadence, c.example())
		}
		if p.Name != name {
			return Period{}, fmt.Errorf("%q is no period of a %s digest; the one around it is %s", name, c.Cadence, p.Name)
		}
		return p, nil
	}
	if m := monthName.FindStringSubmatch(name); m != nil && c.Cadence == Monthly {
		if month := number(m[2]); month >= 1 && month <= 12 {
			return c.Of(time.Date(number(m[1]), time.Month(month), 1, 0, 0, 0, 0, c.zone())), nil
		}
	}
	like := c.example()
	if m := meantWeek.FindStringSubmatch(name); m != nil && c.Cadence != Monthly {
		like = m[1] + "-W" + m[2]
	}
	return Period{}, fmt.Errorf("%q is no period of a %s digest; write it like %s", name, c.Cadence, like)
}

// Of gives the period that a moment belongs to.
func (c Calendar) Of(t time.Time) Period {
	t = t.In(c.zone())
	if c.Cadence == Monthly {
		start := time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, c.zone())
		return Period{start.Format("2006-01"), start, start.AddDate(0, 1, 0)}
	}
	start := weekStart(t)
	weeks := 1
	if c.Cadence == Fortnightly {
		weeks = 2
		if daysBetween(weekStart(c.Start.In(c.zone())), start)%14 != 0 {
			start = start.AddDate(0, 0, -7)
		}
	}
	year, week := start.ISOWeek()
	return Period{fmt.Sprintf("%04d-W%02d", year, week), start, start.AddDate(0, 0, 7*weeks)}
}

// Before gives the period before p.
func (c Calendar) Before(p Period) Period { return c.Of(p.Start.AddDate(0, 0, -1)) }

// After gives the period after p.
func (c Calendar) After(p Period) Period { return c.Of(p.End) }

// Closed reports whether p is over at now.
func (p Period) Closed(now time.Time) bool { return !now.Before(p.End) }

// Contains reports whether t lies in p.
func (p Period) Contains(t time.Time) bool { return !t.Before(p.Start) && t.Before(p.End) }

// Last is the last day of p, at its beginning.
func (p Period) Last() time.Time { return p.End.AddDate(0, 0, -1) }

func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

func (c Calendar) example() string {
	if c.Cadence == Monthly {
		return "2026-11"
	}
	return "2026-W47"
}

// monday is the first day of an ISO week (ISO 8601: week 1 has the year's
// first Thursday, so the 4th of January lies in it).
func monday(year, week int, zone *time.Location) time.Time {
	return weekStart(time.Date(year, 1, 4, 0, 0, 0, 0, zone)).AddDate(0, 0, 7*(week-1))
}

func weekStart(t time.Time) time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// daysBetween counts calendar days, so that an hour lost or won in spring and
// autumn does not matter.
func daysBetween(a, b time.Time) int {
	utc := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(utc(b).Sub(utc(a)) / (24 * time.Hour))
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
