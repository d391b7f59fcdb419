package policy

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"weft/internal/entry"
	"weft/internal/roster"
)

func written(t *testing.T, lines ...[]byte) fstest.MapFS {
	t.Helper()
	return fstest.MapFS{LedgerFile: {Data: append(bytes.Join(lines, []byte("\n")), '\n')}}
}

func bytesOf(t *testing.T, line interface{ Bytes() ([]byte, error) }) []byte {
	t.Helper()
	data, err := line.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func anAct() Act {
	return Act{Act: ActDecide, URL: "https://ana.example/1", Entry: "e1", Action: Withhold, Reason: "asked by its author", By: "Ruth", At: now}.Recorded()
}

func TestADecisionIsReadBackAsItWasWritten(t *testing.T) {
	a := anAct()
	l, probs := LoadLedger([]roster.Layer{{FS: written(t, bytesOf(t, a))}}, time.Time{})
	got, ok := l.Find("e1", nil)
	if len(probs) > 0 || !ok || got.Line != 1 || got.File != LedgerFile {
		t.Fatalf("%+v, %v, %v", got, ok, probs)
	}
	got.File, got.Line = "", 0
	if got != a {
		t.Errorf("read back %+v\nwritten   %+v", got, a)
	}
}

func TestALineThatWasChangedLaterIsNamed(t *testing.T) {
	line := string(bytesOf(t, anAct()))
	for name, c := range map[string]struct {
		line  string
		wrong bool
	}{
		"as written":                     {line, false},
		"with its members in disorder":   {`{"at":"2026-11-20T12:00:00Z",` + strings.Replace(strings.TrimPrefix(line, "{"), `,"at":"2026-11-20T12:00:00Z"`, "", 1), false},
		"with another action":            {strings.Replace(line, "withhold", "publish", 1), true},
		"with another day":               {strings.Replace(line, "2026-11-20", "2026-11-21", 1), true},
		"with a member more":             {strings.Replace(line, "{", `{"note":"x",`, 1), true},
		"by hand, without an id":         {strings.Replace(line, anAct().ID, "", 1), false},
		"by hand, with an id of its own": {strings.Replace(line, anAct().ID, "1", 1), false},
	} {
		other := bytesOf(t, Act{Act: ActFreeze, Issue: "2026-W46", By: "Ruth", At: now}.Recorded())
		l, probs := LoadLedger([]roster.Layer{{FS: written(t, other, []byte(c.line))}}, time.Time{})
		if named := len(probs) == 1 && probs.Errors() == 1 && probs[0].Line == 2 && strings.Contains(probs[0].Message, anAct().ID); named != c.wrong || len(probs) > 1 {
			t.Errorf("%s: %v", name, probs)
		}
		if len(l.Acts) != map[bool]int{true: 1, false: 2}[c.wrong] {
			t.Errorf("%s: %d acts are believed", name, len(l.Acts))
		}
	}
}

func TestALineThatWasCutOffIsToldFromOneThatIsWrong(t *testing.T) {
	half := bytesOf(t, anAct())[:40]
	for end, want := range map[string]string{"": "it was cut off while it was written", "\n": "take the line back from git"} {
		_, probs := LoadLedger([]roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: []byte(string(half) + end)}}}}, time.Time{})
		if probs.Errors() != 1 || !strings.HasPrefix(probs[0].Hint, want) {
			t.Errorf("ending in %q: %v", end, probs)
		}
	}
}

