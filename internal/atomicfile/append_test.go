package atomicfile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestAppend(t *testing.T) {
	tests := []struct{ name, before, want string }{
		{"a whole file gets one more line", "{\"a\":1}\n", "{\"a\":1}\n{\"n\":0}\n"},
		{"an empty file gets its first line", "", "{\"n\":0}\n"},
		{"a torn last line is left and a fresh one begun", "{\"a\":1}\n{\"b\":", "{\"a\":1}\n{\"b\":\n{\"n\":0}\n"},
		{"an editor's missing last newline is healed", "{\"a\":1}", "{\"a\":1}\n{\"n\":0}\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "tags.jsonl")
			put(t, path, test.before)
			if err := Append(path, []byte(`{"n":0}`)); err != nil {
				t.Fatal(err)
			}
			wantFile(t, path, test.want)
			wantOnly(t, path)
		})
	}
}

func TestAppendMakesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	if err := Append(path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "x\n")
}

func TestLinesThatComeTogetherAreOneWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	put(t, path, "torn")
	if err := Append(path, []byte("one"), []byte("two")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "torn\none\ntwo\n")
	failAt(t, "sync", syscall.EIO) // comes after the write: whatever stands then, stands whole
	wantError(t, Append(path, []byte("three"), []byte("four")), syscall.EIO, path)
	wantFile(t, path, "torn\none\ntwo\nthree\nfour\n")
	wantError(t, Append(path, []byte("five"), nil), errNotOneLine, path)
	wantError(t, Append(path), errNotOneLine, path)
}

func TestAppendRefusesWhatIsNotOneLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	for _, line := range []string{"", "a\nb", "a\n"} {
		wantError(t, Append(path, []byte(line)), errNotOneLine, path)
	}
	wantOnly(t, path)
}

func TestLinesOfManyWritersDoNotMix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	var wg sync.WaitGroup
	var want []string
	for i := range 40 {
		line := strings.Repeat(fmt.Sprintf("%02d.", i), 2000)
		want = append(want, line)
		wg.Go(func() {
			if err := Append(path, []byte(line)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	sort.Strings(got)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Error("lines are torn or lost")
	}
}

func TestAFaultInAppendLeavesTheLinesBefore(t *testing.T) {
	for _, at := range []string{"open", "lock", "write"} {
		t.Run(at, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.jsonl")
			put(t, path, "one\n")
			failAt(t, at, syscall.ENOSPC)
			wantError(t, Append(path, []byte("two")), syscall.ENOSPC, path, "free some space")
			wantFile(t, path, "one\n")
		})
	}
}

// A file that is new stands there with its lines or not at all: an empty one
// would be a third state, that no run leaves.
func TestAFaultInTheFirstAppendLeavesNoFile(t *testing.T) {
	for _, at := range []string{"create", "write", "sync", "close"} {
		t.Run(at, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "ledger.jsonl")
			failAt(t, at, syscall.ENOSPC)
			wantError(t, Append(path, []byte("one")), syscall.ENOSPC, path, "free some space")
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left: %v, %v", left, err)
			}
		})
	}
}

func FuzzAppendLosesNothingAndAlwaysStartsAFreshLine(f *testing.F) {
	f.Add([]byte(""), []byte("a"))
	f.Add([]byte("one\n"), []byte("two"))
	f.Add([]byte("torn"), []byte("{}"))
	f.Add([]byte("\n\n"), []byte("\r"))
	path := filepath.Join(f.TempDir(), "lines")
	f.Fuzz(func(t *testing.T, before, line []byte) {
		put(t, path, string(before))
		err := Append(path, line)
		after, errRead := os.ReadFile(path)
		if errRead != nil {
			t.Fatal(errRead)
		}
		if !bytes.HasPrefix(after, before) {
			t.Fatalf("%q became %q", before, after)
		}
		if err != nil {
			if len(after) != len(before) {
				t.Fatalf("an error, yet %q became %q", before, after)
			}
			return
		}
		rest := bytes.TrimSuffix(after, append(bytes.Clone(line), '\n'))
		if len(rest) == len(after) || len(rest) > 0 && rest[len(rest)-1] != '\n' {
			t.Fatalf("%q does not end with the line %q alone", after, line)
		}
	})
}
