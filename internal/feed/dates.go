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
	if len(s) > 200 {
		return time.Time{}, false
	}
	var c clock
	s, c.zone = korean(s)
	s = foldDate(s)
	if t, ok := allDigits(s); ok {
		return t, true
	}
	if m := compactISO.FindStringSubmatch(s); m != nil {
		s = m[1] + "-" + m[2] + "-" + m[3] + "t" + m[4] + ":" + m[5] + ":" + m[6] + m[7]
	}
	date, tail := s, ""
	if at := clockTime.FindStringSubmatchIndex(s); at != nil {
		date, tail = s[:at[2]], s[at[1]:]
		if !c.set(s, at) {
			return time.Time{}, false
		}
	}
	if !c.tail(tail) {
		return time.Time{}, false
	}
	y, m, d, ok := calendar(strings.Trim(date, " ,-"), c.year)
	if !ok {
		return time.Time{}, false
	}
	return c.moment(y, m, d)
}

var (
	compactISO = regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})t(\d{2})(\d{2})(\d{2})?((?:z|[+-]\d{2}:?\d{2})?)$`)
	clockTime  = regexp.MustCompile(`(?:^|[^0-9:])(\d{1,2})[:h](\d{2})(?::(\d{1,2})(?:[.,]\d+)?)?`)
	yearAtEnd  = regexp.MustCompile(`^(?:(.*?)\s)?\s*(\d{4})$`)
	yearAtHead = regexp.MustCompile(`^(\d{4}) ([+-].*)$`)
	meridiem   = regexp.MustCompile(`^\s*([ap])\.?m\b\.?`)
	comment    = regexp.MustCompile(`\([^()]*\)|\[[A-Za-z/_+-]*\]`)
	hanDay     = regexp.MustCompile(`(\d{4})[년年]\s*(\d{1,2})[월月]\s*(\d{1,2})[일日]`)
	hangulNoon = regexp.MustCompile(`(오전|오후)\s*(\d[\d:]*)`)
)

// korean brings days as East Asia writes them into ISO form. What is in Hangul
// and names no zone means Korea's, there being no other.
func korean(s string) (string, zone) {
	var z zone
	if strings.ContainsAny(s, "년오") {
		z.east = 9 * time.Hour
	}
	s = hanDay.ReplaceAllString(s, "$1-$2-$3 ")
	if m := hangulNoon.FindStringSubmatchIndex(s); m != nil {
		half := " am"
		if s[m[2]:m[3]] == "오후" {
			half = " pm"
		}
		s = s[:m[0]] + s[m[4]:m[5]] + half + s[m[1]:]
	}
	return s, z
}

// foldDate brings a date to lower case without accents, comments and spare
// blanks.
func foldDate(s string) string {
	s = comment.ReplaceAllString(s, " ")
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return squeeze(s)
}

// allDigits reads 20261122 and Unix seconds or milliseconds.
func allDigits(s string) (time.Time, bool) {
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v <= 0 {
		return time.Time{}, false
	}
	switch len(s) {
	case 10:
		return time.Unix(v, 0).UTC(), true
	case 13:
		return time.UnixMilli(v).UTC(), true
	}
	return time.Time{}, false
}

// A clock is the time of day and what stands behind it.
type clock struct {
	hour, min, sec int
	zone           zone
	year           int // some write the year last
}

// set reads the groups of clockTime.
func (c *clock) set(s string, at []int) bool {
	c.hour, _ = strconv.Atoi(s[at[2]:at[3]])
	c.min, _ = strconv.Atoi(s[at[4]:at[5]])
	if at[6] >= 0 {
		c.sec, _ = strconv.Atoi(s[at[6]:at[7]])
	}
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
	s = strings.Trim(s, " ,")
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
	z, ok := parseZone(s)
	c.zone = z
	return ok
}

// moment puts day and time together and checks that they are real.
func (c *clock) moment(y, m, d int) (time.Time, bool) {
	day := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1000 || m < 1 || m > 12 || day.Day() != d {
		return time.Time{}, false
	}
	t := time.Date(y, time.Month(m), d, c.hour, c.min, c.sec, 0, time.UTC)
	t = t.Add(-c.zone.at(t))
	return t, t.Year() <= 9999
}

var (
	yearFirst = regexp.MustCompile(`^(?:\pL+[.,]*\s+)?(\d{4})[-/. ]{1,2}(\pL+|\d{1,3})[-/. ]{1,2}(\d{1,2})t?$`)
	yearMonth = regexp.MustCompile(`^(\d{4})(?:-(\d{2}))?$`)
	ordinal   = regexp.MustCompile(`^(\d{4})-?(\d{3})t?$`)
	plainDay  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	numeric   = regexp.MustCompile(`^(?:\pL+[.,]*\s+)?(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})$`)
)

// calendar reads the day. year is one that stood after the time, or 0.
func calendar(s string, year int) (y, m, d int, ok bool) {
	s = strings.TrimSuffix(strings.TrimSuffix(s, " at"), " -")
	switch {
	case year == 0 && yearFirst.MatchString(s):
		g := yearFirst.FindStringSubmatch(s)
		return number4(g[1]), month(g[2]), number4(g[3]), true
	case year == 0 && plainDay.MatchString(s):
		g := plainDay.FindStringSubmatch(s)
		return number4(g[1]), number4(g[2]), number4(g[3]), true
	case year == 0 && yearMonth.MatchString(s):
		g := yearMonth.FindStringSubmatch(s)
		return number4(g[1]), max(number4(g[2]), oneIfEmpty(g[2])), 1, true
	case year == 0 && ordinal.MatchString(s):
		g := ordinal.FindStringSubmatch(s)
		t := time.Date(number4(g[1]), 1, number4(g[2]), 0, 0, 0, 0, time.UTC)
		return t.Year(), int(t.Month()), t.Day(), t.Year() == number4(g[1])
	case year == 0 && numeric.MatchString(s):
		return numericDay(numeric.FindStringSubmatch(s))
	}
	return wordyDay(s, year)
}

func oneIfEmpty(s string) int {
	if s == "" {
		return 1
	}
	return 0
}

// numericDay reads 22/11/2026, 22.11.2026, 11/22/2026. With points the day
// comes first; with others either may, and if both numbers can be a month the
// date could be two.
func numericDay(g []string) (y, m, d int, ok bool) {
	a, b := number4(g[1]), number4(g[3])
	switch {
	case g[2] != g[4]:
		return 0, 0, 0, false
	case g[2] == "." || a > 12 || a == b:
		return number4(g[5]), b, a, true
	case b > 12:
		return number4(g[5]), a, b, true
	}
	return 0, 0, 0, false
}

// wordyDay reads a day whose month is a word: "Sun, 22 Nov 2026", "November
// 22nd, 2026", "22 de noviembre de 2026".
func wordyDay(s string, year int) (y, m, d int, ok bool) {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '-' || r == '/' })
	words = withoutWeekday(words)
	var numbers []string
	for _, w := range words {
		switch {
		case isFiller(w):
		case month(w) > 0 && w[0] > '9':
			if m > 0 {
				return 0, 0, 0, false
			}
			m = month(w)
		default:
			numbers = append(numbers, w)
		}
	}
	if m == 0 {
		return 0, 0, 0, false
	}
	switch {
	case len(numbers) == 1 && year > 0:
		d, ok = dayNumber(numbers[0])
		return year, m, d, ok
	case len(numbers) == 2 && year == 0:
		if len(numbers[0]) == 4 && isNumber(numbers[0]) {
			numbers[0], numbers[1] = numbers[1], numbers[0]
		}
		d, ok = dayNumber(numbers[0])
		y, okYear := yearNumber(numbers[1])
		return y, m, d, ok && okYear
	}
	return 0, 0, 0, false
}

// withoutWeekday drops a leading word that is no month, or one that is, when
// another month follows: "mar" is March, and Tuesday in three languages.
func withoutWeekday(words []string) []string {
	if len(words) < 2 || words[0][0] <= '9' {
		return words
	}
	if month(words[0]) == 0 {
		return words[1:]
	}
	for _, w := range words[1:] {
		if w[0] > '9' && month(w) > 0 {
			return words[1:]
		}
	}
	return words
}

func isFiller(w string) bool {
	switch w {
	case "de", "of", "the", "at", "den", "le", "la", "las", "del", "t", "a", "um", "kl", "on":
		return true
	}
	return false
}

func dayNumber(s string) (int, bool) {
	for _, suffix := range []string{"st", "nd", "rd", "th", "er", "º"} {
		s = strings.TrimSuffix(s, suffix)
	}
	return number4(s), isNumber(s) && len(s) <= 2
}

// yearNumber reads a year of four digits, or of two as RFC 5322 §4.3 does.
func yearNumber(s string) (int, bool) {
	y := number4(s)
	if len(s) == 2 {
		if y += 1900; y < 1950 {
			y += 100
		}
	}
	return y, isNumber(s) && (len(s) == 2 || len(s) == 4)
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func number4(s string) int {
	v, _ := strconv.Atoi(s)
	return v
}
