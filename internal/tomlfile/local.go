package tomlfile

import (
	"fmt"
	"time"
)

// A Time is a date or time in a person's file. TOML lets them be written
// without a zone ("2026-11-03"); then it depends on the reader which moment is
// meant, and here the reader must say so: see In. It must never be the zone of
// the machine. The zero Time is none.
type Time struct {
	wall  time.Time
	local bool // written without a zone
	day   bool // written without a time of day
}

// UnmarshalTOML takes what the decoder read.
func (t *Time) UnmarshalTOML(v any) error {
	at, ok := v.(time.Time)
	if !ok {
		return fmt.Errorf("%v is no date; write it without quotes, like 2026-11-03", v)
	}
	*t = Time{wall: at}
	switch at.Location().String() { // the decoder marks what has no zone by the zone's name
	case "date-local":
		t.local, t.day = true, true
	case "datetime-local":
		t.local = true
	case "time-local":
		return fmt.Errorf("a time of day without its date; write it like 2026-11-03T%s", at.Format(time.TimeOnly))
	}
	return nil
}

// IsZero reports whether there is none.
func (t Time) IsZero() bool { return t.wall.IsZero() }

// IsDay reports whether it was written without a time of day.
func (t Time) IsDay() bool { return t.day }

// In gives the moment that is meant, where what has no zone is of this one. Of
// the zero Time it is the zero time.
func (t Time) In(zone *time.Location) time.Time {
	if t.IsZero() || !t.local {
		return t.wall
	}
	w := t.wall
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), zone)
}
