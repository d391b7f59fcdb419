//go:build unix

package release

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// childTask, when set, makes the test binary publish instead of running tests:
// "TARGET STEP". It kills itself before step number STEP.
const childTask = "RELEASE_TEST_TASK"

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	if err := runChild(strings.Fields(task)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runChild(args []string) error {
	dieAt, _ := strconv.Atoi(args[1])
	testOnlyFault = func(string) error {
		if dieAt--; dieAt == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return nil
	}
	p, err := Open(args[0], ours)
	if err != nil {
		return err
	}
	tree, list := listed(after)
	return errors.Join(p.Put(tree, list, "the line"), p.Said(), p.Close())
}

func TestKilledBeforeAnyStepTheNextRunIsRight(t *testing.T) {
	for _, had := range []map[string]string{nil, before} {
		died, owed := 0, 0
		for step := 1; ; step++ {
			target := filepath.Join(t.TempDir(), "www")
			if had != nil {
				put(t, target, had)
			} else if err := os.Mkdir(target, 0o755); err != nil { // an empty folder, as a server's may be
				t.Fatal(err)
			}
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", childTask, target, step))
			if out, err := cmd.CombinedOutput(); err == nil {
				break // there is no such step
			} else if cmd.ProcessState.Exited() {
				t.Fatalf("step %d: %v\n%s", step, err, out)
			}
			died++
			is := shownIn(t, target)
			if !same(is, had) && !same(is, after) {
				t.Errorf("killed before step %d, and readers see %v", step, is)
			}
			p := open(t, target)
			_, list := listed(after)
			told := p.Unsaid()
			if told != "" && p.Shown() != Hash(list) {
				t.Errorf("killed before step %d: a line is told of a tree that readers do not have", step)
			}
			if told == "the line" {
				owed++
			}
			if err := errors.Join(p.Said(), p.Close()); err != nil {
				t.Fatal(err)
			}
			put(t, target, after)
			if is := shownIn(t, target); !same(is, after) {
				t.Errorf("killed before step %d, and after the next run readers see %v", step, is)
			}
			wantTidy(t, target)
		}
		if died < 6 || owed == 0 {
			t.Errorf("of %d kills %d left a line to be recorded: too few to show anything", died, owed)
		}
	}
}
