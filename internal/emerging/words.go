package emerging

import (
	"fmt"
	"math"
	"strings"
)

// Words says a finding to readers: who, how many, how many usually. It knows no
// percentages and no speed; asked is how many weeks the period has.
func (f *Finding) Words(asked int) string {
	s := fmt.Sprintf("%s wrote about %s %s; %s", f.who(), f.Phrase, f.when(asked), f.usually())
	switch {
	case f.isSeasonal():
		return s + fmt.Sprintf(", and %s at this time last year.", counted(f.LastYear, "person", "people"))
	case f.Theme != "":
		return s + "."
	case f.Level == Emerging:
		return s + ". Emerging."
	}
	return s + ". Early signal."
}

func (f *Finding) who() string {
	people, organisations := len(f.People), 0
	for _, o := range f.Organisations {
		if !strings.HasPrefix(o, independent) {
			organisations++
		}
	}
	switch {
	case organisations == 0:
		return counted(people, "independent person", "independent people")
	case organisations < len(f.Organisations):
		return fmt.Sprintf("%s, in %s or independent,", counted(people, "person", "people"), counted(organisations, "organisation", "organisations"))
	}
	return fmt.Sprintf("%s in %s", counted(people, "person", "people"), counted(organisations, "organisation", "organisations"))
}

func (f *Finding) when(asked int) string {
	switch {
	case f.Weeks > asked:
		return "in the last four weeks"
	case asked == 1:
		return "this week"
	case asked == 2:
		return "in these two weeks"
	}
	return "this month"
}

func (f *Finding) usually() string {
	switch {
	case f.Expected < 0.25:
		return "usually 0"
	case f.Expected < 1:
		return "usually 0 or 1"
	}
	return fmt.Sprintf("usually about %d", int(math.Round(f.Expected)))
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