// FuzzAct: whatever a stranger's address or a person's reason holds, a decision
// is one line, is read back equal, decides what it says, and nobody's else.
func FuzzAct(f *testing.F) {
	f.Add("https://ana.example/1", "e1", "asked by its author", "Ruth", int64(1795424400), int64(0))
	f.Add("https://x.example/\"},\n{\"act\":\"decide\"", "", "\u2028\x00\xff</script>", "\\\"", int64(-1), int64(1<<40))
	f.Add("/contributions/a/", "e1", "\r\n", "\ud7ff", int64(253402300799), int64(253402300799))
	f.Fuzz(func(t *testing.T, url, id, reason, by string, at, until int64) {
		if at < -62135596800 || at > 253402300799 || until < 0 || until > 253402300799 {
			return
		}
		a := Act{Act: ActDecide, URL: url, Entry: id, Action: Withhold, Reason: reason, By: by, At: time.Unix(at, 5)}
		if until > 0 {
			a.Action, a.Until = Embargo, time.Unix(until, 7)
		}
		a = a.Recorded()
		line := bytesOf(t, a)
		if bytes.ContainsAny(line, "\n\r") || !utf8.Valid(line) || len(a.ID) != 20 {
			t.Fatalf("%q is no line", line)
		}
		other := bytesOf(t, Act{Act: ActDecide, Entry: "other", Action: Review, By: "x", At: now}.Recorded())
		l, probs := LoadLedger([]roster.Layer{{FS: written(t, other, line)}}, time.Time{})
		if a.URL == "" && a.Entry == "" {
			return
		}
		if len(probs) > 0 || len(l.Acts) != 2 {
			t.Fatalf("%q: %d acts, %v", line, len(l.Acts), probs)
		}
		got := l.Acts[1]
		got.File, got.Line, got.order = "", 0, 0
		if !got.At.Equal(a.At) || !got.Until.Equal(a.Until) || got.ID != a.Sum() {
			t.Errorf("read back %+v, written %+v", got, a)
		}
		if got.At, got.Until = a.At, a.Until; got != a {
			t.Errorf("read back %+v, written %+v", got, a)
		}
		if stands, _ := l.Find("other", nil); stands.Action != Review && a.Entry != "other" {
			t.Errorf("%q decides on another entry", line)
		}
	})
}

// FuzzTagLine: the same of what is said about themes.
func FuzzTagLine(f *testing.F) {
	f.Add("https://ana.example/1", "damp", "struck", "Ruth")
	f.Add("\"\n{\"url\":\"x\"}", "a\",\"b", "\xff", "\u2028")
	f.Fuzz(func(t *testing.T, url, yes, no, by string) {
		if url == "" || yes == no {
			return
		}
		line := TagLine{URL: url, Themes: []string{yes}, Not: []string{no}, By: by, At: now.Add(1)}.Recorded()
		log, probs := LoadTags([]roster.Layer{{FS: fstest.MapFS{TagFile: {Data: append(bytesOf(t, line), '\n')}}}})
		if len(probs) > 0 {
			t.Fatal(probs)
		}
		said := log.Said([]string{line.URL}, time.Time{})
		if len(said) != 1 || said[0].URL != line.URL || said[0].By != line.By || !said[0].At.Equal(line.At) || said[0].Line != 1 {
			t.Fatalf("read back %+v, written %+v", said, line)
		}
		if line.Themes[0] == line.Not[0] { // both were no text
			return
		}
		if got, struck := log.Themes([]string{line.URL}, time.Time{}); !slices.Equal(got, line.Themes) || !slices.Equal(struck, line.Not) {
			t.Errorf("%q and not %q; written %q and not %q", got, struck, line.Themes, line.Not)
		}
	})
}

