package policy

import (
	"slices"
	"testing"
	"time"

	"weft/internal/entry"
)

func TestWhatOthersSayIsGivenToWhoLinksToThem(t *testing.T) {
	w := newWorld(t)
	links := func(urls ...string) (out []entry.Link) {
		for _, u := range urls {
			out = append(out, entry.Link{URL: u})
		}
		return out
	}
	w.holds(0, "https://ana.example/feed",
		entry.Entry{URL: "https://ana.example/hub", Title: "Hub", Plain: "A warm hub."},
		entry.Entry{URL: "https://ana.example/again", Title: "Again", Links: links("https://ana.example/hub")})
	w.holds(0, "https://cleo.example/feed", entry.Entry{URL: "https://cleo.example/no", Title: "No"})
	w.holds(1, "https://intranet.example/ivy", entry.Entry{URL: "https://intranet.example/ivy/1", Title: "Inside", Plain: "Not for all."})
	w.holds(0, "https://ben.example/feed", entry.Entry{URL: "https://ben.example/1", Title: "Ben's", Links: links("http://www.ana.example/hub/#top", "https://ana.example/hub",
		"https://cleo.example/no", "https://intranet.example/ivy/1", "https://ana.example/", "https://nobody.example/x")})
	for public, want := range map[bool][]string{true: {"Hub", "A warm hub."}, false: {"Hub", "A warm hub.", "Inside", "Not for all."}} {
		v := w.view(public)
		pieces, err := v.Told(now.AddDate(0, 0, -7), now.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		got, err := v.Linked(pieces)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 {
			t.Errorf("public %v: %q", public, got)
		}
		for _, p := range pieces {
			if texts := got[p.ID]; p.Title == "Ben's" && !slices.Equal(texts, want) {
				t.Errorf("public %v: %q, want %q", public, texts, want)
			}
		}
	}
}
