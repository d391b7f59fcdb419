// Command weft makes curated community digests of the feeds of people inside
// and outside an organisation: `weft help` says how.
package main

import (
	"bufio"
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // an empty container knows no time zones
)

func main() {
	// net/http writes to the standard log what a server sent unasked, which is a
	// stranger's and may hold what was sent to it; weft says what it has to say
	// by itself.
	log.SetOutput(io.Discard)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := &environment{dir: ".", stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: clock(os.Getenv), me: os.Getenv("WEFT_BY"), git: runGit}
	code := run(ctx, env, os.Args[1:])
	stop()
	os.Exit(code)
}

// An environment is everything outside that commands use.
type environment struct {
	dir            string // as given by -C
	stdin          io.Reader
	stdout, stderr io.Writer
	typed          *bufio.Reader // what of stdin is read already; see ask
	amid           bool          // amid a review: what comes next is said at its end
	now            func() time.Time
	me             string // who sits here, as WEFT_BY names them; "": git is asked
	git            func(ctx context.Context, dir string, args ...string) (string, error)
}

// clock is the system's, or stands still where SOURCE_DATE_EPOCH says so, as
// for other programs whose results are to be made again to the byte
// (reproducible-builds.org).
func clock(getenv func(string) string) func() time.Time {
	if at, ok := parseEpoch(getenv("SOURCE_DATE_EPOCH")); ok {
		return func() time.Time { return at }
	}
	return time.Now
}
