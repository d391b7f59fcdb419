package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/entry"
	"weft/internal/roster"
)

// now is the moment decisions are asked for.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// a piece of Ana's, of three days ago.
func anas(title string) *Piece {
	ana := &roster.Contributor{ID: "ana-pop", Name: "Ana Pop"}
	return &Piece{Entry: entry.Entry{ID: "e1", URL: "https://ana.example/1", Title: title, Plain: title, Published: now.AddDate(0, 0, -3), FirstSeen: now},
		Contributor: ana, People: []Person{{ana.ID, ana.Name, ana}}, Relation: Internal}
}

// rulesOf reads rules, each written as "id action when" with more keys after a
// semicolon.
func rulesOf(t *testing.T, rules ...string) []Rule {
	t.Helper()
	var file strings.Builder
	for _, r := range rules {
		r, more, _ := strings.Cut(r, ";")
		f := strings.SplitN(strings.TrimSpace(r), " ", 3)
		fmt.Fprintf(&file, "[[rule]]\nid = %q\naction = %q\nwhen = '%s'\nowner = \"owner of %s\"\nreason = \"reason of %s\"\n%s\n", f[0], f[1], f[2], f[0], f[0], more)
	}
	layers := []roster.Layer{{FS: fstest.MapFS{"feeds/policy.toml": {Data: []byte(file.String())}}}}
	got, probs := LoadRules(layers, time.UTC)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return got
}

func ledgerOf(t *testing.T, lines ...string) Ledger {
	t.Helper()
	layers := []roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: []byte(strings.Join(lines, "\n"))}}}}
	l, probs := LoadLedger(layers, time.Time{})
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return l
}

// said is a line of the ledger about the entry of anas.
func said(action Action, more string) string {
	return fmt.Sprintf(`{"act":"decide","entry":"e1","action":%q,"by":"Ruth","reason":"she said so","at":"2026-11-19T10:00:00Z"%s}`, action, more)
}

func decide(t *testing.T, p *Piece, ledger Ledger, rules ...string) Decision {
	t.Helper()
	v := Verdicts{Rules: rulesOf(t, rules...), Ledger: ledger}
	return v.Decide(p, nil, nil, now)
}

func want(t *testing.T, got Decision, action Action, rules, reason string) {
	t.Helper()
	if got.Action != action || strings.Join(got.Rules, " ") != rules || got.Reason != reason {
		t.Errorf("%s by %q because %q; want %s by %q because %q", got.Action, got.Rules, got.Reason, action, rules, reason)
	}
}

func TestWithoutARuleOrAPersonAPieceIsPublished(t *testing.T) {
	want(t, decide(t, anas("A"), Ledger{}), Publish, "", "")
	want(t, decide(t, anas("A"), Ledger{}, "x withhold false"), Publish, "", "")
}

func TestOfAllRulesThatMatchTheStrictestActsAndAllAreNamed(t *testing.T) {
	actions := []Action{Publish, Excerpt, ToOverlay, Embargo, Review, Withhold}
	for i, mild := range actions {
		for _, strict := range actions[i+1:] {
			rule := func(id string, a Action) string {
				end := ""
				if a == Embargo {
					end = `; for = "30d"`
				}
				return fmt.Sprintf("%s %s true%s", id, a, end)
			}
			first := decide(t, anas("A"), Ledger{}, rule("b", mild), rule("a", strict))
			want(t, first, strict, "a b", "reason of a")
			last := decide(t, anas("A"), Ledger{}, rule("a", strict), rule("b", mild), "c publish false")
			want(t, last, strict, "a b", "reason of a")
			if last.Owner != "owner of a" {
				t.Errorf("%s over %s: the owner is %q", strict, mild, last.Owner)
			}
		}
	}
}

func TestARuleWithoutAnOwnerIsAsStrictAsAnyOther(t *testing.T) {
	rules := rulesOf(t, "a withhold true", "b publish true")
	rules[0].Owner = ""
	v := Verdicts{Rules: rules}
	want(t, v.Decide(anas("A"), nil, nil, now), Withhold, "a b", "reason of a")
}

