//go:build unix

package publish

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// childTask, when set, makes the test binary publish instead of running tests:
// "OUT STATE TREE [STEP]". It kills itself before step number STEP; where that
// is "limited", it may write no file of more than 50 kB instead.
const childTask = "PUBLISH_TEST_TASK"

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		inMemory()
		os.Exit(m.Run())
	}
	if err := runChild(strings.Fields(task)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// inMemory puts the tests' folders on a file system in memory, where there is
// one: the tests sync thousands of times, and none of them cuts the power.
func inMemory() {
	dir, err := os.MkdirTemp(memory, "weft-publish-test-")
	if err == nil {
		os.Remove(dir)
		os.Setenv("TMPDIR", memory)
	}
}

func runChild(args []string) error {
	out, state, which := args[0], args[1], args[2]
	dieAt := -1
	var count atomic.Int64
	if len(args) > 3 && args[3] == "limited" {
		if err := limitFiles(50_000); err != nil {
			return err
		}
	} else if len(args) > 3 {
		dieAt, _ = strconv.Atoi(args[3])
	}
	testOnlyFault = func(kind, name string) error {
		if count.Add(1) == int64(dieAt) {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		if dieAt < 0 {
			fmt.Println(kind, name) // the parent counts, and kills
		}
		return nil
	}
	s, err := Begin(out, state, Options{})
	if err != nil {
		return err
	}
	for name, data := range trees()[which] {
		if err := s.Write(name, []byte(data)); err != nil {
			return errors.Join(err, s.Abort())
		}
	}
	_, err = s.Commit()
	return err
}

// limitFiles lets no file grow beyond so many bytes, as a disk does that runs
// full: the kernel writes what fits and then fails.
func limitFiles(size uint64) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: size, Max: size}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

func TestAFileThatDoesNotFitLeavesTheOldTree(t *testing.T) {
	t.Parallel()
	p := starting(t)
	cmd := child(p, "new", "limited")
	var says strings.Builder
	cmd.Stderr = &says
	if err := cmd.Run(); err == nil {
		t.Fatal("it was written all the same")
	}
	for _, part := range []string{"stage big.html", "ulimit"} {
		if !strings.Contains(says.String(), part) {
			t.Errorf("message %q does not say %q", says.String(), part)
		}
	}
	wantTree(t, p, with(trees()["old"], mine))
	wantNothingWaiting(t, p)
}

// trees are two sites of which every kind of change leads to the other.
func trees() map[string]files {
	big := strings.Repeat("0123456789", 8_000)
	return map[string]files{
		"old": {
			"index.html": "old home", "same.html": "same", "big.html": big, "a/b/c/stale.html": "stale",
			"file-then-folder": "f", "folder-then-file/x/y.html": "y", "digests/1/index.html": "one",
			"Case.html": "upper", "style.css": "old",
		},
		"new": {
			"index.html": "new home", "same.html": "same", "big.html": big + "!", "d/e/f/fresh.html": "fresh",
			"file-then-folder/index.html": "i", "folder-then-file": "f", "digests/1/index.html": "one, mended",
			"digests/2/index.html": "two", "case.html": "lower", "style.css": "new",
		},
	}
}

func child(p place, which string, more ...string) *exec.Cmd {
	p.t.Helper()
	self, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childTask+"="+strings.Join(append([]string{p.out, p.state, which}, more...), " "))
	cmd.Stderr = os.Stderr
	return cmd
}

// mine is what a person has in the output folder; nothing may touch it.
var mine = files{"a/mine.txt": "m", "CNAME": "c", ".gitignore": "*\n"}

// starting is a place with the old tree published, and a person's files.
func starting(t *testing.T) place {
	t.Helper()
	p := newPlace(t)
	p.put(trees()["old"])
	p.lay(mine)
	return p
}

func TestKilledBeforeAnyStepTheNextRunIsRight(t *testing.T) {
	t.Parallel()
	killed := 0
	for at := 1; ; at++ {
		p := starting(t)
		err := child(p, "new", strconv.Itoa(at)).Run()
		if err == nil {
			break // there is no step of this number
		}
		if !wasKilled(err) {
			t.Fatal(err)
		}
		killed++
		wantEachOldOrNew(t, p)
		p.put(trees()["new"])
		wantTree(t, p, with(trees()["new"], mine))
		wantNothingWaiting(t, p)
		wantReport(t, p.put(trees()["new"]), Report{Unchanged: len(trees()["new"]), Strangers: []string{"CNAME", "a/mine.txt"}})
		if t.Failed() {
			t.Fatalf("killed before step %d", at)
		}
	}
	if killed < 40 {
		t.Errorf("killed %d times only; are the steps still told to the test?", killed)
	}
}

// This kills the run that mends the first one, too.
func TestKilledWhileMendingTheNextRunIsRight(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 47))
	for range 25 {
		p := starting(t)
		for _, at := range []int{25 + rng.IntN(30), 1 + rng.IntN(20), 1 + rng.IntN(20)} {
			if err := child(p, "new", strconv.Itoa(at)).Run(); err != nil && !wasKilled(err) {
				t.Fatal(err)
			}
			wantEachOldOrNew(t, p)
		}
		p.put(trees()["old"])
		wantTree(t, p, with(trees()["old"], mine))
		wantNothingWaiting(t, p)
	}
}

// This kills from outside, anywhere between two steps, while a reader looks at
// every file again and again.
func TestKilledAtARandomMomentReadersSeeOldOrNew(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(20, 26))
	p := starting(t)
	stop, looked := make(chan struct{}), make(chan int)
	go watch(t, p, stop, looked)
	for round := range 24 {
		which := []string{"new", "old"}[round%2]
		killAfter(t, child(p, which), rng.IntN(70))
		p.put(trees()[which])
		wantTree(t, p, with(trees()[which], mine))
	}
	close(stop)
	if n := <-looked; n == 0 {
		t.Error("the reader never came to look")
	}
}

// killAfter runs the command and kills it once it has told of n steps.
func killAfter(t *testing.T, cmd *exec.Cmd, n int) {
	t.Helper()
	steps, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(steps)
	for range n {
		if !lines.Scan() {
			break
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// watch reads all files until told to stop.
func watch(t *testing.T, p place, stop chan struct{}, looked chan int) {
	rounds := 0
	for {
		select {
		case <-stop:
			looked <- rounds
			return
		default:
			wantEachOldOrNew(t, p)
			rounds++
		}
	}
}

// wantEachOldOrNew fails when any file of the tree is neither.
func wantEachOldOrNew(t *testing.T, p place) {
	t.Helper()
	before, after := trees()["old"], trees()["new"]
	names := with(before, after)
	for name := range names {
		data, err := os.ReadFile(filepath.Join(p.out, filepath.FromSlash(name)))
		_, inOld := before[name]
		_, inNew := after[name]
		switch {
		case err == nil && (inOld && string(data) == before[name] || inNew && string(data) == after[name]):
		case errors.Is(err, syscall.EISDIR) || errors.Is(err, syscall.ENOTDIR):
		case errors.Is(err, fs.ErrNotExist) && !(inOld && inNew):
		default:
			t.Errorf("%s: %v, %d bytes %.20q", name, err, len(data), data)
		}
	}
}

func wasKilled(err error) bool {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// with is the union of two trees; b wins.
func with(a, b files) files {
	all := files{}
	for _, tree := range []files{a, b} {
		for name, data := range tree {
			all[name] = data
		}
	}
	return all
}
