package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A zone is an offset from UTC, or one of those American pairs whose offset
// depends on the day.
type zone struct {
	east     time.Duration
	american bool
}

// at gives the offset for a local time.
func (z zone) at(local time.Time) time.Duration {
	if z.american && americanSummer(local) {
		return z.east + time.Hour
	}
	return z.east
}

// zones are the names that mean one offset: those of RFC 822 §5.1 and those of
// which the world has only one. Names that several countries use for different
// times (IST, AST, SST …) are not here, and a date with one is no date.
var zones = map[string]float64{
	"z": 0, "ut": 0, "gmt": 0, "utc": 0, "wet": 0,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"akst": -9, "akdt": -8, "hst": -10, "nst": -3.5, "ndt": -2.5, "adt": -3, "brt": -3, "art": -3, "clt": -4,
	"bst": 1, "west": 1, "cet": 1, "met": 1, "mez": 1, "wat": 1, "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "cat": 2, "sast": 2,
	"eest": 3, "msk": 3, "eat": 3, "trt": 3, "msd": 4, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "pht": 8,
	"jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}

var american = map[string]float64{"at": -4, "et": -5, "ct": -6, "mt": -7, "pt": -8}

var (
	namedZone  = regexp.MustCompile(`^[a-z]{1,5}$`)
	offsetZone = regexp.MustCompile(`^(?:(?:gmt|utc|ut|[a-z]{3,4}) ?)?([+-])(\d{1,2})(?::?(\d{2}))?(?: ?[a-z]{2,5})?$`)
)

// parseZone reads a zone in lower case.
func parseZone(s string) (zone, bool) {
	s = strings.TrimPrefix(s, "etc/")
	if m := offsetZone.FindStringSubmatch(s); m != nil {
		return offset(m[1], m[2], m[3])
	}
	if !namedZone.MatchString(s) {
		return zone{}, false
	}
	if h, ok := american[s]; ok {
		return zone{hours(h), true}, true
	}
	h, ok := zones[s]
	return zone{east: hours(h)}, ok
}

func hours(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

// offset reads +1, +01, +0100, +01:00. Nobody lives beyond 14 hours.
func offset(sign, hh, mm string) (zone, bool) {
	h, _ := strconv.Atoi(hh)
	m, _ := strconv.Atoi(mm)
	if h > 14 || m > 59 {
		return zone{}, false
	}
	east := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	if sign == "-" {
		east = -east
	}
	return zone{east: east}, true
}

// americanSummer reports whether the clocks of the United States are forward
// on a day: since 2007 from the second Sunday of March to the first of
// November (Energy Policy Act of 2005 §110), before from the first of April to
// the last of October.
func americanSummer(local time.Time) bool {
	y := local.Year()
	from, to := sunday(y, time.March, 8), sunday(y, time.November, 1)
	if y < 2007 {
		from, to = sunday(y, time.April, 1), sunday(y, time.October, 25)
	}
	return !local.Before(from) && local.Before(to)
}

// sunday is two in the morning of the first Sunday at or after a day.
func sunday(y int, m time.Month, d int) time.Time {
	t := time.Date(y, m, d, 2, 0, 0, 0, time.UTC)
	return t.AddDate(0, 0, (7-int(t.Weekday()))%7)
}
