package policy

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/entry"
	"weft/internal/roster"
)

func TestTheLaterDecisionCountsWhereverItStands(t *testing.T) {
	line := func(at, key, value string, action Action) string {
		return fmt.Sprintf(`{"act":"decide",%q:%q,"action":%q,"by":"Ruth","at":"2026-11-%sT10:00:00Z"}`, key, value, action, at)
	}
	const here, there = "https://ana.example/1", "http://www.ana.example/old/1/"
	for _, c := range []struct {
		name  string
		lines []string
		want  Action
	}{
		{"a later line", []string{line("18", "entry", "e1", Withhold), line("19", "entry", "e1", Publish)}, Publish},
		{"lines mixed by a merge", []string{line("19", "entry", "e1", Publish), line("18", "entry", "e1", Withhold)}, Publish},
		{"of the same second", []string{line("18", "entry", "e1", Publish), line("18", "entry", "e1", Withhold)}, Withhold},
		{"by address after id", []string{line("18", "entry", "e1", Publish), line("19", "url", here, Withhold)}, Withhold},
		{"by id after address", []string{line("18", "url", here, Publish), line("19", "entry", "e1", Withhold)}, Withhold},
		{"by address, of the same second as by id", []string{line("18", "entry", "e1", Publish), line("18", "url", here, Withhold)}, Withhold},
		{"by an address it had before", []string{line("18", "url", "https://ana.example/old/1", Withhold)}, Withhold},
		{"by two addresses", []string{line("19", "url", here, Publish), line("18", "url", there, Withhold)}, Publish},
		{"of another entry", []string{line("18", "entry", "e2", Withhold), line("18", "url", "https://ana.example/2", Withhold)}, ""},
		{"not a decision", []string{`{"act":"credit","person":"ana","note":"n","entry":"e1","action":"withhold","by":"Ruth","at":"2026-11-18T10:00:00Z"}`}, ""},
	} {
		l := ledgerOf(t, c.lines...)
		act, ok := l.Find("e1", []string{here, there})
		if act.Action != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, %v; want %q", c.name, act.Action, ok, c.want)
		}
	}
}

func TestTheLedgerCanBeReadAsItStood(t *testing.T) {
	layers := []roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: []byte(
		`{"act":"decide","entry":"e1","action":"withhold","by":"R","at":"2026-11-18T10:00:00Z"}
{"act":"decide","entry":"e1","action":"publish","by":"R","at":"2026-11-20T10:00:00Z"}`)}}}}
	for day, want := range map[int]Action{17: "", 18: Withhold, 19: Withhold, 20: Publish} {
		l, probs := LoadLedger(layers, time.Date(2026, 11, day, 23, 59, 59, 0, time.UTC))
		if act, _ := l.Find("e1", nil); act.Action != want || len(probs) > 0 {
			t.Errorf("as of the %dth: %q, %v; want %q", day, act.Action, probs, want)
		}
	}
}

// FuzzLedger: whatever a ledger holds, it is read without a panic, every line
// that is passed over is named, and a decision written behind it counts.
func FuzzLedger(f *testing.F) {
	f.Add(said(Publish, ""))
	f.Add(said(Publish, "") + "\n\n<<<<<<<\n" + said(Withhold, `,"url":"https://ana.example/1"`))
	f.Add(`{"act":"decide","entry":"e1","action":"publish","at":"9999-12-31T23:59:59Z"}`)
	f.Add(said(Publish, "") + "\n" + said(Publish, "") + "\n" + `{"act":"appeal","entry":"e1","reason":"x","at":"2026-11-20T10:00:00Z"}`)
	f.Add("{}\n[]\nnull\n\"x\"\n{\"act\":7}\r\n\xff\x00")
	f.Fuzz(func(t *testing.T, data string) {
		layers := []roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: []byte(data)}}}}
		l, probs := LoadLedger(layers, time.Time{})
		lines := map[string]bool{} // the same one twice is one
		for line := range strings.Lines(data) {
			lines[strings.TrimSpace(line)] = true
		}
		delete(lines, "")
		for _, p := range probs {
			if p.Line < 1 || p.Hint == "" || p.File != LedgerFile {
				t.Errorf("problem %+v", p)
			}
		}
		if len(l.Acts)+probs.Errors() != len(lines) {
			t.Errorf("%d lines gave %d acts and %d problems", len(lines), len(l.Acts), len(probs))
		}
		for _, a := range l.Appeals() {
			if (a.Outcome == Waiting) != (a.Answer == nil) || a.Answered < 0 {
				t.Errorf("appeal %+v", a)
			}
		}
		for _, w := range l.Waits() {
			if (w.Answer == nil) != w.To.IsZero() || w.Answer != nil && w.To.Before(w.From) {
				t.Errorf("wait %+v", w)
			}
		}
		latest := now
		for _, a := range l.Acts {
			if a.At.After(latest) {
				latest = a.At
			}
		}
		l.add(Act{Act: ActDecide, Entry: "e1", Action: Withhold, At: latest})
		if act, ok := l.Find("e1", []string{"https://ana.example/1"}); !ok || act.Action != Withhold {
			t.Errorf("the last word was withhold, and %q counts", act.Action)
		}
	})
}

