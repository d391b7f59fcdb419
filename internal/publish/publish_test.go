package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASiteIsWrittenThenLeftAloneThenChanged(t *testing.T) {
	p := newPlace(t)
	first := files{"index.html": "home", "a/index.html": "a", "a/b/deep.html": "deep"}
	wantReport(t, p.put(first), Report{Written: 3, Bytes: 9})
	wantTree(t, p, first)
	before := p.times()

	wantReport(t, p.put(first), Report{Unchanged: 3})
	if diff := cmp.Diff(before, p.times()); diff != "" {
		t.Errorf("an unchanged site was touched:\n%s", diff)
	}

	second := files{"index.html": "home 2", "a/index.html": "a", "c.html": "new"}
	wantReport(t, p.put(second), Report{Written: 2, Unchanged: 1, Removed: 1, Bytes: 9})
	wantTree(t, p, second)
	if _, err := os.Stat(filepath.Join(p.out, "a", "b")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder a/b became empty and is still there")
	}
	wantNothingWaiting(t, p)
}

func TestStrangersStayAndAreNamed(t *testing.T) {
	p := newPlace(t)
	p.put(files{"a/x.html": "x", "index.html": "home"})
	p.lay(files{"a/mine.txt": "m", "CNAME": "c", ".gitignore": "*", "a/.gitignore": "*", ".git/HEAD": "h"})
	r := p.put(files{"index.html": "home"})
	wantReport(t, r, Report{Unchanged: 1, Removed: 1, Strangers: []string{"CNAME", "a/mine.txt"}})
	wantTree(t, p, files{"index.html": "home", "a/mine.txt": "m", "CNAME": "c", ".gitignore": "*", "a/.gitignore": "*", ".git/HEAD": "h"})
}

func TestWhatWeftDidNotWriteIsNeverOverwritten(t *testing.T) {
	p := newPlace(t)
	p.put(files{"ours.html": "ours", "edited.html": "before", "stale.html": "stale", "gone.html": "g"})
	p.lay(files{"edited.html": "by hand", "stale.html": "by hand", "theirs.html": "theirs", "folder/note.txt": "n", "same.html": "same"})
	if err := os.Remove(filepath.Join(p.out, "gone.html")); err != nil {
		t.Fatal(err)
	}
	next := files{"ours.html": "new", "edited.html": "after", "theirs.html": "new", "folder": "a file", "same.html": "same", "theirs.html.d/x": "x"}
	before := p.tree()
	_, err := p.try(next, Options{})
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("error is %v, want a ConflictError", err)
	}
	want := []Conflict{
		{"edited.html", "changed since weft wrote it"},
		{"folder/note.txt", "not weft's, in a folder where a file must go"},
		{"theirs.html", "not weft's"},
	}
	if diff := cmp.Diff(want, conflict.Files); diff != "" {
		t.Error(diff)
	}
	for _, c := range want {
		if !strings.Contains(err.Error(), c.Name) {
			t.Errorf("the message does not name %s: %v", c.Name, err)
		}
	}
	wantTree(t, p, before)
	wantNothingWaiting(t, p)

	delete(next, "folder")
	r, err := p.try(next, Options{TakeOver: true})
	if err != nil {
		t.Fatal(err)
	}
	wantReport(t, r, Report{Written: 4, Unchanged: 1, Bytes: 12, Strangers: []string{"folder/note.txt", "stale.html"}})
	next["folder/note.txt"], next["stale.html"] = "n", "by hand"
	wantTree(t, p, next)
}

func TestAFolderOfStrangersIsNotTakenOver(t *testing.T) {
	p := newPlace(t)
	p.lay(files{"folder/note.txt": "n"})
	_, err := p.try(files{"folder": "x"}, Options{TakeOver: true})
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("error is %v, want a ConflictError", err)
	}
	wantTree(t, p, files{"folder/note.txt": "n"})
}

func TestALostManifestTakesEqualFilesForWeftsOwn(t *testing.T) {
	p := newPlace(t)
	site := files{"index.html": "home", "a/b.html": "b"}
	p.put(site)
	if err := os.RemoveAll(p.state); err != nil {
		t.Fatal(err)
	}
	wantReport(t, p.put(site), Report{Unchanged: 2})
	wantReport(t, p.put(files{"index.html": "home 2"}), Report{Written: 1, Removed: 1, Bytes: 6})
}

func TestFilesAndFoldersTradePlaces(t *testing.T) {
	p := newPlace(t)
	steps := []files{
		{"a": "file", "b/x/y": "deep", "c": "c"},
		{"a/index.html": "a", "b": "file", "c": "c"},
		{"a": "file", "b/x/y": "deep", "c": "c"},
	}
	for _, site := range steps {
		p.put(site)
		wantTree(t, p, site)
	}
}

