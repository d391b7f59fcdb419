package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
)

func TestAFileSavedInTheMeantimeIsLeftAsItIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "issue.md")
	if err := Write(path, []byte("saved"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Replace(path, []byte("read"), []byte("ours"), 0o644); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "saved" {
		t.Errorf("it holds %q", data)
	}
	if err := Replace(path, []byte("saved"), []byte("ours"), 0o644); err != nil {
		t.Error(err)
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if data, _ := os.ReadFile(path); string(data) != "ours" || len(left) != 1 {
		t.Errorf("it holds %q, beside %v", data, left)
	}
}

func TestWhoTakesTheirTurnLosesNoOthersChange(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no locks of files here")
	}
	dir := t.TempDir()
	path, turn := filepath.Join(dir, "count"), filepath.Join(dir, "turn")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				done, err := Turn(turn)
				if err != nil {
					t.Error(err)
					return
				}
				data, _ := os.ReadFile(path)
				n, _ := strconv.Atoi(string(data))
				if err := Write(path, []byte(strconv.Itoa(n+1)), 0o644); err != nil {
					t.Error(err)
				}
				if err := done(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if data, _ := os.ReadFile(path); string(data) != "40" {
		t.Errorf("counted %s of 40", data)
	}
}
