package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// Questions are asked only where somebody sits: elsewhere a command says what
// it would have asked, and how to say it in the command line. Nothing is
// written before the last question is answered, so that Ctrl-C at any of them
// leaves all as it was.

// errNoAnswer says that whoever was asked went away.
var errNoAnswer = errors.New("no answer; nothing was changed")

// errLeft says that whoever was asked pressed Ctrl-C.
var errLeft = errors.New("interrupted; nothing was changed")

// asks reports whether there is somebody to ask.
func (env *environment) asks() bool {
	f, ok := env.stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// ask shows a question and gives the line that is typed, without blanks around
// it. An interruption is errLeft.
func (env *environment) ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(env.questions(), shown(question)+" ")
	if env.typed == nil {
		env.typed = bufio.NewReader(env.stdin)
	}
	type answer struct {
		line string
		err  error
	}
	got := make(chan answer, 1)
	go func() { // reading cannot be interrupted; the process ends, and this with it
		line, err := env.typed.ReadString('\n')
		got <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(env.questions())
		return "", errLeft
	case a := <-got:
		switch {
		case a.err == nil, errors.Is(a.err, io.EOF) && a.line != "":
			return strings.TrimSpace(a.line), nil
		case errors.Is(a.err, io.EOF):
			return "", errNoAnswer
		}
		return "", fmt.Errorf("read the answer: %w", a.err)
	}
}

// askUntil is ask for what cannot be left out.
func (env *environment) askUntil(ctx context.Context, question string) (string, error) {
	for range patience {
		said, err := env.ask(ctx, question)
		if said != "" || err != nil {
			return said, err
		}
		fmt.Fprintln(env.questions(), "this cannot be left out; Ctrl-C leaves all as it was")
	}
	return "", errNoAnswer
}

// questions is where whoever is asked reads: stderr, or, where that goes into a
// file, the terminal that the answer comes from.
func (env *environment) questions() io.Writer {
	if f, ok := env.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return env.stderr
	}
	if f, ok := env.stdin.(*os.File); ok && env.asks() {
		return f
	}
	return env.stderr
}

// patience is how often a question is put again when the answer fits nothing.
const patience = 3

// choose shows numbered options and gives the place of the one chosen. An empty
// answer takes the first.
func (env *environment) choose(ctx context.Context, question string, options []string) (int, error) {
	env.number(options)
	for range patience {
		said, err := env.ask(ctx, question+" [1]")
		if err != nil {
			return 0, err
		}
		if said == "" {
			return 0, nil
		}
		if n, ok := answered(said, options); ok {
			return n, nil
		}
		fmt.Fprintf(env.questions(), "%q is none of them; a number from 1 to %d, or Ctrl-C to leave all as it was\n", shown(said), len(options))
	}
	return 0, errNoAnswer
}

// chooseAny gives the places of all that are chosen, in their order; an empty
// answer chooses none.
func (env *environment) chooseAny(ctx context.Context, question string, options []string) ([]int, error) {
	env.number(options)
	for range patience {
		said, err := env.ask(ctx, question)
		if err != nil {
			return nil, err
		}
		if picked, ok := allNumbered(said, len(options)); ok {
			return picked, nil
		}
		if n, ok := answered(said, options); ok {
			return []int{n}, nil
		}
		fmt.Fprintf(env.questions(), "%q is not understood; numbers from 1 to %d with blanks between, or nothing\n", shown(said), len(options))
	}
	return nil, errNoAnswer
}

func (env *environment) number(options []string) {
	for i, o := range options {
		fmt.Fprintf(env.questions(), "%3d  %s\n", i+1, shown(o))
	}
}

// answered takes a number, or what it stands for: an option's words, or a list's
// name without its folder and ending.
func answered(said string, options []string) (int, bool) {
	if n, ok := numbered(said, len(options)); ok {
		return n, true
	}
	n := slices.IndexFunc(options, func(o string) bool {
		return strings.EqualFold(o, said) || strings.EqualFold(strings.TrimSuffix(path.Base(o), ".toml"), said)
	})
	return n, n >= 0
}

func numbered(said string, n int) (int, bool) {
	i, err := strconv.Atoi(strings.Trim(said, ".)"))
	return i - 1, err == nil && 1 <= i && i <= n
}

func allNumbered(said string, n int) ([]int, bool) {
	var picked []int
	for _, word := range strings.FieldsFunc(said, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' }) {
		i, ok := numbered(word, n)
		if !ok {
			return nil, false
		}
		if !slices.Contains(picked, i) {
			picked = append(picked, i)
		}
	}
	slices.Sort(picked)
	return picked, true
}