func tagsOf(t *testing.T, lines ...string) TagLog {
	t.Helper()
	layers := []roster.Layer{{FS: fstest.MapFS{TagFile: {Data: []byte(strings.Join(lines, "\n"))}}}}
	log, probs := LoadTags(layers)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return log
}

func TestWhatACuratorSaidLastOfAThemeCounts(t *testing.T) {
	line := func(at, url, yes, no string) string {
		return fmt.Sprintf(`{"url":%q,"themes":[%s],"not":[%s],"by":"Ruth","at":"2026-11-%sT10:00:00Z"}`, url, yes, no, at)
	}
	const here, there = "https://ana.example/1", "https://ana.example/old"
	for _, c := range []struct {
		name    string
		lines   []string
		yes, no string
	}{
		{"confirmed", []string{line("18", here, `"b","a"`, ``)}, "a b", ""},
		{"confirmed, then struck out", []string{line("18", here, `"a","b"`, ``), line("19", here, ``, `"a"`)}, "b", "a"},
		{"struck out, then confirmed, lines mixed by a merge", []string{line("19", here, `"a"`, ``), line("18", here, ``, `"a"`)}, "a", ""},
		{"of the same second, the later line", []string{line("18", here, `"a"`, ``), line("18", there, ``, `"a"`)}, "", "a"},
		{"under two addresses, the older last", []string{line("19", there, ``, `"a"`), line("18", here, `"a"`, ``)}, "", "a"},
		{"in one line, no", []string{line("18", here, `"a"`, `"a"`)}, "", "a"},
		{"of another entry", []string{line("18", "https://ana.example/2", `"a"`, ``)}, "", ""},
	} {
		for _, addresses := range [][]string{{here, there}, {there, here}, {here, there, here + "/"}} {
			yes, no := tagsOf(t, c.lines...).Themes(addresses, time.Time{})
			if strings.Join(yes, " ") != c.yes || strings.Join(no, " ") != c.no {
				t.Errorf("%s, asked by %q: yes %q no %q; want %q, %q", c.name, addresses, yes, no, c.yes, c.no)
			}
		}
	}
	log := tagsOf(t, line("18", here, `"a"`, ``), line("20", here, ``, `"a"`))
	if yes, no := log.Themes([]string{here}, time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC)); len(yes) != 1 || len(no) != 0 {
		t.Errorf("as of the 19th: yes %q no %q", yes, no)
	}
}

// Whoever asks for the lines about an entry gets those that going through all of
// them would find.
func TestTheLinesAboutAnEntryAreFoundByItsIDAndByEveryAddress(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	for range 200 {
		l := newLedger()
		for range r.IntN(30) {
			l = l.With(Act{Act: pick(ActDecide, ActAppeal, ActFreeze), Entry: pick("", "e1", "e2"),
				URL: pick("", "https://ana.example/1", "http://www.ana.example/1/", "https://ana.example/2")})
		}
		id, addresses := pick("", "e1", "e3"), []string{pick("", "https://ana.example/1"), pick("", "https://ana.example/2")}
		keys := map[string]bool{}
		for _, a := range addresses {
			keys[entry.AddressKey(a)] = true
		}
		var want []Act
		for _, a := range l.Acts {
			if a.Act != ActFreeze && (a.Entry != "" && a.Entry == id || a.URL != "" && keys[entry.AddressKey(a.URL)]) {
				want = append(want, a)
			}
		}
		if got := l.about(id, addresses); !reflect.DeepEqual(got, want) {
			t.Fatalf("about %q, %q: got %v, want %v", id, addresses, got, want)
		}
	}
}

// A byte changed anywhere in a line that weft wrote is found, in its id too.
func TestAByteChangedAnywhereInALineIsFound(t *testing.T) {
	a := Act{Act: ActDecide, URL: "https://ana.example/1", Entry: "0123456789abcdef0123", Action: Withhold, Reason: "asked", By: "Ada", At: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}.Recorded()
	line, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for i := range line {
		for _, b := range []byte("0aAgZ _\"x{") {
			if line[i] == b {
				continue
			}
			changed := bytes.Clone(line)
			changed[i] = b
			_, probs := LoadLedger([]roster.Layer{{FS: fstest.MapFS{LedgerFile: {Data: append(changed, '\n')}}}}, time.Time{})
			if probs.Errors() == 0 {
				t.Errorf("byte %d made %q: nothing is said of %s", i, b, changed)
			}
		}
	}
}
