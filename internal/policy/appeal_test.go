package policy

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/diag"
	"weft/internal/roster"
)

func actLine(day int, act, more string) string {
	return fmt.Sprintf(`{"act":%q,"entry":"e1","by":"Ruth","at":"2026-11-%02dT10:00:00Z"%s}`, act, day, more)
}

func decided(day int, action Action, more string) string {
	return actLine(day, ActDecide, fmt.Sprintf(`,"action":%q,"reason":"r"%s`, action, more))
}

func TestAnAppealIsAnsweredByTheNextDecision(t *testing.T) {
	appeal := func(day int, more string) string { return actLine(day, ActAppeal, `,"reason":"it is mine"`+more) }
	for _, c := range []struct {
		name    string
		lines   []string
		against Action
		outcome Outcome
		took    int // days
	}{
		{"nobody has answered", []string{decided(2, Withhold, ""), appeal(4, "")}, Withhold, Waiting, 0},
		{"a milder decision grants it", []string{decided(2, Withhold, ""), appeal(4, ""), decided(7, Excerpt, "")}, Withhold, Granted, 3},
		{"the same again upholds what was", []string{decided(2, Withhold, ""), appeal(4, ""), decided(7, Withhold, "")}, Withhold, Upheld, 3},
		{"a stricter one does so too", []string{decided(2, ToOverlay, ""), appeal(4, ""), decided(5, Withhold, "")}, ToOverlay, Upheld, 1},
		{"to look at it again is no answer", []string{decided(2, Withhold, ""), appeal(4, ""), decided(5, Review, "")}, Withhold, Waiting, 0},
		{"nor does it stand before one", []string{decided(2, Withhold, ""), appeal(4, ""), decided(5, Review, ""), decided(8, Publish, "")}, Withhold, Granted, 4},
		{"against a rule, as the line says", []string{appeal(4, `,"action":"internal"`), decided(5, Review, ""), decided(6, Embargo, "")}, ToOverlay, Upheld, 2},
		{"against a rule that the line does not name", []string{appeal(4, ""), decided(5, Publish, "")}, Review, Granted, 1},
		{"against what is shown: stricter grants it", []string{appeal(4, `,"action":"publish"`), decided(5, Takedown, "")}, Publish, Granted, 1},
		{"against what is shown, which stays", []string{decided(1, Publish, ""), appeal(4, ""), decided(5, Publish, "")}, Publish, Upheld, 1},
		{"an earlier end of an embargo grants it", []string{decided(1, Embargo, `,"until":"2026-12-24T00:00:00Z"`), appeal(4, ""), decided(5, Embargo, `,"until":"2026-12-01T00:00:00Z"`)}, Embargo, Granted, 1},
		{"a later end does not", []string{decided(1, Embargo, `,"until":"2026-12-01T00:00:00Z"`), appeal(4, ""), decided(5, Embargo, `,"until":"2026-12-24T00:00:00Z"`)}, Embargo, Upheld, 1},
		{"an embargo that was over held nothing", []string{decided(1, Embargo, `,"until":"2026-11-03T00:00:00Z"`), appeal(4, ""), decided(5, Withhold, "")}, Publish, Granted, 1},
		{"lines mixed by a merge", []string{decided(7, Publish, ""), appeal(4, ""), decided(2, Withhold, "")}, Withhold, Granted, 3},
		{"the first of two answers counts", []string{decided(2, Withhold, ""), appeal(4, ""), decided(5, Withhold, ""), decided(6, Publish, "")}, Withhold, Upheld, 1},
		{"who objected does so no more", []string{decided(2, Withhold, ""), appeal(4, ""), actLine(6, ActAppeal, `,"not":true`)}, Withhold, Withdrawn, 2},
		{"answered by address", []string{actLine(4, ActAppeal, `,"reason":"x","action":"withhold","url":"https://ana.example/1"`), `{"act":"decide","url":"http://www.ana.example/1/","action":"publish","by":"R","at":"2026-11-05T10:00:00Z"}`}, Withhold, Granted, 1},
		{"a decision on another is none", []string{decided(2, Withhold, ""), appeal(4, ""), strings.Replace(decided(5, Publish, ""), "e1", "e2", 1)}, Withhold, Waiting, 0},
		{"of the same second, in the order of the lines", []string{decided(4, Withhold, ""), appeal(4, ""), decided(4, Publish, "")}, Withhold, Granted, 0},
	} {
		l := ledgerOf(t, c.lines...)
		all := l.Appeals()
		if len(all) != 1 {
			t.Errorf("%s: %d appeals", c.name, len(all))
			continue
		}
		if a := all[0]; a.Against != c.against || a.Outcome != c.outcome || a.Answered != time.Duration(c.took)*24*time.Hour {
			t.Errorf("%s: against %s, %s after %v; want %s, %s after %d days", c.name, a.Against, a.Outcome, a.Answered, c.against, c.outcome, c.took)
		}
		if on := l.AppealsOn("e1", nil); len(on) != 1 || len(l.AppealsOn("e3", []string{"https://ana.example/3"})) != 0 {
			t.Errorf("%s: on the entry: %d", c.name, len(on))
		}
	}
}

