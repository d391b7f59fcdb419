package period

import (
	"fmt"
	"time"
)

// Quarter gives the quarter of a year that a moment lies in, in the calendar's
// zone: "2026-Q4". What a site answers for is told by quarters, whatever its
// cadence.
func (c Calendar) Quarter(t time.Time) Period {
	t = t.In(c.zone())
	n := (int(t.Month()) - 1) / 3
	start := time.Date(t.Year(), time.Month(3*n+1), 1, 0, 0, 0, 0, c.zone())
	return Period{fmt.Sprintf("%04d-Q%d", t.Year(), n+1), start, start.AddDate(0, 3, 0)}
}

// QuarterBefore gives the quarter before one.
func (c Calendar) QuarterBefore(q Period) Period { return c.Quarter(q.Start.AddDate(0, 0, -1)) }
