package main

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/site"
)

var (
	gateSeed  = flag.Uint64("gate.seed", 0, "play this one random site of the gate's test alone")
	gateSites = flag.Int("gate.sites", 200, "how many random sites the gate's test plays")
)

// Promise 1: whatever an overlay says, and whatever is said of it outside, the
// public tree is the same without it, byte for byte; and so are the public archive
// that fetching writes, the exports of the public edition, and its drafts.
//
// Each site is drawn from a seed, laid out twice, with its overlays and without,
// and fetched. A seed that fails is the name of its test, and
// `go test ./cmd/weft -run TestTheGateHolds -gate.seed N` plays it again.
//
// That the test can fail was tried by breaking the gate by hand, a hole at a time:
// see the table of holes in docs/architecture.md.
func TestTheGateHoldsInRandomSites(t *testing.T) {
	t.Parallel()
	seeds := []uint64{*gateSeed}
	if *gateSeed == 0 {
		first := uint64(time.Now().Unix()) // a run of its own each time; the seed is told
		seeds = nil
		for n := range *gateSites {
			seeds = append(seeds, first+uint64(n))
		}
		t.Logf("random sites of the seeds %d to %d", seeds[0], seeds[len(seeds)-1])
	}
	tally := &tally{of: map[string]int{}}
	t.Run("seed", func(t *testing.T) {
		for n, seed := range seeds {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				playGate(t, seed, n%8 == 0 || len(seeds) == 1, tally)
			})
		}
	})
	t.Logf("%d sites, %v", len(seeds), tally.of)
	for _, what := range []string{"chained", "three levels", "beside", "symlinked", "linked into", "tagged otherwise inside", "hidden inside"} {
		if len(seeds) >= 100 && tally.of[what] == 0 {
			t.Errorf("no site was %s: the test proves less than it says", what)
		}
	}
}

// A tally counts what the sites had.
type tally struct {
	sync.Mutex
	of map[string]int
}

func (t *tally) note(what string, is bool) {
	t.Lock()
	defer t.Unlock()
	if is {
		t.of[what]++
	}
}

func playGate(t *testing.T, seed uint64, whole bool, tally *tally) {
	t.Helper()
	w := newRandomSite(seed)
	w.count(tally)
	with, without := benchAt(t), benchAt(t)
	defer os.RemoveAll(with.dir)
	defer os.RemoveAll(without.dir)
	w.lay(with, true)
	w.lay(without, false)
	for _, b := range []*bench{with, without} {
		if said, code := b.weft("fetch"); code != exitDone && code != exitPartly {
			t.Fatalf("seed %d: fetch: exit %d\n%s", seed, code, said)
		}
		if whole {
			b.must("draft", "2026-W46")
			b.must("freeze", "2026-W45", "--anyway", "--by", "Ada")
		}
	}
	all := with.madeInMemory(config.Public)
	if whole {
		inside := with.madeInMemory("internal")
		if inside["contributors/private-desk/index.html"] == "" {
			t.Errorf("the overlay is not in the internal edition, so that nothing is proved")
		}
		tally.note("tagged otherwise inside", strings.Contains(inside["river/index.html"], "theme-of-private"))
		tally.note("hidden inside", !strings.Contains(inside["contributors/index.html"], "Voice B"))
	}
	differ(t, "the public archive", archived(t, with.dir), archived(t, without.dir))
	if whole { // else the archive says it
		differ(t, "the public tree of a site without overlays", all, without.madeInMemory(config.Public))
		differ(t, "what people edit", with.drafted(), without.drafted())
		differ(t, "an export", with.publicExports(), without.publicExports())
	}
	w.take(with)
	differ(t, "the public tree when the overlays went", all, with.madeInMemory(config.Public))
}

func (w *randomSite) count(tally *tally) {
	tally.note("chained", w.overlays["team"] != nil)
	tally.note("three levels", w.overlays["board"] != nil)
	tally.note("beside", w.overlays["beside"] != nil)
	tally.note("symlinked", len(w.lie) > 0)
	tally.note("linked into", len(w.links) > 0)
}

// benchAt is an empty site, where writing costs little.
func benchAt(t *testing.T) *bench {
	t.Helper()
	dir, err := os.MkdirTemp("", "gate-")
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t, dir, time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
}

// madeInMemory builds an edition as build does, and writes none of it.
func (b *bench) madeInMemory(name string) map[string]string {
	b.t.Helper()
	env := &environment{dir: b.dir, stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return b.now }}
	p, err := env.project()
	if err != nil {
		b.t.Fatal(err)
	}
	e, err := named(p, name)
	if err != nil {
		b.t.Fatal(err)
	}
	ed, err := env.load(p, e, edition.Moment{Now: b.now})
	if err != nil {
		b.t.Fatal(err)
	}
	defer ed.Close()
	if err := env.tagEdition(context.Background(), ed); err != nil {
		b.t.Fatal(err)
	}
	in, probs, err := ed.Input(templates(p), true)
	if err != nil || probs.Errors() > 0 {
		b.t.Fatal(err, probs)
	}
	tree := map[string]string{}
	if err := site.Build(in, func(name string, data []byte) error { tree[name] = string(data); return nil }); err != nil {
		b.t.Fatal(err)
	}
	return tree
}

// archived is all that the public archive says, table by table.
func archived(t *testing.T, dir string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, ".weft", "archive.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]string{}
	for _, table := range column(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
		rows, err := db.Query("SELECT * FROM " + table[0])
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for rows.Next() {
			all = append(all, fmt.Sprint(scanned(t, rows)))
		}
		rows.Close()
		slices.Sort(all)
		out[table[0]] = strings.Join(all, "\n")
	}
	return out
}

func column(t *testing.T, db *sql.DB, query string) (all [][]string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		all = append(all, scanned(t, rows))
	}
	return all
}

func scanned(t *testing.T, rows *sql.Rows) []string {
	t.Helper()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	cells, into := make([]sql.RawBytes, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = string(bytes.Clone(c))
	}
	return out
}

// drafted is what lies in the public side's content.
func (b *bench) drafted() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(b.contents("content/digests")) {
		file, words, _ := strings.Cut(line, ": ")
		out[file] += words
	}
	out["the ledger"] = string(readFile(b.t, filepath.Join(b.dir, "content/ledger.jsonl")))
	return out
}

func (b *bench) publicExports() map[string]string {
	out := map[string]string{}
	for _, what := range exportKinds {
		var said strings.Builder
		env := &environment{dir: ".", stdout: &said, stderr: io.Discard, now: func() time.Time { return b.now }}
		args := []string{"-C", b.dir, "export", what}
		if what == "emerging" {
			args = append(args, "--period", "2026-W46")
		}
		if code := run(context.Background(), env, args); code != exitDone {
			b.t.Fatalf("export %s: exit %d", what, code)
		}
		out[what] = said.String()
	}
	return out
}

// differ tells the first thing in which two are not the same.
func differ(t *testing.T, what string, with, without map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(with)) {
		if other, there := without[name]; !there {
			t.Errorf("%s: %s is there with the overlay alone", what, name)
			return
		} else if other != with[name] {
			t.Errorf("%s: %s is another: %s", what, name, firstDifference(with[name], other))
			return
		}
	}
	for _, name := range slices.Sorted(maps.Keys(without)) {
		if _, there := with[name]; !there {
			t.Errorf("%s: %s is there without the overlay alone", what, name)
			return
		}
	}
}
