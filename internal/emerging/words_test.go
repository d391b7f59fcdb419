package emerging

import (
	"strings"
	"testing"
)

func TestAFindingIsSaidInFairWords(t *testing.T) {
	four := []string{"a", "b", "c", "d"}
	five := append(four, "e")
	for _, c := range []struct {
		f     Finding
		asked int
		want  string
	}{
		{Finding{Phrase: "warm hubs", Level: EarlySignal, Weeks: 1, People: five, Organisations: four, Expected: 0.4}, 1,
			"5 people in 4 organisations wrote about warm hubs this week; usually 0 or 1. Early signal."},
		{Finding{Phrase: "warm hubs", Level: Emerging, Weeks: 1, People: five, Organisations: four, Expected: 0.02}, 1,
			"5 people in 4 organisations wrote about warm hubs this week; usually 0. Emerging."},
		{Finding{Phrase: "mutual aid", Level: Emerging, Weeks: 4, People: five, Organisations: []string{"a", "person:b"}, Expected: 1.6}, 1,
			"5 people, in 1 organisation or independent, wrote about mutual aid in the last four weeks; usually about 2. Emerging."},
		{Finding{Phrase: "mutual aid", Level: Emerging, Weeks: 2, People: four, Organisations: []string{"person:a", "person:b"}, Expected: 1}, 2,
			"4 independent people wrote about mutual aid in these two weeks; usually about 1. Emerging."},
		{Finding{Phrase: "Damp and mould", Theme: "damp", Level: Emerging, Weeks: 5, People: five, Organisations: four, Expected: 2.5}, 5,
			"5 people in 4 organisations wrote about Damp and mould this month; usually about 3."},
		{Finding{Phrase: "Christmas", Level: Emerging, Weeks: 1, People: five, Organisations: four, Expected: 0.5, LastYear: 4}, 1,
			"5 people in 4 organisations wrote about Christmas this week; usually 0 or 1, and 4 people at this time last year."},
	} {
		got := c.f.Words(c.asked)
		if got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
		if strings.Contains(got, "%") || strings.Contains(strings.ToLower(got), "trend") {
			t.Errorf("%q is no fair word", got)
		}
	}
}