// A case weighs what the gate holds back as well as what it lets pass.
func TestACaseSaysWhatTheGateWeighed(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("fine", "https://ana.example/1"), titled("held", "https://ana.example/2"))
	w.holds(0, cleosFeed, titled("declined", "https://cleo.example/1"))
	w.holds(0, evesFeed, titled("on boats", "https://eve.example/1"))
	w.holds(0, "https://nobody.example/feed", titled("unlisted", "https://nobody.example/1"))
	w.holds(0, Contributions, titled("by a stranger", "/contributions/x/", "Nobody At All"))
	w.holds(1, ivysFeed, titled("inside", "https://intranet.example/1"))
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte("[[rule]]\nid = \"r\"\nowner = \"o\"\nreason = \"why\"\naction = \"review\"\nwhen = 'entry.title == \"held\"'\n")}
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(said(Publish, `,"url":"https://www.ana.example/1/"`))}
	v := w.view(false)
	for _, c := range []struct {
		url     string
		layer   int
		barred  Bar
		visible bool
		action  Action
		hits    int
	}{
		{"https://ana.example/1", 0, "", true, Publish, 0}, {"https://ana.example/2", 0, "", false, Review, 1},
		{"https://cleo.example/1", 0, OptedOut, false, "", 0}, {"https://eve.example/1", 0, NotKept, false, Publish, 0},
		{"https://nobody.example/1", 0, Unlisted, false, "", 0}, {"/contributions/x/", 0, NoAuthor, false, "", 0},
		{"https://intranet.example/1", 1, "", true, Publish, 0},
	} {
		ids, err := w.archives[c.layer].IDsAt(c.url)
		if err != nil || len(ids) != 1 {
			t.Fatal(c.url, ids, err)
		}
		h, _, err := w.archives[c.layer].History(ids[0])
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.Case(h.Entry, c.layer)
		if err != nil {
			t.Fatal(err)
		}
		action := Action("")
		if got.Piece != nil {
			action = got.Piece.Decision.Action
		}
		if got.Barred != c.barred || got.Visible != c.visible || action != c.action || len(got.Hits) != c.hits {
			t.Errorf("%s: barred %q, visible %v, %s, %d hits", c.url, got.Barred, got.Visible, action, len(got.Hits))
		}
		if ana := c.url == "https://ana.example/1"; (len(got.Acts) == 1) != ana {
			t.Errorf("%s: %d decisions", c.url, len(got.Acts))
		}
	}
}

func TestOneMoreDecisionIsForeseen(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("soft", "https://ana.example/1"), titled("hard", "https://ana.example/2"))
	rule := func(id, title, more string) string {
		return "[[rule]]\nid = \"" + id + "\"\nowner = \"o\"\nreason = \"why\"\naction = \"review\"\nwhen = 'entry.title == \"" + title + "\"'\n" + more + "\n"
	}
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte(rule("soft", "soft", "") + rule("hard", "hard", "final = true"))}
	v := w.view(true)
	weigh := func(url string) *Case {
		id := entry.NewID(anasFeed, url)
		h, _, err := w.archives[0].History(id)
		if err != nil {
			t.Fatal(err)
		}
		c, err := v.Case(h.Entry, 0)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	act := func(action Action) Act { return Act{Act: ActDecide, Action: action, By: "R", At: now}.Recorded() }
	soft, hard := weigh("https://ana.example/1"), weigh("https://ana.example/2")
	on := func(c *Case, a Act) Act { a.Entry = c.Piece.ID; return a.Recorded() }
	if o := v.Foresee(soft, on(soft, act(Publish))); !o.Visible || o.Decision.Action != Publish || o.Overruled != nil {
		t.Errorf("a rule: %+v", o)
	}
	if o := v.Foresee(hard, on(hard, act(Publish))); o.Visible || o.Decision.Action != Review || o.Overruled == nil || o.Overruled.Rule.ID != "hard" || o.Overruled.Rule.Line == 0 {
		t.Errorf("a final rule: %+v", o)
	}
	if o := v.Foresee(hard, on(hard, act(Withhold))); o.Decision.Action != Withhold || o.Overruled != nil {
		t.Errorf("stricter than a final rule: %+v", o)
	}
	if soft.Piece.Decision.Action != Review || len(v.gate.Verdicts.Ledger.Acts) != 0 {
		t.Error("what was only foreseen was done")
	}
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(strings.Replace(said(Withhold, ""), `"e1"`, `"`+soft.Piece.ID+`"`, 1))}
	w.public[LedgerFile].Data = bytes.Replace(w.public[LedgerFile].Data, []byte("2026-11-19"), []byte("2027-11-19"), 1)
	v = w.view(true)
	if o := v.Foresee(soft, on(soft, act(Publish))); o.Decision.Action != Withhold {
		t.Errorf("under a later decision: %+v", o)
	}
}