func TestAnEmptyFolderIsNoObstacle(t *testing.T) {
	p := newPlace(t)
	if err := os.MkdirAll(filepath.Join(p.out, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	p.put(files{"a": "file"})
	wantTree(t, p, files{"a": "file"})
}

func TestANameChangesItsSpelling(t *testing.T) {
	p := newPlace(t)
	p.put(files{"About.html": "same", "Über/x": "x"})
	p.put(files{"about.html": "same", "über/x": "y"})
	wantTree(t, p, files{"about.html": "same", "über/x": "y"})
}

func TestLinksAreNeverFollowed(t *testing.T) {
	p := newPlace(t)
	outside := t.TempDir()
	layIn(t, outside, files{"x.html": "theirs", "secret.html": "same"})
	for name, target := range map[string]string{
		"dir": outside, "page.html": filepath.Join(outside, "x.html"), "inner": "real", "same.html": filepath.Join(outside, "secret.html")} {
		if err := os.Symlink(target, filepath.Join(p.out, name)); err != nil {
			t.Skip("this system makes no symbolic links:", err)
		}
	}
	p.lay(files{"real/x.html": "theirs"})
	site := files{"dir/x.html": "new", "page.html": "new", "inner/x.html": "new", "same.html": "same"}
	_, err := p.try(site, Options{})
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		t.Fatalf("error is %v, want a ConflictError", err)
	}
	want := []Conflict{
		{"dir", "a symbolic link where a folder must go"},
		{"inner", "a symbolic link where a folder must go"},
		{"page.html", "a symbolic link"},
		{"same.html", "a symbolic link"},
	}
	if diff := cmp.Diff(want, conflict.Files); diff != "" {
		t.Error(diff)
	}
	if _, err := p.try(site, Options{TakeOver: true}); err != nil {
		t.Fatal(err)
	}
	site["real/x.html"] = "theirs"
	wantTree(t, p, site)
	wantFiles(t, outside, files{"x.html": "theirs", "secret.html": "same"})
}

func TestAbortLeavesEverythingAsItWas(t *testing.T) {
	p := newPlace(t)
	site := files{"index.html": "home"}
	p.put(site)
	s := p.begin(Options{})
	if err := s.Write("other.html", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, p, site)
	wantNothingWaiting(t, p)
	if err := s.Write("late.html", nil); !errors.Is(err, errSpent) {
		t.Errorf("Write after Abort says %v", err)
	}
	if _, err := s.Commit(); !errors.Is(err, errSpent) {
		t.Errorf("Commit after Abort says %v", err)
	}
}

func TestAbortTakesAwayAFolderThatBeginMade(t *testing.T) {
	dir := t.TempDir()
	s, err := Begin(filepath.Join(dir, "out"), filepath.Join(dir, "state"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "out")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the output folder is still there")
	}
}

func TestAFailedWriteStopsCommit(t *testing.T) {
	p := newPlace(t)
	s := p.begin(Options{})
	first := s.Write("../x", nil)
	if first == nil {
		t.Fatal("a name outside the folder was taken")
	}
	if err := s.Write("fine.html", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(); !errors.Is(err, first) {
		t.Errorf("Commit says %v, want %v", err, first)
	}
	wantTree(t, p, files{})
	wantNothingWaiting(t, p)
}

func TestTwoBuildsDoNotInterleave(t *testing.T) {
	p := newPlace(t)
	s := p.begin(Options{})
	_, err := Begin(p.out, p.state, Options{})
	var busy *BusyError
	if !errors.As(err, &busy) {
		t.Fatalf("error is %v, want a BusyError", err)
	}
	if want := fmt.Sprintf("process %d", os.Getpid()); busy.Holder != want {
		t.Errorf("held by %q, want %q", busy.Holder, want)
	}
	if err := s.Abort(); err != nil {
		t.Fatal(err)
	}
	p.put(files{"x": "x"})
}

func TestWriteMayBeCalledFromSeveralGoroutines(t *testing.T) {
	p := newPlace(t)
	s := p.begin(Options{})
	want := files{}
	var wg sync.WaitGroup
	for i := range 50 {
		name := fmt.Sprintf("d%d/f%d", i%7, i)
		want[name] = name
		wg.Go(func() {
			if err := s.Write(name, []byte(name)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if _, err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, p, want)
}

func TestOutputAndStateMustLieApart(t *testing.T) {
	dir := t.TempDir()
	for _, c := range [][2]string{{"a", "a"}, {"a/b", "a"}, {"a", "a/b/c"}, {".", ".weft/build"}} {
		_, err := Begin(filepath.Join(dir, c[0]), filepath.Join(dir, c[1]), Options{})
		if err == nil || !strings.Contains(err.Error(), "name another output folder") {
			t.Errorf("out %s, state %s: error is %v", c[0], c[1], err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("something was made: %v", entries)
	}
}

func TestABrokenManifestIsRefusedWithAWayOut(t *testing.T) {
	for _, text := range []string{"", "{", `{"version": 99}`, `{"version": 1, "files": [{"name": "../x"}]}`} {
		p := newPlace(t)
		layIn(t, p.state, files{"manifest.json": text})
		_, err := Begin(p.out, p.state, Options{})
		if err == nil || !strings.Contains(err.Error(), "delete it and build again") {
			t.Errorf("manifest %q: error is %v", text, err)
		}
	}
}

func TestTheManifestIsSortedAndDoesNotDependOnTheOrderOfWrites(t *testing.T) {
	site := files{"b": "b", "a": "a", "c/d": "d"}
	var seen []string
	for _, names := range [][]string{{"a", "b", "c/d"}, {"c/d", "b", "a"}} {
		p := newPlace(t)
		s := p.begin(Options{})
		for _, name := range names {
			if err := s.Write(name, []byte(site[name])); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		m, err := loadManifest(s.area.manifest())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range m.sorted() {
			got = append(got, fmt.Sprint(r.Name, r.Size, r.SHA256))
		}
		seen = append(seen, strings.Join(got, "\n"))
	}
	if seen[0] != seen[1] || !slices.IsSorted(strings.Split(seen[0], "\n")) {
		t.Errorf("manifests differ or are not sorted:\n%s\n\n%s", seen[0], seen[1])
	}
}
