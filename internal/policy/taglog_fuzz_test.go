package policy

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/roster"
)

// FuzzTagLog: whatever a list of tags holds, it is read without a panic, every
// line that cannot be read is named, no theme is both confirmed and struck out,
// and what is said last counts.
func FuzzTagLog(f *testing.F) {
	f.Add(`{"url":"https://ana.example/1","themes":["a"],"not":["b"],"by":"Ruth","at":"2026-11-22T10:00:00Z"}`)
	f.Add("{\"url\":\"https://ana.example/1\",\"themes\":[\"a\",\"a\"],\"not\":[\"a\"],\"at\":\"9999-12-31T23:59:59Z\"}\n\n<<<<<<<\n{\"url\":\"http://www.ana.example/1/?utm_source=x\",\"not\":[\"a\"]}\n")
	f.Add("{}\n[]\nnull\n\"x\"\n{\"url\":7}\r\n\xff\x00\n\ufeff{\"url\":\"x\"}")
	f.Fuzz(func(t *testing.T, data string) {
		log, probs := LoadTags([]roster.Layer{{FS: fstest.MapFS{TagFile: {Data: []byte(data)}}}})
		for _, p := range probs {
			if p.File != TagFile || p.Hint == "" || p.Message == "" || p.Line < 1 || p.Line > strings.Count(data, "\n")+1 {
				t.Errorf("problem %+v", p)
			}
		}
		addresses := []string{"https://ana.example/1"}
		yes, no := log.Themes(addresses, time.Time{})
		for _, theme := range yes {
			for _, other := range no {
				if theme == other {
					t.Errorf("%q is confirmed and struck out", theme)
				}
			}
		}
		later := data + "\n" + `{"url":"https://ana.example/1","themes":["last"],"at":"9999-12-31T23:59:59Z"}` + "\n"
		log, _ = LoadTags([]roster.Layer{{FS: fstest.MapFS{TagFile: {Data: []byte(later)}}}})
		if now, _ := log.Themes(addresses, time.Time{}); !strings.Contains(strings.Join(now, "\n"), "last") {
			t.Errorf("what was said last does not count: %q", now)
		}
	})
}
