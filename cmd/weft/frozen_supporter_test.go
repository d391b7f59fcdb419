package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// What an issue says of somebody is frozen: it stays when the half year has
// moved on, and when thresholds are set higher. A person's no goes over that.
func TestAFrozenMarkStaysUntilThePersonWantsNone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	b.must("people", "confirm", "idris-vaughan", "--by", "Ada")
	issue := "content/digests/2026-W46.md"
	b.write(issue, strings.Replace(string(readFile(t, filepath.Join(b.dir, issue))), "draft = true", "draft = false", 1))
	b.must("freeze", "2026-W46")
	frozen := string(readFile(t, filepath.Join(b.dir, "content/digests/2026-W46.items.json")))
	if !strings.Contains(frozen, `"supporter": true`) {
		t.Fatalf("the issue does not hold who was named: there is nothing to stay")
	}
	marked := func() bool {
		b.must("build")
		page := b.pages()["public/digests/2026-W46/index.html"]
		if !strings.Contains(page, "Small print for brave people") {
			t.Fatal("his piece is gone from the issue")
		}
		return strings.Contains(page, `<span class="label">supporter</span>`)
	}
	expect := func(want bool, when string) {
		t.Helper()
		if got := marked(); got != want {
			t.Errorf("%s: the mark is there: %v", when, got)
		}
	}
	expect(true, "frozen")
	site := string(readFile(t, filepath.Join(b.dir, "site.toml")))
	b.write("site.toml", strings.Replace(site, "reach = 1.5", "reach = 9.5", 1))
	expect(true, "with higher thresholds")
	b.must("people", "confirm", "idris-vaughan", "--not", "--by", "Ada", "--note", "he would rather not")
	expect(false, "when he is not to be named")
	b.write("site.toml", site)
	b.must("people", "confirm", "idris-vaughan", "--by", "Ada")
	expect(true, "when he may be named again")
	note := string(readFile(t, filepath.Join(b.dir, "content/contributors/idris-vaughan.md")))
	b.write("content/contributors/idris-vaughan.md", strings.Replace(note, "+++\n", "+++\nopt_out = [\"influence\"]\n", 1))
	expect(false, "when he wants nothing said")
	if now := string(readFile(t, filepath.Join(b.dir, "content/digests/2026-W46.items.json"))); now != frozen {
		t.Error("the frozen facts were written over")
	}
}
