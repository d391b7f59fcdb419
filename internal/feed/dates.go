package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// firstDate gives the first of several dates that is one, in UTC; zero if none.
func firstDate(dates ...string) time.Time {
	for _, d := range dates {
		if t, ok := parseDate(d); ok {
			return t
		}
	}
	return time.Time{}
}

// parseDate reads a date in any form that can mean one moment only: RFC 3339,
// ISO 8601, RFC 822 and its many relatives, month names of several languages,
// Unix seconds. A form, a zone or an order of numbers that could mean two
// moments, and what is out of range, is no date: it is better to have none
// than a wrong one. A date without a zone is taken as UTC.
func parseDate(s string) (time.Time, bool) {
	if t, ok := standardDate(s); ok {
		return t, true
	}
	return wildDate(s)
}

// standardDate reads the forms that nine in ten dates have, and those that it
// reads as wildDate does, in a tenth of the time.
func standardDate(s string) (time.Time, bool) {
	layout := ""
	switch {
	case len(s) >= len("2006-01-02T15:04:05Z") && len(s) <= len(time.RFC3339Nano) && s[10] == 'T':
		layout = time.RFC3339
	case len(s) == len(time.RFC1123Z) && s[3] == ',':
		layout = time.RFC1123Z
	case len(s) == len(time.RFC1123) && s[3] == ',' && strings.HasSuffix(s, "GMT"):
		layout = "Mon, 02 Jan 2006 15:04:05 GMT"
	default:
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return time.Time{}, false
	}
	_, east := t.Zone()
	if t = t.UTC().Truncate(time.Second); east <= -15*3600 || east >= 15*3600 || t.Year() < 1000 || t.Year() > 9999 {
		return time.Time{}, false
	}
	return t, true
}

// wildDate reads the rest.
func wildDate(s string) (time.Time, bool) {
	if len(s) > 200 {
		return time.Time{}, false
	}
	if strings.IndexByte(s, '<') >= 0 {
		if m := timeTag.FindStringSubmatch(s); m != nil {
			s = m[1]
		}
	}
	var c clock
	s, c.zones = eastAsian(s)
	s, remark := withoutComments(foldDate(s))
	if t, ok := allDigits(s); ok {
		return t, true
	}
	if m := compactISO.FindStringSubmatch(s); m != nil {
		s = m[1] + "-" + m[2] + "-" + m[3] + "t" + m[4] + ":" + m[5] + m[7]
		if m[6] != "" {
			s = m[1] + "-" + m[2] + "-" + m[3] + "t" + m[4] + ":" + m[5] + ":" + m[6] + m[7]
		}
	}
	date, tail := s, ""
	if at := clockTime.FindStringSubmatchIndex(s); at != nil {
		date, tail = s[:at[2]], s[at[1]:]
		if !c.set(s, at) {
			return time.Time{}, false
		}
	}
	if !c.tail(tail) || !c.remark(remark) {
		return time.Time{}, false
	}
	y, m, d, ok := calendar(strings.TrimRight(strings.TrimLeft(date, " ,"), " ,.-"), c.year)
	if !ok {
		return time.Time{}, false
	}
	return c.moment(y, m, d)
}

