package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// twoSites are trees that differ in every way that a Commit knows.
func twoSites() (before, after files) {
	before = files{"index.html": "old", "same": "same", "a/stale": "s", "f": "file", "d/x": "x", "p/q.html": "q"}
	after = files{"index.html": "new", "same": "same", "b/fresh": "f", "f/x": "x", "d": "file", "p/q.html": "q2"}
	return before, after
}

// faults makes the test's chosen steps fail; it numbers them from 1.
type faults struct {
	mu    sync.Mutex // files are synced several at a time
	count int
	fails func(n int, kind string) error
}

func (f *faults) install(t *testing.T) {
	testOnlyFault = func(kind, name string) error {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.count++
		return f.fails(f.count, kind)
	}
	t.Cleanup(func() { testOnlyFault = nil })
}

// stepsOf counts the steps that a change from one tree to the other takes.
func stepsOf(t *testing.T, before, after files) int {
	p := newPlace(t)
	p.put(before)
	f := &faults{fails: func(int, string) error { return nil }}
	f.install(t)
	p.put(after)
	testOnlyFault = nil
	return f.count
}

func TestWhenAnyStepFailsTheOldTreeStands(t *testing.T) {
	before, after := twoSites()
	for at := 1; at <= stepsOf(t, before, after); at++ {
		t.Run(fmt.Sprint("step ", at), func(t *testing.T) {
			p := newPlace(t)
			p.put(before)
			failed := ""
			f := &faults{fails: func(n int, kind string) error {
				if n == at {
					failed = kind
					return syscall.ENOSPC
				}
				return nil
			}}
			f.install(t)
			_, err := p.try(after, Options{})
			testOnlyFault = nil
			wantOutcome(t, p, failed, err, before, after)
			p.put(after)
			wantTree(t, p, after)
			wantNothingWaiting(t, p)
		})
	}
}

// wantOutcome checks what a failure at one kind of step must lead to.
func wantOutcome(t *testing.T, p place, failed string, err error, before, after files) {
	t.Helper()
	switch failed {
	case "rmdir", "keep": // an empty folder may stay; a kept file is then copied
		if err != nil {
			t.Fatalf("%s: %v", failed, err)
		}
		wantTree(t, p, after)
		return
	case "adopt", "forget": // all is in place, only not noted yet
		wantTree(t, p, after)
	default:
		wantTree(t, p, before)
		wantNothingWaiting(t, p)
	}
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("%s: error is %v", failed, err)
	}
}

func TestWhenGoingBackFailsTooTheNextRunIsRight(t *testing.T) {
	before, after := twoSites()
	for at := 1; at <= stepsOf(t, before, after); at++ {
		for _, next := range []files{before, after} {
			p := newPlace(t)
			p.put(before)
			f := &faults{fails: func(n int, kind string) error {
				if n >= at {
					return syscall.EROFS
				}
				return nil
			}}
			f.install(t)
			_, err := p.try(after, Options{})
			testOnlyFault = nil
			if err == nil {
				t.Fatalf("from step %d on everything failed, and there was no error", at)
			}
			p.put(next)
			wantTree(t, p, next)
			wantNothingWaiting(t, p)
			if t.Failed() {
				t.Fatalf("at step %d, after: %v", at, err)
			}
		}
	}
}

func TestFileSystemsWithoutHardLinksAndFarOnesWork(t *testing.T) {
	before, after := twoSites()
	for _, broken := range []bool{false, true} {
		p := newPlace(t)
		p.put(before)
		f := &faults{fails: func(n int, kind string) error {
			switch {
			case kind == "keep":
				return syscall.EPERM
			case kind == "rename":
				return syscall.EXDEV
			case broken && kind == "adopt", broken && kind == "remove":
				return syscall.EIO
			}
			return nil
		}}
		f.install(t)
		_, err := p.try(after, Options{})
		testOnlyFault = nil
		if broken != (err != nil) {
			t.Fatalf("broken %v: error is %v", broken, err)
		}
		if broken {
			wantTree(t, p, before)
		} else {
			wantTree(t, p, after)
		}
		wantNothingWaiting(t, p)
		p.put(after)
		wantTree(t, p, after)
	}
}

