package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// What scripts do with `weft serve`, which goes on until it is interrupted:
//
//	taken NAME        takes a port, and puts its address into a variable
//	show [FLAG…]      begins it, with its words going to a pipe, and waits until it says where the site is
//	said WORDS        waits until it has said a line with these words
//	ask PATH STATUS   asks for a page; the answer goes to $WORK/page
//	interrupt         ends it as Ctrl-C does; it must end with exit status 0, and all it said goes to $WORK/shown

// A shownScript is the program of one script.
type shownScript struct {
	cmd   *exec.Cmd
	lines chan string
	all   []string
	base  string
}

const shows = "weft serve" // the key of a script's value

func showOf(ts *testscript.TestScript) *shownScript { return ts.Value(shows).(*shownScript) }

// setupShow makes room for a show in a script.
func setupShow(env *testscript.Env) { env.Values[shows] = &shownScript{} }

func taken(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}

func beginShow(ts *testscript.TestScript, _ bool, args []string) {
	s := showOf(ts)
	exe, err := os.Executable()
	ts.Check(err)
	s.cmd = exec.Command(exe, append([]string{"serve", "--addr", "localhost:0"}, args...)...)
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Env = append(os.Environ(), "WEFT_TEST_CHILD=1", "SOURCE_DATE_EPOCH="+ts.Getenv("SOURCE_DATE_EPOCH"), "TZ=UTC")
	stderr, err := s.cmd.StderrPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() { s.cmd.Process.Kill() })
	s.lines, s.all = make(chan string, 1000), nil
	go func() {
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			s.lines <- lines.Text()
		}
		close(s.lines)
	}()
	s.base = address.FindString(s.until(ts, "http://"))
	s.until(ts, "press Ctrl-C to stop")
}

func (s *shownScript) until(ts *testscript.TestScript, words string) string {
	patience := time.After(time.Minute)
	for {
		select {
		case line, open := <-s.lines:
			s.all = append(s.all, line)
			if strings.Contains(line, words) {
				return line
			}
			if !open {
				ts.Fatalf("%q was never said:\n%s", words, strings.Join(s.all, "\n"))
			}
		case <-patience:
			ts.Fatalf("%q was not said:\n%s", words, strings.Join(s.all, "\n"))
		}
	}
}

func showSaid(ts *testscript.TestScript, _ bool, args []string) { showOf(ts).until(ts, args[0]) }

func askShow(ts *testscript.TestScript, _ bool, args []string) {
	answer, err := http.Get(showOf(ts).base + args[0])
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("WORK"), "page"), body, 0o644))
	if fmt.Sprint(answer.StatusCode) != args[1] {
		ts.Fatalf("%s: %s, want %s", args[0], answer.Status, args[1])
	}
}

func interruptShow(ts *testscript.TestScript, _ bool, _ []string) {
	s := showOf(ts)
	ts.Check(s.cmd.Process.Signal(os.Interrupt))
	for line := range s.lines {
		s.all = append(s.all, line)
	}
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("interrupted: %v\n%s", err, strings.Join(s.all, "\n"))
	}
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("WORK"), "shown"), []byte(strings.Join(s.all, "\n")+"\n"), 0o644))
}
