package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	yearFirst = regexp.MustCompile(`^(?:\pL+[.,]*\s+)?(\d{4})[-/. ]{1,2}(\pL+|\d{1,3})[-/. ]{1,2}(\d{1,2})[tz]?$`)
	weekDay   = regexp.MustCompile(`^(\d{4})-?w(\d{2})(?:-?([1-7]))?t?$`)
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
	case year == 0 && weekDay.MatchString(s):
		return isoWeek(weekDay.FindStringSubmatch(s))
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

// isoWeek reads 2026-W47-7, and a week alone as its Monday. The fourth of
// January is always in the first week.
func isoWeek(g []string) (y, m, d int, ok bool) {
	year, week := number4(g[1]), number4(g[2])
	monday := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday = monday.AddDate(0, 0, -(int(monday.Weekday())+6)%7+7*(week-1))
	gotYear, gotWeek := monday.ISOWeek()
	t := monday.AddDate(0, 0, max(number4(g[3]), 1)-1)
	return t.Year(), int(t.Month()), t.Day(), gotYear == year && gotWeek == week
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
	case "de", "of", "the", "at", "den", "le", "la", "las", "del", "t", "a", "um", "kl", "on",
		"as", "om", "klo", "alle", "г", "года", "року":
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

// yearNumber reads a year of four digits, or of two or three as RFC 5322 §4.3
// does.
func yearNumber(s string) (int, bool) {
	y := number4(s)
	if len(s) == 2 {
		if y += 1900; y < 1950 {
			y += 100
		}
	}
	if len(s) == 3 {
		y += 1900
	}
	return y, isNumber(s) && (len(s) == 2 || len(s) == 4 || len(s) == 3 && s[0] == '1')
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func number4(s string) int {
	v, _ := strconv.Atoi(s)
	return v
}
