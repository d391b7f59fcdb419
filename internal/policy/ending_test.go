package policy

import (
	"strings"
	"testing"
	"time"
)

func TestARuleIsWarnedOfBeforeAndAfterItEnds(t *testing.T) {
	rules := rulesOf(t,
		"soon review true;expires = 2026-12-01", "today review true;expires = 2026-11-21", "over review true;expires = 2026-11-20", "later review true;expires = 2027-03-31", "never review true",
		"ended embargo true;until = 2026-11-01", "lasting embargo true;until = 2026-11-01\nfor = \"2w\"", "coming embargo true;until = 2026-12-24")
	var got []string
	for _, p := range Endings(rules, 0, now) {
		if !p.Warning || p.Hint == "" || p.Line == 0 {
			t.Errorf("%+v", p)
		}
		got = append(got, p.Message)
	}
	want := []string{`rule "soon" expires on 1 December 2026, in 10 days`, `rule "today" expires on 21 November 2026, within a day`,
		`rule "over" of owner of over expired on 20 November 2026 and holds nothing any more`, `the embargo of rule "ended" ended on 1 November 2026: it holds nothing any more`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if len(Endings(rules, 1, now))+len(Endings(rules, 0, time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC))) != 0 {
		t.Error("a warning of another layer, or long before")
	}
}

func TestTheWarningSaysWhatBecomesOfThePieces(t *testing.T) {
	for action, want := range map[string]string{
		"withhold": "what it holds is shown",
		"excerpt":  "what it shortens is shown as its feed allows",
		"publish":  "others decide",
	} {
		found := Endings(rulesOf(t, "soon "+action+" true;expires = 2026-12-01"), 0, now)
		if len(found) != 1 || !strings.Contains(found[0].Hint, want) {
			t.Errorf("%s: %v", action, found)
		}
	}
}