var (
	timeTag    = regexp.MustCompile(`<time [^<>]*\bdatetime="([^"<>]+)"`)
	compactISO = regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})t(\d{2})(\d{2})(\d{2})?((?:z|[+-]\d{2}:?\d{2})?)$`)
	clockTime  = regexp.MustCompile(`(?:^|[^0-9:])(\d{1,2})[:h](?:(\d{2})(?::(\d{1,2})(?:[.,]\d+)?)?|(\d):(\d{1,2}))`)
	yearAtEnd  = regexp.MustCompile(`^(?:(.*?)\s)?\s*(\d{4})$`)
	yearAtHead = regexp.MustCompile(`^(\d{4}) ([+-].*)$`)
	meridiem   = regexp.MustCompile(`^\s*([ap])\.?m\b\.?`)
	hourWord   = regexp.MustCompile(`^\s*(?:uhr|h)\b`)
	comment    = regexp.MustCompile(`\([^()]*\)|\[[A-Za-z/_+-]*\]`)
	unixTime   = regexp.MustCompile(`^(\d{10})\.\d+$`)
	hanDay     = regexp.MustCompile(`(\d{4})[년年]\s*(\d{1,2})[월月]\s*(\d{1,2})[일日]`)
	hangulNoon = regexp.MustCompile(`(오전|오후)\s*(\d[\d:]*)`)
)

// eastAsian brings days as East Asia writes them into ISO form. What is in Hangul
// and names no zone means Korea's, there being no other.
func eastAsian(s string) (string, []zone) {
	var zones []zone
	if strings.ContainsAny(s, "년오") {
		zones = []zone{{east: 9 * time.Hour}}
	}
	s = hanDay.ReplaceAllString(s, "$1-$2-$3 ")
	if m := hangulNoon.FindStringSubmatchIndex(s); m != nil {
		half := " am"
		if s[m[2]:m[3]] == "오후" {
			half = " pm"
		}
		s = s[:m[0]] + s[m[4]:m[5]] + half + s[m[1]:]
	}
	return s, zones
}

// foldDate brings a date to lower case without accents and spare blanks, every
// kind of dash as a hyphen.
func foldDate(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
			return '-'
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return squeeze(s)
}

// withoutComments takes comments out (RFC 5322 §3.2.2) and gives the last that
// stands behind the time: it may be all there is of a zone.
func withoutComments(s string) (rest, remark string) {
	if !strings.ContainsAny(s, "([") {
		return s, ""
	}
	places := comment.FindAllStringIndex(s, -1)
	if places == nil {
		return s, ""
	}
	time := clockTime.FindStringIndex(s)
	if last := places[len(places)-1]; time != nil && last[0] >= time[1] {
		remark = strings.TrimSpace(s[last[0]+1 : last[1]-1])
	}
	return squeeze(comment.ReplaceAllString(s, " ")), remark
}

// allDigits reads Unix seconds or milliseconds, and 20261122100000.
func allDigits(s string) (time.Time, bool) {
	if strings.Trim(s, "0123456789.") != "" {
		return time.Time{}, false
	}
	if m := unixTime.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v <= 0 || !isNumber(s) {
		return time.Time{}, false
	}
	switch len(s) {
	case 10:
		return time.Unix(v, 0).UTC(), true
	case 13:
		return time.UnixMilli(v).UTC(), true
	case 14:
		t, err := time.Parse("20060102150405", s)
		return t, err == nil && t.Year() >= 1000
	}
	return time.Time{}, false
}

// A clock is the time of day and what stands behind it.
type clock struct {
	hour, min, sec int
	zones          []zone // all that were given, which must agree
	named          bool   // one was given behind the time
	year           int    // some write the year last
}

// set reads the groups of clockTime.
func (c *clock) set(s string, at []int) bool {
	group := func(i int) int {
		if at[2*i] < 0 {
			return 0
		}
		return number4(s[at[2*i]:at[2*i+1]])
	}
	c.hour, c.min, c.sec = group(1), group(2)+group(4), group(3)+group(5)
	return c.hour < 24 && c.min < 60 && c.sec <= 60 || c.hour == 24 && c.min == 0 && c.sec == 0
}

// tail reads what follows the time: am or pm, a zone, a year.
func (c *clock) tail(s string) bool {
	if m := meridiem.FindStringSubmatch(s); m != nil {
		if c.hour < 1 || c.hour > 12 {
			return false
		}
		c.hour = c.hour % 12
		if m[1] == "p" {
			c.hour += 12
		}
		s = s[len(m[0]):]
	}
	s = strings.Trim(hourWord.ReplaceAllString(s, ""), " ,")
	if m := yearAtEnd.FindStringSubmatch(s); m != nil {
		s = strings.TrimSpace(m[1])
		c.year, _ = strconv.Atoi(m[2])
	} else if m := yearAtHead.FindStringSubmatch(s); m != nil {
		s = m[2]
		c.year, _ = strconv.Atoi(m[1])
	}
	if s == "" {
		return true
	}
	ok := false
	c.zones, ok = parseZone(s)
	c.named = true
	return ok
}

// remark reads a comment behind a time without a zone: it is the zone, or else
// nobody knows what it says of it.
func (c *clock) remark(s string) bool {
	if s == "" || c.named {
		return true
	}
	ok := false
	c.zones, ok = parseZone(s)
	return ok
}

// moment puts day and time together and checks that they are real.
func (c *clock) moment(y, m, d int) (time.Time, bool) {
	day := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m < 1 || m > 12 || day.Day() != d {
		return time.Time{}, false
	}
	local := time.Date(y, time.Month(m), d, c.hour, c.min, c.sec, 0, time.UTC)
	t := local
	for i, z := range c.zones {
		east, ok := z.at(local)
		if !ok || i > 0 && !local.Add(-east).Equal(t) {
			return time.Time{}, false
		}
		t = local.Add(-east)
	}
	if t.Year() < 1000 || t.Year() > 9999 {
		return time.Time{}, false
	}
	return t, true
}
