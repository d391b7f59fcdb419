package main

// The rules for everything weft says to people:
//
//   - lower case, no full stop at the end, one thing a line
//   - name the file, with its line where there is one, and quote the value
//   - say what happens next, or what to do: a line "    hint: …" or "next: …"
//   - data goes to stdout, words to stderr, so that a pipe holds only data
//   - strangers' words are shown without control characters
//   - kind, and never a stack trace

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"weft/internal/diag"
	"weft/internal/publish"
)

// Exit codes, as `weft help` lists them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitPartly = 3
)

// A usageError is a command line that weft does not understand.
type usageError struct{ error }

// errPartly says that some feeds failed and the rest is done; what failed has
// been told.
var errPartly = errors.New("some feeds failed; the rest is done")

// A keptError is a failure after which something done before stays.
type keptError struct {
	error
	kept string // what stays, and what comes of it
}

func (e keptError) Unwrap() error { return e.error }

// exitCode tells a failure from a misunderstanding from a job done in part.
func exitCode(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	case errors.Is(err, errPartly):
		return exitPartly
	}
	return exitFailed
}

// tell shows an error. Problems in people's files come as they are, a line each.
func tell(w io.Writer, err error) {
	var problems diag.Error
	var inTheWay *publish.ConflictError
	switch {
	case errors.As(err, &inTheWay):
		tellConflict(w, inTheWay)
	case errors.Is(err, errPartly), errors.Is(err, errToMend):
	case errors.As(err, &problems):
		fmt.Fprintln(w, shown(problems.Error()))
		stands := keptError{kept: "nothing was changed"}
		errors.As(err, &stands)
		fmt.Fprintf(w, "weft: %s; %s\n", count(problems.Problems.Errors(), "problem", "problems"), stands.kept)
	default:
		fmt.Fprintf(w, "weft: %s\n", shown(err.Error()))
	}
}

// fewConflicts is how many files in the way are named one by one.
const fewConflicts = 10

func tellConflict(w io.Writer, c *publish.ConflictError) {
	fmt.Fprintf(w, "weft: %s holds %s that weft did not write, or that was changed since; nothing was published there, and its old pages stand\n", c.Out, count(len(c.Files), "file", "files"))
	for i, f := range c.Files {
		if i == fewConflicts {
			fmt.Fprintf(w, "    … and %d more\n", len(c.Files)-i)
			break
		}
		fmt.Fprintf(w, "    %s\n", shown(f.Name))
	}
	fmt.Fprintln(w, "    hint: move them away, or let weft replace them: weft build --take-over")
}

// warn shows what does not stop anything.
func (env *environment) warn(probs diag.List) {
	for _, p := range probs.Sorted() {
		fmt.Fprintln(env.stderr, shown(p.String()))
	}
}

// say writes a line for people.
func (env *environment) say(format string, args ...any) {
	fmt.Fprintf(env.stderr, format+"\n", args...)
}

// shown makes strangers' words fit for a terminal: nothing in them moves the
// cursor or hides what follows.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '�'
		}
		return r
	}, s)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func parseEpoch(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return time.Unix(n, 0).UTC(), err == nil && s != ""
}
