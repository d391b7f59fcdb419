package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestWriteReplacesAndCreates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.toml")
	for _, want := range []string{"one", "", "three\n"} {
		if err := Write(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		wantFile(t, path, want)
	}
	wantOnly(t, path)
}

func TestWriteKeepsThePermissionsOfAnExistingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.toml")
	put(t, path, "old")
	if err := os.Chmod(path, 0o604); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o604 {
		t.Errorf("permissions are %v, want those it had, 0604", info.Mode().Perm())
	}
}

func TestReplaceLeavesAFileThatIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "list.toml")
	put(t, path, "old")
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	wantError(t, Replace(path, []byte("old"), []byte("new"), 0o644), errLocked, path, "make it writable")
	wantFile(t, path, "old")
	wantOnly(t, path)
}

func TestAFaultAtAnyStepLeavesTheOldFileAndNothingElse(t *testing.T) {
	steps := []string{"create", "write", "sync", "close", "rename"}
	for _, at := range steps {
		t.Run(at, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "site.toml")
			put(t, path, "old")
			failAt(t, at, syscall.ENOSPC)
			err := Write(path, []byte("new"), 0o644)
			wantError(t, err, syscall.ENOSPC, path, "free some space")
			wantFile(t, path, "old")
			wantOnly(t, path)
		})
	}
}

func TestAFaultAtAnyStepOfWriteNewLeavesNothing(t *testing.T) {
	for _, at := range []string{"create", "write", "sync", "close"} {
		t.Run(at, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "new.md")
			failAt(t, at, syscall.EROFS)
			wantError(t, WriteNew(path, []byte("new"), 0o644), syscall.EROFS, path, "read-only")
			wantOnly(t, path)
		})
	}
}

func TestAFailedFolderSyncIsReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "site.toml")
	failAt(t, "sync folder", syscall.EIO)
	if err := Write(path, []byte("new"), 0o644); !errors.Is(err, syscall.EIO) {
		t.Errorf("error is %v, want one that is %v", err, syscall.EIO)
	}
}

func TestErrorsNameThePathAndNotTheTemporaryFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "a.txt")
	err := Write(path, nil, 0o644)
	wantError(t, err, fs.ErrNotExist, path, "make its folder first")
	if strings.Contains(err.Error(), tempPrefix) {
		t.Errorf("error shows the temporary name: %v", err)
	}
}

func TestAFullDeviceIsNeverReplaced(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no /dev/full")
	}
	wantError(t, Write("/dev/full", []byte("x"), 0o644), errNotRegular, "/dev/full", "move it away")
	wantError(t, Append("/dev/full", []byte("x")), errNotRegular, "/dev/full", "move it away")
}

func TestLinksAndFoldersAreRefused(t *testing.T) {
	dir := t.TempDir()
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	put(t, real, "theirs")
	if err := os.Symlink(real, link); err != nil {
		t.Skip("this system makes no symbolic links:", err)
	}
	wantError(t, Write(link, []byte("x"), 0o644), errSymlink, link, "name the real file")
	wantError(t, Append(link, []byte("x")), errSymlink, link, "name the real file")
	wantError(t, WriteNew(link, []byte("x"), 0o644), fs.ErrExist, link, "left as it is")
	wantError(t, Write(dir, []byte("x"), 0o644), errNotRegular, dir, "folder")
	wantFile(t, real, "theirs")
	wantOnly(t, real, link)
}

func TestADanglingLinkCountsAsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("nowhere", path); err != nil {
		t.Skip("this system makes no symbolic links:", err)
	}
	wantError(t, WriteNew(path, []byte("x"), 0o644), fs.ErrExist, path, "left as it is")
	wantOnly(t, path)
}

func TestWriteNewNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "digest.md")
	if err := WriteNew(path, []byte("first"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantError(t, WriteNew(path, []byte("second"), 0o644), fs.ErrExist, path, "left as it is")
	wantFile(t, path, "first")
	wantOnly(t, path)
}

func TestOfManyWriteNewsExactlyOneWins(t *testing.T) {
	for _, links := range []bool{true, false} {
		t.Run(fmt.Sprintf("hard links %v", links), func(t *testing.T) {
			if !links {
				failAt(t, "link", syscall.EPERM)
			}
			path := filepath.Join(t.TempDir(), "digest.md")
			winners := raceWriteNew(path)
			if len(winners) != 1 {
				t.Fatalf("%d writers were told that they made the file: %q", len(winners), winners)
			}
			wantFile(t, path, winners[0])
			wantOnly(t, path)
		})
	}
}

func raceWriteNew(path string) (winners []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range 32 {
		wg.Go(func() {
			<-start
			body := strings.Repeat(fmt.Sprint(i, " "), 1000)
			if WriteNew(path, []byte(body), 0o644) == nil {
				mu.Lock()
				winners = append(winners, body)
				mu.Unlock()
			}
		})
	}
	close(start)
	wg.Wait()
	return winners
}

func TestAFailedRenameWithoutHardLinksLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "digest.md")
	testOnlyFault = func(step string) error {
		if step == "link" || step == "rename" {
			return syscall.EPERM
		}
		return nil
	}
	t.Cleanup(func() { testOnlyFault = nil })
	wantError(t, WriteNew(path, []byte("x"), 0o644), fs.ErrPermission, path, "who may write")
	wantOnly(t, path)
}

func TestReadersSeeOldOrNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.html")
	body := func(i int) []byte { return bytes.Repeat([]byte{byte('a' + i%26)}, 50_000) }
	put(t, path, string(body(0)))
	done := make(chan error)
	go func() {
		var err error
		for i := range 200 {
			err = errors.Join(err, Write(path, body(i), 0o644))
		}
		done <- err
	}()
	for reads := 0; ; reads++ {
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 50_000 || bytes.Count(got, got[:1]) != len(got) {
			t.Fatalf("read %d saw a mix of %d bytes", reads, len(got))
		}
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			return
		default:
		}
	}
}

func TestWriteSweepsOnlyItsOwnOldLeftovers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.md")
	old := time.Now().Add(-2 * staleAfter)
	cases := []struct {
		name string
		age  time.Time
		goes bool
	}{
		{".weft-a.md-1x7z.tmp", old, true},
		{".weft-a.md-fresh1.tmp", time.Now(), false},
		{".weft-a.md-b.md-1x7z.tmp", old, false}, // another file's
		{".weft-a.md-.tmp", old, false},
		{".weft-notes.tmp", old, false},
		{"a.md-1x7z.tmp", old, false},
	}
	for _, c := range cases {
		put(t, filepath.Join(dir, c.name), "x")
		if err := os.Chtimes(filepath.Join(dir, c.name), c.age, c.age); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(path, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		_, err := os.Lstat(filepath.Join(dir, c.name))
		if gone := errors.Is(err, fs.ErrNotExist); gone != c.goes {
			t.Errorf("%s: gone is %v, want %v", c.name, gone, c.goes)
		}
	}
}

func TestALongNameCanBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), strings.Repeat("n", 255))
	if err := Write(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	wantOnly(t, path)
}

// failAt makes the named step fail, at every call, until the test is over.
func failAt(t *testing.T, at string, with error) {
	t.Helper()
	testOnlyFault = func(step string) error {
		if step == at {
			return with
		}
		return nil
	}
	t.Cleanup(func() { testOnlyFault = nil })
}

func put(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s holds %.80q, want %.80q", filepath.Base(path), got, want)
	}
}

// wantOnly fails when anything else than the given files lies beside them.
func wantOnly(t *testing.T, paths ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(paths[0]))
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for _, p := range paths {
		allowed[filepath.Base(p)] = true
	}
	for _, e := range entries {
		if !allowed[e.Name()] {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func wantError(t *testing.T, err, is error, parts ...string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Fatalf("error is %v, want one that is %q", err, is)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}
