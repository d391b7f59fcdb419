package policy

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/entry"
	"weft/internal/period"
)

// tallied writes the tallies of an edition as lines.
func tallied(t *testing.T, v *View) string {
	t.Helper()
	all, err := v.Tallies(period.Calendar{Cadence: period.Weekly, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, q := range all {
		line := fmt.Sprintf("%s: %d; rules %v; became %v, %d wait; decided %v; appeals %v; took %v; held", q.Name, q.Judged, q.Rules, q.Became, q.Waiting, q.Decided, q.Appeals, q.Took)
		for _, p := range q.Held {
			line += " " + p.Title
		}
		line += "; deeds"
		for _, d := range q.Deeds {
			line += " " + d.Act.Act
			if d.Piece != nil {
				line += "(" + d.Piece.Title + ")"
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestATallyCountsWhatRulesAndPeopleDecided(t *testing.T) {
	w := newWorld(t)
	dated := func(title string, at time.Time) entry.Entry {
		e := titled(title, "https://ana.example/"+title)
		e.Published = at
		return e
	}
	last := time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC)
	w.holds(0, anasFeed, dated("plain", now.AddDate(0, 0, -2)), dated("waits", now.AddDate(0, 0, -3)), dated("kept", now.AddDate(0, 0, -4)), dated("passed", last))
	w.holds(0, "https://cleo.example/feed", titled("declined", "https://cleo.example/1"))
	w.holds(1, ivysFeed, titled("inner", "https://intranet.example/1"))
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte(`[[rule]]
id = "look"
owner = "o"
reason = "r"
action = "review"
when = 'entry.title in ["waits", "passed", "kept"]'
`)}
	line := func(act, title, action, at string) string {
		return fmt.Sprintf(`{"act":%q,"url":"https://ana.example/%s","action":%q,"reason":"x","by":"R","at":%q}`, act, title, action, at) + "\n"
	}
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(line("decide", "passed", "publish", "2026-08-05T09:00:00Z") +
		line("appeal", "kept", "", "2026-11-18T09:00:00Z") + line("decide", "kept", "withhold", "2026-11-19T09:00:00Z") + line("decide", "kept", "withhold", "2026-11-20T09:00:00Z") +
		strings.ReplaceAll(line("decide", "1", "withhold", "2026-11-19T09:00:00Z"), "ana.example", "cleo.example") +
		line("decide", "slip", "withhold", "2126-11-19T09:00:00Z"))}
	w.private[LedgerFile] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(line("decide", "1", "withhold", "2026-11-19T10:00:00Z"), "ana.example", "intranet.example"))}
	want := `2026-Q4: 3; rules map[look:2]; became map[publish:1 review:1 withhold:1], 1 wait; decided map[withhold:1]; appeals map[upheld:1]; took [24h0m0s 69h0m0s]; held waits kept; deeds decide(kept) decide(kept) appeal(kept)
2026-Q3: 1; rules map[look:1]; became map[publish:1], 0 wait; decided map[publish:1]; appeals map[]; took [48h0m0s]; held; deeds decide(passed)
2026-Q2: 0; rules map[]; became map[], 0 wait; decided map[]; appeals map[]; took []; held; deeds
2026-Q1: 0; rules map[]; became map[], 0 wait; decided map[]; appeals map[]; took []; held; deeds`
	if got := tallied(t, w.view(true)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	inner := tallied(t, w.view(false))
	if !strings.Contains(inner, "decide(inner)") || strings.Contains(inner, "declined") || !strings.Contains(inner, "withhold:2") {
		t.Errorf("the internal edition says\n%s", inner)
	}
}

func TestOfASiteThatNobodyWritesForTheLastQuartersAreTold(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("one", "https://ana.example/1"))
	gate := w.gate(true)
	gate.At = now.AddDate(3, 0, 0)
	if got := tallied(t, NewView(gate)); !strings.HasPrefix(got, "2026-Q4: 1; ") {
		t.Errorf("got\n%s", got)
	}
}

// A page that told of its own publication would be another than the one that was
// published: it is told of once something has come in since.
func TestAPublicationIsToldOfOnceSomethingCameInSince(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("one", "https://ana.example/1"))
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"publish","edition":"public","by":"R","at":"` + now.Format(time.RFC3339) + `"}`)}
	for ahead, want := range map[time.Duration]bool{-time.Second: false, 0: false, time.Second: true} {
		gate := w.gate(true)
		gate.At = now.Add(ahead)
		if got := strings.Contains(tallied(t, NewView(gate)), "deeds publish"); got != want {
			t.Errorf("at %v after the publication it is told of: %v", ahead, got)
		}
	}
}
