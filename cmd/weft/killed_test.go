package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
)

// kill -9 at random moments of the commands that write: nothing of anybody's
// is lost, nothing is half, and the next run ends where one ends that was never
// killed.

// A victim is a command and the site it is started in.
type victim struct {
	name   string
	args   []string
	before *bench // copied for each kill
	rounds int    // of 20
}

func TestKilledAtAnyMomentTheNextRunIsRight(t *testing.T) {
	w := newWorld(t)
	for _, v := range w.victims() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() {
				v.rounds = 2
			}
			h := newHunt(t, v)
			alive := 0
			few := func() bool { return 3*alive < v.rounds && !testing.Short() }
			for round := 0; round < v.rounds || few() && round < 3*v.rounds; round++ {
				if h.round(round) {
					alive++
				}
				if t.Failed() {
					t.Fatalf("round %d of %q, seed %q", round, v.name, v.name)
				}
			}
			if t.Logf("%d of %d kills met it at work; it takes %v", alive, v.rounds, h.took); few() {
				t.Errorf("%d of %d kills met the program at work: too few to show anything", alive, v.rounds)
			}
		})
	}
}

// A hunt kills one command again and again. The truth is where it ends when
// nobody kills it.
type hunt struct {
	t             *testing.T
	v             victim
	chance        *rand.Rand
	before, truth map[string]string // what the files hold, by path
	known         []string          // ids of entries in the archives before
	code          int
	told          string // what export says in the end
	took          time.Duration
	changed       []string // the files that the command changes
}

func newHunt(t *testing.T, v victim) *hunt {
	h := &hunt{t: t, v: v, chance: rand.New(rand.NewPCG(uint64(len(v.name)), uint64(v.name[0]))), before: v.before.files(), known: entriesIn(t, v.before.dir)}
	whole := v.before.copied(t)
	cmd := whole.started(v.args...)
	begun := time.Now() // to know when to kill: nothing else here depends on it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	h.took, h.code = time.Since(begun), cmd.ProcessState.ExitCode()
	if h.code != exitDone && h.code != exitPartly {
		t.Fatalf("weft %s: exit %d\n%s", strings.Join(v.args, " "), h.code, cmd.Stderr)
	}
	h.truth, h.told = whole.files(), whole.exports()
	for name, data := range h.truth {
		if was, there := h.before[name]; !there || was != data {
			h.changed = append(h.changed, name)
		}
	}
	slices.Sort(h.changed)
	if len(h.changed) == 0 && v.args[0] != "fetch" {
		t.Fatalf("weft %s changes nothing, so that this test could not fail", strings.Join(v.args, " "))
	}
	return h
}

// round kills once, looks, and runs the command again. It reports whether the
// command was still at work.
func (h *hunt) round(n int) bool {
	b := h.v.before.copied(h.t)
	cmd := b.started(h.v.args...)
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	begun, ended := time.Now(), make(chan struct{})
	var ran time.Duration
	go func() { cmd.Wait(); ran = time.Since(begun); close(ended) }()
	moment := h.wait(b, n, ended)
	cmd.Process.Kill()
	<-ended
	alive := !cmd.ProcessState.Exited()
	if !alive {
		h.took = min(h.took*3/4, ran) // it is quicker than it was
	}
	h.wantOldOrNew(b, moment)
	h.wantEntries(b, moment)
	said, code := b.weft(h.v.args...)
	if code != h.code {
		h.t.Errorf("killed %s, the next run ends with %d, not %d:\n%s", moment, code, h.code, said)
	}
	h.wantTruth(b, moment)
	return alive
}

// wait lets a random part of the command's time pass, or, every other round,
// waits until a file that it changes is another, and a moment longer. It says
// when that was.
func (h *hunt) wait(b *bench, n int, ended chan struct{}) string {
	if n%2 == 0 {
		after := time.Duration(h.chance.Int64N(int64(h.took)))
		select {
		case <-ended:
		case <-time.After(after):
		}
		return fmt.Sprintf("after %v of %v", after, h.took)
	}
	name := h.target()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	was, _ := os.Stat(path)
	look := time.NewTicker(100 * time.Microsecond)
	defer look.Stop()
	for {
		select {
		case <-ended:
			return "at its end"
		case <-look.C:
		}
		is, err := os.Stat(path)
		if err == nil && (was == nil || !os.SameFile(was, is) || !is.ModTime().Equal(was.ModTime())) {
			after := time.Duration(h.chance.Int64N(int64(4 * time.Millisecond)))
			time.Sleep(after)
			return fmt.Sprintf("%v after %s was written", after, name)
		}
	}
}

// target chooses a file to wait for: one of people's or an archive as often as
// one of the many pages.
func (h *hunt) target() string {
	kinds := map[bool][]string{}
	for _, name := range append(h.changed, archive.Name, "private/"+archive.Name) {
		kinds[strings.HasPrefix(name, "public")] = append(kinds[strings.HasPrefix(name, "public")], name)
	}
	names := kinds[len(kinds[true]) > 0 && h.chance.IntN(2) == 0]
	return names[h.chance.IntN(len(names))]
}

