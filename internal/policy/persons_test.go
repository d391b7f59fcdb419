package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weft/internal/roster"
)

func naming(day int, person string, not bool) string {
	a := Act{Act: ActName, Person: person, Not: not, By: "Ruth", At: time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC)}
	line, _ := a.Recorded().Bytes()
	return string(line)
}

func TestTheLaterNamingCounts(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"nobody said", []string{naming(18, "bea", false)}, "unsaid"},
		{"a curator said so", []string{naming(18, "ana", false)}, "named"},
		{"and took it back", []string{naming(18, "ana", false), naming(19, "ana", true)}, "not"},
		{"lines mixed by a merge", []string{naming(19, "ana", true), naming(18, "ana", false)}, "not"},
		{"of the same second", []string{naming(18, "ana", true), naming(18, "ana", false)}, "named"},
		{"by an id they had before", []string{naming(18, "ana-old", false)}, "named"},
	} {
		l := ledgerOf(t, c.lines...)
		act, said := l.Naming([]string{"ana", "ana-old"})
		got := "unsaid"
		if said && act.Not {
			got = "not"
		} else if said {
			got = "named"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func credit(day int, url, note string, not bool) string {
	a := Act{Act: ActCredit, Person: "ana", URL: url, Note: note, Not: not, By: "Ruth", At: time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC)}
	line, _ := a.Recorded().Bytes()
	return string(line)
}

func TestACreditStandsUntilALaterLineTakesItBack(t *testing.T) {
	const one, two = "https://ana.example/1", "https://ana.example/2"
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"the oldest first", []string{credit(19, one, "b", false), credit(18, two, "a", false)}, "a b"},
		{"said twice", []string{credit(18, one, "a", false), credit(19, one, "a", false)}, "a"},
		{"taken back by its note", []string{credit(18, one, "a", false), credit(18, one, "b", false), credit(19, one, "a", true)}, "b"},
		{"taken back without one", []string{credit(18, one, "a", false), credit(18, two, "b", false), credit(19, one, "", true)}, "b"},
		{"all of somebody's at once", []string{credit(18, one, "a", false), credit(18, two, "b", false), credit(19, "", "", true)}, ""},
		{"said again later", []string{credit(18, one, "a", false), credit(19, one, "a", true), credit(20, one, "a", false)}, "a"},
	} {
		l := ledgerOf(t, c.lines...)
		var got []string
		for _, a := range l.Credits([]string{"ana"}) {
			got = append(got, a.Note)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestALineAboutAPersonThatSaysNothingIsNamed(t *testing.T) {
	for line, want := range map[string]string{
		`{"act":"name","by":"R","at":"2026-11-18T10:00:00Z"}`:                  "a naming without a person names nobody",
		`{"act":"credit","note":"x","by":"R","at":"2026-11-18T10:00:00Z"}`:     "a credit without a person credits nobody",
		`{"act":"credit","person":"ana","by":"R","at":"2026-11-18T10:00:00Z"}`: "a credit without a note says nothing",
	} {
		_, probs := LoadLedger([]roster.Layer{{FS: written(t, []byte(line))}}, time.Time{})
		if len(probs) != 1 || !strings.Contains(fmt.Sprint(probs), want) {
			t.Errorf("%s: %v, want %q", line, probs, want)
		}
	}
}