func TestAnOutputFolderOnAnotherFileSystem(t *testing.T) {
	far, err := os.MkdirTemp(memory, "weft-publish-test-")
	if err != nil {
		t.Skip("this system has no second file system to write on:", err)
	}
	t.Cleanup(func() { os.RemoveAll(far) })
	near, err := os.MkdirTemp(disk, "weft-publish-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(near) })
	p := place{t, filepath.Join(far, "public"), filepath.Join(near, "state")}
	before, after := twoSites()
	for _, site := range []files{before, after, before} {
		p.put(site)
		wantTree(t, p, site)
		wantReport(t, p.put(site), Report{Unchanged: len(site)})
	}
	wantNothingWaiting(t, p)
}

func TestAPersonsEditsAfterAnInterruptionAreKept(t *testing.T) {
	before, after := twoSites()
	p := newPlace(t)
	p.put(before)
	// Everything fails from the first rename on, going back included: the
	// journal stays.
	f := &faults{fails: func(n int, kind string) error {
		switch kind {
		case "stage", "sync", "journal":
			return nil
		}
		return syscall.EIO
	}}
	f.install(t)
	if _, err := p.try(after, Options{}); err == nil {
		t.Fatal("nothing failed")
	}
	testOnlyFault = nil
	p.lay(files{"index.html": "by hand", "a/stale": "by hand"})
	_, err := p.try(after, Options{})
	var conflict *ConflictError
	want := Conflict{"index.html", "changed since weft wrote it"}
	if !errors.As(err, &conflict) || len(conflict.Files) != 1 || conflict.Files[0] != want {
		t.Fatalf("error is %v, want a ConflictError on index.html alone", err)
	}
	got := p.tree()
	if got["index.html"] != "by hand" || got["a/stale"] != "by hand" {
		t.Errorf("a person's edits are lost: %q", got)
	}
}

func TestAnInterruptedRunIsFinishedInItsOwnFolderOnly(t *testing.T) {
	before, after := twoSites()
	p := newPlace(t)
	p.put(before)
	f := &faults{fails: func(n int, kind string) error {
		if kind == "adopt" {
			return syscall.EIO
		}
		return nil
	}}
	f.install(t)
	if _, err := p.try(after, Options{}); err == nil {
		t.Fatal("nothing failed")
	}
	testOnlyFault = nil
	other := place{t, p.out + "-other", p.state}
	if _, err := other.try(after, Options{}); err == nil || !strings.Contains(err.Error(), "another output folder") {
		t.Fatalf("error is %v, want one about another output folder", err)
	}
	moved := place{t, filepath.Join(t.TempDir(), "moved", "public"), ""}
	if err := os.Rename(filepath.Dir(p.out), filepath.Dir(moved.out)); err != nil {
		t.Fatal(err)
	}
	moved.state = filepath.Join(filepath.Dir(moved.out), "weft", "public")
	wantReport(t, moved.put(after), Report{Unchanged: len(after)})
}

func TestAJournalThatReachesOutsideIsRefused(t *testing.T) {
	for _, text := range []string{
		`{`, `{"version": 2}`,
		`{"version": 1, "ops": [{"n": 1, "name": "../x"}]}`,
		`{"version": 1, "ops": [{"n": 1, "name": "."}]}`,
		`{"version": 1, "made": ["/etc"]}`,
	} {
		for _, name := range []string{"journal.json", "undo.json"} {
			p := newPlace(t)
			layIn(t, p.state, files{name: text})
			_, err := Begin(p.out, p.state, Options{})
			if err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "delete the file") {
				t.Errorf("%s of %q: error is %v", name, text, err)
			}
		}
	}
}

func TestWhatWasTakenOverComesBackWhenAStepFails(t *testing.T) {
	site := files{"link/x.html": "x", "page.html": "p", "theirs.html": "new", "file/x": "x"}
	for at := 1; ; at++ {
		p := newPlace(t)
		p.lay(files{"theirs.html": "theirs", "file": "theirs", "real/y": "y"})
		for name, target := range map[string]string{"link": "real", "page.html": "real/y"} {
			if err := os.Symlink(target, filepath.Join(p.out, name)); err != nil {
				t.Skip("this system makes no symbolic links:", err)
			}
		}
		f := &faults{fails: func(n int, kind string) error {
			if n == at && kind != "keep" && kind != "adopt" && kind != "forget" {
				return syscall.EIO
			}
			return nil
		}}
		f.install(t)
		_, err := p.try(site, Options{TakeOver: true})
		testOnlyFault = nil
		if err == nil && f.count < at {
			break // all steps have failed once
		}
		if err == nil {
			continue
		}
		wantTree(t, p, files{"theirs.html": "theirs", "file": "theirs", "real/y": "y"})
		for name, target := range map[string]string{"link": "real", "page.html": "real/y"} {
			if got, err := os.Readlink(filepath.Join(p.out, name)); got != target {
				t.Errorf("step %d: the link %s leads to %q, want %q: %v", at, name, got, target, err)
			}
		}
		wantNothingWaiting(t, p)
	}
}