func TestHowLongAnEntryWaitedIsToldWhereItIsKnown(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 10, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name  string
		lines []string
		held  time.Time
		want  string
	}{
		{"nothing waited", []string{decided(3, Withhold, "")}, time.Time{}, ""},
		{"somebody asked for review", []string{decided(3, Review, "")}, time.Time{}, "3- "},
		{"and asked again, and decided", []string{decided(3, Review, ""), decided(4, Review, ""), decided(9, Publish, "")}, time.Time{}, "3-9 "},
		{"held by a rule since it came", nil, day(2), "2- "},
		{"held by a rule, then decided", []string{decided(5, Publish, "")}, day(2), "2-5 "},
		{"and asked again later", []string{decided(5, Publish, ""), decided(8, Review, "")}, day(2), "2-5 8- "},
		{"decided before it came", []string{decided(2, Publish, "")}, day(5), "2-2 "},
		{"lines mixed by a merge", []string{decided(9, Publish, ""), decided(3, Review, "")}, time.Time{}, "3-9 "},
	} {
		l := ledgerOf(t, c.lines...)
		got := ""
		for _, w := range l.WaitOn("e1", nil, c.held) {
			if got += fmt.Sprint(w.From.Day(), "-"); w.Answer != nil {
				got += fmt.Sprint(w.To.Day())
			}
			got += " "
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if n := len(l.Waits()); c.held.IsZero() && n != strings.Count(c.want, "-") {
			t.Errorf("%s: the ledger tells of %d", c.name, n)
		}
	}
}

func TestALineThatDoesNothingIsNamed(t *testing.T) {
	for _, c := range []struct {
		line, message, hint string
		warning, kept       bool
	}{
		{`{"act":"freeze","by":"R"}`, "a freeze without an issue", `"issue":"2026-W47"`, false, false},
		{`{"act":"send","by":"R"}`, "a sending without an issue", `"issue":"2026-W47"`, false, false},
		{`{"act":"publish","by":"R"}`, "", "", false, true},
		{`{"act":"appeal","url":"https://a.example/","by":"R"}`, "an appeal that names no entry, or no reason", "an appeal looks like", false, false},
		{`{"act":"appeal","reason":"x","by":"R"}`, "an appeal that names no entry", "an appeal looks like", false, false},
		{`{"act":"appeal","url":"https://a.example/","not":true,"by":"R"}`, "", "", false, true},
		{`{"act":"appeal","url":"https://a.example/","reason":"x","action":"withold","by":"R"}`, `against the action "withold"`, "leave it out", false, false},
		{`{"act":"decide","url":"https://a.example/","action":"withold","by":"R"}`, `with action "withold" decides nothing`, "a decision looks like", false, false},
		{`{"act":"decied","url":"https://a.example/","action":"withhold","by":"R"}`, `no act is called "decied"`, `did you mean "decide"?`, false, false},
		{`{"by":"R"}`, "a line without an act", `"act":"decide"`, false, false},
		{`{"act":"bookmark","by":"R"}`, `this weft knows no act "bookmark"`, "a later weft may have written it", true, true},
	} {
		l, probs := LoadLedger([]roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: []byte(c.line)}}}}, time.Time{})
		if (len(l.Acts) == 1) != c.kept {
			t.Errorf("%s: %d acts", c.line, len(l.Acts))
		}
		if c.message == "" {
			if len(probs) > 0 {
				t.Errorf("%s: %v", c.line, probs)
			}
			continue
		}
		if len(probs) != 1 || probs[0].Warning != c.warning || !strings.Contains(probs[0].Message, c.message) || !strings.Contains(probs[0].Hint, c.hint) {
			t.Errorf("%s: %v", c.line, probs)
		}
	}
}

func TestALineThatBothSidesOfAMergeHadCountsOnce(t *testing.T) {
	line := actLine(3, ActAppeal, `,"reason":"x"`)
	var probs diag.List
	l, probs := LoadLedger([]roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: []byte(line + "\n" + decided(2, Withhold, "") + "\r\n" + line)}}}}, time.Time{})
	if len(l.Acts) != 2 || len(l.Appeals()) != 1 || len(probs) > 0 || l.Acts[1].Line != 3 {
		t.Errorf("%d acts, %d appeals, %v", len(l.Acts), len(l.Appeals()), probs)
	}
}