// wantOldOrNew: each file of a person's, and each page, is whole: as it was, or
// as it will be. None is missing that was there and will be, and none is there
// that no run would write.
func (h *hunt) wantOldOrNew(b *bench, moment string) {
	h.t.Helper()
	is := b.files()
	for name, data := range is {
		was, there := h.before[name]
		will, stays := h.truth[name]
		if !(there && data == was) && !(stays && data == will) {
			h.t.Errorf("killed %s: %s is neither as it was nor as it will be: %.80q", moment, name, data)
		}
	}
	for name := range h.before {
		_, stays := h.truth[name]
		if _, there := is[name]; stays && !there {
			h.t.Errorf("killed %s: %s is lost", moment, name)
		}
	}
}

// wantEntries: the archives open, also beside what the dead writer left, and
// hold all that they held. They are looked at in a copy: the next run has to
// cope by itself.
func (h *hunt) wantEntries(b *bench, moment string) {
	h.t.Helper()
	if len(h.known) == 0 {
		return // there may be no archive yet that could be opened
	}
	now := entriesIn(h.t, b.dir)
	for _, id := range h.known {
		if !slices.Contains(now, id) {
			h.t.Errorf("killed %s: entry %s is lost", moment, id)
		}
	}
}

func (h *hunt) wantTruth(b *bench, moment string) {
	h.t.Helper()
	is := b.files()
	for name, want := range h.truth {
		if got, there := is[name]; !there || got != want {
			h.t.Errorf("killed %s, then run again: %s is not as in a run that was never killed (there: %v):\n%s", moment, name, there, got)
		}
	}
	for name := range is {
		if _, known := h.truth[name]; !known {
			h.t.Errorf("killed %s, then run again: there is %s, which a run that was never killed does not leave", moment, name)
		}
	}
	if told := b.exports(); told != h.told {
		h.t.Errorf("killed %s, then run again: export differs: %s", moment, firstDifference(h.told, told))
	}
	for _, left := range b.leftovers() {
		h.t.Errorf("killed %s, then run again: %s is left over", moment, left)
	}
}

// copied is the same site in another folder.
func (b *bench) copied(t *testing.T) *bench {
	t.Helper()
	c := &bench{t, t.TempDir(), b.now}
	if err := os.CopyFS(c.dir, os.DirFS(b.dir)); err != nil {
		t.Fatal(err)
	}
	return c
}

// started is the program as a process of its own.
func (b *bench) started(args ...string) *exec.Cmd {
	b.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.t.Fatal(err)
	}
	cmd := exec.Command(exe, append([]string{"-C", b.dir}, args...)...)
	cmd.Args[0] = "weft"
	cmd.Env = append(os.Environ(), "WEFT_TEST_CHILD=1", fmt.Sprint("SOURCE_DATE_EPOCH=", b.now.Unix()))
	cmd.Stderr = &strings.Builder{}
	return cmd
}

// files gives what the files of people and the results hold, by path: all but
// what weft remembers for itself, and what a killed write may leave beside a
// file until the next that comes an hour later.
func (b *bench) files() map[string]string {
	b.t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".weft":
			return fs.SkipDir
		case d.IsDir() || strings.HasPrefix(d.Name(), ".weft-") && strings.HasSuffix(d.Name(), ".tmp"):
			return nil
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(b.dir, path)
		out[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// leftovers finds what is only there while something is being done.
func (b *bench) leftovers() []string {
	b.t.Helper()
	var out []string
	for _, pattern := range []string{".weft/drafting", ".weft/*-journal", "private/.weft/*-journal", ".weft/build/*/journal.json", ".weft/build/*/undo.json",
		".weft/build/*/manifest.next.json", ".weft/build/*/stage/*", ".weft/build/*/undo/*"} {
		found, err := filepath.Glob(filepath.Join(b.dir, filepath.FromSlash(pattern)))
		if err != nil {
			b.t.Fatal(err)
		}
		out = append(out, found...)
	}
	return out
}

// exports is what weft knows, as it tells other programs.
func (b *bench) exports() string {
	b.t.Helper()
	var all strings.Builder
	for _, args := range [][]string{{"entries"}, {"entries", "--edition", "internal"}, {"citations", "--edition", "internal"}, {"feeds", "--edition", "internal"}} {
		fmt.Fprintln(&all, b.data(append([]string{"export"}, args...)...))
	}
	return all.String()
}

// entriesIn lists the ids in a copy of a site's archives.
func entriesIn(t *testing.T, dir string) []string {
	t.Helper()
	var ids []string
	for _, layer := range []string{"", "private"} {
		at := t.TempDir()
		files, err := filepath.Glob(filepath.Join(dir, layer, archive.Name+"*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if err := os.WriteFile(filepath.Join(at, filepath.Base(f)), readFile(t, f), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(at, filepath.Base(archive.Name))
		ids = append(ids, idsIn(t, path)...)
	}
	return ids
}

func idsIn(t *testing.T, path string) []string {
	t.Helper()
	db, err := archive.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var ids []string
	for e, err := range db.Entries(archive.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, e.ID)
	}
	return ids
}
