//go:build !windows

package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// childTask, when set, makes the test binary do one of the tasks below
// instead of running tests, so that it can be killed or limited.
const childTask = "ATOMICFILE_TEST_TASK"

func TestMain(m *testing.M) {
	task, path, _ := strings.Cut(os.Getenv(childTask), " ")
	switch task {
	case "writes":
		writeForEver(path)
	case "limited":
		writeUnderLimit(path)
	default:
		os.Exit(m.Run())
	}
}

func child(t *testing.T, task, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childTask+"="+task+" "+path)
	cmd.Stderr = os.Stderr
	return cmd
}

func writeForEver(path string) {
	for i := 0; ; i++ {
		fmt.Println("next")
		body := strings.Repeat(string(rune('a'+i%26)), 200_000)
		if err := Write(path, []byte(body), 0o644); err != nil {
			panic(err)
		}
	}
}

func TestAProcessKilledAtAnyMomentLeavesAWholeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.html")
	put(t, path, strings.Repeat("z", 200_000))
	for round := range 20 {
		cmd := child(t, "writes", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The child speaks as it begins a write, so the kill falls in one.
		lines := bufio.NewScanner(out)
		for range round + 1 {
			lines.Scan()
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) != 200_000 || strings.Count(string(data), string(data[:1])) != len(data) {
			t.Fatalf("round %d: the file is a mix of %d bytes", round, len(data))
		}
	}
}

// writeUnderLimit lets no file grow over 100 bytes, as a disk that runs full
// would: the kernel then writes a part and fails the rest.
func writeUnderLimit(path string) {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 100, Max: 100}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		os.Exit(77)
	}
	long := []byte(strings.Repeat("long", 100))
	for _, err := range []error{Write(path, long, 0o644), WriteNew(path+".new", long, 0o644), Append(path, long)} {
		if !errors.Is(err, syscall.EFBIG) || !strings.Contains(err.Error(), path) {
			fmt.Fprintln(os.Stderr, "unexpected:", err)
			os.Exit(1)
		}
	}
}

func TestAWriteThatOnlyPartlyFitsChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lines")
	put(t, path, "one\ntwo\n")
	err := child(t, "limited", path).Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 77 {
		t.Skip("this system sets no limit on file sizes")
	}
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "one\ntwo\n")
	wantOnly(t, path)
}
