package emerging

import (
	"time"

	"weft/internal/period"
)

// A Span is the ISO weeks of a period, which are what is counted in whatever the
// cadence: rates of a month and of a week could not be compared otherwise. A
// month has the weeks whose Thursday lies in it, four or five, so that every
// week is in one month.
type Span struct {
	Newest time.Time // the Monday of the newest week
	Weeks  int
}

// SpanOf gives the weeks of a period.
func SpanOf(p period.Period) Span {
	thursday := p.Start.AddDate(0, 0, (int(time.Thursday)-int(p.Start.Weekday())+7)%7)
	s := Span{Newest: thursday.AddDate(0, 0, -3)}
	for ; p.Contains(thursday); thursday = thursday.AddDate(0, 0, 7) {
		s.Newest, s.Weeks = thursday.AddDate(0, 0, -3), s.Weeks+1
	}
	return s
}

// Week gives the bounds of the week so many before the newest, to exclusive.
func (s Span) Week(ago int) (from, to time.Time) {
	return s.Newest.AddDate(0, 0, -7*ago), s.Newest.AddDate(0, 0, -7*ago+7)
}