func TestARuleThatFailsHoldsThePieceForReview(t *testing.T) {
	p := anas("A")
	d := decide(t, p, Ledger{}, `broken publish entry.links[7] == "x"`)
	if d.Action != Review || !strings.HasPrefix(d.Reason, "the rule could not be asked: ") || strings.Contains(d.Reason, "\n") || d.Visible(false, now) {
		t.Errorf("decision %+v", d)
	}
	want(t, decide(t, p, Ledger{}, `broken publish entry.links[7] == "x"`, "b withhold true"), Withhold, "b broken", "reason of b")
	unreadable := Verdicts{Rules: []Rule{{ID: "unreadable", Action: Publish}}}
	if d := unreadable.Decide(p, nil, nil, now); d.Action != Review {
		t.Errorf("a rule that never compiled lets pass: %+v", d)
	}
}

func TestWhatCannotBeUnderstoodHolds(t *testing.T) {
	layers := []roster.Layer{{FS: fstest.MapFS{"feeds/policy.toml": {Data: []byte(`
[[rule]]
id = "typo"
owner = "Ana"
reason = "r"
when = 'true'
action = "publsh"
[[rule]]
id = "no-end"
owner = "Ana"
reason = "r"
when = 'true'
action = "embargo"
for = "x"
`)}}}}
	rules, probs := LoadRules(layers, time.UTC)
	if probs.Errors() != 2 {
		t.Errorf("problems: %v", probs)
	}
	for _, r := range rules {
		v := Verdicts{Rules: []Rule{r}}
		if d := v.Decide(anas("A"), nil, nil, now); d.Action != Review {
			t.Errorf("%s: %+v", r.ID, d)
		}
	}
}

func TestAPersonsDecisionGoesOverRules(t *testing.T) {
	for _, action := range []Action{Publish, Excerpt, ToOverlay, Review, Withhold, Takedown} {
		d := decide(t, anas("A"), ledgerOf(t, said(action, "")), "a withhold true", "b excerpt true")
		want(t, d, action, "a b", "she said so")
		if d.By != "Ruth" || d.At.IsZero() {
			t.Errorf("by %q at %v", d.By, d.At)
		}
	}
}

func TestAPersonMayBeStricterThanAFinalRuleAndNeverMilder(t *testing.T) {
	for _, c := range []struct {
		said  Action
		rules []string
		want  Action
		final bool
	}{
		{Publish, []string{"a withhold true; final = true"}, Withhold, true},
		{Excerpt, []string{"a review true; final = true"}, Review, true},
		{Withhold, []string{"a excerpt true; final = true"}, Withhold, false},
		{Takedown, []string{"a withhold true; final = true"}, Takedown, false},
		// A rule that is not final gives way; the final one beside it does not.
		{Publish, []string{"a withhold true", "b review true; final = true"}, Review, true},
		{Publish, []string{"a review true; final = true", "b withhold true"}, Review, true},
		{Publish, []string{"a withhold true", "b excerpt true; final = true"}, Excerpt, true},
		{Publish, []string{"a withhold true", "b review false; final = true"}, Publish, false},
	} {
		d := decide(t, anas("A"), ledgerOf(t, said(c.said, "")), c.rules...)
		if d.Action != c.want || d.Final != c.final {
			t.Errorf("%s said over %q: %s, final %v; want %s, %v", c.said, c.rules, d.Action, d.Final, c.want, c.final)
		}
	}
}

func TestAnEmbargoHoldsUntilItsEndAndNotLonger(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		want       time.Time // the end
	}{
		{"until a day", `a embargo true; until = 2026-12-01`, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
		{"for days from the piece's date", `a embargo true; for = "14d"`, now.AddDate(0, 0, 11)},
		{"the later of both", "a embargo true; for = \"2w\"\nuntil = 2026-11-22", now.AddDate(0, 0, 11)},
	} {
		v := Verdicts{Rules: rulesOf(t, c.rule)}
		d := v.Decide(anas("A"), nil, nil, now)
		if d.Action != Embargo || !d.Until.Equal(c.want) || d.Visible(false, now) {
			t.Errorf("%s: %+v, want until %v", c.name, d, c.want)
		}
		if before := v.Decide(anas("A"), nil, nil, c.want.Add(-time.Second)); before.Visible(true, c.want.Add(-time.Second)) {
			t.Errorf("%s: shown a second early", c.name)
		}
		if after := v.Decide(anas("A"), nil, nil, c.want); !after.Visible(true, c.want) || after.Action != Publish {
			t.Errorf("%s: at its end %+v", c.name, after)
		}
	}
}

