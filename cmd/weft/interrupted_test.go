package main

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A draft that dies after its Markdown and before its record leaves no record.
// The next one makes it good: the same bytes, and what the curator takes out
// then stays out.
func TestADraftInterruptedBeforeItsRecordIsMadeGood(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	const markdown, record = "content/digests/2026-W46.md", "content/digests/2026-W46.items.json"
	at := func(name string) string { return string(readFile(t, filepath.Join(b.dir, name))) }
	before := at(record)
	b.remove(record)
	b.must("draft", "2026-W46")
	if at(record) != before {
		t.Errorf("the record is another:\n%s", at(record))
	}
	b.remove(record)
	b.must("draft", "2026-W46")
	text := at(markdown)
	first := strings.Index(text, "- [")
	b.write(markdown, text[:first]+text[first+strings.Index(text[first:], "-->\n")+len("-->\n"):])
	left := at(markdown)
	b.must("draft", "2026-W46")
	if at(markdown) != left {
		t.Error("what the curator took out is offered again")
	}
}

// A run leaves an issue alone once it is there; one whose draft was cut short
// is not all there yet.
func TestRunFinishesADraftThatWasCutShort(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	whole := b.tree("content") + b.tree("private/content")
	b.remove("content/digests/2026-W46.items.json", "private/content/digests/2026-W46.md", "private/content/digests/2026-W46.items.json")
	b.write(".weft/drafting", "2026-W46\n")
	if said := b.must("run"); !strings.Contains(said, "an earlier draft was cut short") {
		t.Errorf("said nothing of it:\n%s", said)
	}
	if now := b.tree("content") + b.tree("private/content"); now != whole {
		t.Errorf("not as a draft that was never cut short: %s", firstDifference(whole, now))
	}
	b.must("freeze", "2026-W46")
	for _, left := range []string{"2026-W46\n", "2026-11\n", "\x00"} {
		b.write(".weft/drafting", left)
		if said := b.must("run"); strings.Contains(said, "cut short") || len(b.leftovers()) > 0 {
			t.Errorf("a note of %q is taken for a draft: %v\n%s", left, b.leftovers(), said)
		}
	}
}

// A draft by hand beside one by the clock: each entry is offered once.
func TestTwoDraftsAtOnceOfferEachEntryOnce(t *testing.T) {
	b := newBench(t)
	b.must("fetch")
	const name = "content/digests/2026-W46.md"
	b.write(name, "+++\ntitle = \"T\"\nperiod = \"2026-W46\"\ndraft = true\n+++\nMine.\n")
	var both sync.WaitGroup
	for range 3 {
		both.Go(func() { b.must("draft", "2026-W46") })
	}
	both.Wait()
	seen := map[string]bool{}
	for line := range strings.Lines(string(readFile(t, filepath.Join(b.dir, name)))) {
		if strings.HasPrefix(line, "- [") && seen[line] {
			t.Errorf("offered twice: %s", line)
		}
		seen[line] = true
	}
}
