package site

import (
	"strconv"
	"time"

	"weft/internal/period"
)

// A stamp is a day as a machine and as a person reads it.
type stamp struct {
	ISO  string // RFC 3339 date
	Text string
}

// day gives a moment's day in the site's zone: "2 November 2026". A zero
// moment has none.
func (b *builder) day(t time.Time) stamp {
	if t.IsZero() {
		return stamp{}
	}
	t = b.local(t)
	return stamp{t.Format(time.DateOnly), b.say("date.day", t.Day(), b.month(t), t.Year())}
}

// weekday gives "Monday, 2 November 2026".
func (b *builder) weekday(t time.Time) stamp {
	d := b.day(t)
	t = b.local(t)
	d.Text = b.say("date.weekday", b.say("weekday."+strconv.Itoa(int(t.Weekday()))), d.Text)
	return d
}

// span says a period in words: "November 2026", "16–22 November 2026",
// "26 October – 1 November 2026".
func (b *builder) span(p period.Period) string {
	if p.Start.IsZero() {
		return ""
	}
	first, last := b.local(p.Start), b.local(p.Last())
	switch {
	case b.in.Site.Calendar.Cadence == period.Monthly:
		return b.say("date.month", b.month(first), first.Year())
	case first.Year() != last.Year():
		return b.say("date.between", b.day(first).Text, b.day(last).Text)
	case first.Month() != last.Month():
		return b.say("date.between", b.say("date.daymonth", first.Day(), b.month(first)), b.day(last).Text)
	}
	return b.say("date.within", first.Day(), b.day(last).Text)
}

func (b *builder) month(t time.Time) string {
	return b.say("month." + strconv.Itoa(int(t.Month())))
}

func (b *builder) local(t time.Time) time.Time {
	if zone := b.in.Site.Calendar.Zone; zone != nil {
		return t.In(zone)
	}
	return t.UTC()
}
