package feed

import (
	"regexp"
	"strconv"
	"time"
)

// A zone is an offset from UTC, by itself or by a law that depends on the day.
type zone struct {
	east time.Duration
	law  law
}

// A law gives, for a local time, what is to be added to the offset; false if
// the name cannot be meant on that day.
type law func(local time.Time) (time.Duration, bool)

// at gives the offset for a local time.
func (z zone) at(local time.Time) (time.Duration, bool) {
	if z.law == nil {
		return z.east, true
	}
	more, ok := z.law(local)
	return z.east + more, ok
}

// zones are the names that mean one offset: those of RFC 822 §5.1 and those of
// which the world has only one. Names that several countries use for different
// times (IST, AST, SST …) and the letters of the military, which RFC 822 had
// the wrong way round, are not here, and a date with one is no date.
var zones = map[string]float64{
	"z": 0, "ut": 0, "gmt": 0, "utc": 0, "wet": 0,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
	"akst": -9, "akdt": -8, "hst": -10, "nst": -3.5, "ndt": -2.5, "adt": -3, "brt": -3, "art": -3, "clt": -4,
	"bst": 1, "west": 1, "cet": 1, "met": 1, "mez": 1, "wat": 1, "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "cat": 2, "sast": 2,
	"eest": 3, "msk": 3, "eat": 3, "trt": 3, "msd": 4, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "pht": 8,
	"jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
	"at": -4, "et": -5, "ct": -6, "mt": -7, "pt": -8,
}

// laws are those of names whose offset depends on the day.
var laws = map[string]law{
	"at": american, "et": american, "ct": american, "mt": american, "pt": american,
	"bst": british, "msk": moscow,
}

var (
	offsetZone = regexp.MustCompile(`^(?:([a-z]{2,4}) ?)?([+-])(\d{1,2})(?::?(\d{2}))?(?: ?([a-z]{2,5}))?$`)
	ofUTC      = regexp.MustCompile(`^(?:etc/)?(?:gmt|utc|ut)? ?([+-])`)
)

// parseZone reads a zone in lower case. A name beside an offset ("-0500 EST")
// comes as a second zone, which must be the same.
func parseZone(s string) ([]zone, bool) {
	s = ofUTC.ReplaceAllString(s, "$1")
	if m := offsetZone.FindStringSubmatch(s); m != nil {
		z, ok := offset(m[2], m[3], m[4])
		if before, known := zoneNamed(m[1]); m[1] != "" {
			return []zone{z, before}, ok && known
		}
		if after, known := zoneNamed(m[5]); known {
			return []zone{z, after}, ok
		}
		return []zone{z}, ok
	}
	z, ok := zoneNamed(s)
	return []zone{z}, ok
}

func zoneNamed(s string) (zone, bool) {
	if s == "etc/gmt" || s == "etc/utc" {
		return zone{}, true
	}
	h, ok := zones[s]
	return zone{hours(h), laws[s]}, ok
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

// american is an hour in summer.
func american(local time.Time) (time.Duration, bool) {
	if americanSummer(local) {
		return time.Hour, true
	}
	return 0, true
}

// british is for BST, which in winter is the time of Bangladesh or
// Bougainville, if it is any: Britain's clocks are forward from the last
// Sunday of March to the last of October.
func british(local time.Time) (time.Duration, bool) {
	y := local.Year()
	return 0, !local.Before(sunday(y, time.March, 25)) && local.Before(sunday(y, time.October, 25))
}

// moscow was an hour further east from 27 March 2011 to 26 October 2014.
func moscow(local time.Time) (time.Duration, bool) {
	if !local.Before(sunday(2011, time.March, 25)) && local.Before(sunday(2014, time.October, 25)) {
		return time.Hour, true
	}
	return 0, true
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