func TestOfTwoEmbargoesTheLaterEndIsTold(t *testing.T) {
	for _, rules := range [][]string{
		{"a embargo true; until = 2026-12-01", "b embargo true; until = 2026-11-25"},
		{"b embargo true; until = 2026-11-25", "a embargo true; until = 2026-12-01"},
	} {
		if d := decide(t, anas("A"), Ledger{}, rules...); d.Until.Day() != 1 {
			t.Errorf("until %v", d.Until)
		}
	}
	person := ledgerOf(t, said(Embargo, `,"until":"2026-11-25T00:00:00Z"`))
	if d := decide(t, anas("A"), person, "a embargo true; final = true\nuntil = 2026-12-01"); d.Until.Day() != 1 || d.By != "" {
		t.Errorf("a person's earlier end of a final embargo is told: %+v", d)
	}
}

func TestDaysOfARuleAreDaysOfTheSitesZone(t *testing.T) {
	zone := time.FixedZone("west", -8*3600)
	layers := []roster.Layer{{FS: fstest.MapFS{"feeds/policy.toml": {Data: []byte("[[rule]]\nid = \"a\"\nowner = \"o\"\nreason = \"r\"\nwhen = 'true'\naction = \"embargo\"\nuntil = 2026-12-01\nexpires = 2027-01-01\n")}}}}
	rules, probs := LoadRules(layers, zone)
	if len(probs) > 0 || !rules[0].Until.Equal(time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)) || !rules[0].Expires.Equal(time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("until %v, expires %v, %v", rules[0].Until, rules[0].Expires, probs)
	}
}

func TestAPersonsEmbargoEndsByItself(t *testing.T) {
	ledger := ledgerOf(t, said(Embargo, `,"until":"2026-11-25T00:00:00Z"`))
	end := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		rules  []string
		at     time.Time
		action Action
		shown  bool
	}{
		{nil, now, Embargo, false},
		{nil, end, Embargo, true},
		{[]string{"a withhold true"}, end, Embargo, true},
		{[]string{"a excerpt true; final = true"}, now, Embargo, false},
		{[]string{"a excerpt true; final = true"}, end, Excerpt, true},
		{[]string{"a withhold true; final = true"}, end, Withhold, false},
		{[]string{"a embargo true; final = true\nuntil = 2026-12-01"}, end.Add(-1), Embargo, false},
		{[]string{"a embargo true; final = true\nuntil = 2026-12-01"}, end, Embargo, false},
	} {
		v := Verdicts{Rules: rulesOf(t, c.rules...), Ledger: ledger}
		d := v.Decide(anas("A"), nil, nil, c.at)
		if d.Action != c.action || d.Visible(true, c.at) != c.shown {
			t.Errorf("%q at %v: %+v, shown %v", c.rules, c.at, d, d.Visible(true, c.at))
		}
	}
	endless := Verdicts{Ledger: ledgerOf(t, said(Embargo, ""))}
	if d := endless.Decide(anas("A"), nil, nil, now); d.Visible(false, now.AddDate(50, 0, 0)) {
		t.Error("an embargo without an end ended")
	}
}

func TestARuleThatHasExpiredIsNotAsked(t *testing.T) {
	rule := "a withhold true; expires = 2026-11-21"
	want(t, decide(t, anas("A"), Ledger{}, rule), Withhold, "a", "reason of a")
	v := Verdicts{Rules: rulesOf(t, rule)}
	want(t, v.Decide(anas("A"), nil, nil, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)), Publish, "", "")
}

