package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A takedown is several steps: lines of the ledger, frozen facts, archives. The
// lines stand together or not at all; of the rest the next fetch does what a
// killed run left, whether or not anybody gives the command again.

func TestATakedownKilledStandsForAllCopiesOrForNone(t *testing.T) {
	t.Parallel()
	h := newHunt(t, victim{"takedown", []string{"decide", "https://ana.example/herons", "takedown", "--reason", "asked by Ana", "--by", "Cy"}, reprinted(t), 0})
	if told := h.truth["content/ledger.jsonl"]; strings.Count(told, `"takedown"`) != 2 {
		t.Fatalf("the copy does not go with it:\n%s", told)
	}
	rounds := 16
	if testing.Short() {
		rounds = 4
	}
	for round := range rounds {
		b := h.v.before.copied(t)
		cmd := b.started(h.v.args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { cmd.Wait(); close(ended) }()
		moment := h.untilDecided(b, time.Duration(round)*time.Millisecond/4, ended)
		cmd.Process.Kill()
		<-ended
		h.wantOldOrNew(b, moment)
		next := []string{"fetch"}
		if b.files()["content/ledger.jsonl"] == h.before["content/ledger.jsonl"] {
			next = h.v.args
		}
		b.must(next...)
		if h.wantTruth(b, moment); t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
}

// untilDecided waits until the ledger is another, and a while longer.
func (h *hunt) untilDecided(b *bench, longer time.Duration, ended chan struct{}) string {
	path := filepath.Join(b.dir, "content", "ledger.jsonl")
	look := time.NewTicker(20 * time.Microsecond)
	defer look.Stop()
	for {
		select {
		case <-ended:
			return "at its end"
		case <-look.C:
		}
		if info, err := os.Stat(path); err == nil && info.Size() > int64(len(h.before["content/ledger.jsonl"])) {
			time.Sleep(longer)
			return fmt.Sprintf("%v after its line", longer)
		}
	}
}

// reprinted is a site on which one piece stands at two addresses, in an issue that
// is frozen.
func reprinted(t *testing.T) *bench {
	b := &bench{t, t.TempDir(), time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	b.write("site.toml", "id = \"7d3a2c9e-1b7f-4c3e-9a52-6a0f4d1c8e21\"\ntitle = \"The Weir\"\nbase_url = \"https://weir.example/\"\ntimezone = \"Europe/London\"\n[[edition]]\nname = \"internal\"\noverlay = \"private\"\noutput = \"public-internal\"\n")
	b.write("private/feeds/none.toml", "")
	var list strings.Builder
	for _, name := range []string{"ana", "ben"} {
		address := map[string]string{"ana": "https://ana.example/herons", "ben": "https://ben.example/reprinted"}[name]
		fmt.Fprintf(&list, "[[contributor]]\nid = %q\nname = %q\nsite = %q\nfeeds = [%q]\n", name, strings.ToTitle(name), "https://"+name+".example/", "samples/"+name+".json")
		b.write("feeds/samples/"+name+".json", fmt.Sprintf(`{"version":"https://jsonfeed.org/version/1.1","title":%q,"items":[{"id":"1","url":%q,"title":"Nine herons","date_published":"2026-11-18T09:00:00Z",
"content_html":"<p>At the weir this morning nine herons stood in a row with their backs to the wind and none of them would be the first to leave, so that the lock keeper came out twice to see whether something had died, and went in again to put the kettle on.</p>"}]}`, name, address))
	}
	b.write("feeds/all.toml", list.String())
	b.must("fetch")
	b.must("draft", "2026-W47")
	b.must("freeze", "2026-W47", "--by", "Cy")
	return b
}
