package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A ran is one run of the program.
type ran struct {
	args           []string
	code           int
	stdout, stderr string
	wall, cpu      time.Duration
	rss            int64 // the highest resident size, in MB
}

func (r ran) name() string { return strings.Join(r.args, " ") }

// longest is when a run counts as one that never ends.
const longest = 4 * time.Minute

// A place is a folder with a site in it, its own home and folder for
// passing things, so that a file put anywhere else is seen.
type place struct {
	weft, root string
	zone       string
	ran        []ran
}

func (p *place) site() string { return filepath.Join(p.root, "site") }

func (p *place) path(name string) string {
	return filepath.Join(p.site(), filepath.FromSlash(name))
}

// run runs the program on the site at a given time.
func (p *place) run(at time.Time, args ...string) (ran, error) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	cmd, peak := measured(ctx, p.weft, append([]string{"-C", p.site()}, args...)...)
	zone := p.zone
	if zone == "" {
		zone = "UTC"
	}
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(p.root, "home"), "TMPDIR=" + filepath.Join(p.root, "home"),
		"TZ=" + zone, fmt.Sprintf("SOURCE_DATE_EPOCH=%d", at.Unix())}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	begun := time.Now()
	err := cmd.Run()
	r := ran{args: args, wall: time.Since(begun), stdout: stdout.String(), stderr: stderr.String()}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return r, err
	}
	r.code = cmd.ProcessState.ExitCode()
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r.rss, r.stderr = peak(cmd.ProcessState, r.stderr)
	p.ran = append(p.ran, r)
	return r, nil
}

// measured is a command whose peak of memory is told when it is over, and its
// words without that. The system begins a child's peak with its parent's, and
// this program is large: so GNU time, which is small, stands between the two
// where it is at hand.
func measured(ctx context.Context, name string, args ...string) (*exec.Cmd, func(*os.ProcessState, string) (int64, string)) {
	const gnu, mark = "/usr/bin/time", "\npeak kB: "
	if _, err := os.Stat(gnu); err != nil {
		return exec.CommandContext(ctx, name, args...), func(s *os.ProcessState, said string) (int64, string) {
			use, _ := s.SysUsage().(*syscall.Rusage)
			return int64(use.Maxrss) >> 10, said // kilobytes on Linux
		}
	}
	cmd := exec.CommandContext(ctx, gnu, append([]string{"-q", "-f", mark[:len(mark)-1] + " %M", name}, args...)...)
	return cmd, func(_ *os.ProcessState, said string) (int64, string) {
		at := strings.LastIndex(said, mark)
		if at < 0 {
			return 0, said
		}
		kB, _ := strconv.ParseInt(strings.TrimSpace(said[at+len(mark):]), 10, 64)
		return kB >> 10, said[:at]
	}
}

// highest gives the most memory and the most time that any of its runs took.
func (p *place) highest() (rss int64, wall time.Duration) {
	for _, r := range p.ran {
		rss, wall = max(rss, r.rss), max(wall, r.wall)
	}
	return rss, wall
}