func TestARuleCanAskForAllThatTheFormatPromises(t *testing.T) {
	p := anas("Our NHS number story")
	p.Plain = "Three words here"
	p.Links = []entry.Link{{URL: "https://www.council.example/report"}}
	p.Entry.Tags, p.Sectors, p.Language = []string{"jobs"}, []string{"housing"}, "en"
	p.Organisation = &roster.Organisation{ID: "brookside", Home: true}
	p.Feed = &roster.Feed{Key: "https://ana.example/feed", Licence: "CC-BY-4.0"}
	for _, when := range []string{
		`entry.title matches "(?i)nhs"`, `entry.text contains "words"`, `entry.words == 3`, `entry.links == ["https://www.council.example/report"]`,
		`"council.example" in entry.hosts`, `entry.language == "en"`, `"jobs" in entry.tags`, `"tender" in entry.themes`,
		`entry.published < date("2026-11-18")`, `entry.relation == "internal"`, `"housing" in entry.sectors`, `entry.contributor == "ana-pop"`,
		`entry.organisation == "brookside"`, `"Ana Pop" in entry.byline`, `feed.address startsWith "https://ana"`, `feed.licence == "CC-BY-4.0"`,
	} {
		v := Verdicts{Rules: rulesOf(t, "a withhold "+when)}
		if d := v.Decide(p, []string{"tender"}, nil, now); d.Action != Withhold {
			t.Errorf("%s: %+v", when, d)
		}
	}
}

// FuzzRules: whatever a policy file holds, a file without errors gives rules
// that can be asked, and a rule never lets pass what it could not be asked of.
func FuzzRules(f *testing.F) {
	f.Add("[[rule]]\nid = \"a\"\nowner = \"o\"\nreason = \"r\"\nwhen = 'entry.title contains \"A\"'\naction = \"withhold\"\n", "A")
	f.Add("[[rule]]\nid = \"a\"\nowner = \"o\"\nreason = \"r\"\nwhen = 'entry.links[entry.words] == \"\"'\naction = \"publish\"\n", "A")
	f.Add("[[rule]]\nid = \"a\"\nowner = \"o\"\nreason = \"r\"\nwhen = 'all(1..10000000, # > 0)'\naction = \"embargo\"\nfor = \"9999w\"\n", "")
	f.Add("[[rule]]\nwhen = 7\n[[rule]]\naction = \"publish\"\nuntil = 2026-12-01\n", "A")
	f.Add("rule = [{id=\"a\", when='entry.title matches entry.text'}]\nx = 1\n", "(")
	f.Fuzz(func(t *testing.T, file, title string) {
		layers := []roster.Layer{{FS: fstest.MapFS{"feeds/policy.toml": {Data: []byte(file)}}}}
		rules, probs := LoadRules(layers, time.UTC)
		for _, p := range probs {
			if p.File != "feeds/policy.toml" || p.Hint == "" || p.Message == "" || p.Line < 0 || p.Line > strings.Count(file, "\n")+1 {
				t.Errorf("problem %+v", p)
			}
		}
		p := anas(title)
		for i := range rules {
			r := &rules[i]
			if probs.Errors() == 0 && (r.question == nil || strictness[r.Action] == 0 || r.Action == Takedown) {
				t.Fatalf("a rule without a fault cannot be asked: %+v", r)
			}
			v := Verdicts{Rules: rules[i : i+1]}
			d := v.Decide(p, nil, nil, now)
			if _, err := r.question.ask(environment(p, nil)); err != nil && r.holds(now) && d.Action != Review {
				t.Fatalf("%v, and yet %+v", err, d)
			}
		}
	})
}

func TestVisibilityOfEachAction(t *testing.T) {
	var shown []string
	for _, a := range []Action{Publish, Excerpt, ToOverlay, Embargo, Review, Withhold, Takedown, "nonsense"} {
		d := Decision{Action: a}
		shown = append(shown, fmt.Sprint(a, " ", d.Visible(true, now), " ", d.Visible(false, now)))
	}
	wanted := []string{"publish true true", "excerpt true true", "internal false true", "embargo false false", "review false false",
		"withhold false false", "takedown false false", "nonsense false false"}
	if !slices.Equal(shown, wanted) {
		t.Errorf("action, in public, inside: %q", shown)
	}
}
